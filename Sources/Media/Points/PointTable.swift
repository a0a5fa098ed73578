/// Rows of numbers, each a point: coordinates first, or under the names x, y and z.
struct PointTable {
    /// Which columns hold the coordinates.
    private let columns: [Int]
    /// What stands between columns; `nil` for white space.
    private let delimiter: UInt8?
    /// Whether a line of names comes first.
    private let hasNames: Bool

    /// Whether the first lines are those of such a table, and of no other.
    static func isFound(in head: HeadLines) -> Bool { PointTable(head) != nil }

    /// Without names there must be eight rows of as many numbers each, most of them with decimals.
    private init?(_ head: HeadLines) {
        let lines = head.lines.map(\.trimmed).filter { !$0.isEmpty }
        let names = lines.first.flatMap(Self.names)
        let rows = (names == nil ? lines[...] : lines.dropFirst()).filter { !Self.isComment($0) }
        guard let row = rows.dropFirst(rows.first.map(Self.isCount) ?? false ? 1 : 0).first else {
            return nil
        }
        delimiter = row.contains(";") ? UInt8(ascii: ";") : row.contains(",") ? UInt8(ascii: ",") : nil
        hasNames = names != nil
        columns = names ?? [0, 1, 2]
        let cells = rows.map { line in line.utf8.split(delimiter) }
        if names != nil {
            let last = columns.max() ?? 0
            guard cells.allSatisfy({ $0.count > last && Self.number($0, columns) != nil }) else { return nil }
        } else {
            let points = rows.first.map(Self.isCount) ?? false ? cells.dropFirst() : cells[...]
            let width = points.first?.count ?? 0
            guard points.count >= 8, (3...12).contains(width),
                points.allSatisfy({ $0.count == width && Self.number($0, Array(0..<width)) != nil }),
                2 * points.count(where: { Self.hasDecimals($0.prefix(3)) }) >= points.count
            else { return nil }
        }
    }

    /// The columns of x, y and z in a line of names; `nil` if it is none.
    private static func names(_ line: Substring) -> [Int]? {
        let plain = line.drop { "#/ ".contains($0) }
        let separator: (Character) -> Bool =
            plain.contains(";") ? { $0 == ";" } : plain.contains(",") ? { $0 == "," } : \.isWhitespace
        let names = plain.split(omittingEmptySubsequences: !plain.contains(where: { ",;".contains($0) })) {
            separator($0)
        }
        .map { $0.trimmed.filter { $0 != "\"" }.lowercased() }
        let columns = ["x", "y", "z"].compactMap(names.firstIndex)
        return columns.count == 3 ? columns : nil
    }

    private static func isComment(_ line: Substring) -> Bool { line.hasPrefix("#") || line.hasPrefix("//") }

    /// Whether a line is the number of points alone, as scanners write it.
    private static func isCount(_ line: Substring) -> Bool { UInt32(line) != nil }

    private static func number(_ cells: [ArraySlice<UInt8>], _ columns: [Int]) -> SIMD3<Double>? {
        var point = SIMD3<Double>()
        for (axis, column) in columns.enumerated() {
            guard column < cells.count else { return nil }
            // An empty cell is no number, and its point is left out.
            let number = cells[column].isEmpty ? Double.nan : PointNumbers.number(cells[column])
            guard let number else { return nil }
            if axis < 3 { point[axis] = number }
        }
        return point
    }

    private static func hasDecimals(_ cells: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        cells.contains { cell in cell.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") } }
    }

    /// Reads the points.
    static func mesh(_ bytes: [UInt8]) throws(PointProblem) -> Mesh {
        guard let table = PointTable(HeadLines(Array(bytes.prefix(FileKind.headLength)))) else {
            throw .damaged("its rows are no points")
        }
        var mesh = Mesh(isCloud: true)
        var lines = PointLines(bytes)
        var isFirst = true
        while let line = lines.next() {
            let text = line.trimmed
            guard let first = text.first else { continue }
            defer { isFirst = false }
            if isFirst && (table.hasNames || text.allSatisfy { (0x30...0x39).contains($0) }) { continue }
            if first == UInt8(ascii: "#") || first == UInt8(ascii: "/") { continue }
            mesh.claimed += 1
            guard let point = number(text.split(table.delimiter), table.columns) else {
                throw .damaged("line \(lines.number) has no three coordinates")
            }
            mesh.add(point)
        }
        return mesh
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at both ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let rest = drop(while: isSpace)
        return rest.prefix(rest.lastIndex { !isSpace($0) }.map { $0 - rest.startIndex + 1 } ?? 0)
    }

    /// Its columns: between delimiters, or the words.
    fileprivate func split(_ delimiter: UInt8?) -> [ArraySlice<UInt8>] {
        guard let delimiter else { return split { $0 == 0x20 || $0 == 0x09 } }
        return split(separator: delimiter, omittingEmptySubsequences: false).map(\.trimmed)
    }
}

extension Substring.UTF8View {
    fileprivate func split(_ delimiter: UInt8?) -> [ArraySlice<UInt8>] { Array(self)[...].split(delimiter) }
}
