import Foundation
import TestData
import Testing

/// Damages every fixture in many ways and feeds it to whatever reads such files.
///
/// The damage is the same in every run. Two environment variables help to look further:
///
/// - `FUZZ_ROUNDS`: how many damaged copies of each file, instead of ``standardRounds`` and ``fewestCopies``.
/// - `FUZZ_INPUT`: a path that every input is written to before it is read, so that a crash leaves it.
///
/// With the address sanitizer, whose search for leaks stumbles over libvorbis:
///
///     ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --filter FuzzTests --scratch-path .build-asan
@Suite(.serialized)
struct FuzzTests {
    static let standardRounds = 60
    /// The fewest damaged copies that a reader gets: one with a single file would otherwise see little.
    static let fewestCopies = 300
    static let wantedRounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap(Int.init)
    static let kept = ProcessInfo.processInfo.environment["FUZZ_INPUT"].map { URL(filePath: $0) }

    @Test("Damaged files are read or refused, soon and in bounded memory", arguments: Reader.all)
    func damagedFiles(reader: Reader) throws {
        #expect(!reader.seeds.isEmpty)
        let rounds =
            Self.wantedRounds ?? reader.rounds
            ?? max(Self.standardRounds, Self.fewestCopies / max(1, reader.seeds.count))
        let files = try reader.seeds.map { [UInt8](try Data(contentsOf: $0)) }
        #expect(files.contains { reader.read($0) }, "an undamaged file can be read")
        for (seed, file) in zip(reader.seeds, files) {
            for round in 0..<rounds {
                var random = Generator(seed.lastPathComponent, round: round)
                let other = files.randomElement(using: &random) ?? []
                let input = damaged(file, other, &random)
                try Self.kept.map { try Data(input).write(to: $0) }
                let began = Self.threadTime
                _ = reader.read(input)
                let time = Self.threadTime - began
                #expect(time < .seconds(30), "\(seed.lastPathComponent), round \(round): \(time)")
            }
        }
        #expect(Self.peakMemory < 4 << 30)
    }

    /// How long this thread has computed, whatever else the machine does.
    ///
    /// The longest reading, of a flow model whose configuration lost its `train_size` and which so runs at full size,
    /// takes half of what is allowed, with the sanitizer.
    private static var threadTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The most memory this process has had so far, in bytes.
    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
