import Checkpoints
import Numerics

/// What is learned of short sequences of bytes: a row of a table for each, by a hash that several may share.
///
/// After Pagnoni et al. 2024, *Byte Latent Transformer*, §3.2.1. The table is by far the largest tensor of a model
/// that has it; only the rows of the text at hand are read.
struct ByteNgrams: Sendable {
    /// How many bytes a sequence has.
    let sizes: [Int]
    /// `[buckets, embedding]`.
    let table: StoredRows

    /// Adds to each byte's embedding `[bytes, embedding]` those of the sequences that end with it.
    ///
    /// - Parameter ids: the bytes' numbers; sequences that would begin before the first are left out.
    func add(to embeddings: inout Matrix, of ids: [Int]) throws(CheckpointError) {
        let columns = embeddings.columns
        for size in sizes where size <= ids.count {
            let ends = size - 1..<ids.count
            let buckets = ends.map { Self.bucket(ids[$0 - size + 1...$0], of: table.count) }
            let rows = try table.gathered(rows: buckets)
            embeddings.withMutableElements { target in
                rows.withElements { source in
                    let start = ends.lowerBound * columns
                    for i in source.indices { target[start + i] += source[i] }
                }
            }
        }
    }

    /// The row of a sequence: a multiplicative hash of its bytes and its length, in 32 bits.
    static func bucket(_ ids: ArraySlice<Int>, of count: Int) -> Int {
        var value = UInt32(truncatingIfNeeded: ids.count) &* 0x9E37_79B1
        for id in ids { value = (value ^ UInt32(truncatingIfNeeded: id + 1)) &* 0x0100_0193 }
        value = (value ^ (value >> 15)) &* 0x2C1B_3C6D
        value ^= value >> 13
        return Int(value) % count
    }
}
