import Explanation
import Models

extension LikenessReport {
    /// A matrix with a row and a column for each input, for readers that are no terminal: nothing is cut or coloured.
    ///
    /// - Parameters:
    ///   - width: if there is one, columns stand in blocks of as many as fit.
    ///   - isASCII: whether only such characters may stand where a measure says nothing of a pair.
    func matrix(_ measure: Likeness.Measure, width: Int?, isASCII: Bool) -> String {
        let all = shortNames.indices
        func cell(_ row: Int, _ column: Int) -> String {
            Self.number(likeness.value(row, column, by: measure), isASCII: isASCII)
        }
        // A number and the space before it take seven characters.
        let beside = (shortNames.map(\.count).max() ?? 0) + "\(all.count)".count + 2
        let across = max(1, width.map { ($0 - beside) / 7 } ?? all.count)
        let blocks = stride(from: 0, to: all.count, by: across).map { start -> String in
            let columns = start..<min(start + across, all.count)
            let heading = [""] + columns.map { "\($0 + 1)" } + ["input"]
            let rows = all.map { row -> [String] in
                ["\(row + 1)"] + columns.map { cell(row, $0) } + [shortNames[row]]
            }
            return ([heading] + rows).aligned(right: 0...columns.count).printed
        }
        return blocks.joined(separator: "\n\n")
    }

    private static func number(_ value: Double?, isASCII: Bool) -> String {
        value.map { decimal($0, places: 2) } ?? (isASCII ? "-" : "–")
    }

    /// The rankings, without the matrices.
    func text(isASCII: Bool) -> String {
        var lines: [String] = []
        if !sharedNames.isEmpty {
            let asked = task.map { "of task \($0)" } ?? "that several tasks know"
            lines.append("classes \(asked): \(sharedNames.count)")
        }
        return (lines + rankings.flatMap { self.lines($0, isASCII: isASCII) }).printed
    }

    private func lines(_ ranking: Ranking, isASCII: Bool) -> [String] {
        var heading = "\(ranking.input) (\(ranking.modality.rawValue))"
        if let name = ranking.name, let probability = ranking.probability {
            heading += ": \(name) \(decimal(probability, places: 2))"
        }
        func list(_ others: [Other]) -> String {
            others.prefix(top).map { other in
                "\(other.input) \(Self.number(other.value, isASCII: isASCII))"
            }.joined(separator: ", ")
        }
        var lines = [heading]
        if let byNames = ranking.byNames { lines.append("  by classes: \(list(byNames))") }
        lines.append("  by latents: \(list(ranking.byLatents))")
        if let same = ranking.sameThing {
            let classes = same.rankByNames.map { "\($0) by classes, " } ?? ""
            let latents = "\(same.rankByLatents) by latents"
            lines.append("  place of the first other file named \(same.name): \(classes)\(latents)")
        }
        return lines
    }
}
