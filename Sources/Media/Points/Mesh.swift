internal import Numerics

/// What a file of points holds: corners, and perhaps triangles between them.
struct Mesh {
    /// The points or corners that were read; of very many points every so many-th.
    private(set) var corners: [SIMD3<Double>] = []
    /// Whether nothing refers to points by their numbers, so that some of them can stand for all.
    private let isCloud: Bool
    /// Of a cloud, of how many points in a row the first is kept.
    private var step = 1
    /// How many points of a cloud have finite coordinates, and how many have none.
    private var (usable, unusable) = (0, 0)
    /// The corners of triangles, three for each.
    private var triangles: [UInt32] = []
    /// How many points or corners the file has, be they read or not.
    var claimed = 0
    /// How many faces the file has.
    private(set) var faceCount = 0
    /// How many faces are left out because there are too many corners or triangles.
    private var unread = 0

    /// The most corners and the most triangles that are read of a mesh.
    static let most = 4_000_000
    /// The most points of a cloud that are kept while its file is read: among these some are chosen.
    private static let mostOfCloud = 4 * mostKept
    /// The most points that are kept of a cloud.
    static let mostKept = 65_536
    /// How many points are placed on a mesh.
    static let placed = 8_192
    /// Beyond this a coordinate is taken for none: its square could not be added up.
    private static let farthest = 1e15

    /// A mesh without corners, or a cloud without points.
    init(isCloud: Bool) { self.isCloud = isCloud }

    /// Whether more points are read.
    var hasRoom: Bool { isCloud || corners.count < Self.most }

    /// Takes in a point.
    mutating func add(_ point: SIMD3<Double>) {
        guard isCloud else { return corners.append(point) }
        guard Self.isUsable(point) else {
            unusable += 1
            return
        }
        defer { usable += 1 }
        if corners.count == Self.mostOfCloud {
            // Every second one is enough from now on.
            corners = stride(from: 0, to: corners.count, by: 2).map { corners[$0] }
            step *= 2
        }
        if usable % step == 0 { corners.append(point) }
    }

    /// Takes in a face by its corners: a fan of triangles.
    ///
    /// - Throws: ``PointProblem`` if there is no such corner.
    mutating func add(face: [Int]) throws(PointProblem) {
        faceCount += 1
        for corner in face where !corners.indices.contains(corner) {
            // Faces of corners beyond those that are read are left out.
            if corner >= 0 && corner < claimed {
                unread += 1
                return
            }
            throw .damaged(
                "face \(faceCount.grouped) names corner \(corner), where there are \(max(claimed, corners.count).grouped)"
            )
        }
        guard face.count >= 3 else { return }
        guard triangles.count / 3 + face.count - 2 <= Self.most else {
            unread += 1
            return
        }
        for next in 1..<face.count - 1 {
            triangles += [UInt32(face[0]), UInt32(face[next]), UInt32(face[next + 1])]
        }
    }

    /// The cloud: the points themselves, or points on the triangles.
    ///
    /// - Throws: ``PointProblem`` if no point with finite coordinates is left.
    func cloud(format: String) throws(PointProblem) -> PointCloud {
        var notes: [String] = []
        let claimed = max(claimed, corners.count)
        if corners.count < claimed && !isCloud {
            notes.append("the first \(corners.count.grouped) of \(claimed.grouped) points were read")
        }
        if unread > 0 {
            notes.append("the first \((faceCount - unread).grouped) of \(faceCount.grouped) faces were read")
        }
        let origin = PointCloud.Origin(format: format, pointCount: claimed, faceCount: faceCount)
        if let surface = Surface(corners, triangles, isUsable: Self.isUsable) {
            if surface.leftOut > 0 {
                notes.append(
                    Self.count(surface.leftOut, "face") + " without finite corners or area left out"
                )
            }
            notes.append("\(Self.placed.grouped) points were placed on the mesh, evenly by area")
            return PointCloud(surface.points(Self.placed), origin: origin, notes: notes)
        }
        if faceCount > 0 { notes.append("the mesh has no area, and its corners are taken") }
        var points = isCloud ? corners : corners.filter(Self.isUsable)
        guard !points.isEmpty else { throw .empty }
        let leftOut = isCloud ? unusable : corners.count - points.count
        if leftOut > 0 {
            notes.append(Self.count(leftOut, "point") + " without finite coordinates left out")
        }
        if points.count > Self.mostKept {
            let all = isCloud ? usable : points.count
            notes.append(
                "\(Self.mostKept.grouped) of \(all.grouped) points were taken, evenly and at random"
            )
            points = EvenChoice.numbers(Self.mostKept, of: points.count).map { points[$0] }
        }
        return PointCloud(points, origin: origin, notes: notes)
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number.grouped) \(noun)s"
    }

    private static func isUsable(_ point: SIMD3<Double>) -> Bool {
        // Comparisons with what is no number are false.
        abs(point.x) <= farthest && abs(point.y) <= farthest && abs(point.z) <= farthest
    }
}

/// Numbers that are spread evenly, and are the same each time.
public enum EvenChoice {
    /// `count` numbers below `total`, ascending: one at random of each of as many equal parts.
    ///
    /// - Precondition: `count` is at most `total`.
    public static func numbers(_ count: Int, of total: Int) -> [Int] {
        precondition(count <= total)
        guard count < total else { return Array(0..<total) }
        var random = SplitMix(seed: 1)
        return (0..<count).map { part in
            let from = Int(Double(part) * Double(total) / Double(count))
            let end = max(from + 1, Int(Double(part + 1) * Double(total) / Double(count)))
            return from + Int(random.next() % UInt64(end - from))
        }
    }
}
