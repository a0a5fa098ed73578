import Cells
import Explanation
import Explorer
import Media
import Models
import Testing

/// Every token of what is shown counts: its place shows the strongest of all that fall into it.
@Suite struct EveryTokenTests {
    /// One layout on one screen.
    private struct Scene {
        let geometry: any Geometry
        /// The tokens of the layout that are shown.
        let tokens: Range<Int>
        /// The tokens of all of it.
        let count: Int
    }

    private static func area(_ random: inout Dice) -> Rectangle {
        Rectangle(x: 3, y: 1, width: random(1...130), height: random(1...50))
    }

    private static func edges(_ random: inout Dice, _ count: Int, from: Double, to: Double) -> [Double] {
        let sizes = (0..<count).map { _ in random.share() < 0.2 ? 2 * random.share() : 1 }
        let total = max(sizes.reduce(0, +), 1e-6)
        return sizes.reduce(into: [from]) { $0.append(min(to, $0[$0.count - 1] + $1 / total * (to - from))) }
    }

    /// A picture of which the model sees all or a part, perhaps in frames.
    private static func picture(_ random: inout Dice) -> Scene {
        let (width, height) = (random(1...900), random(1...700))
        func axis(_ quantity: Axis.Quantity, _ size: Int) -> Axis {
            let isCropped = random.share() < 0.5
            let from = isCropped ? random.share() * Double(size) / 2 : 0
            let to = isCropped ? from + random.share() * Double(size) / 2 : Double(size)
            return Axis(quantity, edges: edges(&random, random(1...80), from: from, to: to))
        }
        let frames = random(1...3)
        let section = Layout.Section(
            name: "image",
            columns: axis(.x, width),
            rows: axis(.y, height),
            frames: Axis(.frame, edges: (0...frames).map(Double.init))
        )
        let (shown, size) = (random(0...frames - 1), section.columnCount * section.rowCount)
        let layout = Layout(sections: [section])
        let area = area(&random)
        return Scene(
            geometry: GridGeometry(picture: width, height, layout: layout, shownFrame: shown, in: area),
            tokens: shown * size..<(shown + 1) * size,
            count: layout.count
        )
    }

    private static func spectrogram(_ random: inout Dice) -> Scene {
        let rows = random(1...40)
        let from = random.share()
        let layout = Layout(
            columns: Axis(.time, edges: edges(&random, random(1...200), from: from, to: from + 5)),
            rows: Axis(.frequency, edges: (0...rows).map { Double($0 * $0) * 40 })
        )
        let area = area(&random)
        let geometry = GridGeometry(spectrogramOf: rows * random(1...4), layout: layout, in: area)
        return Scene(geometry: geometry, tokens: 0..<layout.count, count: layout.count)
    }

    /// A wave that is longer or shorter than what the model hears.
    private static func wave(_ random: inout Dice) -> Scene {
        let count = random(1...2000)
        let wave = Layout.Section(
            name: "audio",
            columns: Axis(.time, edges: (0...count).map { Double($0) / 100 })
        )
        let seconds = Double(count) / 100 * (0.5 + random.share())
        let area = area(&random)
        return Scene(
            geometry: GridGeometry(row: wave, upTo: seconds, in: area),
            tokens: 0..<count,
            count: count
        )
    }

    /// A text with special tokens, characters of several bytes and masks, in an area that shows all of it.
    private static func text(_ random: inout Dice) -> Scene {
        var (text, edges) = ("", [0.0, 0])
        for _ in 0..<random(1...300) {
            let piece = ["a", "é", "日", " ", "\n", "👩‍👧", "[MASK]"][random(0...6)]
            text += piece
            let end = Double(text.utf8.count)
            edges += piece == "[MASK]" ? [end] : (0..<piece.utf8.count).reversed().map { end - Double($0) }
        }
        edges.append(edges[edges.count - 1])
        let layout = Layout(columns: Axis(.byte, edges: edges), rows: nil)
        let wrapped = TextGeometry(
            Text(text),
            layout: layout,
            width: random(1...80),
            appearance: Appearance(depth: .full, ascii: false)
        )
        let area = Rectangle(x: 2, y: 3, width: 200, height: wrapped.lineCount)
        return Scene(
            geometry: ScrolledText(wrapped, showing: nil, in: area),
            tokens: 0..<layout.count,
            count: layout.count
        )
    }

    private static func points(_ random: inout Dice, dimensions: Int) -> Layout.Points {
        let names = [("x", "m"), ("y", random.share() < 0.5 ? "m" : "s"), ("z", "m")]
        return Layout.Points(
            dimensions: names.prefix(dimensions).map { .init(name: $0.0, unit: $0.1, range: -1...2) },
            coordinates: (0..<random(1...300) * dimensions).map { _ in 4 * random.share() - 1.5 }
        )
    }

    private static func scene(_ kind: Int, _ random: inout Dice) -> Scene {
        switch kind {
        case 0: return picture(&random)
        case 1: return spectrogram(&random)
        case 2: return wave(&random)
        case 3: return text(&random)
        default:
            let points = points(&random, dimensions: kind - 2)
            let area = area(&random)
            return Scene(
                geometry: PointGeometry(points, in: area),
                tokens: 0..<points.count,
                count: points.count
            )
        }
    }

    private static func relevance(_ random: inout Dice, _ count: Int, isSigned: Bool) -> Relevance {
        let values = (0..<count).map { _ in Float(random.share()) - (isSigned ? 0.5 : 0) }
        return Relevance(values: values, isSigned: isSigned, meaning: "")
    }

    /// Every token lies in the cell that is named as its cell, and each cell shows the strongest of those in it.
    @Test(arguments: 0...5) func countsEveryToken(kind: Int) {
        var random = Dice(state: UInt64(kind))
        for _ in 0..<12 {
            let scene = Self.scene(kind, &random)
            let relevance = Self.relevance(&random, scene.count, isSigned: random.share() < 0.3)
            let cells = Dictionary(grouping: scene.tokens) { token in
                scene.geometry.cell(of: token).map { [$0.x, $0.y] }
            }
            #expect(cells[nil] == nil)
            for case (let cell?, let own) in cells {
                let tokens = scene.geometry.tokens(cellX: cell[0], cellY: cell[1])
                #expect(tokens == tokens.sorted() && Set(own).isSubset(of: tokens))
                #expect(tokens.allSatisfy(scene.tokens.contains))
                let shown = scene.geometry.shown(cellX: cell[0], cellY: cell[1], over: relevance)
                // The peak comes before what is stronger than it in a signed map.
                let strongest = tokens.map { relevance.strength($0) }.max()
                #expect(tokens.contains(relevance.peak) || shown.map { relevance.strength($0) } == strongest)
                #expect(!tokens.contains(relevance.peak) || shown == relevance.peak)
                #expect(tokens.count <= scene.geometry.mostTokens(inWholeCells: true))
                #expect(scene.geometry.token(cellX: cell[0], cellY: cell[1]).map(tokens.contains) == true)
            }
        }
    }

    /// What the cell of the peak shows is the peak.
    @Test(arguments: 0...5) func showsThePeak(kind: Int) throws {
        var random = Dice(state: UInt64(kind) + 100)
        for _ in 0..<20 {
            let scene = Self.scene(kind, &random)
            var values = [Float](repeating: 0.01, count: scene.count)
            let peak = scene.tokens.lowerBound + random(0...scene.tokens.count - 1)
            values[peak] = 1
            let relevance = Relevance(values: values, isSigned: false, meaning: "")
            #expect(relevance.peak == peak)
            let cell = try #require(scene.geometry.cell(of: peak))
            #expect(scene.geometry.shown(cellX: cell.x, cellY: cell.y, over: relevance) == peak)
        }
    }

    /// The cursor goes on in every direction until the end.
    @Test(arguments: 0...5) func theCursorArrives(kind: Int) throws {
        var random = Dice(state: UInt64(kind) + 200)
        for _ in 0..<8 {
            let scene = Self.scene(kind, &random)
            let relevance = random.share() < 0.5 ? Self.relevance(&random, scene.count, isSigned: false) : nil
            for (across, down) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
                var token = scene.tokens.lowerBound + random(0...scene.tokens.count - 1)
                var steps = 0
                while let next = scene.geometry.moved(token, across: across, down: down, over: relevance) {
                    guard next != token, scene.tokens.contains(next), steps <= scene.tokens.count else {
                        break
                    }
                    token = next
                    steps += 1
                }
                #expect(scene.geometry.moved(token, across: across, down: down, over: relevance) == nil)
            }
        }
    }

    /// Moving to the right and back comes to every pixel that shows a point.
    @Test(arguments: [2, 3]) func theCursorComesToAllPoints(dimensions: Int) throws {
        var random = Dice(state: UInt64(dimensions))
        let points = Self.points(&random, dimensions: dimensions)
        let geometry = PointGeometry(points, first: 5, in: Rectangle(x: 0, y: 0, width: 30, height: 12))
        var token = 5
        while let next = geometry.moved(token, across: -1, down: 0, over: nil) { token = next }
        var visited = [geometry.cell(of: token)].compactMap { $0 }.map { [$0.x, $0.y] }
        while let next = geometry.moved(token, across: 1, down: 0, over: nil) {
            token = next
            visited += [geometry.cell(of: token)].compactMap { $0 }.map { [$0.x, $0.y] }
        }
        let all = try (5..<5 + points.count).map { try #require(geometry.cell(of: $0)) }
        #expect(Set(visited) == Set(all.map { [$0.x, $0.y] }))
    }
}

extension Relevance {
    fileprivate func strength(_ token: Int) -> Float { isSigned ? abs(values[token]) : values[token] }
}

/// Reproducible numbers (splitmix64).
struct Dice {
    var state: UInt64

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }

    mutating func callAsFunction(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}
