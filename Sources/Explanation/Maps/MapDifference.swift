public import Models
import Perceiver

extension MapAnswer {
    /// What this map has more than another one, of which the same numbers are signed.
    ///
    /// - Parameters:
    ///   - removed: tokens that one of both inputs lacks; they have no difference.
    ///   - look: the layer that the other map is of, if both are of the same input.
    /// - Throws: ``Failure`` if the maps do not lie over the input, or say something else.
    func less(_ other: MapAnswer, without removed: Set<Int>, since look: String? = nil) throws(Failure)
        -> MapAnswer
    {
        guard case .overInput(let own) = content, case .overInput(let former) = other.content else {
            throw Failure(
                "this map does not lie over the input; differences are of maps that do",
                isMisuse: true
            )
        }
        guard own.relevance.meaning == former.relevance.meaning,
            own.relevance.values.count == former.relevance.values.count
        else { throw Failure("the maps before and after say different things and cannot be subtracted") }
        let words = look.map { "minus \($0)" } ?? "now minus before"
        func changes(fullColour: Float? = nil) -> Relevance {
            own.relevance.less(
                former.relevance,
                meaning: words + ", " + meaning,
                without: removed,
                fullColour: fullColour
            )
        }
        // A change is mostly smaller than what changed. Its colours reach as far as it does, but tiny ones stay faint.
        let plain = changes()
        let full = plain.fullColour.map { min($0, max($0 / 5, plain.reach)) }
        return showing(
            changes(fullColour: full),
            without: removed,
            title: look.map { title.adding("since \($0)", brief: "−\($0)", stays: true) }
                ?? title.adding("change", stays: true),
            facts: ["difference": words],
            quantity: "change of \(quantity)",
            blocks: blocks
        )
    }

    /// The same answer with other numbers over the input; what was found out about its own ones is not told of them.
    ///
    /// - Parameters:
    ///   - removed: tokens that have no number.
    ///   - title: what is shown; `nil` for the same.
    ///   - added: facts besides its own.
    public func showing(
        _ relevance: Relevance,
        without removed: Set<Int> = [],
        title: MapTitle? = nil,
        facts added: [String: String] = [:],
        quantity: String,
        blocks: Blocks? = nil
    ) -> MapAnswer {
        MapAnswer(
            .overInput(RankedRelevance(relevance, without: removed)),
            title: title ?? self.title,
            facts: facts.merging(added) { $1 },
            meaning: relevance.meaning,
            quantity: quantity,
            isShare: false,
            seesClass: seesClass,
            keys: keys,
            queries: queries,
            blocks: blocks,
            kind: relevance.kind
        )
    }
}

extension Relevance {
    /// What these numbers have more than others, token by token.
    ///
    /// - Parameters:
    ///   - meaning: what the differences are.
    ///   - removed: tokens that have none.
    ///   - fullColour: the least difference that deserves full colour; `nil` for that of the numbers.
    public func less(
        _ other: Relevance,
        meaning: String,
        without removed: Set<Int> = [],
        fullColour: Float? = nil
    ) -> Relevance {
        Relevance(
            values: zip(values, other.values).enumerated().map { removed.contains($0) ? 0 : $1.0 - $1.1 },
            isSigned: true,
            meaning: meaning,
            // Logarithms are no longer ones of shares.
            kind: kind == .logarithm ? .ratio : kind,
            fullColour: fullColour ?? self.fullColour,
            own: own
        )
    }
}

extension Layout {
    /// Whether its tokens lie in the same grids as another one's, or at the same places.
    public func isAlike(_ other: Layout) -> Bool {
        if self == other { return true }
        return zip(sections, other.sections).allSatisfy {
            $0.columnCount == $1.columnCount && $0.rowCount == $1.rowCount && $0.frameCount == $1.frameCount
                && $0.points == nil && $1.points == nil && $0.columns.quantity == $1.columns.quantity
        } && sections.count == other.sections.count
    }
}
