import Cells
import Explanation
import Models

// The colours of what is drawn below a map.

extension Appearance {
    /// Whether the two pixels of a cell cannot be told apart.
    var hasWholeCells: Bool { ascii || !hasPictureColours }
}

extension RGB {
    /// The colour of a place in a spectrogram, 0 silent to 1 loud: a cool one, on which the warm colours of maps stand out.
    init(loudness: Double) {
        let level = min(max(loudness, 0), 1) * 255
        self.init(UInt8(level * 0.74), UInt8(level * 0.88), UInt8(level))
    }
}

extension Outline {
    /// The cloud of points that it is, if it is one.
    var cloud: CloudOutline? { if case .points(let cloud) = self { cloud } else { nil } }
}

extension Canvas {
    /// Marks a cell by a cross that shows on any colour.
    mutating func mark(x: Int, y: Int) {
        var style = self[x, y].isPlaceholder ? .plain : self[x, y].style
        if case .rgb(let red, let green, let blue) = style.background {
            style.foreground = RGB(red, green, blue).readable.colour
        } else {
            style.attributes.insert(.reverse)
        }
        style.attributes.insert(.bold)
        self[x, y] = Cell("+", style)
    }
}
