import Explanation
import Models
import Numerics

/// What the attention pane shows of an entry.
enum Sight {
    /// Nothing yet, for this reason.
    case message(String)
    /// The input without a map.
    case source(OpenedMedium)
    /// A number for each token, over the input.
    case overInput(OpenedMedium, Relevance)
    /// A number for each pair of latents.
    case matrix(Matrix, meaning: String)
    /// A number for each latent.
    case strip([Float], meaning: String)
}

extension Explorer {
    /// What is shown of an entry, from what is known so far.
    func sight(of entry: Entry) -> Sight {
        switch entry.state {
        case .unread, .reading:
            if case .failed(let reason) = model { return .message(reason) }
            return .message(readyModel == nil ? "loading the model…" : "reading \(entry.source.name)…")
        case .failed(let reason): return .message(reason)
        case .opened(let opened):
            guard let run = entry.run else { return .source(opened) }
            if let key = relevanceKey(entry) {
                return relevances[key].map { .overInput(opened, $0) } ?? .source(opened)
            }
            return attention(entry, run: run, opened: opened)
        }
    }

    private func attention(_ entry: Entry, run: Run, opened: OpenedMedium) -> Sight {
        let keys = wantedMaps(entry)
        guard let decoder = maps[keys[0]], let map = maps[keys[2]] else { return .source(opened) }
        switch lens.layer {
        case .encoder:
            let row = map.row(lens.query, decoderWeights: decoder.values[row: 0])
            return .overInput(opened, Relevance(values: row, isSigned: false, meaning: unitMeaning))
        case .selfAttention:
            return .matrix(map.values, meaning: unitMeaning)
        case .decoder:
            return .strip(map.values[row: 0], meaning: unitMeaning)
        }
    }

    /// What the lens's unit says, for legends.
    var unitMeaning: String {
        lens.unit == .weight && lens.head == .max ? "largest share of attention" : lens.unit.meaning
    }

    /// The encoder's weights of all latents over an entry's tokens, `[N, M]`, if known.
    func encoderWeights(_ entry: Entry) -> Matrix? {
        maps[wantedMaps(entry)[1]]?.values
    }

    /// The weights that the current task's query gives the latents, if known.
    func decoderWeights(_ entry: Entry) -> [Float]? {
        maps[wantedMaps(entry)[0]]?.values[row: 0]
    }

    /// The present map's title: layer, heads, latent, unit, or the method and its target.
    ///
    /// - Parameter width: the cells it may take; if it does not fit, shorter words are chosen.
    func mapTitle(_ entry: Entry, width: Int = .max) -> String {
        let long = mapTitle(entry, isShort: false)
        return Glyphs.width(of: long) <= width ? long : mapTitle(entry, isShort: true)
    }

    private func mapTitle(_ entry: Entry, isShort: Bool) -> String {
        let dot = " \(appearance.dot) "
        if let key = relevanceKey(entry), let run = entry.run {
            let prediction = run.predictions[key.task]
            return [lens.method.rawValue, "target: \(prediction.labels[key.target])"].joined(separator: dot)
        }
        let asked =
            switch (lens.layer, lens.query) {
            case (.decoder, _): run(entry).map { "query: \($0)" } ?? "query"
            case (_, .one(let latent)): isShort ? "latent \(latent)" : "latent \(latent) of \(latentCount)"
            case (_, .mean): isShort ? "latents" : "mean of latents"
            case (_, .output): run(entry).map { isShort ? "for \($0)" : "what \($0) looked at" } ?? ""
            }
        return [
            lens.layer.name, asked, isShort ? lens.head.name : "head \(lens.head.name)", lens.unit.rawValue,
        ].joined(separator: dot)
    }

    private func run(_ entry: Entry) -> String? {
        entry.run.map { $0.predictions[entry.task].task }
    }
}
