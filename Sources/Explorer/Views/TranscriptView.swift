import Cells
import Media
import Models

/// What a model of speech wrote down: the text, each letter with its time, and what else the frame might be.
enum TranscriptView {
    /// Where the parts lie.
    private struct Areas {
        let text: Rectangle
        let letters: Rectangle
        let alternatives: Rectangle

        init(_ area: Rectangle, lines: Int, letters count: Int) {
            let (top, rest) = area.splitTop(min(lines, max(1, area.height / 3)))
            text = top
            let (upper, lower) = rest.splitTop(min(count + 1, max(2, rest.height * 2 / 3)))
            (letters, alternatives) = (upper, lower)
        }
    }

    static func draw(
        _ explorer: Explorer,
        _ input: Input,
        _ transcript: Transcript,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let isEmpty = transcript.letters.isEmpty
        let text = isEmpty ? "No letter was read." : transcript.text
        let lines = wrapped(text, width: area.width)
        let areas = Areas(area, lines: lines.count, letters: transcript.letters.count)
        for (row, line) in lines.prefix(areas.text.height).enumerated() {
            canvas.line(line, in: areas.text, y: areas.text.y + row, style: isEmpty ? .dim : .bold)
        }
        drawAlternatives(explorer, input, transcript, in: areas.alternatives, on: &canvas)
        return isEmpty ? [] : drawLetters(explorer, input, transcript, in: areas.letters, on: &canvas)
    }

    private static func drawLetters(
        _ explorer: Explorer,
        _ input: Input,
        _ transcript: Transcript,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        guard let times = input.opened?.input.layout.columns.edges else { return [] }
        let letters = transcript.letters
        canvas.line(
            letters.count == 1 ? "1 letter" : "\(letters.count) letters",
            right: "seconds  prob.",
            in: area,
            y: area.y,
            style: .dim
        )
        let chosen = input.askedToken.flatMap(transcript.letter)
        let list = ScrolledList(letters.count, cursor: chosen ?? 0, in: area.inset(top: 1))
        for row in list.rows {
            let letter = letters[row]
            let seconds = [letter.frames.lowerBound, letter.frames.upperBound].map {
                decimal(times[$0], places: 2)
            }
            let isChosen = row == chosen
            canvas.line(
                (isChosen ? ">" : " ") + letter.name,
                right: "\(seconds[0])–\(seconds[1])  \(Numbers.probability(letter.probability).padded(5))",
                in: list.line(of: row),
                y: list.y(of: row),
                style: isChosen ? (explorer.main.focus == .predictions ? .reverse : .bold) : .plain
            )
        }
        return list.regions { explorer, row in
            if let run = explorer.current?.run { explorer.choose(place: letters[row].best, run) }
        }
    }

    private static func drawAlternatives(
        _ explorer: Explorer,
        _ input: Input,
        _ transcript: Transcript,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let frame = input.askedToken, area.height > 1, let name = input.found?.name else { return }
        canvas.line(explorer.appearance.fitted(name, width: area.width), in: area, y: area.y, style: .dim)
        let list = area.inset(top: 1)
        let others = transcript.alternatives(at: frame, top: list.height)
        let width = others.map { Glyphs.width(of: transcript.name(of: $0.token)) }.max() ?? 0
        for (row, other) in others.enumerated() {
            let y = list.y + row
            canvas.write(transcript.name(of: other.token), x: list.x + 1, y: y, limit: list.width)
            let probability = Numbers.probability(other.probability)
            canvas.write(probability.padded(4), x: list.x + list.width - 4, y: y, limit: 4)
            let bar = list.width - width - 8
            guard bar >= 3 else { continue }
            let style = (row == 0 ? Accent.chosen : .other).style(explorer.appearance)
            canvas.bar(other.probability, x: list.x + width + 2, y: y, width: bar, style: style)
        }
    }
}
