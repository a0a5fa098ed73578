import Cells
import Media

/// A figure as shapes on a page, in pixels from its upper left corner: SVG and PNG are both written from it.
package struct Plate: Sendable {
    /// A place.
    package struct Point: Sendable, Hashable {
        package var x, y: Double

        package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
    }

    /// A rectangle.
    package struct Box: Sendable, Hashable {
        package var x, y, width, height: Double

        package init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }
    }

    /// Some letters in one line.
    package struct Lettering: Sendable {
        package enum Anchor: String, Sendable {
            case start, middle, end
        }

        package let text: String
        /// Where the baseline is, and on it the anchor.
        package fileprivate(set) var place: Point
        package let size: Double
        package let anchor: Anchor
        package let colour: RGB
        package let isBold: Bool
        /// Whether all letters must be equally wide.
        package let isFixed: Bool

        package init(
            text: String,
            place: Point,
            size: Double = 12,
            anchor: Anchor = .start,
            colour: RGB,
            isBold: Bool = false,
            isFixed: Bool = false
        ) {
            (self.text, self.place, self.size, self.anchor) = (text, place, size, anchor)
            (self.colour, self.isBold, self.isFixed) = (colour, isBold, isFixed)
        }
    }

    /// Something that is drawn over what was drawn before.
    package enum Shape: Sendable {
        case box(Box, RGB)
        /// A line through points; with a length of dashes, it is broken into such with gaps of the same length.
        case line([Point], RGB, width: Double, dash: Double = 0)
        /// The inside of a closed line, through which as much is seen as its opacity, from 0 to 1, leaves.
        case area([Point], RGB, opacity: Double)
        case text(Lettering)
        case image(Image, Box)
    }

    /// How wide it is.
    private(set) var width: Double
    /// How high it is.
    private(set) var height: Double
    package private(set) var shapes: [Shape] = []

    /// An empty page.
    package init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

    package mutating func add(_ shape: Shape) { shapes.append(shape) }

    package mutating func fill(_ box: Box, _ colour: RGB) { shapes.append(.box(box, colour)) }

    package mutating func write(_ lettering: Lettering) {
        if lettering.text.contains(where: { !$0.isWhitespace }) { shapes.append(.text(lettering)) }
    }

    /// Puts another page on this one, which grows as far as it takes.
    mutating func add(_ other: Plate, x: Double, y: Double) {
        shapes += other.shapes.map { $0.moved(x, y) }
        width = max(width, x + other.width)
        height = max(height, y + other.height)
    }

    /// Makes it larger if it is smaller than that.
    mutating func grow(width: Double = 0, height: Double = 0) {
        (self.width, self.height) = (max(self.width, width), max(self.height, height))
    }
}

extension Plate.Shape {
    fileprivate func moved(_ x: Double, _ y: Double) -> Self {
        switch self {
        case .box(let box, let colour): return .box(box.moved(x, y), colour)
        case .image(let image, let box): return .image(image, box.moved(x, y))
        case .line(let points, let colour, let width, let dash):
            return .line(points.map { $0.moved(x, y) }, colour, width: width, dash: dash)
        case .area(let points, let colour, let opacity):
            return .area(points.map { $0.moved(x, y) }, colour, opacity: opacity)
        case .text(var lettering):
            lettering.place = lettering.place.moved(x, y)
            return .text(lettering)
        }
    }
}

extension Plate.Point {
    fileprivate func moved(_ x: Double, _ y: Double) -> Self { Plate.Point(x: self.x + x, y: self.y + y) }
}

extension Plate.Box {
    fileprivate func moved(_ x: Double, _ y: Double) -> Self {
        Plate.Box(x: self.x + x, y: self.y + y, width: width, height: height)
    }
}

/// The colours of a page without those of the map.
struct PlateTheme: Sendable {
    let paper: RGB
    let ink: RGB
    let faint: RGB
    let line: RGB
    /// Colours that lines are told apart by, for colour-blind eyes, too (Okabe and Ito 2008).
    let series: [RGB]

    /// The colours for a light or a dark page.
    init(_ background: Background) {
        switch background {
        case .light:
            (paper, ink, faint, line) = Self.colours(0xFFFFFF, 0x1A1A1A, 0x5F6368, 0x9AA0A6)
            series = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9].map { RGB(hex: $0) }
        case .dark:
            (paper, ink, faint, line) = Self.colours(0x14161A, 0xE8EAED, 0x9AA0A6, 0x5F6368)
            series = [0x56B4E9, 0xE69F00, 0x009E73, 0xCC79A7, 0xF0E442, 0xD55E00].map { RGB(hex: $0) }
        }
    }

    private static func colours(
        _ paper: UInt32,
        _ ink: UInt32,
        _ faint: UInt32,
        _ line: UInt32
    ) -> (RGB, RGB, RGB, RGB) {
        (RGB(hex: paper), RGB(hex: ink), RGB(hex: faint), RGB(hex: line))
    }
}
