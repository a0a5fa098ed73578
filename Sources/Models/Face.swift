import Foundation
public import Media
public import Numerics
public import Perceiver

// What everything above asks of models and runs, whatever their kind.

extension Model {
    /// All attention layers, in the order of execution.
    public var layers: [Layer] {
        let own = (0..<encoder.depth).map {
            Layer("self.\($0)", queries: .latents, keys: .latents, encoder.selfAttention($0))
        }
        return [Layer("encoder", queries: .latents, keys: .input, encoder.crossAttention)] + own
            + [Layer("decoder", queries: .outputs, keys: .latents, decoderAttention)]
    }

    /// Where a layer of a name stands among ``layers``.
    public func layer(named name: String) -> Int? { layers.firstIndex { $0.name == name } }

    /// Whether what it makes of an input is shown before what it attended to: a flow, a clip.
    public var showsOutputFirst: Bool { kind == .opticalFlow || kind == .multimodal }

    /// Whether parts of such inputs can be taken away, so that the model does not get their tokens.
    public func removes(from modality: Modality) -> Bool {
        kind == .explorer && modality != .text && reconstructs(modality)
    }

    /// Whether bytes of a text can be hidden behind a mask token.
    public var masksTexts: Bool { kind == .sequenceClassification || reconstructs(.text) }
}

extension Run {
    /// The number of vectors of a space that layers saw: of the input those tokens that were not removed.
    public func count(of space: Space) -> Int {
        switch space {
        case .input: input.readCount
        case .latents: model.latentCount
        case .outputs: decoderQueryCount
        }
    }

    /// Which part of the source each vector of a space stands for, removed tokens among them; `nil` of numbered ones.
    public func layout(of space: Space) -> Layout? {
        switch space {
        case .input: input.layout
        case .latents: nil
        case .outputs: decoderLayout
        }
    }

    /// The scores of some queries of a layer, before the softmax: for each head `[rows, keys]`.
    ///
    /// A key that a query may not read has the score −∞.
    ///
    /// - Parameters:
    ///   - layer: its place among ``Model/layers``.
    ///   - rows: queries, by their number among those that the layer saw.
    public func scores(layer: Int, rows: Range<Int>) -> [Matrix] {
        if layer == 0 { return trace.encoderScores(latents: rows) }
        if layer <= model.encoder.depth { return trace.selfScores(layer: layer - 1, latents: rows) }
        return decoderScores(rows)
    }

    /// The space that answers are read from, by the last layer or by an average.
    public var readSpace: Space { .latents }

    /// How much of each vector of ``readSpace`` a decoder query reads, heads averaged: they sum to 1.
    public func reading(query: Int) -> [Float] {
        let scores = decoderScores(query..<query + 1)
        var sum = [Float](repeating: 0, count: model.latentCount)
        for head in scores {
            var weights = head
            weights.softmaxRows()
            for (i, weight) in weights.elements.enumerated() { sum[i] += weight }
        }
        return sum.map { $0 / Float(scores.count) }
    }

    /// The answer to one of the run's tasks without some more of the input's tokens.
    ///
    /// If none is left, the vectors go on as they were learned.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func prediction(task: Int, without tokens: Set<Int>) throws -> Prediction {
        let removed = input.removed.union(tokens)
        let latents =
            removed.count == input.tokens.rows
            ? model.encoder.withoutInput
            : try model.encoder.encode(input.tokens(without: tokens)) { _ in try Task.checkCancellation() }
                .latents
        return model.predict(tasks[task], latents: latents, of: input.modality)
    }

    /// The answer to one of the run's tasks if a latent learns nothing from the input, and goes on as it was learned.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: the model has latents.
    public func prediction(task: Int, withoutLatent latent: Int) throws -> Prediction {
        let encoder = model.encoder
        let untouched = encoder.crossAttention.withoutInput(encoder.latents[rows: latent..<latent + 1])
        var latents = trace.states[1]
        latents.replaceRow(latent, with: untouched[row: 0])
        for index in 0..<encoder.depth {
            try Task.checkCancellation()
            latents = encoder.selfAttention(index)(latents)
        }
        return model.predict(tasks[task], latents: latents, of: input.modality)
    }
}
