public import Models
import Perceiver

extension MapAnswer {
    /// What this map has more than another one, of which the same numbers are signed.
    ///
    /// - Parameter removed: tokens that one of both inputs lacks; they have no difference.
    /// - Throws: ``Failure`` if the maps do not lie over the input, or say something else.
    func less(_ other: MapAnswer, without removed: Set<Int>) throws(Failure) -> MapAnswer {
        guard case .overInput(let own) = content, case .overInput(let former) = other.content else {
            throw Failure(
                "this map does not lie over the input; differences are of maps that do",
                isMisuse: true
            )
        }
        guard own.relevance.meaning == former.relevance.meaning,
            own.relevance.values.count == former.relevance.values.count
        else { throw Failure("the maps before and after say different things and cannot be subtracted") }
        let values = zip(own.relevance.values, former.relevance.values).enumerated().map { token, pair in
            removed.contains(token) ? 0 : pair.0 - pair.1
        }
        let relevance = Relevance(
            values: values,
            isSigned: true,
            meaning: "now less before, " + meaning,
            // Logarithms are no longer ones of shares.
            kind: kind == .logarithm ? .ratio : kind,
            fullColour: own.relevance.fullColour
        )
        return MapAnswer(
            .overInput(RankedRelevance(relevance, without: removed)),
            title: MapTitle(title.long + ["change"], short: title.short + ["change"]),
            facts: facts.merging(["difference": "now less before"]) { $1 },
            meaning: relevance.meaning,
            quantity: "change of \(quantity)",
            isShare: false,
            seesClass: seesClass,
            keys: keys,
            blocks: blocks,
            kind: relevance.kind
        )
    }
}

extension Layout {
    /// Whether its tokens lie in the same grids as another one's.
    public func isAlike(_ other: Layout) -> Bool {
        zip(sections, other.sections).allSatisfy {
            $0.columnCount == $1.columnCount && $0.rowCount == $1.rowCount && $0.frameCount == $1.frameCount
                && $0.points == nil && $1.points == nil && $0.columns.quantity == $1.columns.quantity
        } && sections.count == other.sections.count
    }
}
