import Cells
import Explanation

/// The last line: keys that matter now, or a notice.
enum FooterView {
    /// A hint and the cells it takes.
    private struct Hint {
        let keys: [Key]
        let text: String
        let x: Int
        let width: Int
    }

    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) -> [Region] {
        if let notice = explorer.notice {
            draw(notice, explorer, above: area, on: &canvas)
            return []
        }
        if let (question, share) = explorer.shownWork {
            return draw(question, share, explorer, in: area, on: &canvas)
        }
        return hints(explorer, width: area.width).flatMap { hint in
            let label = label(hint.keys)
            let used = canvas.write(label, x: area.x + hint.x, y: area.y, style: .bold)
            canvas.write(" " + hint.text, x: area.x + hint.x + used, y: area.y)
            return regions(hint, in: area)
        }
    }

    /// Several keys share a hint: each takes its part of the label, the last one also the words.
    private static func regions(_ hint: Hint, in area: Rectangle) -> [Region] {
        hint.keys.enumerated().map { place, key in
            let width = place < hint.keys.count - 1 ? 1 : max(1, hint.width - place)
            let part = Rectangle(x: area.x + hint.x + place, y: area.y, width: width, height: 1)
            return Region(part) { explorer, _, _ in explorer.press(key) }
        }
    }

    /// A notice in as many lines as it takes, at most a third of the screen: what is behind them comes back with the
    /// next key.
    private static func draw(
        _ notice: Notice,
        _ explorer: Explorer,
        above area: Rectangle,
        on canvas: inout Canvas
    ) {
        let mark = notice.isError ? " ! " : " "
        let style = notice.isError ? Style(.ansi(1), on: .standard, .bold) : .bold
        let width = area.width - mark.count - 1
        let whole = wrapped(explorer.appearance.spelled(notice.text), width: width)
        let room = max(1, explorer.size.height / 3)
        // The last line that there is room for has a mark where the rest is cut off.
        let rest = whole.dropFirst(room - 1).joined(separator: " ")
        let lines = whole.prefix(room - 1) + (rest.isEmpty ? [] : [rest])
        for (row, line) in lines.enumerated() {
            let y = area.y - (lines.count - 1) + row
            let place = Rectangle(x: area.x, y: y, width: area.width, height: 1)
            canvas.fill(place)
            let start = row == 0 ? mark : String(repeating: " ", count: mark.count)
            canvas.line(start + line, in: place, y: y, style: style)
        }
    }

    /// How far some work is, and how it is cancelled.
    private static func draw(
        _ question: any Question,
        _ share: Double,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        var text = " \(question.title) \(Int(share * 100)) % "
        if let seconds = explorer.remaining(question, share: share), seconds >= 3 {
            text += "about \(duration(seconds)) "
        }
        let used = canvas.write(text, x: area.x, y: area.y, style: .bold)
        let bar = max(4, min(30, area.width - used - 14))
        canvas.bar(share, x: area.x + used, y: area.y, width: bar, style: .plain)
        let hint = "Esc cancels"
        let place = Rectangle(x: area.x + used + bar + 1, y: area.y, width: hint.count, height: 1)
        canvas.write(hint, x: place.x, y: place.y, style: .dim)
        return [Region(place) { explorer, _, _ in explorer.press(.escape) }]
    }

    private static func duration(_ seconds: Double) -> String {
        if seconds < 90 { return "\(Int(seconds.rounded())) s" }
        return seconds < 5400
            ? "\(Int((seconds / 60).rounded())) min" : "\(Int((seconds / 3600).rounded())) h"
    }

    /// Keys that share their words.
    private struct Group {
        var keys: [Key]
        let text: String
        /// How soon it gets a place, the least first.
        let rank: Int
        /// Whether it stands at the end, as help and the way out do.
        let isLast: Bool

        var label: String { FooterView.label(keys) }
        /// The cells that it takes, with the gap behind it.
        var width: Int { Glyphs.width(of: label) + 1 + Glyphs.width(of: text) + FooterView.gap }
    }

    private static let gap = 2

    /// The hints that fit into a width; those of the most particular scope come first.
    private static func hints(_ explorer: Explorer, width: Int) -> [Hint] {
        if case .editor(let state) = explorer.screen, explorer.help == nil {
            let groups = EditorView.hints(explorer, state).enumerated().map { place, hint in
                Group(keys: hint.keys, text: hint.text, rank: place, isLast: false)
            }
            return placed(groups, width: width)
        }
        return placed(groups(explorer), width: width)
    }

    /// What can be done now; keys that do the same stand together.
    private static func groups(_ explorer: Explorer) -> [Group] {
        var groups: [Group] = []
        var seen: Set<Key> = []
        for scope in explorer.scopes {
            for command in Command.hinted[scope] ?? []
            where command.obstacle(explorer) == nil && command.isHinted(explorer) {
                guard let key = command.keys.first, seen.insert(key).inserted else { continue }
                let text = command.hint(explorer)
                if let index = groups.firstIndex(where: { $0.text == text }) {
                    groups[index].keys.append(key)
                    continue
                }
                let rank = command.footer ?? .max
                let isLast = scope == .everywhere || rank <= Command.lastFooter
                groups.append(Group(keys: [key], text: text, rank: rank, isLast: isLast))
            }
        }
        return groups.filter { !$0.isLast } + groups.filter(\.isLast).sorted { $0.rank > $1.rank }
    }

    /// Gives groups a place in their order, those of the least rank before there is no room left.
    private static func placed(_ groups: [Group], width: Int) -> [Hint] {
        var room = width - 1 + gap
        var shown: Set<Int> = []
        for index in groups.indices.sorted(by: { (groups[$0].rank, $0) < (groups[$1].rank, $1) })
        where groups[index].width <= room {
            shown.insert(index)
            room -= groups[index].width
        }
        var x = 1
        return groups.indices.filter(shown.contains).map { index in
            let group = groups[index]
            defer { x += group.width }
            return Hint(keys: group.keys, text: group.text, x: x, width: group.width - gap)
        }
    }

    private static func label(_ keys: [Key]) -> String {
        keys.map(\.label).joined(separator: keys.contains { $0.label.count > 1 } ? "/" : "")
    }
}
