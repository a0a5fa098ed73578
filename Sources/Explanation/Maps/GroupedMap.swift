extension Relevance {
    /// The same with one number for all tokens of a group: shares are summed up, and the mean taken of ratios and scores.
    ///
    /// What a part of the input does counts in proportion where a group has some of its tokens.
    ///
    /// - Parameters:
    ///   - groups: the tokens of each.
    ///   - name: what they are called.
    ///   - removed: tokens without a number.
    ///   - blocks: the parts whose tokens share a number now, if they do.
    func grouped(
        _ groups: [[Int]],
        called name: String,
        without removed: Set<Int>,
        _ blocks: Blocks?
    ) -> Relevance {
        var sizes = [Int](repeating: 1, count: values.count)
        if kind == .part {
            for block in blocks?.tokens ?? [] { for token in block { sizes[token] = block.count } }
        }
        var grouped = values
        for group in groups {
            let kept = group.filter { !removed.contains($0) }
            let sum = kept.reduce(0.0) { $0 + Double(values[$1]) / Double(sizes[$1]) }
            let value = isMean ? sum / Double(max(1, kept.count)) : sum
            for token in kept { grouped[token] = Float(value) }
        }
        return Relevance(
            values: grouped,
            isSigned: isSigned,
            meaning: "\(meaning), \(isMean ? "mean" : "sum") over \(name)",
            kind: .part,
            fullColour: fullColour,
            own: own
        )
    }

    /// Whether the numbers of several tokens have a mean, and no sum.
    private var isMean: Bool {
        switch kind {
        case .ratio, .logarithm: true
        case .share, .part: false
        }
    }
}

extension MapAnswer {
    /// The name of the fact that tells by what a map was grouped.
    static let grainFact = "granularity"

    /// What has one number together, if the map was grouped.
    public var grouping: Blocks? { facts[Self.grainFact] == nil ? nil : blocks }

    /// Whether parts that were measured as wholes would be split, most of them: there is no number for a piece of one.
    public func splits(by grain: Granularity, over opened: OpenedMedium) -> Bool {
        guard kind == .part, grouping == nil, grain != .token, let blocks else { return false }
        var places = [Int](repeating: 0, count: opened.input.layout.count)
        for (place, group) in grain.groups(of: opened).enumerated() {
            for token in group { places[token] = place }
        }
        let split = blocks.tokens.count { block in block.contains { places[$0] != places[block[0]] } }
        return 2 * split > blocks.tokens.count
    }

    /// The same map with one number for all tokens of a word, of a block and so on.
    ///
    /// - Throws: ``Failure`` if it does not lie over the input, or the input has nothing of the kind.
    func grouped(by grain: Granularity, over opened: OpenedMedium) throws(Failure) -> MapAnswer {
        let (input, layout) = (opened.input, opened.input.layout)
        guard case .overInput(let ranked) = content else {
            throw Failure(
                "this map does not lie over the input; only maps that do have words or blocks",
                isMisuse: true
            )
        }
        let all = Granularity.all(for: layout)
        guard all.contains(grain) else {
            let names = all.map { $0.name(in: layout) }.joined(separator: ", ")
            throw Failure("\(grain.rawValue): this input has \(names)", isMisuse: true)
        }
        guard grain != .token else { return self }
        if splits(by: grain, over: opened), let blocks {
            throw Failure(
                "its numbers are of whole \(blocks.name), which \(grain.plural) would split; "
                    + "--grain finest measures each token",
                isMisuse: true
            )
        }
        let groups = grain.groups(of: opened)
        let relevance = ranked.relevance.grouped(groups, called: grain.plural, without: input.removed, blocks)
        let seen = groups.map { $0.filter { !input.removed.contains($0) } }.filter { !$0.isEmpty }
        return MapAnswer(
            .overInput(RankedRelevance(relevance, without: input.removed)),
            title: title.adding("by \(grain.rawValue)", short: grain.rawValue, stays: false),
            facts: facts.merging([Self.grainFact: grain.rawValue]) { $1 },
            meaning: relevance.meaning,
            quantity: quantity,
            isShare: false,
            seesClass: seesClass,
            keys: keys,
            blocks: Blocks(seen, called: grain.plural),
            sides: sides,
            caution: caution,
            kind: relevance.kind,
            measures: measures,
            latentEffects: latentEffects
        )
    }
}
