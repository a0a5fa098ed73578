import Media
import Models

/// What is known of a model, as `models` prints it.
struct ModelReport: Encodable {
    struct Task: Encodable {
        let name: String
        let input: String
        let classes: Int
        /// What is said of them.
        let answers: Scoring
        /// What it is asked of, in a sentence.
        fileprivate let asked: String

        private enum CodingKeys: CodingKey {
            case name, input, classes, answers
        }

        fileprivate init(_ task: ClassificationTask) {
            (name, classes, answers) = (task.name, task.labels.count, task.scoring)
            input = task.modalities.map(\.rawValue).joined(separator: ", ")
            asked = Modality.list(task.modalities)
        }

        /// In a few words.
        var words: String {
            switch answers {
            case .oneClass: "\(name), \(classes.counted("class", plural: "classes"))"
            case .eachClass: "\(name), \(classes.counted("class", plural: "classes")), each by itself"
            case .numbers: "\(name), \(classes == 1 ? "a number" : "\(classes.grouped) numbers")"
            }
        }
    }

    let place: String
    let name: String
    let version: String
    let kind: String
    let inputs: [String]
    let parameters: Int
    let latents: [Int]
    let selfAttentionLayers: Int
    let blocks: Int
    let tasks: [Task]
    /// Kinds of input that can be asked back from the latents.
    let reconstructs: [String]
    /// `nil` for the bundled kind.
    let mapping: MappingReport?
    private let summary: String
    /// The same as ``inputs`` and ``reconstructs``, for sentences.
    private let modalities, decoded: [Modality]

    private enum CodingKeys: CodingKey {
        case place, name, version, kind, inputs, parameters, latents, selfAttentionLayers, blocks, tasks
        case reconstructs, mapping
    }

    init(_ model: Model, place: String) {
        self.place = place
        name = model.name
        version = model.version
        kind = model.kind.name
        modalities = model.modalities
        inputs = modalities.map(\.rawValue)
        parameters = model.parameterCount
        latents = [model.latentCount, model.trunk.latents?.columns ?? 0]
        selfAttentionLayers = model.trunk.layers.filter(\.isSelfAttention).count
        blocks = model.trunk.blocks
        tasks = model.tasks.map { Task($0) }
        decoded = modalities.filter(model.reconstructs)
        reconstructs = decoded.map(\.rawValue)
        mapping = model.report
        summary = model.summary
    }

    var text: String {
        var lines = [version.isEmpty ? "\(place): \(kind)" : "\(place): \(name) \(version)"]
        // What it takes is said once where it classifies nothing else.
        let taken = Modality.list(modalities)
        lines.append("  \(summary)" + (summary == "classifies \(taken)" ? "" : "; takes \(taken)"))
        let own =
            latents[0] > 0
            ? "\(latents[0].counted("latent")) of \(latents[1].counted("channel"))" : "no latents"
        lines.append(
            "  \(parameters.counted("parameter")); \(own); "
                + selfAttentionLayers.counted("self-attention layer")
        )
        for task in tasks { lines.append("  \(task.asked): \(task.words)") }
        if !reconstructs.isEmpty {
            lines.append("  decodes from its latents: \(Modality.list(decoded))")
        }
        return lines.printed
    }
}

/// What is known of a model that cannot be used, as `models` prints it.
struct UnusableModelReport: Encodable {
    let place: String
    /// Why it cannot be used, in a sentence.
    let problem: String
    /// What became of its tensors, as far as that can be told.
    let mapping: MappingReport?

    var text: String {
        ["\(place): cannot be used"].printed + (mapping.map { "\n" + $0.text } ?? "")
    }
}

extension MappingReport {
    /// For people: sizes, preprocessing, labels, then a line for each tensor.
    var text: String {
        var lines = notes.map { "  note: \($0)" } + ["  sizes"] + sizes.map { "    \($0.name): \($0.value)" }
        lines += ["  how media are made ready"] + preprocessing.map { "    \($0.name): \($0.value)" }
        if !labels.isEmpty {
            let few = labels.prefix(5).joined(separator: "; ")
            lines.append("  \(labels.count.counted("label")): \(few)\(labels.count > 5 ? "; …" : "")")
        }
        lines += list("tensors used", used) + list("tensors not needed", idle)
        lines += list("tensors that nothing asks for", unmatched) + list("tensors that are missing", missing)
        if !misfits.isEmpty {
            lines.append("  tensors of another shape: \(misfits.count)")
            lines += misfits.map { "    \($0.name) \($0.shape), expected \($0.expected)" }
        }
        return lines.printed
    }

    private func list(_ title: String, _ tensors: [Tensor]) -> [String] {
        guard !tensors.isEmpty else { return [] }
        return ["  \(title): \(tensors.count)"]
            + tensors.map { "    \($0.name) \($0.shape)" + ($0.role.map { " – \($0)" } ?? "") }
    }
}
