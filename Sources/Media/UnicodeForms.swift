internal import CUTF8Proc
internal import Glibc

extension String {
    /// With letters and their marks in one wherever Unicode has them in one (normalisation form C).
    public var composed: String { mapped(UTF8PROC_COMPOSE) }

    /// Without capitals and accents, to be compared.
    var folded: String { mapped(UTF8PROC_DECOMPOSE, UTF8PROC_CASEFOLD, UTF8PROC_STRIPMARK) }

    private func mapped(_ options: utf8proc_option_t...) -> String {
        let options = utf8proc_option_t(options.reduce(UTF8PROC_STABLE.rawValue) { $0 | $1.rawValue })
        var text = self
        return text.withUTF8 { bytes in
            var result: UnsafeMutablePointer<UInt8>?
            let count = utf8proc_map(bytes.baseAddress, bytes.count, &result, options)
            defer { free(result) }
            // Without memory it stays as it is.
            guard count >= 0, let result else { return String(decoding: bytes, as: UTF8.self) }
            return String(decoding: UnsafeBufferPointer(start: result, count: count), as: UTF8.self)
        }
    }
}
