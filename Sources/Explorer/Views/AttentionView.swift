import Cells
import Explanation
import Models

/// The map of the selected input, with the cursor's numbers and a legend.
enum AttentionView {
    static func draw(_ explorer: Explorer, _ areas: MainAreas, in area: Rectangle, on canvas: inout Canvas) {
        guard let entry = explorer.current else {
            let inner = canvas.frame(
                area,
                title: "Attention",
                focused: explorer.focus == .attention,
                appearance: explorer.appearance
            )
            canvas.paragraph("No input. Press f to open a file, or t to type a text.", in: inner, style: .dim)
            return
        }
        let title = entry.run == nil ? entry.source.name : explorer.mapTitle(entry, width: area.width - 4)
        canvas.frame(
            area,
            title: title,
            focused: explorer.focus == .attention,
            appearance: explorer.appearance
        )
        draw(explorer, entry, map: areas.map, info: areas.info, on: &canvas)
    }

    /// Draws an entry's map and the lines below it.
    static func draw(
        _ explorer: Explorer,
        _ entry: Entry,
        map: Rectangle,
        info: Rectangle,
        on canvas: inout Canvas
    ) {
        let cursor = explorer.isInspecting && explorer.selected == entry.id ? entry.cursor : nil
        switch explorer.sight(of: entry) {
        case .message(let text):
            canvas.paragraph(text, in: map, style: .dim)
        case .source(let opened):
            drawing(explorer, entry, opened, cursor: cursor).draw(in: map, on: &canvas)
            draw(PreviewFacts.lines(opened), explorer, in: info, on: &canvas)
        case .result(let opened, let run):
            ResultView.draw(explorer, entry, opened, run, map: map, info: info, on: &canvas)
        case .overInput(let opened, let ranked):
            drawing(explorer, entry, opened, ranked.relevance, cursor: cursor).draw(in: map, on: &canvas)
            let room = Size(width: info.width, height: max(0, info.height - 1))
            let reading = Reading.lines(explorer, opened, ranked, cursor: cursor, in: room)
            draw(reading, legend: ranked.relevance, explorer, in: info, on: &canvas)
        case .matrix(let latents, let row, let meaning):
            let drawing = latentDrawing(explorer, meaning: meaning)
            drawing.drawMatrix(latents, in: map, on: &canvas)
            draw(
                drawing.reading(latents, row: row, width: info.width),
                legend: drawing.relevance(latents.values.elements),
                explorer,
                in: info,
                on: &canvas
            )
        case .strip(let values, let meaning):
            let drawing = latentDrawing(explorer, meaning: meaning)
            drawing.drawStrip(values, in: map, on: &canvas)
            draw(
                drawing.reading(values, width: info.width),
                legend: drawing.relevance(values),
                explorer,
                in: info,
                on: &canvas
            )
        }
    }

    static func drawing(
        _ explorer: Explorer,
        _ entry: Entry,
        _ opened: OpenedMedium,
        _ relevance: Relevance? = nil,
        cursor: Int?
    ) -> ExhibitDrawing {
        ExhibitDrawing(
            opened,
            relevance: relevance,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: cursor,
            frame: entry.frame,
            marked: explorer.marked(entry)
        )
    }

    private static func latentDrawing(_ explorer: Explorer, meaning: String) -> LatentDrawing {
        var lens = explorer.lens
        // In a map of all latents the chosen one is marked, whoever asks elsewhere.
        lens.query = .one(lens.latent)
        return LatentDrawing(
            lens: lens,
            appearance: explorer.appearance,
            keyCursor: explorer.isInspecting ? explorer.keyCursor : nil,
            meaning: meaning
        )
    }

    /// The token of the selected entry's map at a cell.
    static func token(_ explorer: Explorer, x: Int, y: Int, in map: Rectangle) -> Int? {
        guard let entry = explorer.current else { return nil }
        switch explorer.sight(of: entry) {
        case .overInput(let opened, let ranked):
            return drawing(explorer, entry, opened, ranked.relevance, cursor: nil).token(x: x, y: y, in: map)
        case .result(let opened, _):
            return ResultView.token(explorer, entry, opened, x: x, y: y, in: map)
        default: return nil
        }
    }

    static func draw(
        _ lines: [String],
        legend: Relevance? = nil,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let room = area.height - (legend == nil ? 0 : 1)
        let folded = lines.flatMap { foldedAtDots($0, width: area.width) }
        let shown = folded.count <= room ? folded : lines
        for (row, text) in shown.prefix(max(0, room)).enumerated() {
            canvas.line(text, in: area, y: area.y + row, appearance: explorer.appearance)
        }
        guard let legend, area.height > 0 else { return }
        let scale = MapScale(legend, lens: explorer.lens)
        canvas.legend(scale, in: area, y: area.y + area.height - 1, appearance: explorer.appearance)
    }
}

/// What is known of an input before the model has run.
enum PreviewFacts {
    static func lines(_ opened: OpenedMedium) -> [String] {
        var facts: [String]
        switch opened.exhibit {
        case .picture(_, let width, let height):
            facts = ["\(width)×\(height) pixels"]
        case .pair(_, _, let width, let height):
            facts = ["two pictures of \(width)×\(height) pixels"]
        case .sound(let outline):
            facts = sound(outline)
        case .text(let text, let count):
            // Of a long text only the beginning is kept.
            let characters =
                text.bytes.count < count ? "" : " · \(Numbers.grouped(text.string.count)) characters"
            facts = ["\(Numbers.grouped(opened.byteCount(text, count))) bytes" + characters]
        case .clip(let clip):
            let rate = "\(Numbers.short(clip.framesPerSecond)) a second"
            facts =
                clip.frames.isEmpty
                ? [] : ["\(clip.frames.count) frames of \(clip.width)×\(clip.height) pixels, \(rate)"]
            facts += clip.sound.map { Array(sound($0).prefix(1)) } ?? ["no sound"]
        }
        if let note = opened.input.note { facts.append(note) }
        return facts
    }

    private static func sound(_ outline: SoundOutline) -> [String] {
        let origin = outline.origin
        return [
            "\(decimal(origin.duration, places: 2)) s · \(origin.sampleRate) Hz · \(origin.channelCount) ch · \(origin.format)",
            "peak \(decimal(outline.level.peak, places: 1)) dBFS · mean \(decimal(outline.level.rms, places: 1)) dBFS",
        ]
    }
}
