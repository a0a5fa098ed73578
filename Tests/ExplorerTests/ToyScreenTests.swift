import Cells
import Explanation
import Explorer
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// The explorer with kinds of models that it does not know: everything it shows is told by the models alone.
@Suite struct ToyScreenTests {
    private static let names = ToySession.inputs.keys.sorted()
    /// Those whose tokens attend to each other.
    private static let withoutLatents = ["ToyCausal", "ToyTokens"]

    /// A session with the map alone, whose colours are those of the palette.
    private func mapAlone(_ name: String) throws -> ToySession {
        var session = try ToySession(name)
        session.press(.character("a"), .character("2"), .character("o"), .character("o"))
        return session
    }

    // MARK: layers

    /// Every layer that reads the input, with its title and the numbers of the formulas; the peak is the largest.
    @Test(arguments: names) func layersOverTheInput(name: String) throws {
        var session = try ToySession(name)
        let run = try session.run
        let formulas = try ToyFormulas(run)
        for (index, layer) in run.model.layers.enumerated() where layer.keys == .input {
            try session.look(atLayer: index)
            let head = layer.heads == 1 ? "0" : "mean"
            #expect(session.title.contains("\(layer.name) · attention behind class · head \(head)"))
            let values = try session.map.relevance.values
            #expect(largestDifference(values, formulas.answer(index, of: name)) < 1e-5, "\(layer.name)")
            let peak = try #require(values.indices.max { values[$0] < values[$1] })
            let reading = try session.reading
            #expect(reading.place == "peak \(place(of: peak, in: run))" && reading.rank == 1)
            #expect(reading.number == Double("0" + Numbers.short(Double(values[peak]))))
        }
    }

    /// A causal row has nothing at all on what comes later.
    @Test func causalRows() throws {
        var session = try ToySession("ToyCausal")
        for layer in 0..<2 {
            try session.look(atLayer: layer)
            let formulas = try ToyFormulas(session.run).mean(layer)
            for token in 0..<formulas.rows {
                session.press(token == 0 ? .character("a") : .character("."))
                if token == 0 { session.press(.character("a")) }
                #expect(session.title.contains("layer.\(layer) · token \(token) of \(formulas.rows)"))
                let values = try session.map.relevance.values
                #expect(
                    values[(token + 1)...].allSatisfy { $0 == 0 } && values[...token].allSatisfy { $0 > 0 }
                )
                #expect(largestDifference(values, formulas[row: token]) < 1e-5)
            }
            session.press(.character("."), .character("a"), .character("a"))
        }
    }

    // MARK: cursor

    /// The cursor goes from the largest number to the smallest over all tokens, and each cell has its token's colour.
    @Test(arguments: names) func cursorComesToAllTokens(name: String) throws {
        var session = try mapAlone(name)
        let (run, values, plain) = (try session.run, try session.map.relevance.values, session.canvas)
        let largest = try #require(values.max())
        session.press(.enter)
        for token in values.indices.sorted(by: { (values[$0], $1) > (values[$1], $0) }) {
            let reading = try session.reading
            #expect(reading.place == place(of: token, in: run))
            #expect(reading.number == Double("0" + Numbers.short(Double(values[token]))))
            let cell = try #require(cursor(in: session), "\(token)")
            expectColour(of: values[token] / largest, in: plain[cell.x, cell.y])
            session.press(.character("n"))
        }
    }

    /// A token without a place has a cell and a name; arrows lead to it, and no part of the input can be removed there.
    @Test func tokensWithoutAPlace() throws {
        var session = try ToySession("ToyTokens")
        session.press(.character("2"), .enter)
        session.press(.up, times: 5)
        #expect(try session.reading.place.hasPrefix("x ") && session.screen.contains("Space region"))
        session.press(.down, times: 5)
        #expect(try session.reading.place == "cls" && session.pane.contains("cls ^"))
        #expect(!session.screen.contains("Space region"))
        session.press(.character(" "))
        #expect(session.screen.contains("cls has no place"))
        // A region stays where it began.
        session.press(.up, .character(" "), .down)
        #expect(!session.pane.contains("cls ^"))
        session.press(.character(" "), .escape, .down)
        #expect(try session.reading.place == "cls")
        // It asks as others do.
        session.press(.character("i"))
        #expect(session.title.contains("layer.2 · cls · head"))
        #expect(session.screen.contains("cls ·"))
    }

    // MARK: what speaks for a class

    /// Occlusion equals what a chosen class loses when the model reads the input without the part.
    @Test(arguments: names) func occlusion(name: String) throws {
        var session = try mapAlone(name)
        // The most probable class is too sure to lose much.
        session.press(.character("3"), .down, .character("2"), .character("x"))
        let run = try session.run
        let target = run.predictions[0].ranking[1]
        #expect(
            session.title.contains("occlusion · ")
                && session.title.contains(run.predictions[0].labels[target])
        )
        let (values, plain) = (try session.map.relevance.values, session.canvas)
        let largest = try #require(values.map(abs).max())
        #expect(largest > 1e-3 && largestDifference(values, losses(run, target)) < 1e-4 * largest)
        session.press(.enter)
        for token in values.indices.sorted(by: { (values[$0], $1) > (values[$1], $0) }) {
            // Of a text the word is named that was removed.
            let place = try session.reading.place
            #expect(
                place == self.place(of: token, in: run)
                    || run.input.modality == .text && place.hasPrefix("\"")
            )
            let cell = try #require(cursor(in: session), "\(token)")
            // What is weaker than half a unit of log p does not have full colours.
            let share = values[token] / max(largest, 0.5)
            if abs(share) > 0.1 { expectColour(of: share / 2 + 0.5, in: plain[cell.x, cell.y], .signed) }
            session.press(.character("n"))
        }
        session.press(.character("x"))
        #expect(session.title.contains("ablation") != Self.withoutLatents.contains(name))
    }

    /// What each token's part is worth, by the model's own way forward.
    private func losses(_ run: Run, _ target: Int) -> [Float] {
        let task = run.tasks[0]
        func logProbability(without part: [Int]) -> Double {
            let left = (0..<run.input.tokens.rows).filter { !part.contains($0) }
            let final = run.model.trunk(run.input.tokens.gathered(rows: left)).final
            let logits = run.model.predict(task, latents: final, of: run.input.modality).logits.map(
                Double.init
            )
            return logits[target] - log(logits.reduce(0) { $0 + exp($1) })
        }
        var losses = [Float](repeating: 0, count: run.input.tokens.rows)
        for part in run.input.parts {
            let loss = logProbability(without: []) - logProbability(without: part)
            for token in part { losses[token] = Float(loss) }
        }
        return losses
    }

    // MARK: parts

    /// Space begins, ends and removes: it takes the token under the cursor away: the map is that of the others, and undo brings the first back.
    @Test(arguments: names) func tokensAreRemoved(name: String) throws {
        var session = try ToySession(name)
        session.press(.character("a"))
        let (before, values) = (session.pane, try session.map.relevance.values)
        session.press(.character("2"), .enter)
        let placed = try session.run.input.layout.placed.tokens
        let token = try #require(placed.max { (values[$0], $1) < (values[$1], $0) })
        let rank = values.filter { $0 > values[token] }.count
        session.press(.character("n"), times: rank)
        session.press(.character(" "), .character(" "), .character(" "))
        let run = try session.run
        #expect(run.input.removed == [token])
        #expect(session.screen.contains("1 of \(values.count) tokens are removed"))
        let layer = run.model.layer(nil)
        let answer = try ToyFormulas(run).answer(layer, of: name)
        let left = try session.map.relevance.values
        #expect(largestDifference(left, run.overTokens(answer)) < 1e-5 && left[token] == 0)
        #expect(session.pane != before)
        session.press(.character("U"))
        let restored = try session.map.relevance.values
        #expect(session.pane == before && restored == values)
    }

    // MARK: comparison

    /// Two inputs stand side by side; where there are no latents the tables of these say so.
    @Test(arguments: names) func inputsAreCompared(name: String) throws {
        var session = try ToySession(name, inputs: 2)
        session.press(.character("c"))
        #expect(session.screen.contains("Shared classes · maps: "))
        for table in ["Latent by latent", "Most similar latents"] {
            session.press(.character("v"))
            #expect(session.screen.contains(table))
            let isEmpty = session.screen.contains("This model has no latents")
            #expect(isEmpty == Self.withoutLatents.contains(name))
            if name == "ToyCrossing", table.hasPrefix("Latent ") {
                #expect(session.screen.contains("(cross.2, bits)"))
            }
        }
    }

    // MARK: files

    /// What is written has the numbers that are drawn.
    @Test(arguments: names) func filesHaveTheNumbers(name: String) throws {
        var session = try ToySession(name)
        let given = try #require(ToySession.inputs[name]?.first).given
        for _ in 0..<2 {
            let (values, title) = (try session.map.relevance.values, session.title)
            let drawn = try session.written()
            // A text of several lines stands in quotation marks.
            let csv = drawn.figure.csv.replacing("\"\(given)\"", with: "given")
            let lines = csv.split(separator: "\n")
            let head = lines[0].split(separator: ",")
            #expect(
                head.prefix(2) == ["input", "token"] && head.last == "value"
                    && lines.count == values.count + 1
            )
            let column = lines.dropFirst().compactMap { $0.split(separator: ",").last.flatMap { Float($0) } }
            #expect(column == values)
            let json = try JSONSerialization.jsonObject(with: drawn.figure.json()) as? [String: Any]
            let numbers = (json?["values"] as? [Double])?.map { Float($0) }
            #expect(numbers == values && title.contains(json?["title"] as? String ?? "-"))
            #expect(drawn.page().image().width > 0)
            session.press(.character("x"))
        }
    }

    // MARK: places

    private func cursor(in session: ToySession) -> (x: Int, y: Int)? {
        let marks: [Character] = ["+", "^"]
        return session.cells {
            $0.style.attributes.contains(.reverse) && $0.style.attributes.contains(.bold)
                || $0.style.attributes.contains(.bold) && $0.character.map(marks.contains) == true
        }
        .first
    }

    /// A token's place as people are told of it.
    private func place(of token: Int, in run: Run) -> String {
        let section = run.input.layout.section(of: token)
        if let points = section.points {
            let numbers = (0..<2).map { Numbers.short(points.coordinate(token, $0)) }
            return "x \(numbers[0]) y \(numbers[1])"
        }
        if section.shape == .unplaced { return section.name }
        guard let rows = section.rows else {
            let byte = Array("to be or not".utf8)[token]
            return "byte \(token) · \"\(Character(UnicodeScalar(byte)))\""
        }
        let cell = section.cell(of: token)
        return "x \(Int(section.columns.centre(cell.column))) y \(Int(rows.centre(cell.row)))"
    }
}
