import Cells
import Explanation
import Models

/// One column of a trace: a heading, and rows with their shares.
struct TraceColumn {
    private let column: TraceState.Column
    private let heading: Rectangle
    private let title: String
    private let isActive: Bool
    /// The place of each row among all outputs, latents or regions.
    private let places: [Int]
    private let rows: [RankedBars.Row]
    private let bars: RankedBars

    init(
        _ explorer: Explorer,
        _ input: Input,
        _ lists: TraceLists,
        _ column: TraceState.Column,
        in area: Rectangle
    ) {
        let words = TraceWords(explorer, input, lists)
        let (top, rest) = area.splitTop(1)
        let listed = lists.rows(column)
        let chosen = lists.chosen(in: column)
        self.column = column
        heading = top
        title = words.heading(column)
        isActive = lists.state.column == column
        places = listed.map(\.index)
        let most = listed.compactMap(\.share).max() ?? 0
        let isChosen = isActive || column == .outputs && lists.state.latentsBy == .output
        let colour = Accent.chosen.style(explorer.appearance).foreground
        rows = listed.map { row in
            RankedBars.Row(
                label: words.label(column, row.index),
                number: words.number(column, row),
                length: most > 0 ? Double((row.share ?? 0) / most) : 0,
                colour: colour,
                isChosen: isChosen && row.index == chosen
            )
        }
        var bars = RankedBars(listed.count, chosen: isChosen ? places.firstIndex(of: chosen) : nil, in: rest)
        // A name says more than a bar.
        bars.leastBar = 0
        self.bars = bars
    }

    /// Draws the heading and the rows that are seen.
    func draw(on canvas: inout Canvas) {
        canvas.line(title, in: heading, y: heading.y, style: isActive ? .bold : .dim)
        bars.draw(rows, on: &canvas)
    }

    /// The line of a row; `nil` if it is not seen.
    func y(of place: Int) -> Int? {
        places.firstIndex(of: place).flatMap { bars.line(of: $0)?.y }
    }

    /// What clicks on rows do.
    var regions: [Region] {
        bars.seen.compactMap { row in
            guard let line = bars.line(of: row) else { return nil }
            let (column, place, isChosen) = (column, places[row], isActive && rows[row].isChosen)
            return Region(
                line,
                click: { explorer, _, _ in
                    if isChosen { explorer.press(.enter) } else { explorer.chooseInTrace(column, place) }
                }
            )
        }
    }
}

/// What a trace says in words.
struct TraceWords {
    private let explorer: Explorer
    private let input: Input
    private let lists: TraceLists
    /// What the target class loses without each latent, where that is known.
    private let effects: [Float]?

    init(_ explorer: Explorer, _ input: Input, _ lists: TraceLists) {
        (self.explorer, self.input, self.lists) = (explorer, input, lists)
        effects = explorer.latentEffects(input).flatMap { $0.count == lists.trace.latentCount ? $0 : nil }
    }

    private var trace: AnswerTrace { lists.trace }
    private var sign: String { explorer.appearance.ascii ? "d" : "↓" }
    private var dot: String { explorer.appearance.dot }

    /// What stands above a column.
    func heading(_ column: TraceState.Column) -> String {
        switch column {
        case .outputs:
            switch lists.state.column {
            case .outputs: return "outputs"
            case .latents: return "outputs \(dot) of latent \(lists.latent)"
            case .regions: return "outputs \(dot) of region"
            }
        case .latents:
            let whose = lists.state.latentsBy == .region ? "of region" : "of \(outputName)"
            return "latents \(dot) \(whose)" + (effects == nil ? "" : " \(dot) \(sign)")
        case .regions: return Self.regionsHeading(lists).replacing("·", with: dot)
        }
    }

    /// What the shares of regions are.
    static func regionsHeading(_ lists: TraceLists) -> String {
        lists.state.regionsBy == .latent
            ? "regions · of latent \(lists.latent)"
            : "regions · of \(lists.trace.outputs[lists.output].found.name)"
    }

    private var outputName: String { trace.outputs[lists.output].found.name }

    /// A row's name.
    func label(_ column: TraceState.Column, _ index: Int) -> String {
        switch column {
        case .outputs: answer(trace.outputs[index].found)
        // Beside an effect there is no room for more than the number, which the heading explains.
        case .latents: effects == nil ? "latent \(index)" : "\(index)"
        case .regions: trace.regions[index].name
        }
    }

    /// An output with what it says of the target.
    private func answer(_ found: FoundAsker) -> String {
        guard let task = found.task, let run = input.run, let target = input.target(task: task) else {
            return found.name
        }
        return "\(found.name): \(run.predictions[task].labels[target])"
    }

    /// A row's number: its share, and of a latent its effect; of an output that is chosen from, how probable it is.
    func number(_ column: TraceState.Column, _ row: TraceLists.Row) -> String {
        guard let share = row.share else {
            guard let task = trace.outputs[row.index].found.task, let run = input.run,
                let target = input.target(task: task)
            else { return "" }
            return Numbers.answer(run.predictions[task], target)
        }
        let effect =
            column == .latents ? effects.map { " \(sign)\(Numbers.short(Double($0[row.index])))" } : nil
        return Numbers.short(Double(share)) + (effect ?? "")
    }

    /// What is chosen in words, then how it came about.
    func lines(width: Int) -> [String] {
        [Reading.longest(chosen, width: width), Reading.longest(way, width: width), caveat(width)]
    }

    private func percent(_ share: Float) -> String { "\(decimal(100 * Double(share), places: 0)) %" }

    private var chosen: [String] {
        switch lists.state.column {
        case .outputs:
            let rows = lists.rows(.latents)
            let sum = rows.reduce(Float(0)) { $0 + ($1.share ?? 0) }
            let latents = "\(rows.count) of \(trace.latentCount) latents"
            let answer = label(.outputs, lists.output)
            return [
                "\(latents) hold \(percent(sum)) of what \(answer) reads",
                "\(latents) hold \(percent(sum)) of what it reads",
            ]
        case .latents:
            let best = lists.rows(.regions).first
            let most = best.map { "\(label(.regions, $0.index)) \(number(.regions, $0))" } ?? ""
            let weight = Numbers.short(Double(trace.weights[lists.output, lists.latent]))
            let effect = effects.map {
                " \(dot) without it log p falls by \(Numbers.short(Double($0[lists.latent])))"
            }
            let text = "latent \(lists.latent): \(outputName) reads \(weight) of it"
            return [text + (effect ?? "") + " \(dot) it reads most of \(most)", text + (effect ?? ""), text]
        case .regions:
            let best = lists.rows(.latents).first
            let most = best.map { "latent \($0.index) (\(Numbers.short(Double($0.share ?? 0))))" } ?? ""
            let share = trace.regions(ofOutput: lists.output)[lists.region]
            let text = "\(label(.regions, lists.region)): \(Numbers.short(Double(share))) of \(outputName)"
            return ["\(text) \(dot) read most by \(most)", text]
        }
    }

    private var way: [String] {
        let least =
            lists.state.threshold > 0 ? "shares from \(Numbers.short(lists.state.threshold))" : "all shares"
        let output = trace.outputs[lists.output]
        let earlier = output.earlier.map { ", \(percent(Float($0))) from earlier looks" } ?? ""
        let learned = output.learned.map {
            "\(percent(Float($0))) from latents as they were learned\(earlier), by rule"
        }
        let layer = "read in \(trace.layer)"
        return [
            [least, layer, learned, effects == nil ? nil : effectWords], [least, learned],
        ].map { $0.compactMap { $0 }.joined(separator: " \(dot) ") }
    }

    private var effectWords: String {
        "\(sign) drop in log p of \(input.targetName ?? "the class") without the latent"
    }

    private func caveat(_ width: Int) -> String {
        let direct = [
            "What latents take from each other after reading is left out. Press v to follow it.",
            "Without what latents take from each other; v follows it.",
        ]
        let trunk = [
            "By rollout: half of each vector stays what it was, the other half is what it read.",
            "By rollout: half of a vector stays, half is what it read.",
        ]
        return Reading.longest(trace.way == .direct ? direct : trunk, width: width)
    }
}
