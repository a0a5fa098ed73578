import Explanation

// By what maps over the input are shown: by token, by word, by block and so on.
extension Explorer {
    /// What maps of an input are shown by.
    func grain(of opened: OpenedMedium) -> Granularity {
        let all = Granularity.all(for: opened.input.layout)
        return all[min(lens.coarseness, all.count - 1)]
    }

    /// A map as it is shown, if tokens share numbers there.
    func groupedQuestion(_ map: SeenMap, of input: Input) -> GroupedMapQuestion? {
        guard lens.coarseness > 0, let opened = input.opened, let question = map.question as? any Mapping,
            liesOverInput(map)
        else { return nil }
        return GroupedMapQuestion(question, by: grain(of: opened))
    }

    /// A map as it is shown, if that is known.
    func shown(_ map: SeenMap, of input: Input) -> MapAnswer? {
        groupedQuestion(map, of: input).map { ledger[$0] } ?? self.map(map)
    }

    /// Whether a map has a number for each token of the input.
    private func liesOverInput(_ map: SeenMap) -> Bool {
        if case .overInput? = self.map(map)?.content { true } else { false }
    }

    /// Why maps cannot be shown more coarsely.
    var grainObstacle: String? {
        if let sheetObstacle { return sheetObstacle }
        guard let current else { return "there is no input" }
        if case .overInput? = shownMap(current)?.content { return nil }
        return "only maps over the input can be grouped"
    }

    /// Shows maps by the next larger parts, or by token again.
    mutating func stepGrain() {
        guard let opened = current?.opened else { return }
        let (layout, all) = (opened.input.layout, Granularity.all(for: opened.input.layout))
        lens.coarseness = (min(lens.coarseness, all.count - 1) + 1) % all.count
        let names = all.map { $0 == grain(of: opened) ? "[\($0.name(in: layout))]" : $0.name(in: layout) }
        notice = Notice(text: "granularity: " + names.joined(separator: " "), isError: false)
    }
}
