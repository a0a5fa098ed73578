import Commands
import Testing

/// Amounts of memory as people write them.
@Suite struct MemorySizeTests {
    @Test(arguments: [("64M", 64 << 20), ("512m", 512 << 20), ("1G", 1 << 30), ("1.5g", 3 << 29)])
    func amounts(text: String, bytes: Int) {
        #expect(MemorySize(argument: text)?.bytes == bytes)
    }

    @Test(arguments: [
        "", "G", "1", "1000", "63M", "2000G", "-1G", "nanG", "infG", "1e400G", "1GB", "0x40M ", "1 G",
    ])
    func noAmounts(text: String) { #expect(MemorySize(argument: text) == nil) }

    /// As it is written in help.
    @Test func words() {
        #expect(MemorySize(bytes: 1 << 30).description == "1G")
        #expect(MemorySize(bytes: 3 << 29).description == "1536M")
    }
}
