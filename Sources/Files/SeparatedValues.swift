/// Tables of one line a row, whose cells are separated by commas or by another character, as spreadsheets write them.
///
/// A cell that has the separator, the end of a line or a quotation mark in it stands in quotation marks, and its own
/// ones are doubled (RFC 4180).
package enum SeparatedValues {
    /// The rows of a table, without quotation marks.
    package static func cells(of text: String, separator: UInt8 = 0x2C) -> [[String]] {
        let lines = text.replacing("\r\n", with: "\n")
        let whole = lines.hasSuffix("\n") ? lines : lines + "\n"
        return rows(of: whole, separator: separator).map { $0.map(unquoted) }
    }

    /// The rows of lines, of which the last one has its end; cells keep their quotation marks.
    package static func rows(of lines: String, separator: UInt8 = 0x2C) -> [[String]] {
        var rows: [[String]] = [], cells: [String] = [], cell: [UInt8] = []
        var isQuoted = false
        for byte in lines.utf8 {
            if byte == 0x22 { isQuoted.toggle() }
            guard !isQuoted, byte == separator || byte == 0x0A else {
                cell.append(byte)
                continue
            }
            cells.append(String(decoding: cell, as: UTF8.self))
            cell = []
            if byte == 0x0A {
                rows.append(cells)
                cells = []
            }
        }
        // A quotation mark that is not closed: what follows is one cell.
        if !cell.isEmpty || !cells.isEmpty { rows.append(cells + [String(decoding: cell, as: UTF8.self)]) }
        return rows
    }

    private static func unquoted(_ cell: String) -> String {
        guard cell.count > 1, cell.hasPrefix("\""), cell.hasSuffix("\"") else { return cell }
        return String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
}
