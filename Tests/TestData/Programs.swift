import Foundation

/// Other programs: those of this package, built beside the tests, and what a shell can run.
package enum Programs {
    /// The path of a program of this package; `nil` if it is none.
    package static func path(of name: String) -> String? {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let path = beside.appendingPathComponent(name).path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// What a shell's command writes to standard output, and its exit status.
    package static func output(of command: String) throws -> (output: String, status: Int) {
        guard let stream = popen(command, "re") else { throw CocoaError(.fileReadUnknown) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&part, 1, part.count, stream), count > 0 { bytes += part.prefix(count) }
        let status = pclose(stream)
        return (String(decoding: bytes, as: UTF8.self), Int(status >> 8))
    }

    /// A word as a shell takes it literally.
    package static func quoted(_ word: String) -> String {
        "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
