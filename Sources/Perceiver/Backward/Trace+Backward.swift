public import Numerics

extension Trace {
    /// Goes back through all layers, from a gradient at ``final`` to those at the inputs and the learned latents.
    ///
    /// - Parameters:
    ///   - gradient: of the number that is explained, y, at ``final``: of the same shape.
    ///   - rule: what counts as a derivative.
    ///   - relevance: how much of each vector of ``final`` the answer reads, to begin
    ///     ``Gradients/attentionRelevance`` with; `nil` if that is not wanted.
    ///   - keepsInputs: whether ``Gradients/inputs``, which is as large as the inputs, is kept.
    ///   - weighsReads: whether ``Gradients/reads`` are wanted.
    ///   - candidates: inputs `[M', C]` that ``Gradients/keyWeights`` are wanted of instead, whether or not they were
    ///     among those that were read: what has a weight of 0 as a key may get one.
    ///   - step: is called before each layer, now and then during one that reads the input, and at the end, with the
    ///     floating-point operations of the run that are undone so far, of ``Trunk/operations(inputs:)``; what it
    ///     throws ends the work.
    /// - Complexity: two to two and a half times the time of the run. Memory does not grow with products of
    ///   numbers of vectors.
    public func backward<Failure: Error>(
        from gradient: Matrix,
        rule: BackwardRule = .gradient,
        relevance: [Float]? = nil,
        keepsInputs: Bool = true,
        weighsReads: Bool = false,
        weighing candidates: Matrix? = nil,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Gradients {
        precondition(gradient.rows == final.rows && gradient.columns == final.columns)
        precondition(relevance == nil || relevance?.count == final.rows)
        precondition(candidates == nil || trunk.latentsAloneAsk)
        var back = TraceBackward(self, rule: rule, keepsInputs: keepsInputs, gradient, relevance)
        if let candidates { back.weigh(candidates) }
        if weighsReads { back.weighReads() }
        var done = 0
        for (index, (layer, read)) in zip(trunk.layers, steps).enumerated().reversed() {
            try step(done)
            let work = layer.attention.operations(queries: read.queries.rows, keys: read.keys.rows)
            try back.take(layer, read) { (count: Int) throws(Failure) in
                try step(done + Int(Double(work) * Double(count) / Double(read.keys.rows)))
            }
            if !layer.isSelfAttention { layer.attention.releaseWeights() }
            back.blend(gradient, relevance, index)
            done += work
        }
        try step(done)
        return back.found
    }

    /// The same, without being asked on the way.
    public func backward(
        from gradient: Matrix,
        rule: BackwardRule = .gradient,
        relevance: [Float]? = nil,
        keepsInputs: Bool = true
    ) -> Gradients {
        backward(from: gradient, rule: rule, relevance: relevance, keepsInputs: keepsInputs) { _ in }
    }
}

/// How far a trace has been gone back.
private struct TraceBackward {
    private let trace: Trace
    private let rule: BackwardRule
    /// Gradients at the vectors of each space, as they entered the layer that was taken last.
    private var gradients: [Space: Matrix]
    /// The relevance of each vector of each space; empty if it is not wanted.
    private var relevance: [Space: [Float]] = [:]
    /// What is added up for inputs.
    private var inputs = KeyTally()
    /// The inputs whose weights as keys are wanted, if not those that were read.
    private var candidates: Matrix?
    /// For each latent what is added up of its reads; `nil` if that is not wanted.
    private var reads: [Float]?

    init(
        _ trace: Trace,
        rule: BackwardRule,
        keepsInputs: Bool,
        _ gradient: Matrix,
        _ relevance: [Float]?
    ) {
        self.trace = trace
        self.rule = rule
        gradients = [trace.trunk.readSpace: trace.gradientBehindLayers(gradient, rule)]
        let shape = (rows: trace.inputs.rows, columns: trace.inputs.columns)
        inputs.scores = .zeros(rows: 1, columns: shape.rows)
        // Inputs that ask change on the way, and their gradients are needed as a whole.
        if !trace.trunk.layers.contains(where: { $0.queries == .input }) {
            inputs.products = .zeros(rows: 1, columns: shape.rows)
            if keepsInputs { inputs.gradients = .zeros(rows: shape.rows, columns: shape.columns) }
        }
        if let relevance {
            let share = trace.trunk.blend?.shares.last ?? 1
            self.relevance = [trace.trunk.readSpace: relevance.map { $0 * share }]
        }
    }

    /// Adds what answers read of the vectors that entered a layer, where they are read from more than the last.
    mutating func blend(_ gradient: Matrix, _ relevance: [Float]?, _ layer: Int) {
        guard let share = trace.trunk.blend?.shares[layer], share != 0 else { return }
        var part = gradient
        part.scale(by: share)
        gradients.add(part, to: .input)
        if let relevance { self.relevance.add(relevance.map { $0 * share }, to: .input) }
    }

    /// Asks for the weights of other inputs.
    mutating func weigh(_ candidates: Matrix) {
        self.candidates = candidates
        inputs.scores = .zeros(rows: 1, columns: candidates.rows)
    }

    /// Asks for what latents read.
    mutating func weighReads() {
        reads = trace.trunk.latents.map { [Float](repeating: 0, count: $0.rows) }
    }

    /// Goes back through one layer.
    mutating func take<Failure: Error>(
        _ layer: Layer,
        _ read: Trace.Step,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard let gradient = gradients[layer.queries] else { return }
        let back = LayerBackward(
            layer.attention,
            rule: rule,
            mask: layer.mask,
            relevance: relevance[layer.queries]
        )
        var tally = KeyTally()
        if layer.keys == .input { tally = inputs }
        if layer.keys == .input, layer.queries == .latents { add(layer.attention, read, gradient) }
        if layer.keys == .input, let candidates {
            try back.weigh(candidates, gradient, read, tally: KeyTally(scores: inputs.scores), step: step)
            tally.scores = nil
        }
        if back.relevance != nil { tally.relevance = .zeros(rows: 1, columns: read.keys.rows) }
        if layer.isSelfAttention {
            gradients[layer.queries] = back(gradient, at: read.queries, tally: tally)
        } else {
            let isAddedUp = tally.products != nil
            if !isAddedUp {
                tally.gradients = .zeros(rows: read.keys.rows, columns: read.keys.columns)
            }
            gradients[layer.queries] = try back(
                gradient,
                at: read.queries,
                over: read.keys,
                read.gathering,
                tally: tally,
                step: step
            ).gradient
            if let sum = tally.gradients, !isAddedUp { gradients.add(sum.matrix, to: layer.keys) }
        }
        if let sum = tally.relevance { relevance.add(sum.matrix.elements, to: layer.keys) }
    }

    /// Adds up what latents' reads are worth: the gradient at the layer's result times what the result owes to the keys.
    private mutating func add(_ layer: AttentionLayer, _ read: Trace.Step, _ gradient: Matrix) {
        guard let known = reads else { return }
        var read = (read.result, layer.withoutInput(read.queries))
        read.1.scale(by: -1)
        read.0.add(read.1)
        reads = zip(known, Tile(gradient).rowProducts(with: Tile(read.0))).map { $0 + $1 }
    }

    /// What was found, when all layers are taken.
    var found: Gradients {
        let none = [Float](repeating: 0, count: trace.inputs.rows)
        let asked = gradients[.input]
        let products =
            inputs.products?.matrix.elements ?? asked.map { Tile(trace.inputs).rowProducts(with: Tile($0)) }
        return Gradients(
            inputs: inputs.gradients?.matrix ?? asked,
            relevance: products ?? none,
            latents: gradients[.latents],
            keyWeights: inputs.scores?.matrix.elements ?? none,
            attentionRelevance: relevance.isEmpty ? nil : relevance[.input] ?? none,
            reads: reads
        )
    }
}

extension [Space: Matrix] {
    fileprivate mutating func add(_ matrix: Matrix, to space: Space) {
        var sum = matrix
        if let known = self[space] { sum.add(known) }
        self[space] = sum
    }
}

extension [Space: [Float]] {
    fileprivate mutating func add(_ numbers: [Float], to space: Space) {
        self[space] = self[space].map { known in zip(known, numbers).map { $0 + $1 } } ?? numbers
    }
}
