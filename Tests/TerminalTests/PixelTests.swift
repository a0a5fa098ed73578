import CNcurses
import Cells
import Glibc
import Terminal
import Testing

@Suite("Pixels")
struct PixelTests {
    private let white = RGB(248, 248, 248)
    private let red = RGB(248, 0, 0)

    private func canvas(_ pixels: Pixels, depth: ColourDepth = .full, ascii: Bool = false) -> Canvas {
        Canvas(Size(width: 4, height: 3), Appearance(depth: depth, ascii: ascii, pixels: pixels))
    }

    /// A raster whose pixels are told by a function.
    private func raster(_ width: Int, _ height: Int, _ density: Density, _ colour: (Int, Int) -> RGB?)
        -> Raster
    {
        var raster = Raster(width: width, height: height, density: density)
        for y in 0..<height { for x in 0..<width { raster[x, y] = colour(x, y) } }
        return raster
    }

    @Test("of sextants keep two colours exactly, whatever their division")
    func divisions() {
        for shape in 0..<64 {
            let pixels = (0..<6).map { shape & 1 << $0 != 0 ? red : white }
            let cell = Sextants.cell(pixels)
            let seen = cell.map(Self.pixels)
            #expect(seen == pixels.map(\.colour), "\(shape)")
        }
    }

    /// The colours of the six pixels of a cell, by Unicode's numbers of the sextants.
    private static func pixels(_ cell: Cell) -> [Colour] {
        let scalar = cell.character?.unicodeScalars.first?.value ?? 0
        let shape: Int
        switch scalar {
        case 0x20: shape = 0
        case 0x258C: shape = 0b010101
        case 0x2590: shape = 0b101010
        case 0x2588: shape = 63
        default:
            // The names count the places from 1, row by row; 135 and 246 are half blocks.
            let all = (1..<63).filter { $0 != 0b010101 && $0 != 0b101010 }
            shape = all[Int(scalar) - 0x1FB00]
        }
        return (0..<6).map { shape & 1 << $0 != 0 ? cell.style.foreground : cell.style.background }
    }

    @Test("of sextants have the two colours of the least error")
    func leastError() {
        var state: UInt64 = 7
        func random() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        for _ in 0..<200 {
            let pixels = (0..<6).map { _ in RGB(random(), random(), random()) }
            let cell = Sextants.cell(pixels)
            let best = (0..<32).map { Self.error(pixels, $0) }.min() ?? 0
            let division = cell.map { cell in
                Self.pixels(cell).map { $0 == cell.style.foreground ? 1 : 0 }.enumerated().reduce(0) {
                    $0 | $1.element << $1.offset
                }
            }
            #expect(abs(Self.error(pixels, division ?? -1) - best) <= best * 1e-4 + 1)
        }
    }

    /// The squared error if the pixels of a division share their mean, and the others theirs.
    private static func error(_ pixels: [RGB], _ division: Int) -> Double {
        [true, false].reduce(0) { sum, isFront in
            let members = pixels.indices.filter { (division >> $0 & 1 == 1) == isFront }.map { pixels[$0] }
            let parts = [\RGB.red, \.green, \.blue].map { part in members.map { Double($0[keyPath: part]) } }
            return parts.reduce(sum) { sum, levels in
                let mean = levels.reduce(0, +) / Double(max(1, levels.count))
                return levels.reduce(sum) { $0 + ($1 - mean) * ($1 - mean) }
            }
        }
    }

    @Test("of sextants show the terminal's background where there is nothing")
    func gaps() {
        var canvas = canvas(.sextants)
        canvas.draw(raster(2, 3, .sextants) { x, _ in x == 0 ? red : nil }, x: 0, y: 0)
        #expect(canvas[0, 0] == Cell("▌", Style(red.colour)))
        #expect(canvas[1, 0] == Cell())
        #expect(Sextants.cell([nil, nil, nil, nil, nil, nil]) == nil)
    }

    @Test("are half blocks where a raster is made for these, or there are too few colours")
    func halves() {
        let small = raster(1, 2, .halves) { _, y in y == 0 ? red : white }
        for pixels in [Pixels.halves, .sextants, .pictures(Density(x: 4, y: 8))] {
            var canvas = canvas(pixels)
            canvas.draw(small, x: 0, y: 0)
            #expect(canvas[0, 0] == Cell("▀", Style(red.colour, on: white.colour)))
            #expect(canvas.pictures.isEmpty)
        }
        for (depth, ascii) in [
            (ColourDepth.indexed, false), (.named, false), (.monochrome, false), (.full, true),
        ] {
            #expect(canvas(.sextants, depth: depth, ascii: ascii).appearance.density == .halves)
        }
    }

    // MARK: pictures

    private let density = Density(x: 4, y: 8)

    @Test("of pictures are cells that tell their place, and the picture")
    func placeholders() {
        var canvas = canvas(.pictures(density))
        canvas.draw(raster(8, 16, density) { _, _ in red }, x: 1, y: 1)
        let key = canvas.pictures.first?.key ?? 0
        #expect(canvas.pictures.count == 1 && canvas.pictures[0].size == Size(width: 2, height: 2))
        #expect(canvas[1, 1] == Cell("\u{10EEEE}\u{305}\u{305}", Style(.picture(key))))
        #expect(canvas[2, 1] == Cell("\u{10EEEE}\u{305}\u{30D}", Style(.picture(key))))
        #expect(canvas[1, 2] == Cell("\u{10EEEE}\u{30D}\u{305}", Style(.picture(key))))
        #expect(canvas[0, 0] == Cell() && canvas[3, 1] == Cell())
        // The same picture a second time, and another one.
        canvas.draw(raster(8, 16, density) { _, _ in red }, x: 1, y: 1)
        #expect(canvas.pictures.count == 1)
        canvas.draw(raster(8, 16, density) { _, _ in white }, x: 1, y: 1)
        #expect(canvas.pictures.count == 2)
    }

    @Test("of pictures end with their cells, in gaps where there are no more")
    func pictureGaps() {
        var canvas = canvas(.pictures(density))
        canvas.draw(raster(4, 12, density) { _, _ in red }, x: 0, y: 0)
        let picture = canvas.pictures[0]
        #expect(picture.size == Size(width: 1, height: 2) && picture.height == 16 && picture.hasGaps)
        #expect(picture.bytes.count == 4 * 16 * 4)
        #expect(Array(picture.bytes[(4 * 11 * 4)..<(4 * 11 * 4 + 4)]) == [248, 0, 0, 255])
        #expect(picture.bytes[(4 * 12 * 4)...].allSatisfy { $0 == 0 })
    }

    @Test("of pictures have marks for 297 rows and columns, each once")
    func marks() {
        #expect(Placeholder.marks.count == 297 && Set(Placeholder.marks).count == 297)
        // Some of kitty's list, by their numbers in it.
        for (number, mark) in [(0, 0x305), (5, 0x33D), (29, 0x36F), (99, 0x74A), (296, 0x1D244)] {
            #expect(Placeholder.marks[number].value == UInt32(mark), "\(number)")
        }
        // All of them stand above what they mark, and so take no cell.
        #expect(Placeholder.marks.allSatisfy { $0.properties.canonicalCombiningClass == .above })
    }

    @Test("of pictures are given once, in pieces, and taken by their numbers")
    func store() {
        var canvas = canvas(.pictures(density))
        var state: UInt32 = 1
        let noise = raster(160, 80, density) { _, _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return RGB(UInt8(state >> 24), UInt8(state >> 16 & 255), UInt8(state >> 8 & 255))
        }
        canvas.draw(noise, x: 0, y: 0)
        var store = PictureStore(process: 5, isWrapped: false)
        let given = String(decoding: store.giving(canvas.pictures), as: UTF8.self)
        let number = 0x6001
        #expect(store.numberOfKey == [canvas.pictures[0].key: Int32(number)])
        let commands = given.split(separator: "\u{1B}\\")
        #expect(commands.count > 5)
        #expect(
            commands[0].hasPrefix(
                "\u{1B}_Ga=T,U=1,f=100,t=d,i=\(number),s=160,v=80,c=40,r=10,q=1,m=1;iVBORw0KGgo"
            )
        )
        #expect(commands.dropFirst().dropLast().allSatisfy { $0.hasPrefix("\u{1B}_Gm=1,q=1;") })
        #expect(commands[commands.count - 1].hasPrefix("\u{1B}_Gm=0,q=1;"))
        #expect(commands.allSatisfy { ($0.split(separator: ";").last?.utf8.count ?? 0) <= 4096 })
        #expect(store.giving(canvas.pictures) == [])
        #expect(store.taking(allBut: canvas.pictures) == [])
        #expect(
            String(decoding: store.taking(allBut: []), as: UTF8.self)
                == "\u{1B}_Ga=d,d=I,i=\(number),q=2\u{1B}\\"
        )
        #expect(store.numberOfKey.isEmpty)
        #expect(
            String(decoding: store.takingAll, as: UTF8.self) == "\u{1B}_Ga=d,d=R,x=24576,y=28671,q=2\u{1B}\\"
        )
        #expect(store.owns(24576) && !store.owns(31))
    }

    @Test("of pictures go through tmux in a wrapping of its own")
    func wrapping() {
        let store = PictureStore(process: 5, isWrapped: true)
        let all = String(decoding: store.takingAll, as: UTF8.self)
        #expect(all == "\u{1B}Ptmux;\u{1B}\u{1B}_Ga=d,d=R,x=24576,y=28671,q=2\u{1B}\u{1B}\\\u{1B}\\")
    }

    @Test("of pictures are for ncurses a character with its marks in the picture's number")
    func encoding() {
        setlocale(LC_CTYPE, "C.UTF-8")
        var (pairs, line) = ([(Int32, Int32)](), [cchar_t]())
        var encoder = RowEncoder(
            ascii: false,
            colours: ColourNumbers(depth: .full, count: 1 << 24),
            pairs: Pairs(limit: 64) { _, front, back in
                pairs.append((front, back))
                return true
            }
        )
        var canvas = canvas(.pictures(density))
        canvas.draw(raster(4, 8, density) { _, _ in red }, x: 0, y: 0)
        encoder.pictures = [canvas.pictures[0].key: 0x6001]
        encoder.encode(canvas.cells[0..<1], into: &line)
        #expect(pairs.map(\.0) == [0x6001] && pairs.map(\.1) == [-1])
        #expect(line[0].chars.0 == 0x10EEEE && line[0].chars.1 == 0x305 && line[0].chars.2 == 0x305)
        #expect(line[0].chars.3 == 0)
    }
}
