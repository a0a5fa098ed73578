internal import Glibc

/// The side that points are seen from.
public struct Viewpoint: Sendable, Hashable {
    /// By how many degrees the eye has gone round to the right: at 90 it sees the right side.
    public let turn: Int
    /// By how many degrees the eye has gone up: at 90 it looks down.
    public let tilt: Int
    /// The axis that leads upwards.
    public let up: Up

    /// An axis that may lead upwards.
    public enum Up: String, Sendable, Hashable {
        /// As in graphics: x leads to the right, and z towards the eye.
        case y
        /// As in surveying and in many scans: x leads to the right, and y away from the eye.
        case z
    }

    /// A side, by its angles in degrees and what leads upwards.
    public init(turn: Int, tilt: Int, up: Up = .y) {
        func within(_ angle: Int) -> Int { ((angle + 180) % 360 + 360) % 360 - 180 }
        (self.turn, self.tilt, self.up) = (within(turn), within(tilt), up)
    }

    /// The same angles where another axis leads upwards.
    public func with(up: Up) -> Viewpoint { Viewpoint(turn: turn, tilt: tilt, up: up) }

    /// From the front: x to the right, y upwards.
    public static let front = Viewpoint(turn: 0, tilt: 0)
    /// From the right: z to the left, y upwards.
    public static let side = Viewpoint(turn: 90, tilt: 0)
    /// From above: x to the right, z downwards.
    public static let top = Viewpoint(turn: 0, tilt: 90)

    /// The sides that have names.
    public static let named: [(name: String, view: Viewpoint)] = [
        ("front", .front), ("side", .side), ("top", .top),
    ]

    /// The name of a side that has one.
    private var name: String? { Self.named.first { $0.view == with(up: .y) }?.name }

    /// What it is called: `front`, or its angles.
    public var words: String {
        (name ?? "turned \(turn)°, tilted \(tilt)°") + (up == .y ? "" : ", \(up.rawValue) upwards")
    }

    /// As the command line has it: `front`, or `30,15`, or `front,z`.
    public var written: String { (name ?? "\(turn),\(tilt)") + (up == .y ? "" : ",\(up.rawValue)") }

    /// A side as the command line has it; `nil` if it is none.
    public init?(_ text: String) {
        var words = text.split(separator: ",", omittingEmptySubsequences: false)
        let up = words.count > 1 ? words.last.flatMap { Up(rawValue: String($0)) } : nil
        if up != nil { words.removeLast() }
        if let named = Self.named.first(where: { words == [$0.name[...]] }) {
            self = named.view.with(up: up ?? .y)
            return
        }
        let angles = words.map { Int($0) }
        guard angles.count == 2, let turn = angles[0], let tilt = angles[1],
            (-360...360).contains(turn), (-360...360).contains(tilt)
        else { return nil }
        self.init(turn: turn, tilt: tilt, up: up ?? .y)
    }

    /// Whether it looks along one of the axes.
    public var isAlongAxis: Bool { turn % 90 == 0 && tilt % 90 == 0 }

    /// The directions that lead to the right, upwards and towards the eye.
    public var directions: (right: SIMD3<Double>, up: SIMD3<Double>, near: SIMD3<Double>) {
        let (across, along) = (Self.circle(turn), Self.circle(tilt))
        let right = SIMD3(across.cosine, 0, -across.sine)
        let level = SIMD3(across.sine, 0, across.cosine)
        let upright = SIMD3<Double>(0, 1, 0)
        let up = upright * along.cosine - level * along.sine
        return (own(right), own(up), own(level * along.cosine + upright * along.sine))
    }

    /// A direction of a space in which y leads upwards, in the space of the points.
    private func own(_ direction: SIMD3<Double>) -> SIMD3<Double> {
        up == .y ? direction : SIMD3(direction.x, -direction.z, direction.y)
    }

    /// Where a point is seen: to the right, upwards, and how near.
    public func seen(_ point: SIMD3<Double>) -> SIMD3<Double> {
        let (right, up, near) = directions
        return SIMD3((point * right).sum(), (point * up).sum(), (point * near).sum())
    }

    /// Sine and cosine, which are whole numbers at right angles.
    private static func circle(_ degrees: Int) -> (sine: Double, cosine: Double) {
        switch degrees {
        case 0: (0, 1)
        case 90: (1, 0)
        case -90: (-1, 0)
        case 180, -180: (0, -1)
        default: (sin(Double(degrees) * .pi / 180), cos(Double(degrees) * .pi / 180))
        }
    }
}
