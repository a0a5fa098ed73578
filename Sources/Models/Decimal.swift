import Glibc

/// A number as C's `printf` writes it.
///
/// - Parameter format: one conversion of a `double`, such as `%.2e`.
public func printed(_ value: Double, _ format: String) -> String {
    // The largest number has 309 digits before the point.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
        let count = withVaList([value]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
        return String(
            decoding: buffer.prefix(max(0, Int(count))).lazy.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }
}

/// A number with some decimal places, always with a point; what rounds to zero has no sign.
public func decimal(_ value: Double, places: Int) -> String {
    let text = printed(value, "%.\(places)f")
    return text.hasPrefix("-") && text.allSatisfy("-0.".contains) ? String(text.dropFirst()) : text
}
