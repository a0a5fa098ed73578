/// The units of a game on its map at one moment.
public struct UnitSet: Sendable, Hashable {
    /// One unit.
    public struct Unit: Sendable, Hashable {
        /// What the game calls its kind, such as `Marine`: without characters that a screen cannot show.
        public let type: String
        /// Whose it is: 1 or 2.
        public let owner: Int
        /// Cells of the map to the right.
        public let x: Double
        /// Cells of the map upwards.
        public let y: Double
        /// For how many seconds it has existed.
        public let age: Double

        /// A unit on the map.
        public init(type: String, owner: Int, x: Double, y: Double, age: Double) {
            (self.type, self.owner, self.x, self.y, self.age) = (type, owner, x, y, age)
        }
    }

    /// At least one.
    public let units: [Unit]
    /// The names of the columns that they were read from, in the file's order.
    public let columns: [String]
    /// What there is to say of how the file was read, each a sentence without a full stop.
    public let notes: [String]

    /// Some units.
    ///
    /// - Precondition: there is at least one, and all their numbers are finite.
    public init(units: [Unit], columns: [String] = [], notes: [String] = []) {
        precondition(!units.isEmpty)
        precondition(units.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.age.isFinite })
        (self.units, self.columns, self.notes) = (units, columns, notes)
    }
}

extension UnitSet.Unit {
    /// What stands in files for a type that is left open.
    public static let hiddenType = "?"

    /// Whether its type is left open.
    public var isHidden: Bool { type.isEmpty || type == Self.hiddenType }

    /// The same without its type.
    public func hidden() -> Self { Self(type: Self.hiddenType, owner: owner, x: x, y: y, age: age) }
}

extension UnitSet {
    /// The same game with other units.
    ///
    /// - Precondition: there is at least one, and all their numbers are finite.
    public func with(_ units: [Unit]) -> UnitSet { UnitSet(units: units, columns: columns, notes: notes) }
}
