import Checkpoints
import Foundation
import TestData
import Testing

@Suite("Archives that are damaged or made to harm")
struct ArchiveTests {
    let folder: TemporaryFolder
    /// A pickle of one tensor `x` of two elements, in the storage `0`.
    static let pickle = Pickles.dictionary(Pickles.tensor(shape: [2], strides: [1]))
    static let members = [
        (name: "m/data.pkl", bytes: pickle), (name: "m/byteorder", bytes: Array("little".utf8)),
        (name: "m/data/0", bytes: bytes([1.5, -2])),
    ]

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ archive: [UInt8]) throws -> TensorSet {
        try TensorSet(path: try folder.write(archive, as: "pytorch_model.bin"))
    }

    private func refusal(_ archive: [UInt8]) -> String {
        let text = message { _ = try open(archive) }
        let prefix = "\(folder.path)/pytorch_model.bin: is not a file of PyTorch that is read: it "
        #expect(text.hasPrefix(prefix), "\(text)")
        return String(text.dropFirst(prefix.count))
    }

    /// The archive with a number in the directory's entry of a member replaced.
    private func archive(entry name: String, at offset: Int, _ value: [UInt8]) throws -> [UInt8] {
        var archive = storedArchive(Self.members)
        let place = try #require(archive.lastRange(of: Array(name.utf8)))
        archive.replaceSubrange(place - 46 + offset..<place - 46 + offset + value.count, with: value)
        return archive
    }

    @Test("An archive built by hand is read, wherever its bytes begin", arguments: [1, 2, 4, 7, 64])
    func whole(alignment: Int) throws {
        let tensors = try open(storedArchive(Self.members, alignment: alignment))
        #expect(try tensors.vector("x", count: 2) == [1.5, -2])
    }

    @Test("An archive cut anywhere is refused")
    func truncated() throws {
        let archive = storedArchive(Self.members, alignment: 4)
        for count in 1..<archive.count { #expect(!refusal(Array(archive[..<count])).isEmpty) }
    }

    @Test("Compressed, encrypted and divided members")
    func kinds() throws {
        #expect(
            refusal(try archive(entry: "m/data/0", at: 10, le(8, 2)))
                == "has a compressed member “m/data/0”, expected them stored as they are"
        )
        #expect(
            refusal(try archive(entry: "m/data/0", at: 8, le(1, 2))) == "has an encrypted member “m/data/0”"
        )
        #expect(refusal(try archive(entry: "m/data/0", at: 34, le(1, 2))) == "is only a part of an archive")
    }

    @Test("Sizes and places that lie")
    func places() throws {
        #expect(
            refusal(try archive(entry: "m/data/0", at: 20, le(9, 4)))
                == "has a member “m/data/0” of two sizes"
        )
        #expect(
            refusal(try archive(entry: "m/data/0", at: 20, le(1 << 30, 4) + le(1 << 30, 4)))
                == "ends before its member “m/data/0” does; the file is truncated or damaged"
        )
        #expect(
            refusal(try archive(entry: "m/data/0", at: 42, le(0x7FFF_FFFF, 4)))
                == "ends before its member “m/data/0” does; the file is truncated or damaged"
        )
        #expect(
            refusal(try archive(entry: "m/data/0", at: 42, le(3, 4)))
                .hasPrefix("has a member “m/data/0” that overlaps another")
        )
        #expect(
            refusal(try archive(entry: "m/byteorder", at: 20, le(50, 4) + le(50, 4)))
                == "has a member “m/data/0” that overlaps another"
        )
        #expect(
            refusal(try archive(entry: "m/data/0", at: 42, le(0, 4)))
                .contains("overlaps another")
        )
    }

    @Test("Members that are there twice, or under another name")
    func names() throws {
        #expect(refusal(storedArchive(Self.members + Self.members)).hasPrefix("has two members “m/"))
        var renamed = storedArchive(Self.members)
        let place = try #require(renamed.lastRange(of: Array("m/data/0".utf8)))
        renamed[place + 7] = UInt8(ascii: "1")
        #expect(refusal(renamed) == "has another member where “m/data/1” should be")
        #expect(refusal(storedArchive([])) == "has 0 members “…/data.pkl”, expected one")
        let two = Self.members + [(name: "n/data.pkl", bytes: Self.pickle)]
        #expect(refusal(storedArchive(two)) == "has 2 members “…/data.pkl”, expected one")
        let big = Self.members.map { $0.name == "m/byteorder" ? ($0.name, Array("big".utf8)) : $0 }
        #expect(refusal(storedArchive(big)) == "has numbers in another byte order, expected “little”")
    }

    @Test("More members than the directory could have")
    func counts() throws {
        var archive = storedArchive(Self.members)
        archive.replaceSubrange(archive.count - 14..<archive.count - 10, with: le(0xFFFF, 2) + le(0xFFFF, 2))
        #expect(refusal(archive).hasPrefix("has no directory where its end says"))
    }

    @Test("A zip64 end is believed as little as any other", arguments: [Int.max, -1, 1 << 32, 0])
    func largeEnd(number: Int) throws {
        let archive = storedArchive(Self.members)
        let plain = Array(archive.dropLast(22))
        let size = Self.members.reduce(0) { $0 + 46 + $1.name.utf8.count }
        func large(
            count: Int = 3,
            size: Int = size,
            offset: Int = plain.count - size,
            record: Int = plain.count
        ) -> [UInt8] {
            let numbers = [
                (0x0606_4B50, 4), (44, 8), (0, 12), (count, 8), (count, 8), (size, 8), (offset, 8),
            ]
            let locator = [(0x0706_4B50, 4), (0, 4), (record, 8), (1, 4)]
            let end = (numbers + locator).map { le($0.0, $0.1) }.joined()
            return plain + Array(end) + archive.suffix(22)
        }
        #expect(try open(large()).vector("x", count: 2) == [1.5, -2])
        #expect(!refusal(large(count: number)).isEmpty)
        #expect(!refusal(large(size: number)).isEmpty)
        #expect(!refusal(large(offset: number)).isEmpty)
        #expect(!refusal(large(record: number)).isEmpty)
    }

    @Test("Zip64 sizes of a member are read, and checked")
    func largeMember() throws {
        let plain = storedArchive(Self.members)
        let start = plain.count - 22 - 46 - "m/data/0".utf8.count
        let directory = plain.count - 22 - Self.members.reduce(0) { $0 + 46 + $1.name.utf8.count }
        func archive(_ size: Int) -> [UInt8] {
            let field = [(1, 2), (16, 2), (size, 8), (size, 8)].map { le($0.0, $0.1) }.joined()
            // The last entry of the directory, with its sizes elsewhere.
            var entry = Array(plain[start..<plain.count - 22])
            entry.replaceSubrange(20..<28, with: [UInt8](repeating: 0xFF, count: 8))
            entry.replaceSubrange(30..<32, with: le(field.count, 2))
            entry += field
            var end = Array(plain.suffix(22))
            end.replaceSubrange(12..<16, with: le(start + entry.count - directory, 4))
            return Array(plain[..<start]) + entry + end
        }
        #expect(try open(archive(8)).vector("x", count: 2) == [1.5, -2])
        #expect(refusal(archive(-1)).hasPrefix("has a size of 18446744073709551615 bytes"))
        #expect(refusal(archive(Int.max)).hasPrefix("ends before its member"))
    }
}

extension [UInt8] {
    /// Where some bytes begin for the last time.
    fileprivate func lastRange(of part: [UInt8]) -> Int? {
        (0...count - part.count).last { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
