import ArgumentParser

/// An amount of memory, as people write it: 512M, 1.5G.
package struct MemorySize: ExpressibleByArgument, CustomStringConvertible {
    /// How many bytes.
    package let bytes: Int

    /// The units, with their sizes in bytes.
    private static let units: KeyValuePairs<Character, Int> = ["M": 1 << 20, "G": 1 << 30]
    /// The least and the most that make sense.
    private static let range = 64 << 20...1 << 40

    /// So many bytes.
    package init(bytes: Int) { self.bytes = bytes }

    /// A number with its unit; `nil` if it is none, or less than 64M or more than 1024G.
    package init?(argument: String) {
        guard let letter = argument.uppercased().last,
            let unit = Self.units.first(where: { $0.key == letter }),
            let number = Double(argument.dropLast()), number.isFinite, number > 0,
            let bytes = Int(exactly: (number * Double(unit.value)).rounded()), Self.range ~= bytes
        else { return nil }
        self.bytes = bytes
    }

    /// The shortest way to write it.
    package var description: String {
        bytes % (1 << 30) == 0 ? "\(bytes >> 30)G" : "\(bytes >> 20)M"
    }
}
