import Cells
import Explanation
import Glibc
import Media
import Models

/// What the model made of an input where that can be seen: a flow, or the input read back from the latents.
enum ResultView {
    static func draw(
        _ explorer: Explorer,
        _ input: Input,
        _ opened: OpenedMedium,
        _ run: Run,
        map: Rectangle,
        info: Rectangle,
        on canvas: inout Canvas
    ) {
        let cursor = explorer.cursor(of: input)
        let drawing = AttentionView.drawing(explorer, input, opened, cursor: cursor)
        switch run.output {
        case .flow(let field):
            let corners = explorer.region(of: input)
            drawFlow(
                explorer,
                opened,
                field,
                cursor: cursor,
                corners: corners,
                map: map,
                info: info,
                on: &canvas
            )
        case .clip:
            let decoded = explorer.reconstruction(input)?.clip
            let (picture, taken) = map.splitBottom(noteRows(decoded, opened, in: map))
            ClipPair.draw(drawing, decoded, in: picture, on: &canvas)
            let lines = Rectangle(
                x: info.x,
                y: info.y - taken.height,
                width: info.width,
                height: info.height + taken.height
            )
            let text = clipLines(explorer, input, opened, decoded, width: info.width)
            AttentionView.draw(text, in: lines, on: &canvas)
        case .tokens, .colours:
            let decoded = explorer.reconstruction(input)?.input
            let completion = explorer.completion
            let shown = completion.map { $0.input.drawn($0.drawn, of: opened) }
            InputPair.draw(drawing, shown ?? decoded, in: map, on: &canvas)
            let lines = inputLines(explorer.appearance, opened, decoded, completion, cursor: cursor)
            AttentionView.draw(lines, in: info, on: &canvas)
        case .bytes, .transcript, .classes:
            drawing.draw(in: map, on: &canvas)
        }
    }

    /// The token under a cell.
    static func token(
        _ explorer: Explorer,
        _ input: Input,
        _ opened: OpenedMedium,
        x: Int,
        y: Int,
        in map: Rectangle
    ) -> Int? {
        let drawing = AttentionView.drawing(explorer, input, opened, cursor: nil)
        switch explorer.reconstruction(input) {
        case .clip: return nil
        case .input(let decoded): return InputPair.token(drawing, decoded, x: x, y: y, in: map)
        case nil:
            return drawing.token(x: x, y: y, in: map.splitBottom(noteRows(nil, opened, in: map)).rest)
        }
    }

    // MARK: flow

    private static func drawFlow(
        _ explorer: Explorer,
        _ opened: OpenedMedium,
        _ field: FlowField,
        cursor: Int?,
        corners: TokenRegion?,
        map: Rectangle,
        info: Rectangle,
        on canvas: inout Canvas
    ) {
        guard case .pair(let thumbnail, _, let width, let height) = opened.outline, map.height > 0 else {
            return
        }
        let layout = opened.input.layout
        let geometry = GridGeometry(picture: width, height, layout: layout, in: map)
        let drawing = FlowDrawing(field, appearance: explorer.appearance)
        if explorer.lens.overlay == .source {
            canvas.draw(thumbnail, in: map)
        } else {
            let arrows = explorer.lens.hasArrows || !explorer.appearance.hasPictureColours
            drawing.draw(arrows: arrows, in: geometry, on: &canvas)
        }
        for token in [cursor, corners?.first, corners?.last].compactMap({ $0 }) {
            if let cell = geometry.cell(of: token) { canvas.mark(x: cell.x, y: cell.y) }
        }
        let lines = [reading(opened, field, at: cursor, explorer.appearance), ""]
        AttentionView.draw(Array(lines.prefix(1)), in: info, on: &canvas)
        if info.height > 1 { drawLegend(drawing, explorer, in: info, on: &canvas) }
    }

    /// The displacement under the cursor, or the average one.
    static func reading(_ opened: OpenedMedium, _ field: FlowField, at cursor: Int?, _ appearance: Appearance)
        -> String
    {
        let dot = " \(appearance.dot) "
        guard let cursor, let place = place(cursor, opened, field) else {
            let facts = FlowFacts(field)
            return [
                "mean \(Numbers.short(facts.mean)) px", "longest \(Numbers.short(facts.longest)) px",
                "Enter: read single pixels",
            ].joined(separator: dot)
        }
        let (right, down) = field[place.x, place.y]
        let length = Double(right * right + down * down).squareRoot()
        return [
            "x \(place.x) y \(place.y)", "dx \(signed(right)) dy \(signed(down))",
            "\(decimal(length, places: 2)) px " + FlowDrawing.arrow(Double(right), Double(down), appearance),
        ].joined(separator: dot)
    }

    /// The pixel of the field that a token stands for.
    private static func place(_ token: Int, _ opened: OpenedMedium, _ field: FlowField) -> (x: Int, y: Int)? {
        guard case .pair(_, _, let width, let height) = opened.outline else { return nil }
        let layout = opened.input.layout
        let (column, row) = layout.cell(of: token)
        let (x, y) = (layout.columns.centre(column), layout.rows?.centre(row) ?? 0)
        return (
            min(field.width - 1, max(0, Int(x * Double(field.width) / Double(width)))),
            min(field.height - 1, max(0, Int(y * Double(field.height) / Double(height))))
        )
    }

    private static func signed(_ value: Float) -> String { printed(Double(value), "%+.2f") }

    /// The colours of eight directions, and what full colour means.
    private static func drawLegend(
        _ drawing: FlowDrawing,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let y = area.y + area.height - 1
        var x = area.x
        for eighth in 0..<8 {
            let angle = Double(eighth) * .pi / 4
            let (right, down) = (cos(angle), sin(angle))
            let colour = FlowDrawing.colour((right, down), longest: 1)
            let style =
                explorer.appearance.hasPictureColours
                ? Style(colour.readable.colour, on: colour.colour, .bold) : .plain
            canvas.write(
                FlowDrawing.arrow(right, down, explorer.appearance) + " ",
                x: x,
                y: y,
                style: style,
                limit: area.x + area.width - x
            )
            x += 2
        }
        let text = explorer.appearance.hasPictureColours ? "full colour" : "full shade"
        let meaning = " \(text): \(Numbers.short(drawing.longest)) px"
        canvas.write(
            explorer.appearance.fitted(meaning, width: max(0, area.x + area.width - x)),
            x: x,
            y: y,
            style: .dim
        )
    }

    // MARK: pictures and sounds

    private static func inputLines(
        _ appearance: Appearance,
        _ opened: OpenedMedium,
        _ decoded: ReconstructedInput?,
        _ completion: Completion?,
        cursor: Int?
    ) -> [String] {
        let dot = " \(appearance.dot) "
        var place: [String] = []
        if let cursor {
            place.append(Reading.place(of: cursor, in: opened))
            if opened.input.removed.contains(cursor) { place.append("removed") }
        }
        let asked = opened.input.asked
        guard let decoded else { return place + [asked == nil ? "Decoding…" : "Completing…"] }
        if let asked {
            let drawn =
                asked.temperature > 0
                ? "temperature \(Numbers.short(asked.temperature))\(dot)seed \(asked.seed)\(dot)~ for another"
                : "always the most probable colour"
            let isWhole = completion?.isWhole ?? true
            let state = isWhole ? "PSNR of what was drawn \(decibels(decoded.psnr))" : completion?.words ?? ""
            place = [state] + place
            return [drawn, place.joined(separator: dot)]
        }
        var ratios = ["PSNR \(decibels(decoded.psnr))"]
        if let removed = decoded.removedPSNR { ratios.append("removed area: \(decibels(removed))") }
        if let note = opened.input.note, cursor == nil { place.append(note) }
        return [ratios.joined(separator: dot)] + (place.isEmpty ? [] : [place.joined(separator: dot)])
    }

    // MARK: clips

    /// The rows that a note on a clip takes from its picture, where there are enough: it says what was left out,
    /// cropped and resampled.
    private static func noteRows(_ decoded: ReconstructedClip?, _ opened: OpenedMedium, in map: Rectangle)
        -> Int
    {
        guard case .clip = opened.outline, decoded == nil, let note = opened.input.note else { return 0 }
        let rows = wrapped(note, width: map.width).count - 1
        return map.height - rows >= 8 ? rows : 0
    }

    private static func clipLines(
        _ explorer: Explorer,
        _ input: Input,
        _ opened: OpenedMedium,
        _ decoded: ReconstructedClip?,
        width: Int
    ) -> [String] {
        guard case .clip(let clip) = opened.outline else { return [] }
        let dot = " \(explorer.appearance.dot) "
        var first: [String] = []
        if !clip.frames.isEmpty {
            first.append("frame \(input.frame + 1) of \(explorer.frameCount)")
            first.append("\(decimal(Double(input.frame) / clip.framesPerSecond, places: 2)) s")
        }
        guard let decoded else {
            let hint = input.decodes ? "Decoding…" : "Press r to decode the clip from the latents."
            return [first.joined(separator: dot), hint]
                + (opened.input.note.map { wrapped($0, width: width) } ?? [])
        }
        if decoded.framePSNR.indices.contains(input.frame) {
            first.append("PSNR \(decibels(decoded.framePSNR[input.frame]))")
        }
        var second: [String] = []
        if !decoded.framePSNR.isEmpty {
            let mean = decoded.framePSNR.reduce(0, +) / Double(decoded.framePSNR.count)
            second.append("all frames \(decibels(mean))")
        }
        second.append("sound \(decibels(decoded.soundPSNR))")
        return [first.joined(separator: dot), second.joined(separator: dot)]
    }

    private static func decibels(_ value: Double) -> String {
        value.isFinite ? "\(decimal(value, places: 1)) dB" : value > 0 ? "exact" : "no signal"
    }
}

extension Reconstructed {
    /// The clip that was decoded, if it is one.
    fileprivate var clip: ReconstructedClip? { if case .clip(let clip) = self { clip } else { nil } }

    /// The picture or the sound that was decoded, if it is one.
    fileprivate var input: ReconstructedInput? { if case .input(let input) = self { input } else { nil } }
}
