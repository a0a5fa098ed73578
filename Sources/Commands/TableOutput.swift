import Explanation
import Files
import Media

/// The table that a command writes of all its inputs.
///
/// Rows wait on disk until all columns are known: maps of many inputs may be larger than the memory.
struct TableOutput {
    /// The path that stands for standard output.
    static let standardOutput = "-"

    private let path: String
    /// Whether rows are printed as they come: that needs tables that have the same columns.
    private let isImmediate: Bool
    private var spool: Spool?
    /// The columns of each table that was added, and where its rows wait.
    private var parts: [(columns: [String], rows: Range<Int>)] = []

    /// A table in a file, or on standard output.
    ///
    /// - Parameter haveSameColumns: whether all tables that are added have.
    init(_ path: OutputPath, haveSameColumns: Bool) {
        self.path = path.path
        isImmediate = haveSameColumns && path.path == Self.standardOutput
    }

    /// Adds the rows of an input.
    ///
    /// - Throws: `MediaError` if there is no room for them.
    mutating func add(_ table: Table) throws {
        guard !isImmediate else {
            StandardOutput.write(parts.isEmpty ? table.csv : table.lines)
            StandardOutput.flush()
            return parts.append((table.columns, 0..<0))
        }
        let spool = try begun()
        let start = spool.count
        try told { () throws(SystemError) in try spool.append(Array(table.lines.utf8)) }
        parts.append((table.columns, start..<spool.count))
    }

    /// Where rows wait, from the first input on.
    private mutating func begun() throws(MediaError) -> Spool {
        if let spool { return spool }
        let new = try told { () throws(SystemError) in try Spool() }
        spool = new
        return new
    }

    /// Writes what was added; nothing if no input had any rows.
    ///
    /// - Throws: `MediaError` if that cannot be written.
    func finish() throws {
        guard let spool, !parts.isEmpty else { return }
        let columns = Table.union(parts.map(\.columns))
        let heading = Table(columns: columns).heading
        guard path != Self.standardOutput else {
            StandardOutput.write(heading)
            for part in parts {
                StandardOutput.write(String(decoding: try rows(part, in: spool, columns), as: UTF8.self))
            }
            return
        }
        var (isBegun, rest) = (false, parts[...])
        try OutputFile.writeParts(to: path) { () throws(MediaError) in
            guard isBegun else {
                isBegun = true
                return Array(heading.utf8)
            }
            guard let part = rest.popFirst() else { return nil }
            return try rows(part, in: spool, columns)
        }
        StandardError.write("wrote \(path)")
    }

    /// The rows of an input under the columns of all.
    private func rows(
        _ part: (columns: [String], rows: Range<Int>),
        in spool: Spool,
        _ columns: [String]
    ) throws(MediaError) -> [UInt8] {
        let bytes = try told { () throws(SystemError) in try spool.bytes(part.rows) }
        guard part.columns != columns else { return bytes }
        let table = Table(columns: part.columns, lines: String(decoding: bytes, as: UTF8.self))
        return Array(table.rearranged(to: columns).lines.utf8)
    }

    private func told<Result>(
        _ body: () throws(SystemError) -> Result
    ) throws(MediaError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw MediaError(path, .unwritable(error.reason.lowercased()))
        }
    }
}
