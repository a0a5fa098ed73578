import Explanation

// By what maps over the input are shown: by token, by word, by block and so on.
extension Explorer {
    /// What maps of an input are shown by.
    ///
    /// - Parameter coarseness: the place of the parts among all that there are; without it that of the lens.
    func grain(of opened: OpenedMedium, coarseness: Int? = nil) -> Granularity {
        let all = Granularity.all(for: opened.input.layout)
        return all[min(coarseness ?? lens.coarseness, all.count - 1)]
    }

    /// A map as it is shown, if tokens share numbers there.
    func groupedQuestion(_ map: SeenMap, of input: Input) -> GroupedMapQuestion? {
        let coarseness = input.heldCoarseness ?? lens.coarseness
        guard coarseness > 0, let opened = input.opened, let question = map.question as? any Mapping,
            let answer = self.map(map), case .overInput = answer.content
        else { return nil }
        let grain = grain(of: opened, coarseness: coarseness)
        return answer.splits(by: grain, over: opened) ? nil : GroupedMapQuestion(question, by: grain)
    }

    /// A map as it is shown, if that is known.
    func shown(_ map: SeenMap, of input: Input) -> MapAnswer? {
        groupedQuestion(map, of: input).map { ledger[$0] } ?? self.map(map)
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
        guard let current, let opened = current.opened else { return }
        let shownMap = map(mapQuestion(current))
        let (layout, all) = (opened.input.layout, Granularity.all(for: opened.input.layout))
        // Where two of them group the tokens alike, a step to the second would show nothing new.
        let distinct = all.indices.filter { index in
            index == 0 || Set(all[index].groups(of: opened)) != Set(all[index - 1].groups(of: opened))
        }
        lens.coarseness = distinct.first { $0 > lens.coarseness } ?? 0
        let names = distinct.map { index in
            let name = all[index].name(in: layout)
            return index == lens.coarseness ? "[\(name)]" : name
        }
        let isWhole = shownMap.map { $0.splits(by: grain(of: opened), over: opened) } ?? false
        let note = isWhole ? "; what this map measured as wholes stays whole" : ""
        notice = Notice(text: "granularity: " + names.joined(separator: " ") + note, isError: false)
    }
}
