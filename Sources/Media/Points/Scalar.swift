/// A type of numbers in binary files.
enum Scalar: Hashable {
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float16, float32, float64

    /// How many bytes a number takes.
    var size: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16, .float16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Reads a number whose bytes are all there.
    func number(_ bytes: UnsafeRawBufferPointer, at place: Int, isBigEndian: Bool) -> Double {
        func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
            let stored = bytes.loadUnaligned(fromByteOffset: place, as: Number.self)
            return isBigEndian ? Number(bigEndian: stored) : Number(littleEndian: stored)
        }
        return switch self {
        case .int8: Double(integer(Int8.self))
        case .uint8: Double(integer(UInt8.self))
        case .int16: Double(integer(Int16.self))
        case .uint16: Double(integer(UInt16.self))
        case .int32: Double(integer(Int32.self))
        case .uint32: Double(integer(UInt32.self))
        case .int64: Double(integer(Int64.self))
        case .uint64: Double(integer(UInt64.self))
        case .float16: Self.half(integer(UInt16.self))
        case .float32: Double(Float(bitPattern: integer(UInt32.self)))
        case .float64: Double(bitPattern: integer(UInt64.self))
        }
    }

    /// A number of half precision.
    private static func half(_ bits: UInt16) -> Double {
        let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF) / 1024)
        let size =
            switch exponent {
            case 0: fraction * 0x1p-14
            case 31: fraction == 0 ? Double.infinity : .nan
            default: (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
            }
        return bits & 0x8000 == 0 ? size : -size
    }
}
