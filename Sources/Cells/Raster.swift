/// A small picture to be drawn in cells; places without a colour show the terminal's background.
package struct Raster: Sendable {
    package let width: Int
    package let height: Int
    /// How many of its pixels a cell shows.
    package let density: Density
    package private(set) var pixels: [RGB?]

    /// An empty raster of so many pixels.
    package init(width: Int, height: Int, density: Density = .halves) {
        self.width = max(0, width)
        self.height = max(0, height)
        self.density = density
        pixels = Array(repeating: nil, count: self.width * self.height)
    }

    /// A pixel; outside of the raster reading gives none and writing does nothing.
    package subscript(x: Int, y: Int) -> RGB? {
        get { x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : nil }
        set {
            if x >= 0 && y >= 0 && x < width && y < height { pixels[y * width + x] = newValue }
        }
    }

    /// The cells it takes.
    package var size: Size {
        Size(width: (width + density.x - 1) / density.x, height: (height + density.y - 1) / density.y)
    }
}

extension Canvas {
    /// Draws a raster, with the pixels that the canvas's appearance has if the raster is as dense as these, else in half
    /// blocks.
    ///
    /// A terminal without enough colours gets one shade character a cell, by luminance; one limited to
    /// ASCII but with colours a blank on the average colour of both pixels.
    package mutating func draw(_ raster: Raster, x: Int, y: Int) {
        let pixels = raster.density == appearance.density ? appearance.drawnPixels : .halves
        if case .pictures = pixels, let picture = Picture(raster) {
            draw(picture, x: x, y: y)
            return
        }
        let isSextant = pixels == .sextants
        for row in 0..<raster.size.height {
            for column in 0..<raster.size.width {
                let cell =
                    isSextant
                    ? Sextants.cell(raster, column: column, row: row)
                    : appearance.cell(raster[column, 2 * row], raster[column, 2 * row + 1])
                if let cell { self[x + column, y + row] = cell }
            }
        }
    }
}

extension Appearance {
    /// The cell of two pixels, one above the other.
    package func cell(_ top: RGB?, _ bottom: RGB?) -> Cell? {
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
    package func shade(_ share: Double) -> Character {
        let ramp = ascii ? Self.asciiShades : Self.blockShades
        return ramp[min(Int(min(max(share, 0), 1) * Double(ramp.count)), ramp.count - 1)]
    }

    /// A character filled from below to about this share, 0…1.
    package func bar(_ share: Double) -> Character {
        let ramp = ascii ? Self.asciiBars : Self.blockBars
        let level = (min(max(share, 0), 1) * Double(ramp.count - 1)).rounded()
        return ramp[Int(level)]
    }

    private static let blockShades = Array(" ░▒▓█")
    private static let asciiShades = Array(" .:-=+*#%@")
    private static let blockBars = Array(" ▁▂▃▄▅▆▇█")
    private static let asciiBars = Array(" .:-=+*#%@")
}
