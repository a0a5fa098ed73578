import CNcurses
import Cells
import Glibc
import Terminal
import Testing

@Suite("Rows of cells")
struct RowEncoderTests {
    init() { setlocale(LC_CTYPE, "C.UTF-8") }

    private func encoder(_ depth: ColourDepth = .full, colours: Int = 1 << 24, ascii: Bool = false)
        -> RowEncoder
    {
        RowEncoder(
            ascii: ascii,
            colours: ColourNumbers(depth: depth, count: colours),
            pairs: Pairs(limit: 64) { _, _, _ in true }
        )
    }

    /// The characters of a row as ncurses gets them, a wide one once.
    private func text(_ row: [Cell], ascii: Bool = false) -> String {
        var (encoder, line) = (encoder(ascii: ascii), [cchar_t]())
        encoder.encode(row[...], into: &line)
        var text = String.UnicodeScalarView()
        for cell in line {
            withUnsafeBytes(of: cell.chars) { bytes in
                let scalars = bytes.bindMemory(to: UInt32.self).prefix { $0 != 0 }
                text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
            }
        }
        return String(text)
    }

    private func row(_ text: String, width: Int) -> [Cell] {
        var canvas = Canvas(Size(width: width, height: 1))
        canvas.write(text, x: 0, y: 0)
        return canvas.cells
    }

    @Test("keep their characters: wide ones once, combined ones whole")
    func characters() {
        #expect(text(row("a日b", width: 6)) == "a日b  ")
        #expect(text(row("e\u{301}▀⣿", width: 3)) == "e\u{301}▀⣿")
    }

    @Test("have as many columns as cells, whatever is in these")
    func columns() {
        // A wide character without its second cell, at the edge too, and a second cell without its first.
        #expect(text([Cell("日"), Cell("a"), Cell("日")]) == " a ")
        #expect(text([Cell(nil), Cell("a"), Cell(nil), Cell("b")]) == " a b")
        // What a terminal would act on, or show in more than one cell.
        #expect(text([Cell("\n"), Cell("\u{1B}"), Cell("\u{85}")]) == "␊␛\u{FFFD}")
        #expect(text([Cell("👨‍👩‍👧"), Cell(nil)]) == "👨")
    }

    @Test("take as many columns for ncurses as they have cells, whatever Unicode it knows")
    func columnsOfEveryCharacter() {
        for scalar in (0x300...0x1FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) {
            let row = row(String(scalar), width: 3)
            let columns = text(row).unicodeScalars.map { max(0, wcwidth(wchar_t(bitPattern: $0.value))) }
            #expect(columns.reduce(0, +) == 3, "\(scalar.escaped(asASCII: true))")
        }
    }

    @Test("are ASCII where they have to be")
    func ascii() {
        #expect(text(row("é日▀│", width: 6), ascii: true) == "e? #| ")
        #expect(text([Cell("日"), Cell("a")], ascii: true) == " a")
    }

    @Test("carry colours and attributes")
    func styles() {
        var (encoder, line) = (encoder(), [cchar_t]())
        let style = Style(.ansi(1), on: .rgb(1, 2, 3), [.bold, .underline])
        encoder.encode([Cell("a"), Cell("b", style), Cell("c", style), Cell("d")], into: &line)
        #expect(line.map(\.ext_color) == [0, 1, 1, 0])
        #expect(line.map(\.attr) == [0, cnc_bold | cnc_underline, cnc_bold | cnc_underline, 0])
    }

    @Test("fit all pairs of eight colours into the 64 of their terminals")
    func eightColours() {
        var (encoder, line) = (encoder(.named, colours: 8), [cchar_t]())
        let choices = [Colour.standard] + (0..<8).map { Colour.ansi($0) }
        for front in choices {
            for back in choices { encoder.encode([Cell("x", Style(front, on: back))], into: &line) }
        }
        #expect(!encoder.pairs.lackedRoom)
        encoder.encode(
            [Cell("a", Style(.ansi(2), on: .ansi(5))), Cell("b", Style(.ansi(5), on: .ansi(2)))],
            into: &line
        )
        #expect(line[0].ext_color == line[1].ext_color)
        #expect(line[0].attr ^ line[1].attr == cnc_reverse)
        // Exchanged, the terminal's own background would become its foreground.
        encoder.encode([Cell("a", Style(.ansi(2))), Cell("b", Style(on: .ansi(2)))], into: &line)
        #expect(line[0].ext_color != line[1].ext_color)
        #expect(line.map(\.attr) == [0, 0])
        encoder.encode([Cell("a", Style(.ansi(10)))], into: &line)
        #expect(line[0].attr == cnc_bold)
    }
}
