package import Checkpoints
package import Numerics
package import Perceiver

/// Tensors by path, as the parts of a model are read from them: each name and each shape is said once, where it is
/// read.
///
///     let encoder = weights["perceiver.encoder"]
///     let latents = try weights.matrix("perceiver.embeddings.latents", [256, 1280], "latents")
///     let layer = try encoder.layer("cross_attention", sizes, heads: 8, "encoder cross-attention")
///
/// What was asked for is kept as a ``TensorRecord``. A tensor that is missing or misshapen is no error at once: zeros
/// that take no memory stand for it, and ``TensorRecord/problem`` tells of all of them together. From then on, or if
/// only names and shapes are wanted, zeros stand for everything.
package struct Weights {
    /// What was asked for so far.
    package let record: TensorRecord
    private let path: String

    /// Tensors of a file.
    ///
    /// - Parameters:
    ///   - file: the tensors.
    ///   - mode: what is done with them.
    package init(_ file: TensorSet, _ mode: TensorRecord.Mode = .reading) {
        self.init(record: TensorRecord(file, mode), path: "")
    }

    private init(record: TensorRecord, path: String) {
        self.record = record
        self.path = path
    }

    /// The tensors whose names begin with a path and a point.
    package subscript(_ path: String) -> Weights { Weights(record: record, path: self.path + path + ".") }

    /// A tensor as a matrix: rows are the first dimension, columns all others.
    ///
    /// - Parameters:
    ///   - name: its name, behind the path.
    ///   - shape: the shape it must have.
    ///   - role: what it is used for, for the report.
    /// - Throws: if only finite floating-point numbers would do and others are there, or if the file was written to;
    ///   in ``TensorRecord/Mode/strict`` also if it is missing or has another shape.
    package func matrix(_ name: String, _ shape: [Int], _ role: String) throws(CheckpointError) -> Matrix {
        try record.matrix(path + name, shape, role)
    }

    /// A tensor with one dimension.
    package func vector(_ name: String, _ count: Int, _ role: String) throws(CheckpointError) -> [Float] {
        try matrix(name, [count], role).elements
    }

    /// A large tensor, to be read row by row.
    ///
    /// - Throws: if it is missing, has another shape, or holds no floating-point numbers.
    func rows(_ name: String, _ shape: [Int], _ role: String) throws(CheckpointError) -> StoredRows {
        try record.rows(path + name, shape, role)
    }

    /// A tensor that must be there, though nothing is computed with it.
    package func expect(_ name: String, _ shape: [Int], _ role: String) throws(CheckpointError) {
        try record.expect(path + name, shape, role)
    }

    /// A tensor that may be there and is not needed.
    package func skip(_ name: String, because reason: String) {
        record.idle[path + name] = "not needed: \(reason)"
    }

    /// Whether there is such a tensor.
    func has(_ name: String) -> Bool { record.has(path + name) }

    /// Whether two tensors have the same numbers; always so where numbers are not read.
    func isSame(_ name: String, as other: String) throws(CheckpointError) -> Bool {
        try record.isSame(path + name, path + other)
    }

    /// Keeps what is odd about the files, and how it was read, in a sentence.
    func note(_ sentence: String) { record.notes.append(sentence) }

    /// An error about the numbers of a tensor.
    ///
    /// - Parameter problem: what is wrong and what would be accepted.
    package func error(_ name: String, _ problem: String) -> CheckpointError {
        record.error("tensor “\(path)\(name)” \(problem)")
    }

    /// A matrix that is computed from tensors; zeros where these are, as computing with them might take long.
    package func computed(rows: Int, columns: Int, _ make: () -> Matrix) -> Matrix {
        record.isReading ? make() : record.zeros(rows: rows, columns: columns)
    }

    /// A norm over some channels: `NAME.weight` and `NAME.bias`.
    ///
    /// - Parameters:
    ///   - epsilon: what is added to the variance.
    ///   - isCentred: whether the mean is subtracted; a norm that does not has no `NAME.bias`, either.
    package func norm(
        _ name: String,
        _ channels: Int,
        epsilon: Float = 1e-5,
        isCentred: Bool = true,
        _ role: String
    ) throws(CheckpointError) -> LayerNorm {
        LayerNorm(
            weight: try vector("\(name).weight", channels, "\(role), factor"),
            bias: isCentred
                ? try vector("\(name).bias", channels, "\(role), offset")
                : Array(repeating: 0, count: channels),
            epsilon: epsilon,
            isCentred: isCentred
        )
    }

    /// A linear map: `NAME.weight` `[outputs, inputs]` and `NAME.bias`.
    ///
    /// - Parameters:
    ///   - shape: the shape of the weight where files have another one, of as many numbers.
    ///   - hasBias: whether there is a bias; otherwise nothing is added.
    package func linear(
        _ name: String,
        inputs: Int,
        outputs: Int,
        shape: [Int]? = nil,
        hasBias: Bool = true,
        _ role: String
    ) throws(CheckpointError) -> Linear {
        Linear(
            weight: try matrix("\(name).weight", shape ?? [outputs, inputs], "\(role), weight"),
            bias: hasBias
                ? try vector("\(name).bias", outputs, "\(role), bias")
                : Array(repeating: 0, count: outputs)
        )
    }

    /// One attention layer, under the names that the published Perceivers use.
    ///
    /// - Parameters:
    ///   - name: what its tensors' names begin with, for example `encoder.cross_attention`.
    ///   - sizes: the layer's channels; `keys` is `nil` in self-attention.
    ///   - heads: the number of heads.
    ///   - addsQuery: whether the query input is added to what attention brings.
    ///   - activation: the function between the linear maps of the MLP.
    ///   - role: what the layer is, for the report.
    package func layer(
        _ name: String,
        _ sizes: LayerSizes,
        heads: Int,
        addsQuery: Bool = true,
        activation: Activation = .gelu,
        _ role: String
    ) throws(CheckpointError) -> AttentionLayer {
        let own = self[name]
        let attention = own["attention.self"]
        let (queries, keys) = (sizes.queries, sizes.keys ?? sizes.queries)
        let queryNorm = try attention.norm("layernorm1", queries, "\(role): norm of the queries' input")
        var keyNorm: LayerNorm?
        if sizes.keys != nil {
            keyNorm = try attention.norm("layernorm2", keys, "\(role): norm of the keys' input")
        }
        func map(
            _ weights: Weights,
            _ name: String,
            _ inputs: Int,
            _ outputs: Int,
            _ what: String
        ) throws(CheckpointError) -> Linear {
            try weights.linear(name, inputs: inputs, outputs: outputs, "\(role): \(what)")
        }
        return AttentionLayer(
            heads: heads,
            addsQuery: addsQuery,
            queryNorm: queryNorm,
            keyNorm: keyNorm,
            query: try map(attention, "query", queries, sizes.queryKey, "queries"),
            key: try map(attention, "key", keys, sizes.queryKey, "keys"),
            value: try map(attention, "value", keys, sizes.value, "values"),
            output: try map(own, "attention.output.dense", sizes.value, queries, "output"),
            hiddenNorm: try own.norm("layernorm", queries, "\(role): norm before the MLP"),
            hidden: try map(own, "mlp.dense1", queries, sizes.hidden, "MLP, first map"),
            narrowing: try map(own, "mlp.dense2", sizes.hidden, queries, "MLP, second map"),
            activation: activation
        )
    }
}

/// The channels of one attention layer, in the letters of the papers `Dq`, `Dkv`, `QK`, `V`, `H`.
package struct LayerSizes: Sendable {
    let queries: Int
    let keys: Int?
    let queryKey: Int
    let value: Int
    let hidden: Int

    package init(queries: Int, keys: Int?, queryKey: Int, value: Int, hidden: Int) {
        self.queries = queries
        self.keys = keys
        self.queryKey = queryKey
        self.value = value
        self.hidden = hidden
    }
}

extension LayerSizes {
    /// The sizes in words, for the report.
    func words(heads: Int) -> String {
        let keys = keys.map { ", keys' input \($0)" } ?? ""
        let channels = "\(queryKey) channels of queries and keys, \(value) of values"
        return "queries' input \(queries)\(keys), \(channels), MLP \(hidden), heads \(heads)"
    }
}
