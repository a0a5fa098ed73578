import Files
import Testing

@Suite("Spools")
struct SpoolTests {
    @Test("give back what was added, in any order")
    func parts() throws {
        let spool = try Spool()
        #expect(spool.count == 0)
        let parts = [[1, 2, 3], [], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]]
        var ranges: [Range<Int>] = []
        for part in parts {
            let start = spool.count
            try spool.append(part)
            ranges.append(start..<spool.count)
        }
        for (part, range) in zip(parts, ranges).reversed() { #expect(try spool.bytes(range) == part) }
    }
}
