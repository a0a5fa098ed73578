import Explanation
import Foundation
import TestData
import Testing

/// Arrays in files, beside those that numpy wrote.
@Suite struct ArrayFileTests {
    /// The members of an archive whose checksums are right, read as zip's specification says.
    static func members(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
        func number(_ place: Int, _ count: Int) -> Int {
            bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let end = try #require(
            bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 0x05, 0x06]) }
        )
        var (place, members) = (number(end + 16, 4), [String: [UInt8]]())
        for _ in 0..<number(end + 10, 2) {
            #expect(number(place, 4) == 0x0201_4B50 && number(place + 10, 2) == 0)
            let (checksum, size) = (number(place + 16, 4), number(place + 24, 4))
            let name = String(decoding: bytes[place + 46..<place + 46 + number(place + 28, 2)], as: UTF8.self)
            let start = number(place + 42, 4)
            #expect(number(start, 4) == 0x0403_4B50)
            let first = start + 30 + number(start + 26, 2) + number(start + 28, 2)
            members[name] = Array(bytes[first..<first + size])
            #expect(Self.checksum(members[name] ?? []) == checksum, "\(name)")
            place += 46 + number(place + 28, 2) + number(place + 30, 2) + number(place + 32, 2)
        }
        #expect(place == end)
        return members
    }

    /// The checksum bit by bit: what is left of the polynomial's division.
    private static func checksum(_ bytes: [UInt8]) -> Int {
        var rest: UInt32 = .max
        for byte in bytes {
            for bit in 0..<8 {
                let isOdd = (rest ^ UInt32(byte >> bit)) & 1 == 1
                rest = rest >> 1 ^ (isOdd ? 0xEDB8_8320 : 0)
            }
        }
        return Int(~rest)
    }

    /// What a member of such a file says of itself, and its numbers.
    static func array(_ bytes: [UInt8]) -> (head: String, data: [UInt8]) {
        let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
        return (String(decoding: bytes[10..<start], as: UTF8.self), Array(bytes[start...]))
    }

    /// Every array is byte for byte what numpy makes of it.
    @Test func arraysAreNumpys() throws {
        var file = ArrayFile()
        file.add("values", [0.25, Float.nan, -1.5, 3e-9, 0, 1e30], shape: [2, 3])
        file.add("row", [1.0, 2.0], shape: [1, 2])
        file.add("many", (0..<6).map(Double.init), shape: [1, 2, 3])
        file.add("numbers", [5, -1, 0])
        file.add("none", [Int]())
        file.add("facts", ["{\"größe\": \"🐕\"}"], shape: [])
        file.add("names", ["x", "", "", "time"], shape: [2, 2])
        let path = URL(filePath: fixture("arrays/arrays.npz"))
        let expected = try Self.members(Array(Data(contentsOf: path)))
        let found = try Self.members(file.bytes)
        #expect(found.keys.sorted() == expected.keys.sorted())
        for (name, bytes) in expected { #expect(found[name] == bytes, "\(name)") }
    }

    /// Numbers and places are those of the table.
    @Test(arguments: [6, 7, 8]) func figuresAreTheirTables(given: Int) throws {
        let subject = Given.own[given].subject
        let figure = try FigureTests().figure(subject, MapQuestion(subject))
        let members = try Self.members(figure.npz)
        func floats<Number>(_ name: String, _ type: Number.Type) throws -> [Number] {
            let data = Self.array(try #require(members["\(name).npy"])).data
            return data.withUnsafeBytes { raw in
                (0..<raw.count / MemoryLayout<Number>.size).map {
                    raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: type)
                }
            }
        }
        let table = FigureTests().lines(figure)
        let values = try floats("values", Float.self)
        #expect(table.dropFirst().map { Float($0[$0.count - 1]) } == values.map { $0 })
        let layout = try floats("layout", Double.self)
        #expect(table.dropFirst().flatMap { $0.dropLast().map { Double($0) } } == layout.map { $0 })
        // From and to by column and row are the table's, whose last columns they are.
        let (from, to) = (try floats("token_from", Double.self), try floats("token_to", Double.self))
        let axes = table[0].count(where: { $0.hasSuffix("_from") })
        for (token, row) in table.dropFirst().enumerated() {
            let places = row.dropFirst(3).dropLast().compactMap { Double($0) }
            let own = (0..<axes).flatMap { [from[3 * token + $0], to[3 * token + $0]] }
            #expect(own == places)
            #expect((axes..<3).allSatisfy { from[3 * token + $0].isNaN && to[3 * token + $0].isNaN })
        }
        let facts = Self.array(try #require(members["facts.npy"])).data
        #expect(
            String(bytes: facts, encoding: .utf32LittleEndian)
                == String(decoding: figure.description(), as: UTF8.self)
        )
    }
}
