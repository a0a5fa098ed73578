import CKernels

/// 16-bit floats of files, widened.
public enum HalfPrecision: Sendable {
    /// IEEE 754 binary16.
    case float16
    /// The upper half of a 32-bit float.
    case bfloat16

    /// Widens `source` into `target`, which must be as long.
    public func widen(_ source: UnsafeBufferPointer<UInt16>, into target: UnsafeMutableBufferPointer<Float>) {
        precondition(source.count == target.count)
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        switch self {
        case .float16: ck_from_half(from, to, source.count)
        case .bfloat16: ck_from_bfloat16(from, to, source.count)
        }
    }
}
