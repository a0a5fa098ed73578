import Checkpoints

extension MappingReport {
    /// Compares what a configuration asks for with what the weights' file has.
    init(_ c: PublishedConfiguration, file: TensorSet, preprocessing: [Fact]) {
        let plan = TensorPlan(c).tensors
        let names = Set(plan.map(\.name))
        var (used, missing, misfits): ([Tensor], [Tensor], [Misfit]) = ([], [], [])
        for tensor in plan {
            guard let found = file.tensors[tensor.name] else {
                missing.append(tensor)
                continue
            }
            if found.shape == tensor.shape {
                used.append(tensor)
            } else {
                misfits.append(Misfit(name: tensor.name, shape: found.shape, expected: tensor.shape))
            }
        }
        let others = file.tensors.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
        path = file.path
        self.used = used
        self.missing = missing
        self.misfits = misfits
        idle = others.filter { TensorPlan.idle[$0.key] != nil }
            .map { Tensor(name: $0.key, shape: $0.value.shape, role: TensorPlan.idle[$0.key]) }
        unmatched = others.filter { TensorPlan.idle[$0.key] == nil }
            .map { Tensor(name: $0.key, shape: $0.value.shape, role: nil) }
        sizes = Self.sizes(c)
        self.preprocessing = preprocessing
        labels = [.maskedLanguage, .opticalFlow].contains(c.kind) ? [] : c.labels
    }

    /// The layers' sizes as they follow from the configuration, in the letters of the papers.
    private static func sizes(_ c: PublishedConfiguration) -> [Fact] {
        func layer(_ s: LayerSizes, heads: Int) -> String {
            let keys = s.keys.map { ", keys' input \($0)" } ?? ""
            let channels = "\(s.queryKey) channels of queries and keys, \(s.value) of values"
            return "queries' input \(s.queries)\(keys), \(channels), MLP \(s.hidden), heads \(heads)"
        }
        let cross = c.sizes(keys: c.inputChannels, widening: c.crossAttentionWideningFactor)
        let own = c.sizes(keys: nil, widening: c.selfAttentionWideningFactor)
        return [
            Fact("latents", "\(c.numLatents) of \(c.dLatents) channels"),
            Fact("input channels", "\(c.inputChannels)"),
            Fact("encoder cross-attention", layer(cross, heads: c.numCrossAttentionHeads)),
            Fact(
                "self-attention",
                "\(c.numBlocks) × \(c.numSelfAttendsPerBlock) layers; "
                    + layer(own, heads: c.numSelfAttentionHeads)
            ),
            Fact("decoder cross-attention", layer(c.decoderSizes, heads: c.decoderHeads)),
            Fact("activation", c.hiddenAct),
        ]
    }

    /// What keeps the model from running, if anything does: the first few of what is missing or misshapen.
    var problem: CheckpointError? {
        let wrong = missing.count + misfits.count
        guard wrong > 0 else { return nil }
        let first =
            missing.prefix(3).map { "“\($0.name)” \($0.shape) is missing" }
            + misfits.prefix(3).map { "“\($0.name)” has the shape \($0.shape), expected \($0.expected)" }
        let more = wrong > first.count ? "; and \(wrong - first.count) more" : ""
        let which = "does not fit config.json: \(wrong) of \(used.count + wrong) tensors: "
        return CheckpointError(path: path, .malformed(which + first.joined(separator: "; ") + more))
    }
}
