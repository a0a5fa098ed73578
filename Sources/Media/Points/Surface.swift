internal import Numerics

/// The triangles of a mesh, by their areas.
struct Surface {
    private let corners: [SIMD3<Double>]
    /// The corners of the triangles that have an area, three for each.
    private let triangles: [Int]
    /// The area of each triangle with all before it.
    private let areas: [Double]
    /// How many triangles have no area, or none that is a number.
    let leftOut: Int

    /// The surface of some triangles; `nil` if none has an area.
    init?(_ corners: [SIMD3<Double>], _ all: [UInt32], isUsable: (SIMD3<Double>) -> Bool) {
        var (triangles, areas, leftOut, sum): ([Int], [Double], Int, Double) = ([], [], 0, 0)
        for first in stride(from: 0, to: all.count - all.count % 3, by: 3) {
            let numbers = all[first..<first + 3].map(Int.init)
            let area = Self.area(corners[numbers[0]], corners[numbers[1]], corners[numbers[2]])
            guard numbers.allSatisfy({ isUsable(corners[$0]) }), area > 0, (sum + area).isFinite else {
                leftOut += 1
                continue
            }
            sum += area
            triangles += numbers
            areas.append(sum)
        }
        guard !areas.isEmpty else { return nil }
        (self.corners, self.triangles, self.areas, self.leftOut) = (corners, triangles, areas, leftOut)
    }

    private static func area(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double {
        let (u, v) = (b - a, c - a)
        let normal = SIMD3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
        return (normal * normal).sum().squareRoot() / 2
    }

    /// Points on the surface, the same each time: one at random in each of `count` parts of the same area.
    func points(_ count: Int) -> [SIMD3<Double>] {
        var random = SplitMix(seed: 1)
        func share() -> Double { Double(random.next() >> 11) / Double(1 << 53) }
        var triangle = 0
        return (0..<count).map { part in
            let place = (Double(part) + share()) / Double(count) * areas[areas.count - 1]
            while triangle + 1 < areas.count && areas[triangle] <= place { triangle += 1 }
            let (a, b, c) = (
                corners[triangles[3 * triangle]], corners[triangles[3 * triangle + 1]],
                corners[triangles[3 * triangle + 2]]
            )
            // Evenly over the triangle (Osada et al. 2002, §4.2).
            let (root, along) = (share().squareRoot(), share())
            return a * (1 - root) + b * (root * (1 - along)) + c * (root * along)
        }
    }
}
