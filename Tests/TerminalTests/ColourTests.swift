import Cells
import Terminal
import Testing

@Suite("Colours")
struct ColourTests {
    @Test("have the same numbers at every depth, if they are the terminal's own")
    func ownColours() {
        for depth in ColourDepth.allCases {
            var colours = ColourNumbers(depth: depth, count: 256)
            #expect(colours.number(.standard) == -1)
            #expect(colours.number(.ansi(13)) == (depth == .monochrome ? -1 : 13))
        }
    }

    @Test("are what they are where there are 24 bits, and never taken for a named one")
    func full() {
        var colours = ColourNumbers(depth: .full, count: 1 << 24)
        #expect(colours.number(.rgb(1, 2, 3)) == 0x010203)
        #expect(colours.number(.rgb(0, 0, 0)) == 0x010000)
        #expect(colours.number(.rgb(0, 0, 255)) == 0x0100FF)
        #expect(colours.number(.rgb(0, 1, 0)) == 0x000100)
        #expect(colours.number(.indexed(196)) == 196)
    }

    @Test("are the nearest of the fixed ones where there are 256")
    func indexed() {
        var colours = ColourNumbers(depth: .indexed, count: 256)
        #expect(colours.number(.indexed(99)) == 99)
        for number in 16..<256 {
            let colour = FixedPalette.colours[number]
            let found = Int(colours.number(.rgb(colour.red, colour.green, colour.blue)))
            #expect(FixedPalette.colours[found] == colour)
        }
        #expect(colours.number(.rgb(254, 1, 2)) == 196)
        #expect(colours.number(.rgb(119, 120, 118)) == 243)
        #expect((16..<256).contains(colours.number(.rgb(205, 0, 0))))
    }

    @Test("are the nearest of the named ones where there are only these")
    func named() {
        var sixteen = ColourNumbers(depth: .named, count: 16)
        #expect(sixteen.number(.rgb(250, 10, 10)) == 9)
        #expect(sixteen.number(.indexed(255)) == 7)
        #expect(sixteen.number(.rgb(120, 120, 120)) == 8)
        var eight = ColourNumbers(depth: .named, count: 8)
        #expect(eight.number(.rgb(250, 10, 10)) == 1)
        #expect(eight.number(.rgb(10, 10, 12)) == 0)
        for grey in UInt8(0)...255 { #expect([0, 7].contains(eight.number(.rgb(grey, grey, grey)))) }
    }

    @Test("are none where there is none")
    func monochrome() {
        var colours = ColourNumbers(depth: .monochrome, count: 0)
        for colour in [Colour.rgb(1, 2, 3), .indexed(9), .ansi(4)] { #expect(colours.number(colour) == -1) }
    }

    @Test("lie where OKLab has them")
    func oklab() {
        func isNear(_ colour: OKLab, _ l: Float, _ a: Float, _ b: Float) -> Bool {
            abs(colour.lightness - l) < 1e-3 && abs(colour.a - a) < 1e-3 && abs(colour.b - b) < 1e-3
        }
        #expect(isNear(OKLab(red: 255, green: 255, blue: 255), 1, 0, 0))
        #expect(isNear(OKLab(red: 255, green: 0, blue: 0), 0.6280, 0.2249, 0.1258))
        #expect(isNear(OKLab(red: 0, green: 0, blue: 255), 0.4520, -0.0325, -0.3115))
    }
}

@Suite("Pairs of colours")
struct PairTests {
    private let colours = ColourNumbers(depth: .indexed, count: 256)

    @Test("get numbers once, and 0 is the terminal's own")
    func numbering() {
        var pairs = Pairs(limit: 10) { _, _, _ in true }
        #expect(pairs.number(-1, -1, colours) == 0)
        #expect(pairs.number(1, 2, colours) == 1)
        #expect(pairs.number(2, 1, colours) == 2)
        #expect(pairs.number(1, 2, colours) == 1)
        #expect(!pairs.lackedRoom)
    }

    @Test("give way to the nearest when there is no room")
    func overflow() {
        var defined: [Int32] = []
        var pairs = Pairs(limit: 3) { number, _, _ in
            defined.append(number)
            return true
        }
        #expect(pairs.number(16, 231, colours) == 1)
        #expect(pairs.number(231, 16, colours) == 2)
        #expect(pairs.number(232, 255, colours) == 0)
        #expect(pairs.lackedRoom)
        pairs.begin(takingNearest: true)
        #expect(pairs.number(232, 255, colours) == 1)
        #expect(pairs.number(255, 232, colours) == 2)
        #expect(!pairs.lackedRoom)
        #expect(defined == [1, 2])
        pairs.removeAll()
        #expect(!pairs.lackedRoom)
        #expect(pairs.number(255, 232, colours) == 1)
    }

    @Test("are the terminal's own where there are none")
    func none() {
        var pairs = Pairs(limit: 0) { _, _, _ in
            Issue.record("ncurses would crash")
            return false
        }
        #expect(pairs.number(1, 2, colours) == 0)
    }
}
