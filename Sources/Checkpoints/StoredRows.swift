public import Numerics

/// A tensor whose rows are read one by one: what is large and of which little is wanted at a time.
///
/// Nothing of it is read before somebody asks, and nothing is kept but the mapping of the file.
public struct StoredRows: Sendable {
    /// The tensor's name.
    public let name: String
    /// The number of rows.
    public let count: Int
    /// The number of columns.
    public let columns: Int

    private let tensor: StoredTensor

    init(name: String, _ tensor: StoredTensor) {
        self.name = name
        self.tensor = tensor
        (count, columns) = tensor.description.matrix
    }

    /// The rows at the given indices, in that order.
    ///
    /// - Throws: ``CheckpointError`` if one of their numbers is not finite, or if the file was written to.
    public func gathered(rows indices: [Int]) throws(CheckpointError) -> Matrix {
        try tensor.file.file.checkUnchanged()
        let rows = try Matrix(rows: indices.count, columns: columns) { target throws(CheckpointError) in
            for (place, index) in indices.enumerated() {
                precondition(index >= 0 && index < count)
                let row = try row(index)
                row.withElements { elements in
                    _ = UnsafeMutableBufferPointer(rebasing: target[(place * columns)...])
                        .update(from: elements)
                }
            }
        }
        try tensor.file.file.checkUnchanged()
        return rows
    }

    private func row(_ index: Int) throws(CheckpointError) -> Matrix {
        guard let row = tensor.row(index).matrix() else {
            throw CheckpointError(
                path: tensor.file.path,
                .elements(tensor: name, found: tensor.description.elements)
            )
        }
        if let column = row.firstNonFinite {
            throw CheckpointError(
                path: tensor.file.path,
                .value(tensor: name, index: [index, column], found: row[0, column])
            )
        }
        return row
    }
}

extension TensorSet {
    /// A tensor of floating-point numbers with two dimensions, to be read row by row.
    ///
    /// - Throws: if it is missing, has another shape, or holds no floating-point numbers.
    public func rows(_ name: String, shape: [Int]) throws(CheckpointError) -> StoredRows {
        precondition(shape.count == 2)
        let tensor = try stored(name, shape: shape)
        guard tensor.description.elements.isRead else {
            throw CheckpointError(
                path: tensor.file.path,
                .elements(tensor: name, found: tensor.description.elements)
            )
        }
        return StoredRows(name: name, tensor)
    }
}
