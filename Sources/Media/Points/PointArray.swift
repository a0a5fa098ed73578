/// An array as NumPy's `save` writes it, each row of which is a point.
struct PointArray {
    private let bytes: [UInt8]
    private let type: Scalar
    private let isBigEndian: Bool
    /// Whether a column comes after the other, and not a row.
    private let isByColumns: Bool
    private let rows: Int
    private let columns: Int
    /// Where the numbers begin.
    private let start: Int

    init(_ bytes: [UInt8]) throws(PointProblem) {
        let prefix = bytes.prefix(12).map(Int.init)
        guard prefix.count == 12 else { throw .cutOff("the header has no end") }
        let isLong = prefix[6] > 1
        let length =
            prefix[8] | prefix[9] << 8 | (isLong ? prefix[10] << 16 | prefix[11] << 24 : 0)
        start = (isLong ? 12 : 10) + length
        guard (1...3).contains(prefix[6]) else {
            throw .unsupported("a NumPy array of version \(prefix[6])")
        }
        guard length <= 1 << 20, start <= bytes.count else { throw .cutOff("the header has no end") }
        let header = String(decoding: bytes[(isLong ? 12 : 10)..<start], as: UTF8.self)
        self.bytes = bytes
        guard let type = Self.value(of: "descr", in: header),
            let order = Self.value(of: "fortran_order", in: header),
            let shape = Self.value(of: "shape", in: header)
        else { throw .damaged("its header cannot be understood") }
        guard let known = Self.types[String(type.filter { !"'\"<>|= ".contains($0) })] else {
            throw .unsupported("a NumPy array of \(type.prefix(40)), where point clouds have numbers")
        }
        (self.type, isBigEndian, isByColumns) = (known, type.contains(">"), order == "True")
        let sizes = shape.filter { !"() ".contains($0) }.split(separator: ",").map { Int($0) ?? -1 }
        guard sizes.count == 2, sizes[0] >= 0, (3...12).contains(sizes[1]) else {
            throw .unsupported("a NumPy array of shape \(shape.prefix(60)), where point clouds have (n, 3)")
        }
        (rows, columns) = (sizes[0], sizes[1])
        let needed = rows.multipliedReportingOverflow(by: columns * known.size)
        guard !needed.overflow, needed.partialValue <= bytes.count - start else {
            throw .cutOff(
                "\(rows.grouped) × \(columns) numbers claimed, and \((bytes.count - start).grouped) bytes follow"
            )
        }
    }

    private static let types: [String: Scalar] = [
        "i1": .int8, "u1": .uint8, "i2": .int16, "u2": .uint16, "i4": .int32, "u4": .uint32, "i8": .int64,
        "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
    ]

    /// The value of a key in a dictionary as Python writes it.
    private static func value(of key: String, in header: String) -> String? {
        guard let found = header.firstRange(of: "'\(key)':") else { return nil }
        let rest = header[found.upperBound...].drop { $0 == " " }
        if rest.first == "(" {
            return rest.firstIndex(of: ")").map { String(rest[...$0]) }
        }
        return String(rest.prefix { $0 != "," && $0 != "}" }.trimmed)
    }

    /// Reads the first three columns.
    func mesh() throws(PointProblem) -> Mesh {
        var mesh = Mesh(isCloud: true)
        mesh.claimed = rows
        bytes.withUnsafeBytes { raw in
            func number(_ row: Int, _ column: Int) -> Double {
                let index = isByColumns ? column * rows + row : row * columns + column
                return type.number(raw, at: start + index * type.size, isBigEndian: isBigEndian)
            }
            for row in 0..<rows {
                mesh.add(SIMD3(number(row, 0), number(row, 1), number(row, 2)))
            }
        }
        return mesh
    }
}
