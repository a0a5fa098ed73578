extension Layout {
    /// Places of tokens in two or three dimensions, each of which is a point without extent.
    ///
    /// The first dimension leads to the right and the second upwards; the third leads towards the eye.
    public struct Points: Sendable, Hashable {
        /// One of the dimensions.
        public struct Dimension: Sendable, Hashable {
            /// What it is called, for example `x`.
            public let name: String
            /// The unit as written after a number; empty without one.
            public let unit: String
            /// What a drawing shows of it, in its unit; places outside lie at its ends.
            public let range: ClosedRange<Double>

            /// What is measured, and in what.
            public var words: String { unit.isEmpty ? name : "\(name) in \(unit)" }

            /// A dimension.
            public init(name: String, unit: String = "", range: ClosedRange<Double>) {
                self.name = name
                self.unit = unit
                self.range = range
            }
        }

        /// Two or three of them.
        public let dimensions: [Dimension]
        /// `[count, dimensions]`, point by point, in the units of the dimensions.
        public let coordinates: [Double]

        /// Points in two or three dimensions.
        ///
        /// - Precondition: there is at least one, and each has a coordinate for every dimension.
        public init(dimensions: [Dimension], coordinates: [Double]) {
            precondition((2...3).contains(dimensions.count))
            precondition(!coordinates.isEmpty && coordinates.count.isMultiple(of: dimensions.count))
            self.dimensions = dimensions
            self.coordinates = coordinates
        }

        /// The number of points.
        public var count: Int { coordinates.count / dimensions.count }

        /// One coordinate of a point.
        public func coordinate(_ point: Int, _ dimension: Int) -> Double {
            coordinates[point * dimensions.count + dimension]
        }

        /// A point's place in space.
        ///
        /// - Precondition: there are three dimensions.
        public func place(of point: Int) -> SIMD3<Double> {
            SIMD3(coordinate(point, 0), coordinate(point, 1), coordinate(point, 2))
        }

        /// Divides the points by the cells of an octree: a cube around all of them, halved along each side so many times.
        ///
        /// Each point is in one part. The parts of a deeper level lie within those of the levels above.
        public func cells(level: Int) -> [[Int]] {
            let ends = dimensions.indices.map { dimension in
                let places = (0..<count).map { coordinate($0, dimension) }
                return (low: places.min() ?? 0, high: places.max() ?? 0)
            }
            let side = max(ends.map { $0.high - $0.low }.max() ?? 0, .leastNormalMagnitude)
            let perSide = Double(1 << level)
            var parts: [[Int]: [Int]] = [:]
            for point in 0..<count {
                let cell = dimensions.indices.map { dimension in
                    let start = (ends[dimension].low + ends[dimension].high - side) / 2
                    return Int(
                        min(max((coordinate(point, dimension) - start) / side, 0) * perSide, perSide - 1)
                    )
                }
                parts[cell, default: []].append(point)
            }
            return parts.values.sorted { $0[0] < $1[0] }
        }

        /// Divides the points into at most `limit` parts of neighbours.
        ///
        /// The part with the most points is halved along its longest side until there are enough; each point
        /// is in one part. The points of a part are in their order.
        public func parts(atMost limit: Int) -> [[Int]] {
            var parts = [Array(0..<count)]
            while parts.count < limit {
                let largest = parts.indices.max { (parts[$0].count, $1) < (parts[$1].count, $0) } ?? 0
                guard parts[largest].count > 1 else { break }
                parts.replaceSubrange(largest...largest, with: halves(of: parts[largest]))
            }
            return parts.map { $0.sorted() }
        }

        private func halves(of part: [Int]) -> [[Int]] {
            let sides = dimensions.indices.map { dimension in
                let places = part.map { coordinate($0, dimension) }
                return (places.max() ?? 0) - (places.min() ?? 0)
            }
            let longest = sides.indices.max { (sides[$0], $1) < (sides[$1], $0) } ?? 0
            let sorted = part.sorted { (coordinate($0, longest), $0) < (coordinate($1, longest), $1) }
            return [Array(sorted.prefix(sorted.count / 2)), Array(sorted.dropFirst(sorted.count / 2))]
        }
    }
}
