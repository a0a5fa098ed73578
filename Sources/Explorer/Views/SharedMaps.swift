import Cells
import Explanation
import Models
import Perceiver

/// The maps of both sides of Compare on one scale, or how they differ.
struct SharedMaps: Sendable {
    /// What is drawn over each side.
    let answers: [MapAnswer]
    /// The numbers at both ends of the colours.
    let range: ClosedRange<Float>

    /// Maps of both sides; `nil` unless they say the same of their inputs.
    ///
    /// Shares of attention become lifts, for inputs have different numbers of tokens.
    init?(_ answers: [MapAnswer], lens: Lens) {
        guard Self.areAlike(answers) else { return nil }
        self.answers = answers.compactMap { $0.isShare ? $0.lifted : $0 }
        let maps = self.answers.map(\.relevance)
        let all = Relevance(
            values: maps.flatMap(\.placed),
            isSigned: maps[0].isSigned,
            meaning: maps[0].meaning,
            fullColour: maps.compactMap(\.fullColour).max()
        )
        range = MapScale(all, lens: lens).range
    }

    /// What the left side's map has more than the right one's; `nil` unless both have the same tokens.
    init?(differenceOf answers: [MapAnswer], _ layouts: [Layout], lens: Lens) {
        guard Self.canSubtract(answers, layouts), let maps = SharedMaps(answers, lens: lens) else {
            return nil
        }
        let (left, right) = (maps.answers[0], maps.answers[1])
        let relevance = left.relevance.less(
            right.relevance,
            meaning: "left − right, " + left.meaning,
            // As much as uniform attention gives each token.
            fullColour: left.relevance.fullColour ?? (answers[0].isShare ? 1 : nil)
        )
        let difference = left.showing(relevance, quantity: "left − right")
        self.answers = [difference, difference]
        range = relevance.anchoredRange ?? 0...0
    }

    /// Whether maps say the same of inputs that have the same tokens.
    static func canSubtract(_ answers: [MapAnswer], _ layouts: [Layout]) -> Bool {
        areAlike(answers) && layouts.count == 2 && layouts[0].isAlike(layouts[1])
    }

    private static func areAlike(_ answers: [MapAnswer]) -> Bool {
        guard answers.count == 2 else { return false }
        return answers.allSatisfy {
            if case .overInput = $0.content { $0.meaning == answers[0].meaning } else { false }
        }
    }
}

extension MapAnswer {
    /// The same with lifts in the place of shares of attention, and in its title.
    fileprivate var lifted: MapAnswer? {
        guard case .overInput(let ranked) = content else { return nil }
        let (count, unit) = (Float(ranked.ranking.count), AttentionUnit.lift)
        let relevance = Relevance(
            values: ranked.relevance.values.map { $0 * count },
            isSigned: false,
            meaning: unit.meaning,
            kind: unit.kind,
            own: ranked.relevance.own
        )
        let named = title.mapping { $0 == AttentionUnit.weight.rawValue ? unit.rawValue : $0 }
        return showing(relevance, title: named, quantity: unit.rawValue)
    }
}

extension Explorer {
    /// The maps of both sides of Compare; `nil` where each has a scale of its own.
    func sharedMaps(_ state: CompareState) -> SharedMaps? {
        let inputs = sides(state)
        let answers = inputs.compactMap(shownMap)
        let layouts = inputs.compactMap { $0.opened?.input.layout }
        let difference =
            state.showsDifference ? SharedMaps(differenceOf: answers, layouts, lens: lens) : nil
        return difference ?? SharedMaps(answers, lens: lens)
    }

    /// Why the maps of both sides cannot be subtracted, if so.
    var differenceObstacle: String? {
        guard case .compare(let state) = screen else { return nil }
        if let matrixObstacle { return matrixObstacle }
        let inputs = sides(state)
        let layouts = inputs.compactMap { $0.opened?.input.layout }
        return SharedMaps.canSubtract(inputs.compactMap(shownMap), layouts)
            ? nil : "only maps of the same kind over inputs of the same shape can be subtracted"
    }
}
