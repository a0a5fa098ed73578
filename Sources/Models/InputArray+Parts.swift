import Media

/// How large the parts are that an input is divided into.
public enum Grain: String, Sendable, Hashable, CaseIterable {
    /// Half as many parts to a side as usual: four of a picture. Sentences of a text.
    case coarse
    /// Eight to a side of a picture. Words of a text.
    case usual
    /// Twice as many to a side as usual. Characters of a text.
    case fine
    /// Four times as many; tokens where these are larger.
    case finest

    /// How many parts there are for each usual one, along one side; 1/2 of the coarse ones.
    fileprivate var perSide: Double {
        switch self {
        case .coarse: 0.5
        case .usual: 1
        case .fine: 2
        case .finest: 4
        }
    }
}

extension Grain {
    /// How often a cube around a cloud of points is halved along each side.
    var level: Int {
        switch self {
        case .coarse: 1
        case .usual: 2
        case .fine: 3
        case .finest: 4
        }
    }
}

extension InputArray {
    /// Neighbours that belong together, in parts of some size.
    ///
    /// Parts of a finer grain lie within those of a coarser one. Where tokens have no places, or parts are no blocks of
    /// them, there are only the usual ones.
    public func parts(_ grain: Grain) -> [[Int]] {
        guard grain != .usual else { return parts }
        if modality == .text { return grain == .coarse ? sentences : characters }
        if modality == .points, let points = layout.placed.points {
            return points.cells(level: grain.level).map { $0.map { $0 + layout.placed.first } }
        }
        let placed = Set(layout.placed.tokens)
        let others = parts.filter { placed.isDisjoint(with: $0) }
        guard layout.placed.frames == nil, layout.placed.shape != .unplaced,
            parts.allSatisfy({ placed.isSuperset(of: $0) || placed.isDisjoint(with: $0) })
        else { return parts }
        return blocks(grain) + others
    }

    /// The parts of the section with places.
    private func blocks(_ grain: Grain) -> [[Int]] {
        let section = layout.placed
        func scaled(_ count: Int) -> Int { max(1, Int(Double(count) * grain.perSide)) }
        guard section.points == nil, let rows = section.rows else {
            return section.parts(atMost: scaled(parts.count))
        }
        // As many as the usual parts have along each side.
        let cells = parts.compactMap { $0.first }.filter(section.tokens.contains).map(section.cell)
        let across = Set(cells.map(\.column)).count
        let down = min(Set(cells.map(\.row)).count, rows.count)
        return section.blocks(acrossColumns: scaled(across), acrossRows: scaled(down))
    }

    /// Words up to the end of each sentence; words alone where there is no more than one sentence.
    private var sentences: [[Int]] {
        var sentences: [[Int]] = [[]]
        for (place, word) in parts.enumerated() {
            sentences[sentences.count - 1] += word
            if endsSentence(word) && place + 1 < parts.count { sentences.append([]) }
        }
        return sentences.count > 1 ? sentences : parts
    }

    /// Whether a word's last character but spaces is one that ends sentences.
    private func endsSentence(_ word: [Int]) -> Bool {
        let plain = word.compactMap { token -> UInt8? in
            if case .byte(let byte)? = bytes?[token] { byte } else { nil }
        }
        let text = String(decoding: plain, as: UTF8.self)
        if text.contains(where: \.isNewline) { return true }
        let last = text.last { !$0.isWhitespace && !"\"'”’)»」』".contains($0) }
        return last.map { ".!?…。！？".contains($0) } ?? false
    }

    /// The bytes of each character.
    private var characters: [[Int]] {
        parts.flatMap { word -> [[Int]] in
            word.reduce(into: []) { characters, token in
                if case .byte(let byte)? = bytes?[token], UTF8.isContinuation(byte), !characters.isEmpty {
                    characters[characters.count - 1].append(token)
                } else {
                    characters.append([token])
                }
            }
        }
    }
}
