import Cells
import Explanation
import Media
import Models

/// The map of the selected input, with the cursor's numbers and a legend.
enum AttentionView {
    /// A map that shares its scale with another one.
    struct Shared {
        let answer: MapAnswer
        /// The numbers at both ends of the colours.
        let range: ClosedRange<Float>
    }

    /// Draws the pane; a click on a token moves the cursor to it.
    static func draw(_ explorer: Explorer, _ areas: MainAreas, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        let current = explorer.current
        let inner = canvas.frame(
            area,
            title: current.map { explorer.title(of: $0, width: area.width - 4) } ?? "Attention",
            focused: explorer.main.focus == .attention
        )
        guard let current else {
            let hint = "There is no input. Press f to open a file or t to type a text."
            canvas.paragraph(hint, in: inner, style: .dim)
            return []
        }
        return draw(explorer, current, map: areas.map, info: areas.info, on: &canvas)
    }

    /// Draws an input's map and the lines below it.
    ///
    /// - Parameter shared: what is drawn in the place of the input's own map, and on which scale.
    @discardableResult
    static func draw(
        _ explorer: Explorer,
        _ input: Input,
        _ shared: Shared? = nil,
        map: Rectangle,
        info: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let cursor = explorer.cursor(of: input)
        switch explorer.content(of: input) {
        case .message(let text):
            canvas.paragraph(text, in: map, style: .dim)
            return []
        case .source(let opened):
            drawing(explorer, input, opened, cursor: cursor).draw(in: map, on: &canvas)
            draw(PreviewFacts.lines(opened), in: info, on: &canvas)
            return []
        case .output(let opened, let run):
            ResultView.draw(explorer, input, opened, run, map: map, info: info, on: &canvas)
            return [
                region(
                    map,
                    Pointing(token: { [explorer] x, y in
                        ResultView.token(explorer, input, opened, x: x, y: y, in: map)
                    })
                )
            ]
        case .map(let opened, let answer, _):
            let answer = shared?.answer ?? answer
            guard case .overInput(let ranked) = answer.content else {
                drawOverLatents(explorer, input, answer, map: map, info: info, on: &canvas)
                return []
            }
            let drawing = drawing(
                explorer,
                input,
                opened,
                ranked.relevance,
                cursor: cursor,
                sharing: shared?.range,
                blocks: answer.blocks
            )
            draw(drawing, answer, ranked, explorer, input, map: map, info: info, on: &canvas)
            return [region(map, Pointing(drawing, in: map))]
        }
    }

    /// An area in which a click moves the cursor to the token that is drawn there, and dragging selects a region.
    private static func region(_ map: Rectangle, _ target: Pointing) -> Region {
        Region(
            map,
            click: { explorer, x, y in explorer.press(target, x: x, y: y) },
            drag: { explorer, x, y in explorer.drag(target, x: x, y: y) }
        )
    }

    private static func draw(
        _ drawing: InputDrawing,
        _ answer: MapAnswer,
        _ ranked: RankedRelevance,
        _ explorer: Explorer,
        _ input: Input,
        map: Rectangle,
        info: Rectangle,
        on canvas: inout Canvas
    ) {
        drawing.draw(in: map, on: &canvas)
        let sides = SideFacts.line(explorer, input, answer, width: info.width).map { [$0] } ?? []
        let room = max(0, info.height - 1 - sides.count)
        let reading =
            RegionFacts.lines(explorer, input, ranked.relevance, width: info.width)
            ?? Reading.lines(
                answer,
                ranked,
                over: drawing.opened,
                cursor: drawing.cursor,
                peak: drawing.cursor == nil ? drawing.peak(in: map) : nil,
                in: Size(width: info.width, height: room)
            )
        draw(
            reading.prefix(room) + sides,
            legend: drawing.scale,
            sides: answer.sides,
            strongestOf: drawing.shared(in: map),
            in: info,
            on: &canvas
        )
    }

    private static func drawOverLatents(
        _ explorer: Explorer,
        _ input: Input,
        _ answer: MapAnswer,
        map: Rectangle,
        info: Rectangle,
        on canvas: inout Canvas
    ) {
        // In a map of all latents the chosen one is marked, whoever asks elsewhere.
        let row: Int? =
            if case .matrix(let matrix) = answer.content {
                matrix.queries.firstIndex(of: explorer.lens.latent)
            } else { nil }
        let drawing = LatentDrawing(
            answer,
            lens: explorer.lens,
            appearance: explorer.appearance,
            row: row,
            keyCursor: explorer.main.isInspecting ? explorer.main.keyCursor : nil
        )
        let reading: [String]
        var shared: String?
        switch answer.content {
        case .overInput: return
        case .strip(let values):
            drawing.drawStrip(values, in: map, on: &canvas)
            shared = drawing.shared(values, in: map)
            reading = drawing.reading(values, width: info.width)
        case .matrix(let matrix):
            drawing.drawMatrix(matrix, in: map, on: &canvas)
            shared = drawing.shared(matrix, in: map)
            reading = drawing.reading(
                matrix,
                latent: explorer.lens.latent,
                row: explorer.ownRow(of: matrix, input),
                width: info.width
            )
        }
        let scale = MapScale(answer.relevance, lens: explorer.lens)
        draw(reading, legend: scale, strongestOf: shared, in: info, on: &canvas)
    }

    /// An input, with a map over it or without one, as the lens shows it.
    static func drawing(
        _ explorer: Explorer,
        _ input: Input,
        _ opened: OpenedMedium,
        _ relevance: Relevance? = nil,
        cursor: Int?,
        sharing range: ClosedRange<Float>? = nil,
        blocks: Blocks? = nil
    ) -> InputDrawing {
        InputDrawing(
            opened,
            relevance: relevance,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: cursor,
            frame: input.frame,
            marked: explorer.marked(input),
            sharing: range,
            extras: .axesAndWords,
            blocks: blocks
        )
    }

    /// Draws lines, folded at their dots if there is room for that, and a map's legend below them.
    static func draw(
        _ lines: [String],
        legend: MapScale? = nil,
        sides: MapSides? = nil,
        strongestOf shared: String? = nil,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let room = area.height - (legend == nil ? 0 : 1)
        let folded = lines.flatMap { foldedAtDots($0, width: area.width) }
        let shown = folded.count <= room ? folded : lines
        for (row, text) in shown.prefix(max(0, room)).enumerated() {
            canvas.line(text, in: area, y: area.y + row)
        }
        guard let legend, area.height > 0 else { return }
        canvas.legend(legend, sides: sides, strongestOf: shared, in: area, y: area.y + area.height - 1)
    }
}

/// What is known of an input before the model has run.
enum PreviewFacts {
    static func lines(_ opened: OpenedMedium) -> [String] {
        var facts: [String]
        switch opened.outline {
        case .picture(_, let width, let height):
            facts = ["\(width)×\(height) pixels"]
        case .pair(_, _, let width, let height):
            facts = ["2 pictures of \(width)×\(height) pixels"]
        case .sound(let outline):
            facts = sound(outline)
        case .text(let text, let count):
            // Of a long text only the beginning is kept.
            let characters =
                text.bytes.count < count ? "" : " · \(Numbers.grouped(text.string.count)) characters"
            facts = ["\(Numbers.grouped(opened.byteCount(text, count))) bytes" + characters]
        case .clip(let clip):
            let rate = "\(Numbers.short(clip.framesPerSecond)) per second"
            let seconds = decimal(Double(clip.frames.count) / clip.framesPerSecond, places: 2)
            facts =
                clip.frames.isEmpty
                ? ["no frames"]
                : [
                    "\(seconds) s · \(clip.frames.count) frames of \(clip.width)×\(clip.height) pixels, \(rate)"
                ]
            facts += clip.sound.map { ["sound: " + sound($0)[0]] } ?? ["no sound"]
        case .points(let cloud): facts = [cloud.facts]
        case .units(let set): facts = units(set)
        }
        if let note = opened.input.note { facts.append(note) }
        return facts
    }

    /// How many units there are, whose, and the kinds of which there are most.
    private static func units(_ set: UnitSet) -> [String] {
        let counts = (1...2).map { owner in set.units.count { $0.owner == owner } }
        let kinds = Dictionary(grouping: set.units, by: \.type).map { ($0.key, $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let most = kinds.prefix(3).map { "\($0.1) \($0.0.isEmpty ? "hidden" : String($0.0.prefix(16)))" }
        return [
            "\(Numbers.grouped(set.units.count)) units · player 1 (capitals) \(counts[0]), player 2 \(counts[1])",
            "most: " + most.joined(separator: ", "),
        ]
    }

    private static func sound(_ outline: SoundOutline) -> [String] {
        let origin = outline.origin
        return [
            "\(decimal(origin.duration, places: 2)) s · \(origin.sampleRate) Hz · \(origin.channelCount) ch · \(origin.format)",
            "peak \(decimal(outline.level.peak, places: 1)) dBFS · mean \(decimal(outline.level.rms, places: 1)) dBFS",
        ]
    }
}
