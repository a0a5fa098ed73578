import Cells
import Media

extension Plate {
    /// The widest page that is drawn with two pixels for each of its own, to a side.
    private static let widestFine = 1100.0

    /// The page as a picture: with two pixels for each of its own to a side, unless it is large.
    package func image() -> Image {
        let scale = width <= Self.widestFine ? 2 : 1
        var pixels = PlatePixels(self, scale: scale)
        for shape in shapes { pixels.draw(shape) }
        return pixels.image
    }
}

/// The pixels that shapes are drawn into.
private struct PlatePixels {
    private let width, height: Int
    private let scale: Double
    private var bytes: [UInt8]
    /// The letters that were drawn before.
    private var stamps: [Stamp.Key: Stamp] = [:]

    init(_ plate: Plate, scale: Int) {
        width = max(1, Int(plate.width.rounded(.up)) * scale)
        height = max(1, Int(plate.height.rounded(.up)) * scale)
        self.scale = Double(scale)
        bytes = [UInt8](repeating: 255, count: width * height * 3)
    }

    var image: Image { Image(width: width, height: height, pixels: bytes) }

    mutating func draw(_ shape: Plate.Shape) {
        switch shape {
        case .box(let box, let colour):
            for y in rows(box) { for x in columns(box) { set(x, y, colour) } }
        case .image(let image, let box): draw(image, box)
        case .text(let lettering): draw(lettering)
        case .line(let points, let colour, let width, let dash):
            for (a, b) in dash > 0 ? Self.dashes(points, dash) : Array(zip(points, points.dropFirst())) {
                draw(from: a, to: b, colour, width: width)
            }
        case .area(let points, let colour, let opacity):
            let outline = points.map { Plate.Point(x: $0.x * scale, y: $0.y * scale) }
            draw(Stamp([outline]), x: 0, y: 0, colour, opacity: Float(opacity))
        }
    }

    /// The pieces of a line that are drawn: each second one of a length.
    private static func dashes(_ points: [Plate.Point], _ length: Double) -> [(Plate.Point, Plate.Point)] {
        var (pieces, passed) = ([(Plate.Point, Plate.Point)](), 0.0)
        for (a, b) in zip(points, points.dropFirst()) {
            let (across, down) = (b.x - a.x, b.y - a.y)
            let whole = (across * across + down * down).squareRoot()
            var start = 0.0
            while start < whole {
                let number = ((passed + start) / length + 1e-9).rounded(.down)
                let end = min(whole, (number + 1) * length - passed)
                if Int(number) % 2 == 0 {
                    let ends = [start, end].map {
                        Plate.Point(x: a.x + across * $0 / whole, y: a.y + down * $0 / whole)
                    }
                    pieces.append((ends[0], ends[1]))
                }
                start = end
            }
            passed += whole
        }
        return pieces
    }

    private func columns(_ box: Plate.Box) -> Range<Int> { span(box.x, box.width, in: width) }
    private func rows(_ box: Plate.Box) -> Range<Int> { span(box.y, box.height, in: height) }

    private func span(_ start: Double, _ length: Double, in limit: Int) -> Range<Int> {
        let (from, to) = (Int((start * scale).rounded()), Int(((start + length) * scale).rounded()))
        return (from..<max(from, to)).clamped(to: 0..<limit)
    }

    private mutating func set(_ x: Int, _ y: Int, _ colour: RGB) {
        let place = (y * width + x) * 3
        (bytes[place], bytes[place + 1], bytes[place + 2]) = (colour.red, colour.green, colour.blue)
    }

    /// Mixes a colour into a pixel.
    private mutating func mix(_ x: Int, _ y: Int, _ colour: RGB, _ share: Float) {
        guard x >= 0 && y >= 0 && x < width && y < height && share > 0 else { return }
        let place = (y * width + x) * 3
        for (offset, part) in [colour.red, colour.green, colour.blue].enumerated() {
            let before = Float(bytes[place + offset])
            bytes[place + offset] = UInt8((before + (Float(part) - before) * min(1, share)).rounded())
        }
    }

    private mutating func draw(_ image: Image, _ box: Plate.Box) {
        let (columns, rows) = (columns(box), rows(box))
        for y in rows {
            let row = (y - rows.lowerBound) * image.height / rows.count
            for x in columns {
                let pixel = image[(x - columns.lowerBound) * image.width / columns.count, row]
                set(x, y, RGB(pixel.red, pixel.green, pixel.blue))
            }
        }
    }

    private mutating func draw(from a: Plate.Point, to b: Plate.Point, _ colour: RGB, width: Double) {
        let (across, down) = ((b.x - a.x) * scale, (b.y - a.y) * scale)
        let length = (across * across + down * down).squareRoot()
        guard length > 0 else { return }
        let half = width * scale / 2
        let (x, y) = (-down / length * half, across / length * half)
        let outline = [(a, x, y), (b, x, y), (b, -x, -y), (a, -x, -y)].map { point, x, y in
            Plate.Point(x: point.x * scale + x, y: point.y * scale + y)
        }
        draw(Stamp([outline]), x: 0, y: 0, colour)
    }

    private mutating func draw(_ stamp: Stamp, x: Int, y: Int, _ colour: RGB, opacity: Float = 1) {
        for row in 0..<stamp.height {
            for column in 0..<stamp.width {
                let share = min(1, stamp.shares[row * stamp.width + column]) * opacity
                mix(x + stamp.x + column, y + stamp.y + row, colour, share)
            }
        }
    }

    /// Draws letters beside each other, each from a whole pixel on.
    private mutating func draw(_ lettering: Plate.Lettering) {
        let step = lettering.size * scale * Letters.advance
        let cells = lettering.text.map { $0.isASCII ? 1 : Glyphs.width(of: $0) }
        let length = Double(cells.reduce(0, +)) * step
        let shift: Double =
            switch lettering.anchor {
            case .start: 0
            case .middle: length / 2
            case .end: length
            }
        var x = lettering.place.x * scale - shift
        let y = Int((lettering.place.y * scale).rounded())
        for (character, cells) in zip(lettering.text, cells) {
            let key = Stamp.Key(character: character, size: lettering.size * scale)
            let stamp = stamps[key] ?? Stamp(key)
            stamps[key] = stamp
            // A box of a character two cells wide stands in their middle.
            let left = Int((x + step * Double(cells - 1) / 2).rounded())
            draw(stamp, x: left, y: y, lettering.colour)
            if lettering.isBold { draw(stamp, x: left + 1, y: y, lettering.colour) }
            x += step * Double(cells)
        }
    }
}

/// How much of each pixel an outline covers.
private struct Stamp {
    struct Key: Hashable {
        let character: Character
        let size: Double
    }

    let x, y, width, height: Int
    let shares: [Float]

    /// Lines between rows of pixels at which the outline is cut.
    private static let cuts = 4

    init(_ key: Key) {
        self.init(
            Letters.all.outline(key.character).map { line in
                line.map { Plate.Point(x: $0.x * key.size, y: $0.y * key.size) }
            }
        )
    }

    /// Fills closed lines; where one runs around another in the other direction, there is a hole.
    init(_ outline: [[Plate.Point]]) {
        let points = outline.joined()
        let (left, top) = (points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0)
        let (right, bottom) = (points.map(\.x).max() ?? 0, points.map(\.y).max() ?? 0)
        (x, y) = (Int(left.rounded(.down)), Int(top.rounded(.down)))
        (width, height) = (Int(right.rounded(.up)) - x, Int(bottom.rounded(.up)) - y)
        var shares = [Float](repeating: 0, count: width * height)
        let edges = outline.flatMap { line in zip(line, line.dropFirst() + line.prefix(1)) }
        for cut in 0..<height * Self.cuts {
            let level = Double(y) + (Double(cut) + 0.5) / Double(Self.cuts)
            let start = cut / Self.cuts * width
            for span in Self.spans(edges, at: level) {
                Self.add(span.0 - Double(x), span.1 - Double(x), to: &shares[start..<start + width])
            }
        }
        self.shares = shares
    }

    /// The parts of a horizontal line that are inside.
    private static func spans(_ edges: [(Plate.Point, Plate.Point)], at y: Double) -> [(Double, Double)] {
        let crossings = edges.compactMap { a, b -> (x: Double, turn: Int)? in
            guard (a.y <= y) != (b.y <= y) else { return nil }
            return (a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), a.y < b.y ? 1 : -1)
        }
        .sorted { $0.x < $1.x }
        var (spans, turns, start) = ([(Double, Double)](), 0, 0.0)
        for crossing in crossings {
            if turns == 0 { start = crossing.x }
            turns += crossing.turn
            if turns == 0 { spans.append((start, crossing.x)) }
        }
        return spans
    }

    private static func add(_ from: Double, _ to: Double, to row: inout ArraySlice<Float>) {
        let first = row.startIndex
        for column in max(0, Int(from))..<max(Int(from), min(row.count, Int(to.rounded(.up)))) {
            let covered = min(to, Double(column + 1)) - max(from, Double(column))
            row[first + column] += Float(max(0, covered)) / Float(cuts)
        }
    }
}
