import CKernels
import Files
import Glibc

/// SHA-256 (FIPS 180-4), as `sha256sum` prints it.
package struct Fingerprint: Sendable {
    private var state: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
        0x5BE0_CD19,
    ]
    /// The bytes that do not fill a block yet.
    private var rest: [UInt8] = []
    private var count: UInt64 = 0

    /// Of nothing yet.
    package init() {}

    /// The fingerprint of some bytes: 64 hexadecimal digits.
    package static func of(_ bytes: [UInt8]) -> String {
        var fingerprint = Fingerprint()
        fingerprint.add(bytes)
        return fingerprint.text
    }

    /// Takes in more bytes.
    package mutating func add(_ bytes: some Collection<UInt8>) {
        count += UInt64(bytes.count)
        rest += bytes
        let blocks = rest.count / 64
        state.withUnsafeMutableBufferPointer { ck_sha256($0.baseAddress, rest, blocks) }
        rest.removeFirst(blocks * 64)
    }

    /// That of all bytes that were taken in: 64 hexadecimal digits.
    package var text: String {
        var last = self
        let bits = count * 8
        let zeros = (119 - rest.count) % 64
        last.add(
            [0x80] + [UInt8](repeating: 0, count: zeros)
                + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        )
        return last.state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }
        .joined()
    }
}

/// The fingerprints of files, each computed once as long as nobody writes to the file.
struct FileFingerprints {
    private var known: [String: (status: FileStatus, text: String)] = [:]

    /// That of a file; `nil` if it is no regular file, or cannot be read.
    mutating func callAsFunction(_ path: String) -> String? {
        guard let status = FileStatus(path), status.isRegular else { return nil }
        if let known = known[path], known.status == status { return known.text }
        var fingerprint = Fingerprint()
        do { try WholeFile.read(path) { fingerprint.add($0) } } catch { return nil }
        known[path] = (status, fingerprint.text)
        return fingerprint.text
    }
}

/// A regular file from its beginning to its end.
enum WholeFile {
    /// Reads a file part by part.
    ///
    /// - Throws: `SystemError` if it cannot be read.
    static func read(_ path: String, _ take: (ArraySlice<UInt8>) -> Void) throws(SystemError) {
        guard let file = path.withSystemPath({ fopen($0, "rbe") }) else { throw SystemError() }
        defer { fclose(file) }
        var part = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&part, 1, part.count, file), count > 0 { take(part.prefix(count)) }
        if ferror(file) != 0 { throw SystemError() }
    }

    /// All bytes of a file.
    ///
    /// - Throws: `SystemError` if it cannot be read.
    static func bytes(_ path: String) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(path) { bytes += $0 }
        return bytes
    }
}
