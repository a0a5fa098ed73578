import Cells
import Explanation
import Media
import Models

/// An input with its map as shapes: pictures at their own size, sounds with spectrogram and wave, texts letter by letter.
struct InputPlate {
    let drawing: InputDrawing
    let theme: PlateTheme
    /// The whole picture, where the outline has but a small one.
    let picture: Image?
    /// The longest side of a picture.
    let longest: Int

    /// The least that a small picture is enlarged to.
    private static let shortest = 360
    /// The width of sounds.
    static let soundWidth = 720.0

    var plate: Plate {
        let (opened, layout) = (drawing.opened, drawing.opened.input.layout)
        var plate = placed(opened, layout)
        guard !opened.outline.isClip || layout.placed.shape == .unplaced else { return plate }
        for section in layout.sections where section.shape == .unplaced {
            plate.add(items(section), x: 0, y: plate.height + 6)
        }
        return plate
    }

    /// The parts that have places in the source.
    private func placed(_ opened: OpenedMedium, _ layout: Layout) -> Plate {
        if let points = layout.placed.points {
            let first = layout.placed.first
            if case .units(let set) = opened.outline {
                return UnitPlate(self, set, points, first: first).plate
            }
            return self.points(points, first: first)
        }
        switch opened.outline {
        case .picture(let thumbnail, let width, let height), .pair(let thumbnail, _, let width, let height):
            return picture(picture ?? thumbnail, width, height, layout)
        case .sound(let sound): return self.sound(sound, layout)
        case .text(let text, _): return TextPlate(drawing, text, theme).plate
        case .clip(let clip): return ClipPlate(self, clip).plate
        // Their tokens are points.
        case .points, .units: return Plate(width: 0, height: 0)
        }
    }

    // MARK: pictures

    private func picture(_ image: Image, _ width: Int, _ height: Int, _ layout: Layout) -> Plate {
        let shown = Outline.thumbnail(image, limit: longest)
        let side = max(width, height)
        let enlarged = max(1, min((Self.shortest + side - 1) / side, longest / side))
        let scale = Double(min(side, longest)) / Double(side) * Double(enlarged)
        let size = (Double(width) * scale, Double(height) * scale)
        let (left, bottom) = (PlateAxis(pixels: "y", height, size.1), PlateAxis(pixels: "x", width, size.0))
        return Plate.panel(size.0, size.1, left: left, bottom: bottom, theme) { plate, box in
            plate.add(.image(lit(shown, width, height, layout), box))
        }
    }

    /// A picture with the map over it.
    ///
    /// - Parameters:
    ///   - width: its real width, in the units of the layout.
    ///   - section: the tokens that lie on it; without it the first ones with places.
    func lit(
        _ image: Image,
        _ width: Int,
        _ height: Int,
        _ layout: Layout,
        section: Layout.Section? = nil,
        frame: Int = 0
    ) -> Image {
        let area = Rectangle(x: 0, y: 0, width: image.width, height: (image.height + 1) / 2)
        let geometry = GridGeometry(
            picture: width,
            height,
            layout: layout,
            section: section,
            shownFrame: frame,
            in: area
        )
        let pixels = PixelDrawing(drawing, geometry) { x, y in
            let pixel = image[min(x, image.width - 1), min(y, image.height - 1)]
            return RGB(pixel.red, pixel.green, pixel.blue)
        }
        return Image(pixels.raster, width: geometry.pixels.width, height: geometry.pixels.height)
    }

    private func points(_ points: Layout.Points, first: Int) -> Plate {
        let seen = SeenPoints(points, drawing.opened.outline.cloud, from: drawing.lens.view)
        let area = Rectangle(x: 0, y: 0, width: seen.isCloud ? 64 : 384, height: seen.isCloud ? 32 : 192)
        // A cloud has discs of several pixels.
        let geometry = PointGeometry(seen, first: first, in: area).finer(Density(x: 8, y: 16))
        let pixels = PixelDrawing(drawing, geometry, source: geometry.source)
        let image = Image(
            pixels.raster,
            width: geometry.pixels.width,
            height: geometry.pixels.height,
            empty: theme.paper
        )
        func axis(_ place: Int, isUpward: Bool) -> PlateAxis? {
            seen.axes[place].map { axis in
                let (low, high) = axis.ends
                return PlateAxis(
                    axis.words,
                    from: min(low, high),
                    to: max(low, high),
                    atMost: 6,
                    isUpward: (low > high) != isUpward
                )
            }
        }
        // Without a cloud the picture is drawn into a square.
        let longest = Double(max(geometry.pixels.width, geometry.pixels.height, 1))
        let size =
            seen.isCloud
            ? (
                384 * Double(geometry.pixels.width) / longest,
                384 * Double(geometry.pixels.height) / longest
            ) : (384, 384)
        return Plate.panel(
            size.0,
            size.1,
            left: axis(1, isUpward: true),
            bottom: axis(1, isUpward: true) == nil
                ? PlateAxis(seen.view.words, []) : axis(0, isUpward: false),
            theme
        ) { $0.add(.image(image, $1)) }
    }

    // MARK: sounds

    /// A wave, and below it the spectrogram with the map.
    ///
    /// - Parameter section: its tokens; without it the layout's first ones with places.
    func sound(_ sound: SoundOutline, _ layout: Layout, _ section: Layout.Section? = nil) -> Plate {
        let section = section ?? layout.placed
        guard let image = drawing.opened.input.spectrogram, let rows = section.rows ?? image.frequencies
        else {
            return wave(sound, gutter: nil)
        }
        let height = 240.0
        let times = section.columns.edges
        let (from, to) = (times[0], times[times.count - 1])
        let left = PlateAxis.frequencies(rows, gap: 20 / height)
        let gutter = (left.ticks.map { Plate.width($0.label) }.max() ?? 0) + 10
        var plate = Plate(width: 0, height: 0)
        plate.add(wave(sound, from: from, to: to, gutter: gutter), x: 0, y: 0)
        let area = Rectangle(x: 0, y: 0, width: Int(Self.soundWidth), height: Int(height) / 2)
        let geometry = GridGeometry(spectrogramOf: image.bands, layout: layout, section: section, in: area)
        let pixels = drawing.pixels(image, geometry)
        let lit = Image(pixels.raster, width: geometry.pixels.width, height: geometry.pixels.height)
        let bottom = PlateAxis("time in seconds", from: from, to: to, atMost: 12)
        let panel = Plate.panel(Self.soundWidth, height, left: left, bottom: bottom, theme, gutter: gutter) {
            $0.add(.image(lit, $1))
        }
        plate.add(panel, x: 0, y: plate.height)
        return plate
    }

    /// A sound's wave, from its lowest to its highest samples.
    func wave(_ sound: SoundOutline, from: Double = 0, to end: Double? = nil, gutter: Double?) -> Plate {
        let (to, height) = (end ?? sound.duration, 56.0)
        let envelope = sound.envelope
        let reach = Double(envelope.reduce(Float(1e-6)) { max($0, abs($1.lowest), abs($1.highest)) })
        return Plate.panel(Self.soundWidth, height, theme, gutter: gutter) { plate, box in
            guard !envelope.isEmpty, to > from, sound.duration > 0 else { return }
            let columns = Int(box.width)
            for column in 0..<columns {
                let time = from + (Double(column) + 0.5) / Double(columns) * (to - from)
                let place = Int(time / sound.duration * Double(envelope.count))
                guard envelope.indices.contains(place) else { continue }
                let (high, low) = (
                    Double(envelope[place].highest) / reach, Double(envelope[place].lowest) / reach
                )
                let top = box.y + box.height * (0.5 - high / 2)
                let bar = Plate.Box(
                    x: box.x + Double(column),
                    y: top,
                    width: 1,
                    height: max(1, box.height * (high - low) / 2)
                )
                plate.fill(bar, theme.faint)
            }
        }
    }

    // MARK: tokens without a place

    /// Tokens in a row of cells.
    func items(_ section: Layout.Section) -> Plate {
        let axis = PlateAxis.numbers(section.name, of: section.count, atMost: 12)
        return row(section, axis, width: min(Self.soundWidth, max(120, Double(section.count) * 12)))
    }

    /// A row of cells, one for each token or for neighbours that share one.
    func row(_ section: Layout.Section, _ axis: PlateAxis, width: Double) -> Plate {
        Plate.panel(width, 16, bottom: axis, theme) { plate, box in
            let cells = min(section.count, Int(width))
            for cell in 0..<cells {
                let tokens =
                    section.first + section.count * cell / cells..<section.first + section.count * (cell + 1)
                    / cells
                guard let colour = colour(of: tokens) else { continue }
                let place = Plate.Box(
                    x: box.x + box.width * Double(cell) / Double(cells),
                    y: box.y,
                    width: box.width / Double(cells),
                    height: box.height
                )
                plate.fill(place, colour)
            }
        }
    }

    /// The colour of tokens that share a cell.
    private func colour(of tokens: Range<Int>) -> RGB? {
        if let colours = drawing.colours { return tokens.first.map(colours.colour) }
        guard let scale = drawing.scale, let token = scale.relevance.strongest(of: tokens) else { return nil }
        return scale.palette.level(scale.share(token))
    }
}

extension Outline {
    fileprivate var isClip: Bool { if case .clip = self { true } else { false } }
}

extension Image {
    /// The pixels of a raster, from its upper left corner.
    init(_ raster: Raster, width: Int, height: Int, empty: RGB = RGB(255, 255, 255)) {
        self.init(width, height) { raster[$0, $1] ?? empty }
    }
}
