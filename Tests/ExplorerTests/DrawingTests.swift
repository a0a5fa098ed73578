import Cells
import Explanation
import Explorer
import Media
import Models
import Testing

@Suite struct PaletteTests {
    /// Lightness rises without exception, in full colour: what is more looks like more.
    @Test(arguments: Palette.all) func lightnessRises(palette: Palette) {
        let lightness = (0...63).map { palette(Double($0) / 63).luminance }
        for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(b > a - 0.002, "\(palette.name)") }
        #expect((lightness.last ?? 0) - (lightness.first ?? 0) > 0.4)
    }

    @Test func signedIsDarkestInTheMiddle() {
        #expect(Palette.signed(0.5).luminance < Palette.signed(0.4).luminance)
        #expect(Palette.signed(0.5).luminance < Palette.signed(0.6).luminance)
        #expect(
            Palette.signed(0).blue > Palette.signed(0).red && Palette.signed(1).red > Palette.signed(1).blue
        )
    }
}

@Suite struct ScaleTests {
    @Test func linear() {
        let scale = Scale([1, 2, 5], kind: .linear, fromZero: true)
        #expect([0, 2.5, 5].map { scale($0) } == [0, 0.5, 1])
        #expect(Scale([-2, 2], kind: .linear, fromZero: false)(0) == 0.5)
    }

    @Test func rankAndLogarithm() {
        let rank = Scale([5, 1, 100], kind: .rank, fromZero: true)
        #expect([1, 5, 100].map { rank($0) } == [0, 0.5, 1])
        let log = Scale([0.001, 1], kind: .log, fromZero: false)
        #expect(abs(log(0.0316) - 0.5) < 0.01)
    }

    /// The numbers at the ends of the colours are those that the range tells.
    @Test func logarithmsBegin() {
        let shares = Scale([0, 1e-7, 0.01, 1], kind: .log, fromZero: true)
        #expect(shares.range == 1e-4...1)
        #expect([0, 1e-7, 1e-4, 1].map { shares($0) } == [0, 0, 0, 1])
        #expect(abs(shares(0.01) - 0.5) < 1e-6)
        #expect(Scale([0, 0.5, 1], kind: .log, fromZero: true).range == 0.5...1)
        let scores = Scale([-3, 1, 7], kind: .log, fromZero: false)
        #expect(scores.kind == .linear && scores.range == -3...7)
        #expect(Scale([0, 0], kind: .log, fromZero: true).kind == .linear)
    }

    /// A few large numbers do not make the others vanish, but what is far below the largest stays faint.
    @Test func clipped() {
        let numbers = (0..<200).map { Float($0) } + [1000, 2000]
        let scale = Scale(numbers, kind: .clipped, fromZero: true)
        #expect(scale.range == 0...500 && scale.isClipped)
        #expect([0, 250, 500, 2000].map { scale($0) } == [0, 0.5, 1, 1])
        let even = Scale((1...200).map { Float($0) }, kind: .clipped, fromZero: true)
        #expect(even.range == 0...198 && even.isClipped)
        // Of less than a hundred numbers none is left out, and signed ones are all in proportion.
        #expect(Scale([1, 2, 5], kind: .clipped, fromZero: true).range == 0...5)
        #expect(!Scale([1, 2, 5], kind: .clipped, fromZero: true).isClipped)
        #expect(Scale([-3, 1], kind: .clipped, fromZero: false).kind == .linear)
    }

    @Test func nothingToSpread() {
        #expect(Scale([3, 3], kind: .linear, fromZero: false)(3) == 0)
        #expect(Scale([.nan, .infinity], kind: .linear, fromZero: true)(.nan) == 0)
    }
}

@Suite struct GeometryTests {
    /// A click on the cell that shows a token finds that token's neighbourhood.
    @Test func cellsAndTokensAgree() throws {
        let edges = (0...16).map { Double($0) * 25 }
        let layout = Layout(columns: Axis(.x, edges: edges), rows: Axis(.y, edges: edges))
        let area = Rectangle(x: 3, y: 2, width: 40, height: 20)
        let geometry = GridGeometry(picture: 400, 400, layout: layout, in: area)
        #expect(geometry.pixels == (40, 40))
        for token in stride(from: 0, to: 256, by: 5) {
            let cell = try #require(geometry.cell(of: token))
            #expect(area.contains(x: cell.x, y: cell.y))
            let found = layout.cell(of: geometry.token(cellX: cell.x, cellY: cell.y) ?? -1)
            #expect(abs(found.column - token % 16) <= 1 && abs(found.row - token / 16) <= 1)
        }
        #expect(geometry.token(cellX: 0, cellY: 0) == nil)
    }

    /// An input and what was decoded of it are drawn equally large, however wide the screen is.
    @Test(arguments: 0...10) func sidesAreEqual(width: Int) {
        let area = Rectangle(x: 3, y: 2, width: width, height: 4)
        let (left, right) = area.sides
        #expect(left.width == right.width && left.height == right.height)
        #expect(left.x == 3 && right.x + right.width == 3 + width)
        #expect(width == 0 || left.x + left.width < right.x)
    }

    /// Lines are broken at spaces, each of which stays with the word before it; words that fill a line are whole, too.
    @Test func textWrapsAtSpaces() {
        func lines(_ text: String, width: Int) -> [String] {
            let geometry = TextGeometry(
                Text(text),
                layout: nil,
                width: width,
                appearance: Appearance(depth: .full, ascii: false)
            )
            for character in geometry.characters { #expect(character.x + character.width <= width) }
            return (0..<geometry.lineCount).map { line in
                geometry.characters.filter { $0.line == line }.map(\.text).joined()
            }
        }
        #expect(lines("a dog barks", width: 8) == ["a dog ", "barks"])
        #expect(lines("a dog barks", width: 6) == ["a dog ", "barks"])
        #expect(lines("one barking", width: 7) == ["one ", "barking"])
        #expect(lines("a brontosaurus", width: 5) == ["a bro", "ntosa", "urus"])
        #expect(lines("a\nb c", width: 9) == ["a↵", "b c"])
        #expect(lines("日本語です", width: 6) == ["日本語", "です"])
    }

    @Test func textWrapsByCells() {
        let geometry = TextGeometry(
            Text("ab日本c\nd"),
            layout: nil,
            width: 4,
            appearance: Appearance(depth: .full, ascii: false)
        )
        #expect(geometry.characters.map(\.line) == [0, 0, 0, 1, 1, 1, 2])
        #expect(geometry.characters.map(\.x) == [0, 1, 2, 0, 2, 3, 0])
        #expect(geometry.index(ofToken: 3) == 2 && geometry.index(ofToken: 99) == nil)
        #expect(geometry.characters[5].text == "↵")
    }

    /// `[CLS]`, two bytes, a mask, a byte, `[SEP]`, and a byte that the model does not read.
    @Test func specialTokensHavePlaces() {
        let layout = Layout(columns: Axis(.byte, edges: [0, 0, 1, 2, 8, 9, 9]), rows: nil)
        let geometry = TextGeometry(
            Text("ab[MASK]cd"),
            layout: layout,
            masks: [3],
            width: 40,
            appearance: Appearance(depth: .full, ascii: false)
        )
        #expect(geometry.characters.map(\.text) == ["[CLS]", "a", "b", "_", "c", "[SEP]", "d"])
        #expect(geometry.characters.map(\.tokens) == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5, 5..<6, nil])
        #expect(geometry.characters.map(\.x) == [0, 5, 6, 7, 8, 9, 14])
        #expect((0..<6).map { geometry.index(ofToken: $0) } == [0, 1, 2, 3, 4, 5])
        #expect(geometry.index(ofToken: 6) == nil)
    }

    /// A character of three bytes is one place, whichever of its tokens is asked for.
    @Test func charactersOfSeveralTokens() {
        let layout = Layout(columns: Axis(.byte, edges: [0, 0, 1, 2, 3, 4, 4]), rows: nil)
        let geometry = TextGeometry(
            Text("—x"),
            layout: layout,
            width: 40,
            appearance: Appearance(depth: .full, ascii: false)
        )
        #expect(geometry.characters.map(\.tokens) == [0..<1, 1..<4, 4..<5, 5..<6])
        #expect((1...3).allSatisfy { geometry.index(ofToken: $0) == 1 })
    }

    /// A masked character shows a mask for each of its bytes.
    @Test func maskedCharacters() {
        let geometry = TextGeometry(
            Text("a—b"),
            layout: Layout(columns: Axis(.byte, edges: [0, 1, 2, 3, 4, 5]), rows: nil),
            masks: [1, 2, 3],
            width: 40,
            appearance: Appearance(depth: .full, ascii: false)
        )
        #expect(geometry.characters.map(\.text) == ["a", "_", "_", "_", "b"])
        #expect(geometry.characters.map(\.tokens) == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5])
        #expect(geometry.characters.map(\.bytes) == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5])
    }

    /// Marks that take cells of their own are not lost, and each has its cell.
    @Test func charactersOfSeveralCells() {
        #expect(["कि", "हिन्दी", "e\u{301}", "👩‍👧", "日本"].map { Glyphs.width(of: $0) } == [2, 5, 1, 2, 4])
        var canvas = Canvas(Size(width: 8, height: 1))
        #expect(canvas.write("हिन्दी", x: 0, y: 0) == 5)
        let written = String(canvas.cells.compactMap(\.character)).trimmingCharacters(in: .whitespaces)
        #expect(written.unicodeScalars.elementsEqual("हिन्दी".unicodeScalars))
        let geometry = TextGeometry(
            Text("कि!"),
            layout: nil,
            width: 8,
            appearance: Appearance(depth: .full, ascii: false)
        )
        #expect(geometry.characters.map(\.x) == [0, 2] && geometry.characters.map(\.width) == [2, 1])
    }

    /// What was removed is marked in pictures of maps as on the screen.
    @Test func removedPartsAreMarkedInPictures() throws {
        let model = try Session.model(Session.structured).get()
        let medium = try #require(Session.media[Session.picture])
        let part = try Part("20,10,20,10")
        let opened = try Session.picture.editing(.remove(part)).prepared(medium, for: model)
        let values = [Float](repeating: 0.5, count: opened.input.layout.count)
        let relevance = Relevance(values: values, isSigned: false, meaning: "")
        let picture = try #require(MadeUp.figure(opened, relevance).pictures.first)
        let whole = try Session.picture.prepared(medium, for: model)
        let other = try #require(MadeUp.figure(whole, relevance).pictures.first)
        func pixel(_ image: Image, _ x: Int, _ y: Int) -> RGB {
            let pixel = image[x * image.width / 60, y * image.height / 40]
            return RGB(pixel.red, pixel.green, pixel.blue)
        }
        #expect([RGB(51, 51, 51), RGB(89, 89, 89)].contains(pixel(picture, 30, 15)))
        #expect(pixel(picture, 5, 30) == pixel(other, 5, 30))
        #expect(pixel(picture, 30, 15) != pixel(other, 30, 15))
    }

    @Test func numbers() {
        #expect(
            [0.00071, 0.00413, 0.81, 4.2, 10.04, 1234.2, 0.00001].map(Numbers.short) == [
                ".00071", ".0041", ".81", "4.2", "10", "1,234", "1.0e-05",
            ]
        )
        #expect(
            [1, 2, 3, 11, 22, 103].map(Numbers.ordinal) == ["1st", "2nd", "3rd", "11th", "22nd", "103rd"]
        )
        #expect([0.978, 1, 12.3, -0.07].map(Numbers.hundredths) == [".98", "1.00", "12.30", "-.07"])
        #expect(Numbers.probability(0.999) == "1.0" && Numbers.probability(0.034) == ".03")
        #expect(
            Numbers.bytes(812) == "812" && Numbers.bytes(4100) == "4.1k" && Numbers.bytes(23_000_000) == "23M"
        )
    }
}
