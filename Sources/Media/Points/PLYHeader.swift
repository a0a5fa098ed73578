/// What a PLY file says of itself: its elements and their properties (Turk 1994).
struct PLYHeader {
    /// How the numbers of a file are written.
    enum Encoding: String {
        case ascii
        case little = "binary_little_endian"
        case big = "binary_big_endian"
    }

    /// Something that a file has many of: points or faces.
    struct Element {
        let name: String
        let count: Int
        var properties: [Property] = []

        /// The fewest bytes that one takes in a binary file.
        var leastSize: Int { properties.reduce(0) { $0 + ($1.listCount ?? $1.type).size } }
        /// Whether all take as many bytes.
        var isFixed: Bool { properties.allSatisfy { $0.listCount == nil } }
    }

    /// A number of an element, or a list of them.
    struct Property {
        let name: String
        let type: Scalar
        /// The type of a list's length; `nil` of a single number.
        let listCount: Scalar?
    }

    let encoding: Encoding
    let elements: [Element]
    /// Where the numbers begin.
    let end: Int

    /// Whether the first lines are those of a PLY file.
    static func isFound(in head: HeadLines) -> Bool {
        guard head.lines.count > 1, head.lines[0].trimmed == "ply" else { return false }
        return ["format ", "comment", "obj_info"].contains { head.lines[1].hasPrefix($0) }
    }

    /// Reads the header.
    init(_ bytes: [UInt8]) throws(PointProblem) {
        var lines = PointLines(bytes)
        var encoding: Encoding?
        var elements: [Element] = []
        while let line = lines.next(), lines.place <= Self.longest {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
            switch words.first {
            case "ply", "comment", "obj_info", nil: continue
            case "format" where words.count == 3: encoding = Encoding(rawValue: words[1])
            case "element" where words.count == 3:
                guard let count = Int(words[2]), (0...1 << 40).contains(count) else {
                    throw .damaged("line \(lines.number): \(words[2]) is no number of elements")
                }
                elements.append(Element(name: words[1], count: count))
            case "property" where !elements.isEmpty:
                guard let property = Property(words) else {
                    throw .damaged("line \(lines.number): the property is not of a known type")
                }
                elements[elements.count - 1].properties.append(property)
            case "end_header":
                guard let encoding else { throw .damaged("the header tells no known format") }
                (self.encoding, self.elements, end) = (encoding, elements, lines.place)
                return
            default: throw .damaged("line \(lines.number) of the header cannot be understood")
            }
        }
        throw .cutOff("the header has no end")
    }

    /// The most bytes of a header.
    private static let longest = 1 << 20
}

extension PLYHeader.Property {
    private static let types: [String: Scalar] = [
        "char": .int8, "int8": .int8, "uchar": .uint8, "uint8": .uint8, "short": .int16, "int16": .int16,
        "ushort": .uint16, "uint16": .uint16, "int": .int32, "int32": .int32, "uint": .uint32,
        "uint32": .uint32, "float": .float32, "float32": .float32, "double": .float64, "float64": .float64,
    ]

    /// A property as a line of the header has it.
    fileprivate init?(_ words: [String]) {
        if words.count == 5, words[1] == "list" {
            guard let count = Self.types[words[2]], let type = Self.types[words[3]],
                ![.float32, .float64].contains(count)
            else { return nil }
            self.init(name: words[4], type: type, listCount: count)
        } else {
            guard words.count == 3, let type = Self.types[words[1]] else { return nil }
            self.init(name: words[2], type: type, listCount: nil)
        }
    }
}

extension Substring {
    /// Without white space at both ends.
    var trimmed: Substring {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
