import Explanation
import Foundation
import Media
import Models
import Numerics
import Perceiver
import Testing

/// Maps by words, blocks and times, beside sums that are made token by token.
@Suite struct GroupedMapTests {
    private func opened(_ source: Source, _ model: ModelPlace = .bundled) throws -> OpenedMedium {
        var answers = Answers()
        return try answers(OpenQuestion(Subject(source, model: model)))
    }

    /// What the tokens of a text's groups say.
    private func strings(_ text: String, _ grain: Granularity) throws -> [String] {
        let opened = try opened(.text(text))
        let bytes = Array(text.utf8)
        return grain.groups(of: opened).map { String(decoding: $0.map { bytes[$0] }, as: UTF8.self) }
    }

    // MARK: groups

    @Test func textsHaveCharactersWordsAndSentences() throws {
        let text = "It costs 3.50 now. \"Really?\" she said… Ja – schön!\nNext 犬がいる。猫も。"
        #expect(try strings(text, .token).count == text.utf8.count)
        #expect(try strings(text, .character) == text.map(String.init))
        #expect(
            try strings(text, .sentence) == [
                "It costs 3.50 now. ", "\"Really?\" ", "she said… ", "Ja – schön!\n", "Next 犬がいる。", "猫も。",
            ]
        )
        #expect(try strings("one two", .word) == ["one ", "two"])
        #expect(try strings("e.g.this", .sentence) == ["e.g.this"])
    }

    /// Each token is in one group, whatever the input and its model.
    @Test(arguments: Given.all) func everyTokenIsInOneGroup(given: Given) throws {
        let opened = try opened(given.subject.source, given.subject.model)
        let layout = opened.input.layout
        for grain in Granularity.all(for: layout) {
            let groups = grain.groups(of: opened)
            #expect(groups.joined().sorted() == Array(0..<layout.count), "\(grain)")
            #expect(Granularity(name: grain.name(in: layout), in: layout) == grain)
        }
    }

    /// Clouds have the cells of an octree: those of blocks, and those that are half as large.
    @Test func cloudsHaveCellsOfAnOctree() throws {
        let cloud = try opened(Given.cloud.subject.source, Given.cloud.subject.model)
        let points = try #require(cloud.input.layout.placed.points)
        let blocks = Granularity.block.groups(of: cloud).map(Set.init)
        let cells = Granularity.cell.groups(of: cloud).map(Set.init)
        #expect(cells.count >= blocks.count && blocks.count > 1)
        #expect(cells.allSatisfy { cell in blocks.contains { $0.isSuperset(of: cell) } })
        let span = (0..<3).map { axis -> Double in
            let places = (0..<points.count).map { points.coordinate($0, axis) }
            return (places.max() ?? 0) - (places.min() ?? 0)
        }
        let side = (span.max() ?? 0) / 8
        for cell in cells {
            for axis in 0..<3 {
                let places = cell.map { points.coordinate($0, axis) }
                #expect((places.max() ?? 0) - (places.min() ?? 0) <= side * 1.0001)
            }
        }
    }

    @Test func picturesHaveCellsAndSoundsHaveTimes() throws {
        let picture = try opened(Given.sample("dog.jpg"))
        let layout = picture.input.layout
        for group in Granularity.cell.groups(of: picture) {
            let cells = Set(group.map { [layout.cell(of: $0).column / 4, layout.cell(of: $0).row / 4] })
            #expect(cells.count == 1 && group.count == 16)
        }
        let sound = try opened(Given.sample("seven.ogg"))
        let times = sound.input.layout.columns
        for (grain, length) in [(Granularity.tenth, 0.1), (.second, 1)] {
            let groups = grain.groups(of: sound)
            let steps = groups.map {
                Set($0.map { Int(times.centre(sound.input.layout.cell(of: $0).column) / length + 1e-9) })
            }
            #expect(steps.allSatisfy { $0.count == 1 } && Set(steps).count == groups.count)
        }
    }

    // MARK: numbers

    /// Weights are summed, and of scores and lifts the mean is taken.
    @Test(arguments: [AttentionUnit.weight, .score, .lift]) func numbersAreNaive(unit: AttentionUnit) throws {
        for file in ["dog.jpg", "seven.ogg", "dog.txt"] {
            var answers = Answers()
            let subject = Subject(Given.sample(file), model: .bundled)
            let question = MapQuestion(subject, query: .one(3), unit: unit)
            let (whole, opened) = (try answers(question).relevance.values, try answers(OpenQuestion(subject)))
            for grain in Granularity.all(for: opened.input.layout).dropFirst() {
                let answer = try answers(GroupedMapQuestion(question, by: grain))
                let values = answer.relevance.values
                var mass: Float = 0
                for group in grain.groups(of: opened) {
                    var sum = 0.0
                    for token in group { sum += Double(whole[token]) }
                    let expected = Float(unit == .weight ? sum : sum / Double(group.count))
                    #expect(group.allSatisfy { abs(values[$0] - expected) <= 1e-5 * max(1, abs(expected)) })
                    mass += values[group[0]]
                }
                if unit == .weight { #expect(abs(mass - 1) < 1e-4) }
                #expect(answer.meaning.contains(unit == .weight ? ", sum over " : ", mean over "))
                #expect(answer.blocks?.tokens.count == grain.groups(of: opened).count && !answer.isShare)
            }
        }
    }

    /// What removing parts does keeps its sum, whatever it is shown by.
    @Test func effectsOfPartsKeepTheirSum() throws {
        var answers = Answers()
        let subject = Subject(Given.sample("dog.txt"), model: .bundled)
        let question = RelevanceQuestion(subject, .occlusion)
        let answer = try answers(question)
        let sum = try #require(answer.blocks).tokens.reduce(Float(0)) { $0 + answer.relevance.values[$1[0]] }
        for grain in [Granularity.word, .sentence] {
            let grouped = try answers(GroupedMapQuestion(question, by: grain))
            let parts = try #require(grouped.blocks).tokens
            let own = parts.reduce(Float(0)) { $0 + grouped.relevance.values[$1[0]] }
            #expect(abs(own - sum) < 1e-4)
            // What its signs say stays, too.
            #expect(grouped.sides == answer.sides && answer.sides != nil)
        }
    }

    /// Nobody measured what a piece of a part does.
    @Test(
        arguments: [
            ("dog.txt", ExplanationMethod.occlusion, Granularity.character, true),
            ("dog.txt", .occlusion, .sentence, false), ("slide.ogg", .occlusion, .tenth, true),
            ("slide.ogg", .occlusion, .second, false), ("dog.jpg", .occlusion, .block, false),
        ]
    )
    func partsStayWhole(file: String, method: ExplanationMethod, grain: Granularity, isRefused: Bool) throws {
        var answers = Answers()
        let subject = Subject(Given.sample(file), model: .bundled)
        let question = RelevanceQuestion(subject, method)
        let (answer, opened) = (try answers(question), try answers(OpenQuestion(subject)))
        #expect(answer.splits(by: grain, over: opened) == isRefused)
        guard isRefused else { return }
        let error = #expect(throws: Failure.self) { try answers(GroupedMapQuestion(question, by: grain)) }
        #expect(error?.description.contains("would split") == true)
    }

    /// Tokens that were removed count nowhere and have no number in files.
    @Test func removedTokensDoNotCount() throws {
        var answers = Answers()
        let source = Given.sample("dog.jpg").editing(.remove(try Part("0,0,90,90")))
        let subject = Subject(source, model: .bundled)
        let question = MapQuestion(subject, query: .mean, unit: .lift)
        let opened = try answers(OpenQuestion(subject))
        let answer = try answers(GroupedMapQuestion(question, by: .cell))
        let whole = try answers(question).relevance.values
        let removed = opened.input.removed
        #expect(!removed.isEmpty)
        for block in try #require(answer.blocks).tokens {
            #expect(removed.isDisjoint(with: block))
            let mean = block.reduce(Float(0)) { $0 + whole[$1] } / Float(block.count)
            #expect(abs(answer.relevance.values[block[0]] - mean) < 1e-4)
        }
        let figure = Figure(answer, source: source, opened: opened)
        let rows = Table.cells(of: figure.csv)
        #expect(rows[0].suffix(2) == ["group", "value"])
        #expect(rows.dropFirst().count { $0.suffix(2) == ["", ""] } == removed.count)
        #expect(figure.json().contains(Data("\"granularity\":\"cell\"".utf8)))
    }

    @Test func whatHasNoPartsIsRefused() throws {
        var answers = Answers()
        let subject = Given.own[6].subject
        #expect(throws: Failure.self) { try answers(GroupedMapQuestion(MapQuestion(subject), by: .word)) }
        let matrix = MapQuestion(subject, layer: "self.0", query: .all)
        #expect(throws: Failure.self) { try answers(GroupedMapQuestion(matrix, by: .cell)) }
    }
}

extension Data {
    fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}
