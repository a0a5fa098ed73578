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
