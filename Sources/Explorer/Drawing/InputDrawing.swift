import Cells
import Explanation
import Media
import Models

/// Draws an input with a map over it, or without one.
package struct InputDrawing {
    let opened: OpenedMedium
    let scale: MapScale?
    let lens: Lens
    package let appearance: Appearance
    /// The token to mark.
    let cursor: Int?
    /// The frame of a clip that is shown.
    let frame: Int
    /// Tokens that are marked to be removed.
    let marked: Set<Int>
    /// What else is drawn where there is room.
    let extras: Extras
    /// What has one number together, if tokens share numbers.
    let blocks: Blocks?
    /// The colours of tokens that have colours of their own, on pages; then there is no map.
    var colours: VectorColours?

    /// What is drawn beside an input.
    package enum Extras: Sendable {
        case none
        /// The axes of sounds and points.
        case axes
        /// Also the words of a text by their numbers.
        case axesAndWords
    }

    /// An input, the map over it, and what is marked in it.
    ///
    /// - Parameter shared: the numbers at both ends of a scale that several maps share.
    package init(
        _ opened: OpenedMedium,
        relevance: Relevance?,
        lens: Lens,
        appearance: Appearance,
        cursor: Int?,
        frame: Int = 0,
        marked: Set<Int> = [],
        sharing shared: ClosedRange<Float>? = nil,
        extras: Extras = .axes,
        blocks: Blocks? = nil
    ) {
        self.opened = opened
        let isText = if case .text = opened.outline { true } else { false }
        scale = relevance.map { MapScale($0, lens: lens, sharing: shared, hasBars: isText) }
        self.lens = lens
        self.appearance = appearance
        self.cursor = cursor
        self.frame = frame
        self.marked = marked
        self.extras = extras
        self.blocks = blocks
    }

    /// The same way of drawing for another input, without a map.
    func showing(_ other: OpenedMedium) -> InputDrawing {
        InputDrawing(
            other,
            relevance: nil,
            lens: lens,
            appearance: appearance,
            cursor: cursor,
            frame: frame
        )
    }

    /// How the parts of a source are drawn, each where it lies in an area.
    enum Part {
        case picture(Image, GridGeometry)
        /// A small frame of a clip, which is clicked but not walked over.
        case still(Image, GridGeometry)
        case ruler(ClipRuler)
        case spectrogram(SpectrogramImage, GridGeometry, SpectrogramAxes)
        case text(ScrolledText)
        case words(WordList)
        case points(PointGeometry, PointAxes)
        case wave(ClipWave)
        case items(ItemsDrawing)

        /// Where its tokens lie, if it has any.
        var geometry: (any Geometry)? {
            switch self {
            case .picture(_, let geometry), .still(_, let geometry), .spectrogram(_, let geometry, _):
                geometry
            case .ruler: nil
            case .text(let text): text
            case .words(let words): words
            case .points(let geometry, _): geometry
            case .wave(let wave): wave.geometry
            case .items(let items): items.geometry
            }
        }
    }

    /// The parts from above: what they are, the layout and the outline decide together, here alone.
    func parts(in area: Rectangle) -> [Part] {
        guard area.width > 0 && area.height > 0 else { return [] }
        if case .clip(let clip) = opened.outline { return parts(clip, in: area) }
        let unplaced = opened.input.layout.sections.filter { $0.shape == .unplaced }
        let lines = area.height > 2 * unplaced.count ? unplaced.count : 0
        let (rest, bottom) = area.splitBottom(lines)
        return placedParts(in: rest)
            + unplaced.prefix(lines).enumerated().map { line, section in
                .items(ItemsDrawing(section, in: bottom.inset(top: line)))
            }
    }

    /// The parts that have places in the source.
    private func placedParts(in area: Rectangle) -> [Part] {
        let layout = opened.input.layout
        switch (layout.placed.shape, opened.outline) {
        case (.points(let points), let outline):
            let seen = SeenPoints(points, outline.cloud, from: lens.view)
            let axes = PointAxes(seen, isBare: extras == .none, in: area)
            return [.points(PointGeometry(seen, first: layout.placed.first, in: axes.plot), axes)]
        case (_, .picture(let thumbnail, let width, let height)),
            (_, .pair(let thumbnail, _, let width, let height)):
            return [.picture(thumbnail, GridGeometry(picture: width, height, layout: layout, in: area))]
        case (_, .sound):
            guard let image = opened.input.spectrogram else { return [] }
            let axes = SpectrogramAxes(area, isBare: extras == .none)
            return [
                .spectrogram(
                    image,
                    GridGeometry(spectrogramOf: image.bands, layout: layout, in: axes.plot),
                    axes
                )
            ]
        case (_, .text(let text, _)): return parts(of: text, in: area)
        // Its parts come before; points and units have tokens that are points.
        case (_, .clip), (_, .points), (_, .units): return []
        }
    }

    /// Where the tokens of the parts lie; in a list of words none lies that is not in the text, and small frames are not
    /// walked over.
    package func geometries(in area: Rectangle) -> [any Geometry] {
        parts(in: area).compactMap { part in
            switch part {
            case .words, .still: nil
            default: part.geometry
            }
        }
    }

    /// Draws into an area.
    package func draw(in area: Rectangle, on canvas: inout Canvas) {
        for part in parts(in: area) {
            switch part {
            case .picture(let thumbnail, let geometry), .still(let thumbnail, let geometry):
                draw(thumbnail, geometry, on: &canvas)
            case .ruler(let ruler): ruler.draw(on: &canvas)
            case .spectrogram(let image, let geometry, let axes):
                axes.draw(opened.input.layout, image, on: &canvas)
                draw(image, geometry, on: &canvas)
            case .text(let text): TextDrawing(self, text).draw(in: text.area, on: &canvas)
            case .words(let words): words.draw(on: &canvas)
            case .points(let geometry, let axes):
                axes.draw(around: geometry.frame, on: &canvas)
                if case .units(let set) = opened.outline {
                    UnitGlyphs(drawing: self, geometry: geometry, units: set.units).draw(on: &canvas)
                    continue
                }
                let fine = geometry.finer(appearance.density)
                PixelDrawing(self, fine, leastShade: fine.leastShade, source: fine.source).draw(on: &canvas)
            case .wave(let wave): draw(wave, on: &canvas)
            case .items(let items): items.draw(self, on: &canvas)
            }
        }
    }

    /// Of the tokens that are drawn the one with the largest number; `nil` without a map.
    package func peak(in area: Rectangle) -> Int? {
        guard let relevance = scale?.relevance else { return nil }
        let geometries = geometries(in: area)
        let peak = relevance.peak
        if geometries.contains(where: { $0.contains(peak) }) { return peak }
        let shown = relevance.values.indices.lazy.filter { token in
            geometries.contains { $0.contains(token) }
        }
        return relevance.peak(of: shown)
    }

    /// The most tokens that one place in an area stands for, in words; `nil` if each has a place of its own.
    func shared(in area: Rectangle) -> String? {
        let tokens = mostTokens(in: area)
        return tokens > 1 ? "\(tokens) tokens" : nil
    }

    /// The most tokens that one place in an area stands for.
    package func mostTokens(in area: Rectangle) -> Int {
        geometries(in: area).reduce(1) {
            let geometry = ($1 as? any PixelGeometry)?.finer(appearance.density) ?? $1
            return max($0, geometry.mostTokens(inWholeCells: appearance.hasWholeCells))
        }
    }

    private func draw(_ thumbnail: Image, _ geometry: GridGeometry, on canvas: inout Canvas) {
        pixels(thumbnail, geometry).draw(on: &canvas)
    }

    /// A picture's pixels.
    func pixels(_ thumbnail: Image, _ geometry: GridGeometry) -> PixelDrawing<GridGeometry> {
        let geometry = geometry.finer(appearance.density)
        let image = thumbnail.averaged(width: geometry.pixels.width, height: geometry.pixels.height)
        return PixelDrawing(self, geometry) { x, y in
            let pixel = image[x, y]
            return RGB(pixel.red, pixel.green, pixel.blue)
        }
    }

    private func draw(_ spectrogram: SpectrogramImage, _ geometry: GridGeometry, on canvas: inout Canvas) {
        pixels(spectrogram, geometry).draw(on: &canvas)
    }

    /// A spectrogram's pixels.
    func pixels(_ spectrogram: SpectrogramImage, _ geometry: GridGeometry) -> PixelDrawing<GridGeometry> {
        let geometry = geometry.finer(appearance.density)
        return PixelDrawing(self, geometry) { x, y in
            let frames =
                x * spectrogram.frames
                / geometry.pixels.width..<max(
                    x * spectrogram.frames / geometry.pixels.width + 1,
                    (x + 1) * spectrogram.frames / geometry.pixels.width
                )
            let band = min(spectrogram.bands - 1, Int(geometry.source(x: x, y: y).y))
            let sum = frames.reduce(Float(0)) { $0 + spectrogram.values[band * spectrogram.frames + $1] }
            return RGB(loudness: Double(sum) / Double(frames.count))
        }
    }

    /// A text in lines, and where there is room for that its words below it, by their numbers.
    private func parts(of text: Text, in area: Rectangle) -> [Part] {
        let wrapped = TextGeometry(text, opened.input, width: area.width, appearance: appearance)
        // Without colours each line of text is followed by a line of bars.
        let isPlain = appearance.hasPictureColours || scale == nil || lens.overlay == .source
        let lines = wrapped.lineCount * (isPlain ? 1 : 2)
        // A heading and two words at least; a long text leaves them a third.
        let most = area.height >= 12 ? area.height * 2 / 3 : area.height
        let (top, rest) = area.splitTop(min(lines, most))
        let list = rest.inset(top: 1)
        guard let scale, extras == .axesAndWords, list.height >= 3, !opened.input.parts.isEmpty else {
            return [.text(scrolled(wrapped, linesPerLine: isPlain ? 1 : 2, in: area))]
        }
        let words = TextWords(wrapped, of: opened, in: blocks?.tokens ?? opened.input.parts)
        return [
            .text(scrolled(wrapped, linesPerLine: isPlain ? 1 : 2, in: top)),
            .words(WordList(words, scale, cursor: cursor, in: list)),
        ]
    }

    /// Scrolled so far that the cursor, or without one the map's peak, is visible.
    private func scrolled(_ text: TextGeometry, linesPerLine: Int, in area: Rectangle) -> ScrolledText {
        let tokens = text.characters.lazy.compactMap(\.tokens).joined()
        return ScrolledText(
            text,
            showing: cursor ?? scale?.relevance.peak(of: tokens),
            linesPerLine: linesPerLine,
            in: area
        )
    }
}
