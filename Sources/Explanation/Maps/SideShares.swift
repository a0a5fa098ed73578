import Models

extension Relevance {
    /// How much of a map lies on the sound of a clip and how much on its pictures, as shares of both; none of other inputs,
    /// and of clips that lack a side.
    ///
    /// What speaks against something counts as what speaks for it. Where a part has one number, that counts once.
    ///
    /// - Parameter blocks: what has one number together.
    func sideShares(of input: InputArray, _ blocks: Blocks?) -> [Measure] {
        let masses = masses
        func mass(_ section: Layout.Section) -> Double {
            if kind == .part, let blocks {
                return blocks.tokens.lazy.filter { $0.first.map(section.tokens.contains) ?? false }
                    .reduce(0) { $0 + abs(Double(self.value(of: $1))) }
            }
            return section.tokens.reduce(0) { sum, token in
                input.removed.contains(token) ? sum : sum + abs(Double(masses[token]))
            }
        }
        let sections = ClipSide.allCases.compactMap { input.layout.section(of: $0) }
        guard sections.count == ClipSide.allCases.count, masses.count == input.tokens.rows else { return [] }
        let found = sections.map(mass)
        let whole = found.reduce(0, +)
        guard whole > 0, whole.isFinite else { return [] }
        return zip(ClipSide.allCases, found).map {
            Measure("\($0.rawValue) share", $1 / whole, isShare: true)
        }
    }
}

extension Measure {
    fileprivate static func name(of side: ClipSide) -> String { "\(side.rawValue) share" }

    /// The side of a clip whose share of a map it is; `nil` of other measures.
    public var side: ClipSide? { ClipSide.allCases.first { name == Self.name(of: $0) } }
}
