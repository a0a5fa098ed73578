import Cells

/// A small picture to be drawn in cells; places without a colour show the terminal's background.
struct Raster: Sendable {
    let width: Int
    let height: Int
    private(set) var pixels: [RGB?]

    init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        pixels = Array(repeating: nil, count: self.width * self.height)
    }

    subscript(x: Int, y: Int) -> RGB? {
        get { x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : nil }
        set {
            if x >= 0 && y >= 0 && x < width && y < height { pixels[y * width + x] = newValue }
        }
    }
}

extension Canvas {
    /// Draws a raster with two pixels to a cell, one above the other, in half blocks.
    ///
    /// A terminal without enough colours gets one shade character a cell, by luminance; one limited to
    /// ASCII but with colours a blank on the average colour of both pixels.
    mutating func draw(_ raster: Raster, x: Int, y: Int) {
        for row in 0..<(raster.height + 1) / 2 {
            for column in 0..<raster.width {
                let pair = (raster[column, 2 * row], raster[column, 2 * row + 1])
                if let cell = appearance.cell(pair.0, pair.1) { self[x + column, y + row] = cell }
            }
        }
    }
}

extension Appearance {
    /// Whether pictures and heatmaps can have colours of their own.
    var hasPictureColours: Bool { depth == .indexed || depth == .full }

    /// The cell of two pixels, one above the other.
    func cell(_ top: RGB?, _ bottom: RGB?) -> Cell? {
        guard top != nil || bottom != nil else { return nil }
        guard hasPictureColours else {
            let light = ((top?.luminance ?? 0) + (bottom?.luminance ?? 0)) / 2
            return Cell(shade(light.squareRoot()))
        }
        if ascii {
            let mixture = top.map { top in bottom.map { top.mixed(with: $0, 0.5) } ?? top } ?? bottom
            return Cell(" ", Style(on: mixture?.colour ?? .standard))
        }
        guard let top else { return Cell("▄", Style(bottom?.colour ?? .standard)) }
        return Cell("▀", Style(top.colour, on: bottom?.colour ?? .standard))
    }

    /// A character that covers about this share of a cell, 0…1.
    func shade(_ share: Double) -> Character {
        let ramp = ascii ? Self.asciiShades : Self.blockShades
        return ramp[min(Int(min(max(share, 0), 1) * Double(ramp.count)), ramp.count - 1)]
    }

    /// A character filled from below to about this share, 0…1.
    func bar(_ share: Double) -> Character {
        let ramp = ascii ? Self.asciiBars : Self.blockBars
        let level = (min(max(share, 0), 1) * Double(ramp.count - 1)).rounded()
        return ramp[Int(level)]
    }

    private static let blockShades = Array(" ░▒▓█")
    private static let asciiShades = Array(" .:-=+*#%@")
    private static let blockBars = Array(" ▁▂▃▄▅▆▇█")
    private static let asciiBars = Array(" .:-=+*#%@")
}
