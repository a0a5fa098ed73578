/// What a file says about one tensor.
public struct TensorDescription: Sendable, Equatable {
    /// The type of its elements.
    public let elements: ElementType
    /// Its sizes, outermost first; none for a single number.
    public let shape: [Int]

    /// A tensor of a type and shape.
    package init(elements: ElementType, shape: [Int]) {
        self.elements = elements
        self.shape = shape
    }

    /// The number of elements: the product of the shape.
    public var count: Int { shape.reduce(1, *) }

    /// The shape of the matrix that holds the same elements in the same order.
    ///
    /// Rows are the first dimension and columns all the others; `[n]` is one row, and a single number is one
    /// row of one.
    public var matrix: (rows: Int, columns: Int) {
        shape.count < 2 ? (1, count) : (shape[0], shape.dropFirst().reduce(1, *))
    }

    /// The bytes its elements take, or `nil` if they, or any part of their product, are too many to count.
    ///
    /// A description has not been checked until this has been looked at.
    var size: Int? {
        // A zero must not hide an overflow: products of some of the dimensions are taken elsewhere.
        var product = 1
        for dimension in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: max(dimension, 1))
            guard !overflow else { return nil }
            product = next
        }
        return elements.bytes(of: shape.contains(0) ? 0 : product)
    }
}

/// The types of elements in files, by the names they have in safetensors files.
public enum ElementType: String, Sendable, CaseIterable {
    case bool = "BOOL"
    case float4 = "F4"
    case float6e2m3 = "F6_E2M3"
    case float6e3m2 = "F6_E3M2"
    case uint8 = "U8"
    case int8 = "I8"
    case float8e5m2 = "F8_E5M2"
    case float8e4m3 = "F8_E4M3"
    case float8e8m0 = "F8_E8M0"
    case float8e4m3fnuz = "F8_E4M3FNUZ"
    case float8e5m2fnuz = "F8_E5M2FNUZ"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case complex64 = "C64"
    case float64 = "F64"
    case int64 = "I64"
    case uint64 = "U64"

    /// The size of one element in bits.
    public var bits: Int {
        switch self {
        case .float4: 4
        case .float6e2m3, .float6e3m2: 6
        case .bool, .uint8, .int8, .float8e5m2, .float8e4m3, .float8e8m0, .float8e4m3fnuz, .float8e5m2fnuz: 8
        case .int16, .uint16, .float16, .bfloat16: 16
        case .int32, .uint32, .float32: 32
        case .complex64, .float64, .int64, .uint64: 64
        }
    }

    /// Whether these are floating-point numbers that become a matrix.
    var isRead: Bool { [.float32, .float16, .bfloat16, .float64].contains(self) }

    /// The bytes that `count` elements take; `nil` if that is not a whole number or too many to count.
    func bytes(of count: Int) -> Int? {
        let (total, overflow) = count.multipliedReportingOverflow(by: bits)
        return overflow || total % 8 != 0 ? nil : total / 8
    }
}
