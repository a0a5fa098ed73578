import Checkpoints
import Explanation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Maps as they are asked for, beside maps that are made of a run's scores in double precision.
@Suite struct MapQuestionTests {
    // MARK: the numbers

    /// Every layer and head of the published kinds, as transformers computed them.
    @Test(arguments: Given.published) func numbersAreTransformers(given: Given) throws {
        var answers = Answers()
        let model = try answers(ModelQuestion(given.subject.model))
        let file = try TensorSet(path: fixture("published/\(given.name)/expected.safetensors"))
        for layer in model.layers {
            let name = "attention.\(layer.name)"
            let shape = try #require(file.tensors[name]).shape
            #expect(shape[0] == layer.heads)
            let expected = try file.matrix(name).reshaped(rows: shape[0] * shape[1], columns: shape[2])
            for head in 0..<layer.heads {
                let own = expected[rows: head * shape[1]..<(head + 1) * shape[1]]
                let asks = layer.queries == .outputs ? [0, shape[1] / 2, shape[1] - 1] : Array(0..<shape[1])
                for query in asks {
                    let question = MapQuestion(
                        given.subject,
                        layer: layer.name,
                        head: .one(head),
                        query: layer.queries == .outputs ? .output : .one(query),
                        asker: .query(query)
                    )
                    let found = try answers(question).relevance.values
                    #expect(largestDifference(found, own[row: query]) < 1e-4, "\(name) \(head) \(query)")
                }
            }
        }
    }

    @Test(arguments: Given.all) func everyChoice(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        let layers = run.model.layers
        #expect(layers.last?.queries == .outputs)
        let decoder = WholeMap(run, layer: layers.count - 1)
        for index in layers.indices {
            let whole = index == layers.count - 1 ? decoder : WholeMap(run, layer: index)
            for head in HeadChoice.all(heads: layers[index].heads) {
                for unit in AttentionUnit.allCases {
                    let choice = Choice(given.subject, run, layers[index], head, unit)
                    let rows = whole.rows(head, unit)
                    if layers[index].queries == .outputs {
                        try choice.expectEachAnswer(rows, &answers)
                    } else {
                        try choice.expectEachQuery(rows, decoder.rows(.mean, .weight), &answers)
                    }
                }
            }
        }
    }

    /// One layer's maps by some heads in a unit.
    private struct Choice {
        let (subject, run, layer, head, unit): (Subject, Run, Layer, HeadChoice, AttentionUnit)

        init(_ subject: Subject, _ run: Run, _ layer: Layer, _ head: HeadChoice, _ unit: AttentionUnit) {
            (self.subject, self.run, self.layer, self.head, self.unit) = (subject, run, layer, head, unit)
        }

        private func map(_ query: QueryChoice, _ asker: Asker? = nil) -> MapQuestion {
            MapQuestion(subject, layer: layer.name, head: head, query: query, unit: unit, asker: asker)
        }

        /// Of what is asked of the model each has its row.
        func expectEachAnswer(_ rows: [[Double]], _ answers: inout Answers) throws {
            for query in Set([0, rows.count / 2, rows.count - 1]) {
                try expect(answers(map(.output, .query(query))), rows[query], "answer \(query)")
            }
        }

        func expectEachQuery(_ rows: [[Double]], _ reading: [[Double]], _ answers: inout Answers) throws {
            let step = head == .mean && unit == .weight ? 1 : max(1, rows.count / 4)
            for query in stride(from: 0, to: rows.count, by: step) {
                try expect(answers(map(.one(query))), rows[query], "query \(query)")
            }
            let even = rows.map { _ in 1 / Double(rows.count) }
            try expect(answers(map(.mean)), WholeMap.sum(rows, even), "mean")
            let usual = try #require(run.found(nil)).query
            try expect(answers(map(.output)), WholeMap.sum(rows, reading[usual]), "output")
            let all = try answers(map(.all))
            guard case .matrix(let matrix) = all.content else {
                Issue.record("\(all.title) is no matrix")
                return
            }
            #expect(matrix.values.rows == rows.count && matrix.keyCount == rows[0].count && !matrix.isPooled)
            #expect(largestDifference(matrix.values.elements, Array(rows.joined())) < 2e-5, "\(all.title)")
        }

        private func expect(_ answer: MapAnswer, _ expected: [Double], _ what: String) throws {
            let found = answer.relevance.values
            #expect(largestDifference(found, expected) < 2e-5, "\(answer.title) \(what)")
            if unit == .weight, head != .max { #expect(abs(found.reduce(0, +) - 1) < 1e-4) }
            switch answer.content {
            case .overInput: #expect(layer.keys == .input && found.count == run.input.layout.count)
            case .strip: #expect(layer.keys == .latents && found.count == run.model.latentCount)
            case .matrix: Issue.record("\(answer.title) is no row")
            }
            #expect(answer.keys == layer.keys && answer.isShare == (unit == .weight) && !answer.seesClass)
            #expect(answer.quantity == unit.rawValue)
        }
    }

    // MARK: what is meant

    @Test(arguments: Given.all) func theUsualLayerReadsTheInput(given: Given) throws {
        var answers = Answers()
        let layers = try answers(ModelQuestion(given.subject.model)).layers
        let usual = try #require(layers.last { $0.keys == .input })
        let answer = try answers(MapQuestion(given.subject))
        #expect(answer.facts["layer"] == usual.name && answer.keys == .input)
        for name in [usual.name, "self.99", ""] {
            let other = try answers(MapQuestion(given.subject, layer: name))
            #expect(other.relevance == answer.relevance && other.title == answer.title)
        }
    }

    /// A layer of one head has only that one; of several the mean stands in for one that is not there.
    @Test func headsThatALayerLacks() throws {
        var answers = Answers()
        let flow = Given.published[0].subject
        let only = try answers(MapQuestion(flow, head: .one(0), query: .mean))
        for head in [HeadChoice.mean, .max, .one(3)] {
            let other = try answers(MapQuestion(flow, head: head, query: .mean))
            #expect(other.relevance == only.relevance && other.facts["head"] == "0")
            #expect(other.title == only.title)
        }
        let tiny = Given.own[0].subject
        let mean = try answers(MapQuestion(tiny, head: .mean, query: .one(2)))
        let beyond = try answers(MapQuestion(tiny, head: .one(2), query: .one(2)))
        #expect(beyond.relevance == mean.relevance && beyond.facts["head"] == "mean")
    }

    @Test func aNumberBeyondTheLastIsTheLast() throws {
        var answers = Answers()
        let tiny = Given.own[0].subject
        let last = try answers(MapQuestion(tiny, query: .one(6)))
        let beyond = try answers(MapQuestion(tiny, query: .one(1000)))
        #expect(beyond.relevance == last.relevance && beyond.facts["query"] == "6")
    }

    // MARK: what is said

    /// Each form of a title is shorter than the one before, and none leaves out who asks, the order or the unit.
    @Test func shorterTitles() throws {
        var answers = Answers()
        let picture = Given.own[6].subject
        func forms(_ question: MapQuestion) throws -> [String] {
            try answers(question).title.forms(losesFirst: true).map { $0.joined(separator: " · ") }
        }
        #expect(
            try forms(MapQuestion(picture, query: .output, unit: .score, part: .content)).dropFirst() == [
                "encoder · for photo · score from content", "for photo · score from content",
                "for photo · content score", "for photo · content", "for photo · content", "for photo",
            ]
        )
        let clustered = try forms(MapQuestion(picture, layer: "self.1", query: .all, order: .clustered))
        #expect(
            clustered.dropLast().allSatisfy {
                $0.contains("self.1 · ") && $0.contains("clust") && $0.contains("weight")
            }
        )
        #expect(zip(clustered, clustered.dropFirst()).allSatisfy { $0.count >= $1.count })
    }

    @Test func titlesAndFacts() throws {
        var answers = Answers()
        let picture = Given.own[6].subject
        func title(_ layer: String?, _ query: QueryChoice, _ asker: Asker? = nil) throws -> [String] {
            let title = try answers(MapQuestion(picture, layer: layer, query: query, asker: asker)).title
            return [title.text(), title.text(dot: "-", isShort: true)]
        }
        #expect(
            try title(nil, .output) == [
                "encoder · attention behind photo · head mean · weight", "encoder - for photo - weight",
            ]
        )
        #expect(try title("self.1", .one(3))[0] == "self.1 · latent 3 of 7 · head mean · weight")
        #expect(try title("self.1", .mean)[1] == "self.1 - latents - weight")
        #expect(try title("self.1", .all)[0] == "self.1 · head mean · weight")
        #expect(try title("decoder", .all, .task(1))[0] == "decoder · query: photo · head mean · weight")
        #expect(try title("decoder", .output, .task(1))[0] == "decoder · query: concept · head mean · weight")

        func facts(_ layer: String?, _ query: QueryChoice, _ asker: Asker? = nil) throws -> [String?] {
            let facts = try answers(MapQuestion(picture, layer: layer, query: query, asker: asker)).facts
            #expect(facts["model"] == "perceiver-mini 2.0" && facts["modality"] == "image")
            return ["layer", "query", "task", "asking"].map { facts[$0] }
        }
        #expect(try facts(nil, .output) == ["encoder", "output", "photo", nil])
        #expect(try facts(nil, .output, .task(1)) == ["encoder", "output", "concept", nil])
        // The first two decoder queries are the tasks.
        #expect(try facts(nil, .output, .query(7)) == ["encoder", "output", nil, "5"])
        #expect(try facts("decoder", .output, .query(7)) == ["decoder", "5", nil, "5"])
        #expect(try facts("self.0", .one(4), .task(1)) == ["self.0", "4", nil, nil])
        #expect(try facts("self.0", .all) == ["self.0", "all", nil, nil])
    }

    @Test func numbersSayWhatTheyAre() throws {
        var answers = Answers()
        let picture = Given.own[0].subject
        func meaning(_ head: HeadChoice, _ unit: AttentionUnit) throws -> String {
            try answers(MapQuestion(picture, head: head, query: .one(0), unit: unit)).meaning
        }
        #expect(try meaning(.mean, .weight) == AttentionUnit.weight.meaning)
        #expect(try meaning(.max, .weight) == "share of attention, max over heads")
        #expect(try meaning(.max, .score) == AttentionUnit.score.meaning)
    }

    // MARK: how long it takes

    @Test func onlyLargeMapsTakeLong() throws {
        let subject = Given.bundled.subject
        var known = Known()
        known.add(try Wide.run(columns: 400, rows: 400), to: RunQuestion(subject).asked)
        func lane(_ layer: String?, _ query: QueryChoice) -> Lane {
            MapQuestion(subject, layer: layer, query: query).lane(known)
        }
        #expect([QueryChoice.all, .mean, .output].map { lane(nil, $0) } == [.long, .long, .long])
        #expect(
            lane(nil, .one(3)) == .instant && lane("self.0", .all) == .quick
                && lane("decoder", .all) == .quick
        )
        #expect(SheetQuestion(subject).lane(known) == .long)
        #expect(SheetQuestion(subject, largestWhole: 1 << 21).lane(known) == .quick)
    }

    /// An answer keeps about as many bytes as its numbers have.
    @Test func sizes() throws {
        var answers = Answers()
        let tiny = Given.own[0].subject
        let row = try answers(MapQuestion(tiny))
        let matrix = try answers(MapQuestion(tiny, query: .all))
        let count = row.relevance.values.count
        #expect(MapQuestion.size(of: row) >= 4 * count && MapQuestion.size(of: matrix) >= 4 * 7 * count)
        #expect(MapQuestion(tiny).asked.size(of: row) == MapQuestion.size(of: row))
    }
}
