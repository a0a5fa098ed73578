import Explanation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Clustered matrices against scipy, and against the same ones by number.
@Suite struct MatrixOrderTests {
    @Test func scipy() throws {
        for given in try ClusteredMatrix.all() {
            let count = given.matrix.count
            let values = Matrix(rows: count, columns: count, given.matrix.flatMap { $0 })
            let found = PooledMatrix(values: values).clustered()
            #expect(found.queries == given.order && found.keys == given.order, "\(given.name)")
            for (row, query) in given.order.enumerated() {
                #expect(found.values[row: row] == given.order.map { given.matrix[query][$0] })
                #expect(found.row(ofQuery: query) == given.matrix[query])
            }
            #expect(found.valuesByNumber.elements == values.elements)
        }
    }

    /// Tokens that were removed ask nothing and come last; the others stand as if there were no more of them.
    @Test func removedTokens() {
        var generator = Generator(seed: 8)
        let values = generator.matrix(5, 7)
        let queries = [0, 2, 3, 5, 6]
        let matrix = PooledMatrix(values: values, keyCount: 7, queries: queries)
        let found = matrix.clustered()
        let kept = (0..<5).flatMap { row in queries.map { values[row, $0] } }
        let alone = PooledMatrix(values: Matrix(rows: 5, columns: 5, kept)).clustered()
        #expect(found.queries == alone.queries.map { queries[$0] })
        #expect(found.keys == found.queries + [1, 4])
        #expect(found.valuesByNumber.elements == values.elements && found.row(ofQuery: 1) == nil)
        #expect(found.row(ofQuery: 3) == values[row: 2])
    }

    /// Scores of what may not be read are infinite.
    @Test func numbersThatAreNotFinite() {
        var generator = Generator(seed: 9)
        var (masked, zeros) = (generator.matrix(9, 9), Matrix(rows: 9, columns: 9))
        for row in 0..<9 {
            for column in 0...row { zeros[row, column] = masked[row, column] }
            for column in (row + 1)..<9 { masked[row, column] = -.infinity }
        }
        let found = PooledMatrix(values: masked).clustered()
        #expect(found.queries == PooledMatrix(values: zeros).clustered().queries)
        #expect(found.valuesByNumber.elements == masked.elements)
    }

    // MARK: the question

    /// The numbers are those of the matrix by number, whatever they mean.
    @Test(arguments: Given.all) func everyLayer(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        for (place, layer) in run.model.layers.enumerated() where layer.queries == layer.keys {
            #expect(run.canCluster(layer: place))
            for unit in AttentionUnit.allCases {
                func answer(_ order: MatrixOrder) throws -> (MapAnswer, PooledMatrix) {
                    let answer = try answers(
                        MapQuestion(given.subject, layer: layer.name, query: .all, unit: unit, order: order)
                    )
                    guard case .matrix(let matrix) = answer.content else { throw Failure("no matrix") }
                    return (answer, matrix)
                }
                let ((own, matrix), (other, clustered)) = try (answer(.number), answer(.clustered))
                let head = own.facts["head"] ?? ""
                #expect(other.title.text() == "\(layer.name) · clustered · head \(head) · \(unit.rawValue)")
                #expect(other.title.short.contains("clustered") && other.facts["order"] == "clustered")
                #expect(!own.title.long.contains("clustered") && own.facts["order"] == nil)
                #expect(clustered.queries == matrix.clustered().queries)
                #expect(clustered.valuesByNumber.elements == matrix.values.elements)
            }
        }
    }

    /// What is no matrix of self-attention has no order.
    @Test func onlyMatricesOfSelfAttention() throws {
        let subject = Given.own[6].subject
        let row = MapQuestion(subject, layer: "self.0", query: .one(2), order: .clustered)
        #expect(row == MapQuestion(subject, layer: "self.0", query: .one(2)))
        var answers = Answers()
        for layer in ["encoder", "decoder"] {
            let clustered = try answers(MapQuestion(subject, layer: layer, query: .all, order: .clustered))
            let own = try answers(MapQuestion(subject, layer: layer, query: .all))
            #expect(clustered.relevance == own.relevance && clustered.title == own.title)
            #expect(clustered.facts == own.facts)
        }
    }

    /// Of more than 1024 latents neighbours share rows.
    @Test func manyLatents() throws {
        let subject = Given.bundled.subject
        let question = MapQuestion(subject, layer: "self.0", query: .all, order: .clustered)
        for (latents, canCluster) in [(40, true), (1030, false)] {
            let run = try Wide.run(columns: 4, rows: 4, latents: latents)
            #expect(run.canCluster(layer: run.model.layer("self.0")) == canCluster)
            #expect((MapDescription(question, run).order == .clustered) == canCluster)
        }
    }

    /// Two views of one map are alike, whatever their orders are.
    @Test func comparedWithItself() throws {
        let subject = Given.own[0].subject
        let maps = MatrixOrder.allCases.map { MapQuestion(subject, layer: "self.0", query: .all, order: $0) }
        var answers = Answers()
        let found = try answers(ViewComparisonQuestion(maps[0], maps[1], askers: [nil, nil]))
        #expect(abs((found.rankCorrelation ?? 0) - 1) < 1e-9 && found.overlap == 1)
        #expect(try answers(maps[0]).relevance != answers(maps[1]).relevance)
    }
}
