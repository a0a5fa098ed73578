import Explanation
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// Maps as files of numbers, beside the numbers of their answers.
@Suite struct FigureTests {
    private static let box = Part(.box(x: 6, y: 4, width: 16, height: 10))

    func figure(_ subject: Subject, _ question: MapQuestion) throws -> Figure {
        var answers = Answers()
        let answer = try answers(question)
        return Figure(answer, source: subject.source, opened: try answers(OpenQuestion(subject)))
    }

    func lines(_ figure: Figure) -> [[String]] {
        #expect(figure.csv.hasSuffix("\n") && !figure.csv.hasSuffix("\n\n"))
        // The input, which stands in front of each line, may have commas in it.
        let rows = figure.csv.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        return rows.enumerated().map { place, row in
            let input = place == 0 ? "input," : "\(figure.source.given),"
            #expect(row.hasPrefix(input), "\(row)")
            return row.dropFirst(input.count).split(separator: ",", omittingEmptySubsequences: false).map(
                String.init
            )
        }
    }

    func object(_ figure: Figure) throws -> [String: Any] {
        let data = figure.json()
        #expect(!data.contains(UInt8(ascii: "\n")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// The JSON's numbers, without one where there is none.
    func numbers(_ object: [String: Any]) throws -> [Float?] {
        try #require(object["values"] as? [Any]).map { ($0 as? NSNumber)?.floatValue }
    }

    func relevance(_ figure: Figure) throws -> [Float] {
        guard case .map(let answer) = figure.content else { throw Failure("a flow") }
        return answer.relevance.values
    }

    // MARK: over an input

    @Test(arguments: zip([6, 7, 8], ["x,y", "time,frequency", "byte"]))
    func overInputs(given: Int, axes: String) throws {
        let subject = Given.own[given].subject
        let figure = try figure(subject, MapQuestion(subject))
        let (layout, values) = (figure.opened.input.layout, try relevance(figure))
        let table = lines(figure)
        let places = axes.split(separator: ",").flatMap { ["\($0)_from", "\($0)_to"] }
        #expect(table[0] == ["token", "column", "row"] + places + ["value"])
        #expect(table.count == values.count + 1 && values.count == layout.count)
        for (token, line) in table.dropFirst().enumerated() {
            let (column, row) = layout.cell(of: token)
            #expect(line.count == table[0].count && line[0...2] == ["\(token)", "\(column)", "\(row)"])
            #expect(Float(line[line.count - 1]) == values[token])
            #expect(Double(line[3]) == layout.columns.edges[column])
            #expect(Double(line[4]) == layout.columns.edges[column + 1])
            if let rows = layout.rows { #expect(Double(line[5]) == rows.edges[row]) }
        }
        let object = try object(figure)
        #expect(try numbers(object) == values)
        #expect(object["shape"] as? [Int] == [layout.rowCount, layout.columnCount])
        let written = try #require(object["axes"] as? [String: [String: Any]])
        for (axis, name) in [(layout.columns, "columns"), (layout.rows, "rows")] {
            let edges = written[name]?["edges"] as? [Double]
            #expect(edges?.count == axis?.edges.count)
            #expect(zip(edges ?? [], axis?.edges ?? []).allSatisfy { abs($0 - $1) < 1e-9 * max(1, $1) })
        }
        #expect(written["columns"]?["quantity"] as? String == layout.columns.quantity.rawValue)
    }

    @Test func whatTheNumbersAre() throws {
        let plain = Given.own[6].subject
        let subject = Subject(plain.source.editing(.remove(Self.box)), model: plain.model)
        let question = MapQuestion(subject, head: .one(1), unit: .lift, asker: .task(1))
        let figure = try figure(subject, question)
        let object = try object(figure)
        let expected = [
            "input": plain.source.given, "title": "encoder · attention behind concept · head 1 · lift",
            "meaning": "multiple of uniform attention", "model": "perceiver-mini 2.0", "modality": "image",
            "layer": "encoder", "head": "1", "unit": "lift", "query": "output", "task": "concept",
        ]
        for (key, value) in expected { #expect(object[key] as? String == value) }
        #expect(object["edits"] as? [String] == ["remove 6,4,16,10"] && figure.title == expected["title"])
        #expect((object["note"] as? String)?.contains("tokens are removed") == true)
        let whole = try self.object(try self.figure(plain, MapQuestion(plain)))
        #expect(whole["edits"] == nil)
    }

    /// What was removed has a line without a number, and a null.
    @Test func removedTokens() throws {
        let plain = Given.own[6].subject
        let subject = Subject(plain.source.editing(.remove(Self.box)), model: plain.model)
        let figure = try figure(subject, MapQuestion(subject, unit: .score))
        let (removed, values) = (figure.opened.input.removed, try relevance(figure))
        #expect(!removed.isEmpty && removed.count < values.count)
        let (table, found) = (lines(figure), try numbers(object(figure)))
        for (token, value) in values.enumerated() {
            let last = table[token + 1][table[0].count - 1]
            #expect(found[token] == (removed.contains(token) ? nil : value))
            #expect(removed.contains(token) ? last.isEmpty : Float(last) == value)
        }
    }

    /// In the rows of all latents, too, what was removed has no number.
    @Test func removedTokensOfAllRows() throws {
        let plain = Given.own[6].subject
        let subject = Subject(plain.source.editing(.remove(Self.box)), model: plain.model)
        let figure = try figure(subject, MapQuestion(subject, query: .all))
        let removed = figure.opened.input.removed
        let (table, found) = (lines(figure).dropFirst(), try numbers(object(figure)))
        #expect(table.count == found.count && !removed.isEmpty)
        for (row, value) in zip(table, found) {
            let isRemoved = removed.contains(try #require(Int(row[1])))
            #expect((value == nil) == isRemoved && row[2].isEmpty == isRemoved)
        }
    }

    /// Edits are told in their order.
    @Test func editsOfATextAreTold() throws {
        let model = Given.published[4].subject.model
        let source = Source.text("seven").editing(.replace("A small dog")).editing(
            .mask(Part(.span("small")))
        )
        .editing(.mask(try Part("8-8")))
        let subject = Subject(source, model: model)
        let object = try object(figure(subject, MapQuestion(subject)))
        #expect(object["input"] as? String == "A small dog")
        #expect(object["edits"] as? [String] == ["text A small dog", "mask small", "mask 8-8"])
        #expect(try numbers(object).allSatisfy { $0 != nil })
        #expect(object["asking"] as? String == "3" && object["task"] == nil)
    }

    /// The parts of a clip have different axes: their cells are numbered.
    @Test func clips() throws {
        let subject = Given.published[5].subject
        let figure = try figure(subject, MapQuestion(subject))
        let (layout, values) = (figure.opened.input.layout, try relevance(figure))
        let table = lines(figure)
        #expect(table[0] == ["token", "section", "column", "row", "frame", "value"])
        #expect(table.count == layout.count + 1)
        for (token, line) in table.dropFirst().enumerated() {
            let section = layout.section(of: token)
            let (column, row, frame) = section.cell(of: token)
            #expect(line.dropLast() == ["\(token)", section.name, "\(column)", "\(row)", "\(frame)"])
            #expect(Float(line[5]) == values[token])
        }
        let object = try object(figure)
        #expect(object["shape"] as? [Int] == [layout.count])
        let sections = try #require(object["sections"] as? [[String: Any]])
        #expect(sections.map { $0["name"] as? String } == ["audio", "image", "label"])
        #expect(sections.map { $0["first"] as? Int } == [0, 240, 252])
        #expect(try numbers(object) == values)
    }

    @Test func pointsHaveTheirCoordinates() throws {
        let dimensions = ["x", "y", "z"].map { Layout.Points.Dimension(name: $0, range: 0...9) }
        let points = Layout.Points(dimensions: dimensions, coordinates: [0, 1, 2, 3.5, 4, 5])
        let input = InputArray(
            tokens: Matrix(rows: 2, columns: 1),
            layout: Layout(sections: [Layout.Section(name: "points", points: points)]),
            parts: [],
            modality: .image,
            note: nil
        )
        let opened = OpenedMedium(outline: .text(Text(""), byteCount: 0), input: input)
        let figure = Figure(made(.overInput([0.5, -.infinity])), source: .text("a"), opened: opened)
        #expect(figure.csv == "input,token,x,y,z,value\na,0,0.0,1.0,2.0,0.5\na,1,3.5,4.0,5.0,\n")
        let object = try object(figure)
        #expect(try numbers(object) == [0.5, nil] && object["shape"] as? [Int] == [1, 2])
    }

    // MARK: a flow

    @Test func flows() throws {
        let subject = Given.published[0].subject
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        guard case .flow(let field) = run.output else { throw Failure("no flow") }
        let opened = try answers(OpenQuestion(subject))
        let figure = Figure(field, run: run, source: subject.source, opened: opened)
        let table = lines(figure)
        #expect(table[0] == ["x", "y", "right", "down"] && table.count == 46 * 31 + 1)
        for (pixel, line) in table.dropFirst().enumerated() {
            let (x, y) = (pixel % 46, pixel / 46)
            #expect(line[0...1] == ["\(x)", "\(y)"])
            #expect(Float(line[2]) == field[x, y].right && Float(line[3]) == field[x, y].down)
        }
        let object = try object(figure)
        #expect(object["shape"] as? [Int] == [31, 46, 2])
        #expect(try numbers(object) == field.values)
        #expect(object["input"] as? String == subject.source.given && object["modality"] as? String == "pair")
        #expect(object["title"] as? String == "flow from the first picture to the second")
        #expect(object["model"] as? String == run.model.title)
        #expect(object["meaning"] as? String == "displacement to the right and downwards in pixels")
    }

    // MARK: what speaks for a class

    @Test func relevances() throws {
        let subject = Given.own[5].subject
        var answers = Answers()
        let answer = try answers(RelevanceQuestion(subject, .occlusion, task: 0, target: 1))
        let opened = try answers(OpenQuestion(subject))
        let figure = Figure(answer, source: subject.source, opened: opened)
        let object = try object(figure)
        #expect(try numbers(object) == answer.relevance.values)
        #expect(answer.relevance.values.contains { $0 < 0 } || answer.relevance.values.contains { $0 > 0 })
        #expect(
            ["method", "task", "target"].map { object[$0] as? String } == ["occlusion", "subject", "dog"]
        )
        #expect(object["meaning"] as? String == "drop in log p when removed")
        #expect(object["unit"] == nil && lines(figure).count == answer.relevance.values.count + 1)
        #expect(object["latentEffects"] == nil)
    }

    /// What was found out about each latent is in the object, those among it that speak against the class.
    @Test func effectsOfLatents() throws {
        let subject = Given.own[5].subject
        var answers = Answers()
        let answer = try answers(RelevanceQuestion(subject, .ablation, task: 0, target: 1))
        let figure = Figure(answer, source: subject.source, opened: try answers(OpenQuestion(subject)))
        let effects = try #require(try object(figure)["latentEffects"] as? [Double]).map { Float($0) }
        #expect(
            try effects
                == LatentAblation.effects(Explained(answers(RunQuestion(subject)), task: 0, class: 1))
        )
        #expect(effects.count == 7 && answer.latentEffects == effects)
    }
}
