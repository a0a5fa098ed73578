import Cells
import Explanation
import Media
import Models

// A clip: one of its frames with the map over it, and on one axis of time a filmstrip and the sound with their maps.
extension InputDrawing {
    /// Where the parts of a clip lie.
    struct ClipAreas {
        let picture: Rectangle
        /// Small frames side by side.
        let film: Rectangle
        /// A line with seconds and the moment of the frame shown.
        let ruler: Rectangle
        let wave: Rectangle
        /// A line of colours under the wave, where there is a map.
        let strip: Rectangle

        init(_ area: Rectangle, hasFrames: Bool, hasSound: Bool, hasFilm: Bool = false) {
            let hasFilm = hasFilm && hasFrames && area.height >= 14
            let height =
                !hasSound
                ? 0 : !hasFrames ? area.height : area.height >= 9 ? min(hasFilm ? 9 : 6, area.height / 4) : 2
            let (rest, bottom) = area.splitBottom(height)
            let (above, ruler) = rest.splitBottom(hasFilm ? 1 : 0)
            let (top, film) = above.splitBottom(hasFilm ? max(2, min(6, area.height / 6)) : 0)
            (self.film, self.ruler) = (film, ruler)
            picture = hasFrames ? top : top.splitTop(0).top
            (wave, strip) = bottom.splitBottom(min(1, height))
        }

        init(_ area: Rectangle, _ clip: ClipOutline) {
            self.init(
                area,
                hasFrames: !clip.frames.isEmpty,
                hasSound: clip.sound != nil,
                hasFilm: clip.frames.count > 1
            )
        }
    }

    /// The frame that is shown, and below it the filmstrip and the sound.
    func parts(_ clip: ClipOutline, in area: Rectangle) -> [Part] {
        let areas = ClipAreas(area, clip)
        var parts: [Part] = []
        if clip.frames.indices.contains(frame), areas.picture.height > 0 {
            parts.append(.picture(clip.frames[frame], geometry(of: frame, clip, in: areas.picture)))
        }
        if areas.film.height > 0 {
            parts += film(clip, in: areas.film)
            parts.append(.ruler(ClipRuler(area: areas.ruler, seconds: clip.duration, moment: moment(clip))))
        }
        return parts + sound(clip, areas)
    }

    private func geometry(of frame: Int, _ clip: ClipOutline, in area: Rectangle) -> GridGeometry {
        GridGeometry(
            picture: clip.width,
            clip.height,
            layout: opened.input.layout,
            section: opened.input.layout.picturesFromCorner,
            shownFrame: frame,
            in: area
        )
    }

    /// The second at which the frame that is shown begins; `nil` without frames.
    private func moment(_ clip: ClipOutline) -> Double? {
        clip.frames.isEmpty ? nil : Double(frame) / clip.framesPerSecond
    }

    /// As many frames side by side as there is room for, each where its moment lies on the axis of time.
    private func film(_ clip: ClipOutline, in area: Rectangle) -> [Part] {
        let share = Double(clip.frames.count) / clip.framesPerSecond / max(clip.duration, 1e-9)
        let width = max(1, Int((Double(area.width) * min(1, share)).rounded()))
        let aspect = Double(max(1, clip.width)) / Double(max(1, clip.height))
        let each = max(1, Int((Double(2 * area.height) * aspect).rounded(.up)))
        let count = max(1, min(clip.frames.count, width / each))
        return (0..<count).map { place in
            let (from, to) = (width * place / count, width * (place + 1) / count)
            let index = min(clip.frames.count - 1, (2 * place + 1) * clip.frames.count / (2 * count))
            let slot = Rectangle(x: area.x + from, y: area.y, width: to - from, height: area.height)
            return .still(clip.frames[index], geometry(of: index, clip, in: slot))
        }
    }

    /// The spectrogram, or the wave where tokens are pieces of it.
    private func sound(_ clip: ClipOutline, _ areas: ClipAreas) -> [Part] {
        guard let sound = clip.sound, areas.wave.height > 0,
            let section = opened.input.layout.section(of: .sound) ?? opened.input.layout.wave
        else { return [] }
        let whole = areas.film.height > 0 ? clip.duration : sound.duration
        func width(of seconds: Double, in area: Rectangle) -> Rectangle {
            let share = min(1, seconds / max(whole, 1e-9))
            let width = max(1, Int((Double(area.width) * share).rounded()))
            return Rectangle(x: area.x, y: area.y, width: min(width, area.width), height: area.height)
        }
        if let image = opened.input.spectrogram, section.rows != nil {
            let both = Rectangle(
                x: areas.wave.x,
                y: areas.wave.y,
                width: areas.wave.width,
                height: areas.wave.height + areas.strip.height
            )
            let area = width(of: section.columns.edges[section.columnCount], in: both)
            let geometry = GridGeometry(
                spectrogramOf: image.bands,
                layout: opened.input.layout,
                section: section,
                in: area
            )
            return [.spectrogram(image, geometry, SpectrogramAxes(area, isBare: true))]
        }
        let geometry = GridGeometry(
            row: section,
            upTo: sound.duration,
            in: width(of: sound.duration, in: areas.strip)
        )
        let wave = width(of: sound.duration, in: areas.wave)
        return [.wave(ClipWave(sound: sound, geometry: geometry, area: wave, moment: moment(clip)))]
    }

    /// The wave, and under each of its columns the strongest of its tokens.
    func draw(_ wave: ClipWave, on canvas: inout Canvas) {
        WaveDrawing.draw(wave.sound, in: wave.area, on: &canvas)
        for x in 0..<wave.geometry.pixels.width where wave.geometry.pixels.height > 0 {
            drawStrip(wave.geometry, x: x, on: &canvas)
        }
        drawMoment(of: wave, on: &canvas)
    }

    /// A cell of a line of tokens: the strongest of them, and the cursor.
    func drawStrip(_ geometry: GridGeometry, x: Int, on canvas: inout Canvas) {
        let (cellX, cellY) = (geometry.frame.x + x, geometry.frame.y)
        let tokens = geometry.tokens(x: x, y: 0)
        if let scale, lens.overlay != .source {
            let share = scale.relevance.strongest(of: tokens).map(scale.share) ?? 0
            canvas[cellX, cellY] = appearance.barCell(share, scale)
        }
        if let cursor, tokens.contains(cursor) {
            let style = Style(.standard, on: .standard, [.reverse, .bold])
            canvas.write("^", x: cellX, y: cellY, style: style)
        }
    }

    /// Marks the part of the sound that is heard while the frame is seen.
    private func drawMoment(of wave: ClipWave, on canvas: inout Canvas) {
        guard let moment = wave.moment, wave.sound.duration > 0 else { return }
        let place = moment / wave.sound.duration
        guard place < 1 else { return }
        let strip = wave.geometry.frame
        let x = strip.x + Int(place * Double(strip.width))
        canvas.restyle(Rectangle(x: x, y: strip.y - 1, width: 1, height: 1)) {
            $0.attributes.insert(.reverse)
        }
    }
}

/// The sound of a clip, and the strip below its wave where its tokens lie.
struct ClipWave {
    let sound: SoundOutline
    let geometry: GridGeometry
    /// Where the wave is drawn.
    let area: Rectangle
    /// The second that the frame shown begins at; `nil` without frames.
    let moment: Double?
}

/// The seconds of a clip between its filmstrip and its sound, and the moment of the frame that is shown.
struct ClipRuler {
    let area: Rectangle
    /// How long the clip lasts.
    let seconds: Double
    /// The second of the frame that is shown; `nil` without frames.
    let moment: Double?

    func draw(on canvas: inout Canvas) {
        guard area.height > 0, area.width > 0, seconds > 0 else { return }
        let x = moment.map { area.x + min(area.width - 1, Int($0 / seconds * Double(area.width))) }
        SpectrogramAxes.drawTimes(from: 0, to: seconds, in: area, sparing: x, on: &canvas)
        guard let x else { return }
        let style = Style(.standard, on: .standard, [.reverse, .bold])
        canvas.write(canvas.appearance.ascii ? "^" : "▲", x: x, y: area.y, style: style)
    }
}

/// A clip beside what was decoded from the latents.
enum ClipPair {
    static func draw(
        _ drawing: InputDrawing,
        _ decoded: ReconstructedClip?,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let decoded, case .clip(let clip) = drawing.opened.outline else {
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
        let areas = InputDrawing.ClipAreas(second, clip)
        if decoded.frames.indices.contains(drawing.frame) {
            canvas.draw(decoded.frames[drawing.frame], in: areas.picture)
        }
        if areas.wave.height > 0 {
            WaveDrawing.draw(decoded.sound, in: areas.wave, on: &canvas)
        }
    }
}

extension Canvas {
    /// Draws a picture as large as an area allows, in its middle.
    mutating func draw(_ image: Image, in area: Rectangle) {
        guard area.width > 0 && area.height > 0 else { return }
        let aspect = Double(image.width) / Double(image.height)
        let across = max(1, Int(min(Double(area.width), Double(area.height * 2) * aspect)))
        let down = max(1, min(area.height * 2, Int((Double(across) / aspect).rounded())))
        let density = appearance.density
        var raster = Raster(
            width: across * density.x,
            height: (down * density.y + 1) / 2,
            density: density
        )
        let small = image.averaged(width: raster.width, height: raster.height)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let pixel = small[x, y]
                raster[x, y] = RGB(pixel.red, pixel.green, pixel.blue)
            }
        }
        let (x, y) = (area.x + (area.width - across) / 2, area.y + (area.height - (down + 1) / 2) / 2)
        draw(raster, x: x, y: y)
    }
}

extension Appearance {
    /// A cell that shows a share of a scale: in its colour, or filled as far.
    func barCell(_ share: Double, _ scale: MapScale) -> Cell {
        hasPictureColours
            ? Cell(" ", Style(on: scale.palette.colour(share, depth: depth))) : scale.bar(share, self)
    }
}
