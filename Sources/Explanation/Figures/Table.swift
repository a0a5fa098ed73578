import Files

/// Rows of cells under columns with names, as files of comma-separated values have them.
///
/// Cells are quoted as RFC 4180 says; lines end in a line feed, as everywhere on such systems.
public struct Table: Sendable, Hashable {
    /// The columns' names, unlike each other.
    public let columns: [String]
    /// The rows as lines, each with its end.
    public private(set) var lines = ""

    /// A table without rows, or with those of another one of the same columns.
    public init(columns: [String], lines: String = "") { (self.columns, self.lines) = (columns, lines) }

    /// Adds a row.
    ///
    /// - Precondition: there is a cell for each column.
    public mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count)
        addQuoted(cells.map(Self.quoted))
    }

    /// Adds a row of cells that need no quotes, or have them.
    mutating func addQuoted(_ cells: [String]) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { lines.append(",") }
            lines += cell
        }
        lines.append("\n")
    }

    /// The rows of a text of comma-separated values, the line with the columns' names first, without quotation marks.
    public static func cells(of csv: String) -> [[String]] {
        SeparatedValues.cells(of: csv)
    }

    /// The line with the columns' names, then the rows.
    public var csv: String { heading + lines }

    /// The line with the columns' names.
    public var heading: String { columns.map(Self.quoted).joined(separator: ",") + "\n" }

    /// The columns of several tables, each once, in the order in which they come first.
    public static func union(_ columns: [[String]]) -> [String] {
        var (all, seen): ([String], Set<String>) = ([], [])
        for name in columns.joined() where seen.insert(name).inserted { all.append(name) }
        return all
    }

    /// The same rows under other columns; cells of those that it has not are empty.
    public func rearranged(to all: [String]) -> Table {
        guard all != columns else { return self }
        let places = all.map { columns.firstIndex(of: $0) }
        var table = Table(columns: all)
        for row in SeparatedValues.rows(of: lines) {
            table.addQuoted(places.map { $0.map { row[$0] } ?? "" })
        }
        return table
    }

    /// A number, or whatever it is, as a cell; an empty one if there is none.
    public static func cell(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }

    /// A cell, in quotation marks if it has something in it that would end it.
    static func quoted(_ cell: String) -> String {
        let mark: UInt8 = 0x22
        let ends: Set<UInt8> = [mark, 0x2C, 0x0A, 0x0D]
        guard cell.utf8.contains(where: ends.contains) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
