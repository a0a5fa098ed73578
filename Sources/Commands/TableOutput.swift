import ArgumentParser
import Explanation
import Media

/// The table that a command writes of all its inputs.
struct TableOutput {
    /// The path that stands for standard output.
    static let standardOutput = "-"

    private let path: String
    /// Whether rows are printed as they come: that needs tables that have the same columns.
    private let isImmediate: Bool
    private var table: Table?

    /// A table in a file, or on standard output.
    ///
    /// - Parameter haveSameColumns: whether all tables that are added have.
    init(_ path: OutputPath, haveSameColumns: Bool) {
        self.path = path.path
        isImmediate = haveSameColumns && path.path == Self.standardOutput
    }

    /// Adds the rows of an input.
    mutating func add(_ rows: Table) {
        let isFirst = table == nil
        if isImmediate {
            StandardOutput.write(isFirst ? rows.csv : rows.lines)
            StandardOutput.flush()
            table = Table(columns: rows.columns)
        } else if isFirst {
            table = rows
        } else {
            table?.add(rows)
        }
    }

    /// Writes what was added; nothing if no input had any rows.
    ///
    /// - Throws: `MediaError` if that cannot be written.
    func finish() throws {
        guard !isImmediate, let table else { return }
        if path == Self.standardOutput { return StandardOutput.write(table.csv) }
        try OutputFile.write(Array(table.csv.utf8), to: path)
        StandardError.write("wrote \(path)")
    }
}

extension OutputPath? {
    /// Refuses to print a table among objects.
    func checkPrinted(besides json: Bool) throws {
        if json, self?.path == TableOutput.standardOutput {
            throw ValidationError("--json and --csv - both print; name a file for the table")
        }
    }
}
