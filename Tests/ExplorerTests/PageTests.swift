import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// Figures on their pages, as SVG and as pictures.
@Suite struct PageTests {
    private func opened(_ source: Source) throws -> OpenedMedium {
        try source.prepared(try #require(Session.media[source]), for: Session.model(Session.tiny).get())
    }

    private func figure(_ source: Source, signed: Bool = false) throws -> DrawnFigure {
        let opened = try opened(source)
        let values = (0..<opened.input.layout.count).map { Float($0 % 7) / 7 - (signed ? 0.5 : 0) }
        return MadeUp.figure(
            opened,
            Relevance(values: values, isSigned: signed, meaning: "made <up> & so on")
        )
    }

    // MARK: SVG

    /// Whatever the input is, the file is XML with title, axes, colours and caption, and says what it is.
    @Test(arguments: [
        (Session.picture, ["x in pixels", "y in pixels"]), (Session.sound, ["time in seconds", "Hz"]),
        (Session.text, ["byte"]),
    ])
    func isWhole(source: Source, axes: [String]) throws {
        for signed in [false, true] {
            let figure = try figure(source, signed: signed)
            let elements = try SVGElement.all(figure.page().svg(metadata: figure.figure.description()))
            let texts = elements.filter { $0.name == "text" }.map(\.text)
            for text in ["map", "made <up> & so on"] + axes { #expect(texts.contains(text), "\(text)") }
            #expect(texts.contains { $0.hasPrefix("input: ") })
            let metadata = try #require(elements.first { $0.name == "metadata" })
            #expect(Data(metadata.text.utf8) == figure.figure.description())
            let colours = Set(elements.compactMap { $0.attributes["fill"] })
            #expect(colours.count > 30)
        }
    }

    /// Every letter of a text is there, in its order and each in its line.
    @Test func textsHaveTheirLetters() throws {
        let elements = try SVGElement.all(try figure(Session.text).page().svg(metadata: Data()))
        let letters = elements.filter { $0.attributes["font-family"] == "monospace" }
        #expect(letters.map(\.text).joined() == Session.sentence.filter { $0 != " " })
        let lefts = letters.compactMap { $0.attributes["x"].flatMap(Double.init) }
        #expect(lefts == lefts.sorted() && Set(lefts).count == letters.count)
    }

    /// Cells of a matrix have the colours of their numbers, at their places.
    @Test func matricesHaveTheirCells() throws {
        var values = Matrix(rows: 2, columns: 3)
        for (place, value) in [Float(0), 0.2, 0.4, 0.6, 0.8, 1].enumerated() {
            values[place / 3, place % 3] = value
        }
        let figure = MadeUp.figure(try opened(Session.picture), values)
        let boxes = figure.page().shapes.compactMap { shape -> (Plate.Box, RGB)? in
            if case .box(let box, let colour) = shape { (box, colour) } else { nil }
        }
        let cells = boxes.filter { $0.0.width == 12 && $0.0.height == 12 }
        #expect(cells.map(\.1) == [0, 0.2, 0.4, 0.6, 0.8, 1].map { Palette.inferno($0) })
        let first = try #require(cells.first).0
        #expect(
            cells.map { [$0.0.x - first.x, $0.0.y - first.y] } == [
                [0, 0], [12, 0], [24, 0], [0, 12], [12, 12], [24, 12],
            ]
        )
    }

    /// What would break XML, or may not be in it, does no harm.
    @Test func nothingBreaksIt() throws {
        for text in ["<&>\"' ]]>", "a\u{0}b\u{1}\u{1F}\u{FFFE}\u{FFFF}\u{85}c", "\u{202E}שלום 🐕 e\u{301}"] {
            var plate = Plate(width: 10, height: 10)
            let place = Plate.Point(x: 0, y: 9)
            plate.write(Plate.Lettering(text: text, place: place, colour: RGB(0, 0, 0)))
            let elements = try SVGElement.all(plate.svg(metadata: Data(text.utf8)))
            let read = try #require(elements.first { $0.name == "text" }).text
            #expect(read.unicodeScalars.count == text.unicodeScalars.count)
            let isKept = text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0 != "\u{85}" && $0.value < 0xFFFE || $0.value > 0xFFFF
            }
            if isKept { #expect(read == text) }
        }
    }

    // MARK: pictures

    private func ink(_ text: String, _ size: Double = 40) -> [[Bool]] {
        var plate = Plate(width: 60, height: 60)
        plate.fill(Plate.Box(x: 0, y: 0, width: 60, height: 60), RGB(255, 255, 255))
        let place = Plate.Point(x: 10, y: 45)
        plate.write(Plate.Lettering(text: text, place: place, size: size, colour: RGB(0, 0, 0)))
        let image = plate.image()
        return (0..<image.height).map { y in (0..<image.width).map { image[$0, y].red < 128 } }
    }

    private func box(_ ink: [[Bool]]) -> (left: Int, top: Int, right: Int, bottom: Int) {
        let rows = ink.indices.filter { ink[$0].contains(true) }
        let columns = ink[0].indices.filter { column in ink.contains { $0[column] } }
        return (columns.first ?? 0, rows.first ?? 0, columns.last ?? 0, rows.last ?? 0)
    }

    /// Letters stand on their line, and have the holes that they have.
    @Test func lettersAreFilled() {
        let (o, i, p) = (ink("o"), box(ink("i")), box(ink("p")))
        let bounds = box(o)
        // Two pixels for one: the baseline is at 90.
        #expect(abs(bounds.bottom - 90) <= 2 && p.bottom > 100 && i.top < bounds.top)
        let middle = (bounds.left + bounds.right) / 2
        #expect(!o[(bounds.top + bounds.bottom) / 2][middle] && o[bounds.top + 2][middle])
        #expect(box(ink("m")).right - box(ink("m")).left > i.right - i.left)
    }

    /// All that is written on pages has a form; what has none is a frame with its code.
    @Test func whatIsMissingIsFramed() {
        for character in "AZaz09 äßéñł Ωλ Жя ·×–…≥≤−→" where character != " " {
            #expect(ink(String(character)).joined().contains(true), "\(character)")
        }
        let (first, other) = (ink("犬"), ink("猫"))
        #expect(first != other && box(first) == box(other))
        #expect(ink(" ").joined().allSatisfy { !$0 })
        #expect(ink("e\u{301}") == ink("é"))
    }

    /// A picture has its file's note under a keyword, with a right checksum, and is the same picture.
    @Test func picturesSayWhatTheyAre() throws {
        let image = try figure(Session.text).page().image()
        let note = Array("{\"input\":\"größe\"}".utf8)
        let bytes = try image.png(noting: note)
        #expect(try Image(png: bytes, name: "page") == image)
        var (place, found) = (8, [[UInt8]]())
        while place < bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            if bytes[place + 4..<place + 8].elementsEqual("iTXt".utf8) {
                found.append(Array(bytes[place + 8..<place + 8 + length]))
            }
            place += length + 12
        }
        #expect(found == [Array("perceiver".utf8) + [0, 0, 0, 0, 0] + note])
    }

    /// Light and dark pages are like each other but for their colours.
    @Test func pagesAreLightOrDark() throws {
        let figure = try figure(Session.picture).figure
        let (light, dark) = (DrawnFigure(figure, background: .light), DrawnFigure(figure, background: .dark))
        let (first, second) = (light.page().image(), dark.page().image())
        #expect(first.width == second.width && first.height == second.height)
        #expect(first[0, 0] == .white && second[0, 0].red < 40)
        #expect(light.pictures == dark.pictures)
    }
}
