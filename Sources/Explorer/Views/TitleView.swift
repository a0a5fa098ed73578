import Cells
import Explanation
import Models

/// The first line: program, model, input, time, target.
struct TitleView {
    private let appearance: Appearance
    private let program: String
    private let model: String?
    /// The inputs that the screen shows.
    private let names: [Name]
    private let summary: String?
    private let duration: String?
    /// The target, without its task and with it where there are several.
    private let target: (plain: String, named: String)?

    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        canvas.line(
            " " + TitleView(explorer).text(width: area.width - 1),
            in: area,
            y: area.y,
            style: Style(.standard, on: .standard, [.reverse])
        )
    }

    private init(_ explorer: Explorer) {
        appearance = explorer.appearance
        program = explorer.setting.program
        model = explorer.models.loading.map { "loading \($0.name)…" } ?? explorer.readyModel?.title
        guard case .compare(let state) = explorer.screen else {
            let input = explorer.current
            names = input.map { [Name($0.source)] } ?? []
            summary = input?.opened?.summary
            duration = input?.run.map(Self.duration)
            target = input.flatMap(Self.target)
            return
        }
        (summary, duration, target) = (nil, nil, nil)
        names =
            state.table == .matrix
            ? [Name("all inputs")]
            : state.sides.compactMap { explorer.list.entry($0).map { Name($0.source) } }
    }

    /// What an input is called: with its changes, or where there is no room with their number.
    private struct Name {
        let whole: String
        /// What it comes from, and how many changes were made, if any were.
        private let counted: (name: String, changes: String)?

        init(_ whole: String) { (self.whole, counted) = (whole, nil) }

        init(_ source: Source) {
            whole = source.name
            let count = source.edits.count
            counted = count == 0 ? nil : (source.originName, ", \(count) change\(count == 1 ? "" : "s")")
        }

        var width: Int { Glyphs.width(of: whole) }

        /// The least cells that it is cut to before other parts give way: what was changed is not left out.
        func least(_ cells: Int) -> Int {
            let counted =
                counted.map { min(Glyphs.width(of: $0.name), 8) + Glyphs.width(of: $0.changes) } ?? 0
            return min(width, max(cells, counted))
        }

        func fitted(_ width: Int, _ appearance: Appearance) -> String {
            guard self.width > width, let counted else { return appearance.fittedInside(whole, width: width) }
            let room = width - Glyphs.width(of: counted.changes)
            guard room >= min(8, Glyphs.width(of: counted.name)) else {
                return appearance.fittedInside(counted.name, width: width)
            }
            return appearance.fittedInside(counted.name, width: room) + counted.changes
        }
    }

    /// What gives way where there is no room for all, in this order; names are cut in the middle before.
    private enum Part: CaseIterable {
        case program, duration, summary, task, model

        /// The least cells that a name is cut to before it gives way.
        var leastName: Int {
            switch self {
            case .program, .duration: 40
            case .summary, .task, .model: 12
            }
        }
    }

    private func text(width: Int) -> String {
        var left = Set(Part.allCases)
        for part in Part.allCases {
            let room = width - Glyphs.width(of: text(left, nameWidth: 0))
            if room >= names.reduce(0, { $0 + $1.least(part.leastName) }) { break }
            left.remove(part)
        }
        let room = width - Glyphs.width(of: text(left, nameWidth: 0))
        return appearance.fitted(text(left, nameWidth: max(4, room / max(1, names.count))), width: width)
    }

    /// The title with some parts.
    ///
    /// - Parameter nameWidth: the cells for each name; what short ones leave is not taken by others.
    private func text(_ parts: Set<Part>, nameWidth: Int) -> String {
        let shown = names.map { nameWidth > 0 ? $0.fitted(nameWidth, appearance) : "" }
        let summary = parts.contains(.summary) ? summary.map { " (\($0))" } : nil
        return [
            parts.contains(.program) ? program : nil, parts.contains(.model) ? model : nil,
            names.isEmpty ? nil : shown.joined(separator: " and ") + (summary ?? ""),
            parts.contains(.duration) ? duration : nil,
            parts.contains(.task) ? target?.named : target?.plain,
        ]
        .compactMap { $0 }.joined(separator: " \(appearance.dot) ")
    }

    private static func target(_ input: Input) -> (plain: String, named: String)? {
        guard let run = input.run, let target = input.target(task: input.task) else { return nil }
        let prediction = run.predictions[input.task]
        let rank = Numbers.ordinal(prediction.rank(of: target))
        let answer = Numbers.answer(prediction, target)
        let facts = prediction.scoring == .numbers ? answer : "\(rank), \(answer)"
        let task = run.predictions.count > 1 ? "\(prediction.task): " : ""
        let other = input.opponents[input.task].flatMap { $0 == target ? nil : prediction.labels[$0] }
        let label = prediction.labels[target] + (other.map { " − \($0)" } ?? "")
        return ("target: \(label) (\(facts))", "target: \(label) (\(task)\(facts))")
    }

    private static func duration(_ run: Run) -> String {
        let milliseconds = run.duration / .milliseconds(1)
        return milliseconds < 10_000
            ? "\(Numbers.short(milliseconds)) ms" : "\(Numbers.short(milliseconds / 1000)) s"
    }
}
