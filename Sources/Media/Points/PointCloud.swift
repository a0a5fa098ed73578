/// Points in space, as scanners record them or as they lie on the surface of a model.
public struct PointCloud: Sendable, Hashable {
    /// What the file says of itself.
    public struct Origin: Sendable, Hashable {
        /// The kind of file, such as `PLY`.
        public let format: String
        /// How many points or corners the file has.
        public let pointCount: Int
        /// How many faces a mesh has, on which the points were placed; 0 of points alone.
        public let faceCount: Int

        /// What a file says of itself.
        public init(format: String, pointCount: Int, faceCount: Int = 0) {
            (self.format, self.pointCount, self.faceCount) = (format, pointCount, faceCount)
        }
    }

    /// At least one; their coordinates lead to the right, upwards, and towards the eye.
    public let points: [SIMD3<Double>]
    /// What the file says of itself.
    public let origin: Origin
    /// What there is to say of how the file was read, each a sentence without a full stop.
    public let notes: [String]

    /// A cloud of points.
    ///
    /// - Precondition: there is at least one point, and all coordinates are finite.
    public init(_ points: [SIMD3<Double>], origin: Origin? = nil, notes: [String] = []) {
        precondition(!points.isEmpty)
        precondition(points.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite })
        self.points = points
        self.origin = origin ?? Origin(format: "points", pointCount: points.count)
        self.notes = notes
    }

    /// The smallest box around all points, by its lowest and its highest corner.
    public var box: (low: SIMD3<Double>, high: SIMD3<Double>) {
        points.dropFirst().reduce((points[0], points[0])) {
            (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
        }
    }
}
