import Cells
import Explanation
import Explorer
import Foundation
import Models
import Numerics
import TestData
import Testing

/// The sheet of kinds of models that the explorer does not know.
@Suite struct ToySheetTests {
    private static let names = ToySession.inputs.keys.sorted()

    /// A thumbnail on the screen: who asks, its title, and where the map is below it.
    private struct Thumbnail {
        let asker: Int
        let title: String
        let x: Int
        let y: Int
    }

    /// The thumbnails of a sheet by their titles, row by row; other numbers, of words, are not in their order.
    private func thumbnails(_ session: ToySession) throws -> [Thumbnail] {
        var awaited =
            try session.run.count(of: .latents) > 0
            ? Array(0..<session.run.count(of: .latents)) : session.run.input.kept
        return try session.canvas.rows.enumerated().dropFirst(2).flatMap { y, row -> [Thumbnail] in
            try row.matches(of: Regex(#"[│ ]>?([0-9]+)( cls(?= ))?( [0-9.]+(?= ))?"#)).compactMap { match in
                guard let asker = match.output[1].substring.flatMap({ Int($0) }), asker == awaited.first
                else {
                    return nil
                }
                awaited.removeFirst()
                let x = row.distance(from: row.startIndex, to: match.range.lowerBound) + 1
                let title = row[match.range].trimmingCharacters(in: ["│", " ", ">"])
                return Thumbnail(asker: asker, title: title, x: x, y: y + 1)
            }
        }
        .filter { $0.y < session.canvas.size.height - 2 }
    }

    /// How many cells a thumbnail takes: to the right and down to the first blank.
    private func size(_ thumbnail: Thumbnail, _ canvas: Canvas) -> (width: Int, height: Int) {
        func isDrawn(_ x: Int, _ y: Int) -> Bool { canvas[thumbnail.x + x, thumbnail.y + y].character == "▀" }
        let width = (0..<canvas.size.width).first { !isDrawn($0, 0) } ?? 0
        return (width, (0..<canvas.size.height).first { !isDrawn(0, $0) } ?? 0)
    }

    /// A map for everyone who asks, in order, each with its own numbers on a scale of its own.
    @Test(arguments: names) func everyoneHasAMap(name: String) throws {
        var session = try ToySession(name)
        session.press(.character("s"))
        let run = try session.run
        let layer = run.model.layer(nil)
        let maps = try ToyFormulas(run).mean(layer)
        let word = run.model.layers[layer].queries == .input ? "tokens" : "latents"
        #expect(session.canvas.rows[1].contains("All \(word) · \(run.model.layers[layer].name) · head "))
        let thumbnails = try thumbnails(session)
        try #require(thumbnails.map(\.asker) == Array(0..<maps.rows), "\(session.screen)")
        for thumbnail in thumbnails {
            try expect(run.overTokens(maps[row: thumbnail.asker]), in: thumbnail, session, run)
        }
        if name == "ToyCausal" { #expect(session.screen.contains("3 · \"b\"")) }
        guard name == "ToyTokens" else { return }
        // The token without a place asks, too, and is asked in a cell of its own.
        #expect(thumbnails.last?.title.hasPrefix("16 cls") == true)
        for thumbnail in thumbnails { try expectExtra(maps[row: thumbnail.asker], thumbnail, session) }
    }

    /// Those that were removed ask nothing; the others keep their numbers, their maps and their names.
    @Test(arguments: ["ToyCausal", "ToyTokens"]) func removedTokensAskNothing(name: String) throws {
        var session = try ToySession(name)
        session.press(.character("2"), .enter, .up, .up, .up, .up, .left, .left)
        if name == "ToyCausal" { session.press(.left, times: 12) } else { session.press(.left, times: 4) }
        session.press(.right, .character(" "), .right, .character("d"))
        let run = try session.run
        #expect(run.input.removed == [1, 2])
        let maps = try ToyFormulas(run).mean(run.model.layer(nil))
        session.press(.character("s"))
        let thumbnails = try thumbnails(session)
        try #require(thumbnails.map(\.asker) == run.input.kept, "\(session.screen)")
        for (row, thumbnail) in thumbnails.enumerated() {
            try expect(run.overTokens(maps[row: row]), in: thumbnail, session, run)
        }
        // The third thumbnail is that of token 4: its map is shown large, and its facts are told.
        session.press(.home, .right, .right, .enter)
        #expect(session.title.contains("token 4 of \(run.input.tokens.rows)"), "\(session.title)")
        #expect(largestDifference(try session.map.relevance.values, run.overTokens(maps[row: 2])) < 1e-5)
        let count = Spread(weights: maps[row: 2]).effectiveCount
        #expect(session.screen.contains("Token 4"))
        #expect(session.screen.contains("inputs \(Numbers.short(count)) of \(run.input.readCount)"))
        // Keys pass over tokens that were removed, and one that is asked for by its number is refused.
        session.press(.character(","), .character(","))
        #expect(session.title.contains("token 0 of ") && session.screen.contains("Token 0"))
        session.press([.character(":")] + "latent 2".map { .character($0) } + [.enter])
        #expect(session.title.contains("token 0 of ") && session.screen.contains("token 2 is removed"))
    }

    /// Points are a plot in each thumbnail, not a row.
    @Test func pointsArePlots() throws {
        var session = try ToySession("ToyPoints")
        session.press(.character("s"))
        let run = try session.run
        let points = try #require(run.input.layout.placed.points)
        let maps = try ToyFormulas(run).mean(0)
        let thumbnails = try thumbnails(session)
        let width = thumbnails[1].x - thumbnails[0].x
        let below = thumbnails.map { $0.y - 1 } + [session.canvas.size.height - 2]
        for thumbnail in thumbnails {
            let end = try #require(below.first { $0 >= thumbnail.y })
            let cells = (thumbnail.y..<end).flatMap { y in
                (thumbnail.x..<thumbnail.x + width).map { (x: $0, y: y) }
            }
            .filter { ["▀", "▄"].contains(session.canvas[$0.x, $0.y].character) }
            #expect(cells.count == points.count)
            let values = maps[row: thumbnail.asker]
            let largest = try #require(values.max())
            // From left to right the cells are the points by their first coordinate.
            let order = values.indices.sorted { points.coordinate($0, 0) < points.coordinate($1, 0) }
            for (cell, point) in zip(cells.sorted { $0.x < $1.x }, order) {
                let share = Double(values[point] / largest)
                let source = RGB(grey: 0.85)
                let colour = Spotlight()(source, Palette.inferno.level(share), height: share).colour
                #expect(session.canvas[cell.x, cell.y].style.foreground == colour, "\(point)")
            }
        }
    }

    // MARK: cells

    /// Expects a thumbnail to have the colour of each token's number where the token lies.
    private func expect(
        _ values: [Float],
        in thumbnail: Thumbnail,
        _ session: ToySession,
        _ run: Run
    ) throws {
        let section = run.input.layout.placed
        guard section.points == nil else { return }
        if run.input.modality == .text { return expectWords(values, in: thumbnail, session, run) }
        let size = size(thumbnail, session.canvas)
        #expect(size.width > 3 && size.height > 1)
        let largest = try #require(values.max())
        for token in section.tokens {
            let cell = section.cell(of: token)
            let place = (2 * token + 1) * size.width * size.height * 2 / (2 * section.count)
            let (x, y) =
                section.rows == nil
                ? (place % size.width, place / size.width / 2)
                : (
                    (2 * cell.column + 1) * size.width / (2 * section.columnCount),
                    (2 * cell.row + 1) * size.height / (2 * section.rowCount)
                )
            let style = session.canvas[thumbnail.x + x, thumbnail.y + y].style
            let share = Double(values[token] / largest)
            let wanted = Palette.inferno((share * 63).rounded() / 63).colour
            #expect([style.foreground, style.background].contains(wanted), "\(thumbnail.asker): \(token)")
        }
    }

    /// Expects the word that is read most below the title.
    private func expectWords(
        _ values: [Float],
        in thumbnail: Thumbnail,
        _ session: ToySession,
        _ run: Run
    ) {
        func sum(_ part: [Int]) -> Float { part.reduce(0) { $0 + values[$1] } }
        let best = run.input.parts.max { sum($0) < sum($1) } ?? []
        let bytes = Array("to be or not".utf8)
        let kept = best.filter { !run.input.removed.contains($0) }
        let word = String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
        let row = session.canvas.rows[thumbnail.y].dropFirst(thumbnail.x)
        #expect(row.hasPrefix(word.trimmingCharacters(in: .whitespaces)), "\(thumbnail.asker): \(row)")
    }

    /// Expects the cell of the last token to the right of the title.
    private func expectExtra(_ values: [Float], _ thumbnail: Thumbnail, _ session: ToySession) throws {
        let row = session.canvas.rows[thumbnail.y - 1]
        let rest = String(Array(row)[(thumbnail.x + thumbnail.title.count + 1)...])
        let name = try #require(rest.range(of: "cls "))
        let column = rest.distance(from: rest.startIndex, to: name.upperBound)
        let x = thumbnail.x + thumbnail.title.count + 1 + column
        let share = Double((values.last ?? 0) / (values.max() ?? 1))
        #expect(session.canvas[x, thumbnail.y - 1].style.background == Palette.inferno(share).colour)
    }
}
