import Numerics

/// A tensor in a file, whose description and place have been checked against the file.
struct StoredTensor: Sendable {
    let description: TensorDescription
    let file: MappedFile
    /// Where the first element is, in bytes from the beginning of the file.
    let start: Int
    /// How far apart the elements of each dimension are, in elements; `nil` if they lie row by row.
    let strides: [Int]?

    /// The elements as a matrix; `nil` if they are no floating-point numbers.
    ///
    /// F32 that lies row by row where floats may be is not copied.
    func matrix() -> Matrix? {
        guard description.elements.isRead, description.count > 0 else {
            let (rows, columns) = description.matrix
            return description.elements.isRead ? Matrix(rows: rows, columns: columns) : nil
        }
        guard let strides else {
            let size = description.count * description.elements.bits / 8
            let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + size])
            return matrix(of: bytes, borrowed: true)
        }
        let width = description.elements.bits / 8
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: description.count * width, alignment: 8)
        defer { copy.deallocate() }
        gather(strides, width: width, into: copy)
        return matrix(of: UnsafeRawBufferPointer(copy), borrowed: false)
    }

    /// One of the rows of a tensor with two dimensions.
    func row(_ index: Int) -> StoredTensor {
        let shape = [1] + description.shape.dropFirst()
        let step = strides?.first ?? shape.reduce(1, *)
        return StoredTensor(
            description: TensorDescription(elements: description.elements, shape: shape),
            file: file,
            start: start + index * step * description.elements.bits / 8,
            strides: strides
        )
    }

    /// Elements that lie row by row as a matrix: a window on them if they are `borrowed` from the file.
    private func matrix(of bytes: UnsafeRawBufferPointer, borrowed: Bool) -> Matrix? {
        let (rows, columns) = description.matrix
        switch description.elements {
        case .float32:
            if borrowed, let start = bytes.aligned(to: Float.self) {
                return Matrix(rows: rows, columns: columns, borrowing: start, from: file)
            }
            return Matrix(rows: rows, columns: columns) {
                UnsafeMutableRawBufferPointer($0).copyMemory(from: bytes)
            }
        case .float16: return widened(bytes, .float16)
        case .bfloat16: return widened(bytes, .bfloat16)
        case .float64:
            return Matrix(rows: rows, columns: columns) { target in
                for index in target.indices {
                    target[index] = Float(bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
                }
            }
        default: return nil
        }
    }

    private func widened(_ bytes: UnsafeRawBufferPointer, _ precision: HalfPrecision) -> Matrix {
        let (rows, columns) = description.matrix
        return Matrix(rows: rows, columns: columns) { target in
            if let start = bytes.aligned(to: UInt16.self) {
                let pointers = Halves(source: start, target: target)
                Threads.split(target.count, work: target.count * 4) { pointers.widen($0, precision) }
                file.release(bytes)
            } else {
                let copy = target.indices.map { bytes.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self) }
                copy.withUnsafeBufferPointer { precision.widen($0, into: target) }
            }
        }
    }

    /// Copies elements that are `strides` apart so that they lie row by row.
    private func gather(_ strides: [Int], width: Int, into target: UnsafeMutableRawBufferPointer) {
        let shape = description.shape
        guard let source = file.bytes.baseAddress, let to = target.baseAddress else { return }
        let (row, step) = (shape.last ?? 1, strides.last ?? 1)
        var position = [Int](repeating: 0, count: shape.count)
        var (from, written) = (start, 0)
        while written < target.count {
            for index in 0..<row {
                (to + written).copyMemory(from: source + (from + index * step * width), byteCount: width)
                written += width
            }
            // The next row: one further in the innermost dimension that is not at its end.
            for dimension in shape.indices.dropLast().reversed() {
                position[dimension] += 1
                from += strides[dimension] * width
                if position[dimension] < shape[dimension] { break }
                from -= position[dimension] * strides[dimension] * width
                position[dimension] = 0
            }
        }
    }
}

/// 16-bit floats and where they go, which threads share; each touches elements of its own.
private struct Halves: @unchecked Sendable {
    let source: UnsafePointer<UInt16>
    let target: UnsafeMutableBufferPointer<Float>

    func widen(_ part: Range<Int>, _ precision: HalfPrecision) {
        precision.widen(
            UnsafeBufferPointer(start: source + part.lowerBound, count: part.count),
            into: UnsafeMutableBufferPointer(rebasing: target[part])
        )
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes as elements of a type, if there are any and they begin where such elements may.
    fileprivate func aligned<Element: BitwiseCopyable>(to type: Element.Type) -> UnsafePointer<Element>? {
        guard let start = baseAddress, UInt(bitPattern: start) % UInt(MemoryLayout<Element>.alignment) == 0
        else {
            return nil
        }
        return start.assumingMemoryBound(to: type)
    }
}
