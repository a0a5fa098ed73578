import Media

/// How large the parts are that an input is divided into.
public enum Grain: String, Sendable, Hashable, CaseIterable {
    /// Half as many parts to a side as usual: four of a picture. Sentences of a text. Of a clip all that is seen, or all
    /// that is heard, from one moment to the next.
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
    public var level: Int {
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
        let own = layout.sections.map { section in
            parts.filter { $0.first.map(section.tokens.contains) ?? false }
        }
        let isDivided = zip(layout.sections, own).allSatisfy { section, parts in
            parts.allSatisfy { $0.allSatisfy(section.tokens.contains) }
        }
        guard isDivided else { return parts }
        return zip(layout.sections, own).flatMap { section, parts in
            modality == .clip && grain == .coarse ? section.moments(parts) : section.parts(parts, grain)
        }
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

extension Layout.Section {
    /// The tokens in other parts than the usual ones, of which there are as many along each side as the grain says.
    fileprivate func parts(_ usual: [[Int]], _ grain: Grain) -> [[Int]] {
        guard shape != .unplaced, !usual.isEmpty else { return usual }
        func scaled(_ count: Int) -> Int { max(1, Int(Double(count) * grain.perSide)) }
        guard points == nil else {
            return parts(atMost: max(1, Int(Double(usual.count) * grain.perSide * grain.perSide)))
        }
        guard let rows else { return parts(atMost: scaled(usual.count)) }
        let (times, across, down) = counts(usual)
        guard frames != nil else {
            return blocks(acrossColumns: scaled(across), acrossRows: scaled(min(down, rows.count)))
        }
        return blocks(
            times: grain == .finest ? 2 * scaled(times) : scaled(times),
            acrossColumns: scaled(across),
            acrossRows: scaled(down)
        )
    }

    /// What is seen or heard from one moment to the next, all of it: half as many moments as the usual parts of a sound
    /// have, of frames as many.
    fileprivate func moments(_ usual: [[Int]]) -> [[Int]] {
        guard shape == .grid, !usual.isEmpty else { return usual }
        let (times, across, _) = counts(usual)
        return frames == nil
            ? blocks(acrossColumns: max(1, across / 2), acrossRows: 1)
            : blocks(times: times, acrossColumns: 1, acrossRows: 1)
    }

    /// How many parts there are along each side.
    private func counts(_ parts: [[Int]]) -> (times: Int, across: Int, down: Int) {
        let cells = parts.compactMap(\.first).map(cell)
        return (Set(cells.map(\.frame)).count, Set(cells.map(\.column)).count, Set(cells.map(\.row)).count)
    }
}
