import Cells
import Media
import Models

// A clip: one of its frames with the map over it, and below it the wave of the sound with its map.
extension ExhibitDrawing {
    /// Where the parts of a clip lie.
    struct ClipAreas {
        let picture: Rectangle
        let wave: Rectangle
        /// A line of colours under the wave, where there is a map.
        let strip: Rectangle

        init(_ area: Rectangle, hasFrames: Bool, hasSound: Bool) {
            let height =
                !hasSound ? 0 : !hasFrames ? area.height : area.height >= 9 ? min(6, area.height / 4) : 2
            let (top, bottom) = area.splitBottom(height)
            picture = hasFrames ? top : top.splitTop(0).top
            (wave, strip) = bottom.splitBottom(min(1, height))
        }

        init(_ area: Rectangle, _ clip: ClipOutline) {
            self.init(area, hasFrames: !clip.frames.isEmpty, hasSound: clip.sound != nil)
        }
    }

    private func geometry(_ clip: ClipOutline, in area: Rectangle) -> GridGeometry {
        GridGeometry(
            picture: clip.width,
            clip.height,
            layout: opened.input.layout,
            section: opened.input.layout.picturesFromCorner,
            shownFrame: frame,
            in: area
        )
    }

    func drawClip(_ clip: ClipOutline, in area: Rectangle, on canvas: inout Canvas) {
        let areas = ClipAreas(area, clip)
        if clip.frames.indices.contains(frame), areas.picture.height > 0 {
            draw(clip.frames[frame], geometry(clip, in: areas.picture), on: &canvas)
        }
        guard let sound = clip.sound, areas.wave.height > 0 else { return }
        WaveDrawing.draw(sound, in: areas.wave, appearance: appearance, on: &canvas)
        drawStrip(clip, sound, in: areas.strip, on: &canvas)
    }

    /// Under each column of the wave the largest number of its tokens: a thin peak must not vanish.
    private func drawStrip(
        _ clip: ClipOutline,
        _ sound: SoundOutline,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let wave = opened.input.layout.wave else { return }
        for x in 0..<area.width {
            let tokens = tokens(of: wave, column: x, of: area.width, seconds: sound.duration)
            let (cellX, cellY) = (area.x + x, area.y)
            if let scale, lens.overlay != .source {
                let share = tokens.reduce(0.0) { max($0, scale.share($1)) }
                if appearance.hasPictureColours {
                    canvas[cellX, cellY] = Cell(
                        " ",
                        Style(on: scale.palette.colour(share, depth: appearance.depth))
                    )
                } else {
                    canvas[cellX, cellY] = Cell(appearance.bar(share))
                }
            }
            if let cursor, tokens.contains(cursor) {
                canvas.write(
                    "^",
                    x: cellX,
                    y: cellY,
                    style: Style(.standard, on: .standard, [.reverse, .bold])
                )
            }
        }
        drawFrameMark(clip, sound, in: area, on: &canvas)
    }

    /// The part of the sound that is heard while the frame is seen.
    private func drawFrameMark(
        _ clip: ClipOutline,
        _ sound: SoundOutline,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard !clip.frames.isEmpty, sound.duration > 0 else { return }
        let place = Double(frame) / clip.framesPerSecond / sound.duration
        guard place < 1 else { return }
        let x = area.x + Int(place * Double(area.width))
        canvas.restyle(Rectangle(x: x, y: area.y - 1, width: 1, height: 1)) { $0.attributes.insert(.reverse) }
    }

    private func tokens(of wave: Layout.Section, column: Int, of columns: Int, seconds: Double) -> Range<Int>
    {
        let (from, to) = (wave.columns.edges[0], wave.columns.edges[wave.columnCount])
        func cell(_ column: Int) -> Int {
            let time = Double(column) / Double(columns) * max(seconds, 1e-9)
            return min(wave.columnCount, max(0, Int((time - from) / (to - from) * Double(wave.columnCount))))
        }
        let first = cell(column)
        let end = min(wave.columnCount, max(first + 1, cell(column + 1)))
        return first < end ? wave.first + first..<wave.first + end : wave.first..<wave.first
    }

    /// The token of a clip shown at a cell of the screen.
    func token(x: Int, y: Int, _ clip: ClipOutline, in area: Rectangle) -> Int? {
        let areas = ClipAreas(area, clip)
        if areas.picture.contains(x: x, y: y) {
            return geometry(clip, in: areas.picture).token(cellX: x, cellY: y)
        }
        guard let sound = clip.sound, let wave = opened.input.layout.wave, area.contains(x: x, y: y) else {
            return nil
        }
        let found = tokens(of: wave, column: x - area.x, of: area.width, seconds: sound.duration)
        return found.isEmpty ? nil : found.lowerBound
    }
}

/// A clip beside what was decoded from the latents.
enum ClipPair {
    static func draw(
        _ drawing: ExhibitDrawing,
        _ decoded: ReconstructedClip?,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let decoded, case .clip(let clip) = drawing.opened.exhibit else {
            drawing.draw(in: area, on: &canvas)
            return
        }
        // Beside each other or one below the other, as the pictures become larger; the wave takes a few lines.
        let aspect = Double(max(clip.width, 1)) / Double(max(clip.height, 1))
        let (beside, below) = (
            min(Double(area.width / 2), Double(2 * area.height - 12) * aspect),
            min(Double(area.width), Double(area.height - 12) * aspect)
        )
        let (first, second) = beside >= below ? area.sides : area.splitTop(area.height / 2)
        drawing.draw(in: first, on: &canvas)
        let areas = ExhibitDrawing.ClipAreas(second, clip)
        if decoded.frames.indices.contains(drawing.frame) {
            canvas.draw(decoded.frames[drawing.frame], in: areas.picture, appearance: drawing.appearance)
        }
        if areas.wave.height > 0 {
            WaveDrawing.draw(decoded.sound, in: areas.wave, appearance: drawing.appearance, on: &canvas)
        }
    }
}

extension Canvas {
    /// Draws a picture as large as an area allows, in its middle.
    mutating func draw(_ image: Image, in area: Rectangle, appearance: Appearance) {
        guard area.width > 0 && area.height > 0 else { return }
        let aspect = Double(image.width) / Double(image.height)
        let across = max(1, Int(min(Double(area.width), Double(area.height * 2) * aspect)))
        let down = max(1, min(area.height * 2, Int((Double(across) / aspect).rounded())))
        let small = image.averaged(width: across, height: down)
        var raster = Raster(width: across, height: down)
        for y in 0..<down {
            for x in 0..<across {
                let pixel = small[x, y]
                raster[x, y] = RGB(pixel.red, pixel.green, pixel.blue)
            }
        }
        let (x, y) = (area.x + (area.width - across) / 2, area.y + (area.height - (down + 1) / 2) / 2)
        draw(raster, x: x, y: y, appearance: appearance)
    }
}
