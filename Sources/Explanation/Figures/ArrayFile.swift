import Files

/// Arrays in a file as numpy reads them with `numpy.load`: a zip archive (`.npz`) of arrays (`.npy`, version 1.0).
package struct ArrayFile {
    private var archive = StoredZip()

    /// A file without arrays.
    package init() {}

    /// Adds an array of numbers.
    ///
    /// - Precondition: there are as many numbers as the shape says.
    package mutating func add(_ name: String, _ values: [Float], shape: [Int]) {
        add(name, type: "<f4", shape: shape, values.flatMap { Self.bytes($0.bitPattern) })
    }

    /// Adds an array of numbers.
    ///
    /// - Precondition: there are as many numbers as the shape says.
    package mutating func add(_ name: String, _ values: [Double], shape: [Int]) {
        add(name, type: "<f8", shape: shape, values.flatMap { Self.bytes($0.bitPattern) })
    }

    /// Adds whole numbers.
    package mutating func add(_ name: String, _ values: [Int]) {
        add(
            name,
            type: "<i8",
            shape: [values.count],
            values.flatMap { Self.bytes(UInt64(bitPattern: Int64($0))) }
        )
    }

    /// Adds texts; a text alone has the shape of a number.
    package mutating func add(_ name: String, _ texts: [String], shape: [Int]) {
        let longest = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
        let bytes = texts.flatMap { text in
            text.unicodeScalars.flatMap { Self.bytes($0.value) }
                + [UInt8](repeating: 0, count: 4 * (longest - text.unicodeScalars.count))
        }
        add(name, type: "<U\(longest)", shape: shape, bytes)
    }

    /// The file.
    package var bytes: [UInt8] { archive.bytes }

    private mutating func add(_ name: String, type: String, shape: [Int], _ bytes: [UInt8]) {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let words = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
        // The numbers begin at a multiple of 64.
        let padded =
            words + String(repeating: " ", count: (64 - (10 + words.utf8.count + 1) % 64) % 64) + "\n"
        let count = padded.utf8.count
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 255), UInt8(count >> 8)]
        archive.add("\(name).npy", start + Array(padded.utf8) + bytes)
    }

    private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
