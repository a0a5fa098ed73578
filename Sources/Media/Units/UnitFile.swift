internal import Files

/// Reads units of a game from a table (CSV, or with tabs or semicolons) or from JSON.
///
/// Either has a type and a place for each unit, and perhaps an owner and an age, under one of the names of ``UnitColumn``.
enum UnitFile {
    /// The longest file that is read.
    static let largest = SizeLimit(kind: "a set of units", bytes: 16 << 20)
    /// The most units that are read.
    static let most = 100_000
    /// The most characters of a type's name that are kept.
    static let longestType = 60
    /// What messages call it.
    static let kind = "a set of units"

    /// Whether a text begins as one of these files does.
    static func isFound(in head: String) -> Bool {
        let start = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.first == "[" || start.first == "{" { return isJSON(String(start)) }
        guard let line = start.split(whereSeparator: \.isNewline).first else { return false }
        return UnitColumn.separators.contains { separator in
            let cells = SeparatedValues.cells(of: String(line), separator: separator).first ?? []
            return UnitColumn.places(in: cells) != nil
        }
    }

    /// Whether JSON names a type and a place within its first object.
    private static func isJSON(_ head: String) -> Bool {
        let names = head.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        return UnitColumn.places(in: names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)) != nil
            && head.contains("{")
    }

    /// Reads a file.
    ///
    /// - Throws: ``MediaError`` if a row has no place or no owner that is a player, or if there are no rows.
    static func read(_ source: ByteSource) throws(MediaError) -> UnitSet {
        let text = try Text(decoding: source.bytes(limit: largest), name: source.name)
        let start = text.string.drop { $0.isWhitespace }.first
        let isJSON = start == "[" || start == "{"
        let table =
            isJSON ? try UnitTable(json: text.bytes, source.name) : try UnitTable(text.string, source.name)
        return try table.units(source.name, notes: text.notes)
    }
}

/// What a column of such a file tells, by the names that it may have.
enum UnitColumn: CaseIterable {
    case type, x, y, owner, age

    /// The names, in lower case, the usual one first.
    var names: [String] {
        switch self {
        case .type: ["type", "unit", "unit_type", "kind", "name"]
        case .x: ["x", "pos_x", "x_pos", "location_x"]
        case .y: ["y", "pos_y", "y_pos", "location_y"]
        case .owner: ["owner", "player", "player_id", "pid", "team", "side"]
        case .age: ["age", "age_seconds", "seconds"]
        }
    }

    /// What stands between the cells of a table, the usual one first: commas, tabs, semicolons.
    static let separators: [UInt8] = [0x2C, 0x09, 0x3B]

    /// The place of each column among some names; `nil` if type or place is missing.
    static func places(in names: [String]) -> [UnitColumn: Int]? {
        let known = names.map { $0.trimmed.lowercased() }
        var places: [UnitColumn: Int] = [:]
        for column in allCases {
            places[column] = column.names.lazy.compactMap { known.firstIndex(of: $0) }.first
        }
        return places[.type] != nil && places[.x] != nil && places[.y] != nil ? places : nil
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
