import Explanation
import Models
import Numerics

// Results of the pages that lead through a model, as formulas of their place.
extension MadeUp {
    /// A trace of a run: shares are eighths and powers of two.
    static func trace(_ question: TraceQuestion, _ known: Known) throws -> AnswerTrace {
        let run = known(RunQuestion(question.subject))
        if let refusal = run.model.traceRefusal { throw Failure(refusal) }
        let shape = try question.answer(known) { _ in }
        func numbers(_ rows: Int, _ columns: Int, _ step: Int) -> Matrix {
            let values = (0..<rows * columns).map { i in
                Float(1 << ((i / columns * step + i % columns * 3) % 5)) / 128
            }
            return Matrix(rows: rows, columns: columns, values)
        }
        return AnswerTrace(
            way: shape.way,
            layer: shape.layer,
            outputs: shape.outputs.map {
                AnswerTrace.Output(found: $0.found, learned: question.way == .trunk ? 0.5 : nil)
            },
            regions: shape.regions,
            weights: numbers(shape.outputs.count, shape.latentCount, question.way == .trunk ? 4 : 1),
            reading: numbers(shape.latentCount, shape.regions.count, 2)
        )
    }

    /// Sixteenths and powers of two in the shape of a run's overview.
    static func overview(_ question: OverviewQuestion, _ known: Known) throws -> Overview {
        let shape = try question.answer(known) { _ in }
        func number(_ place: Int, _ head: Int) -> Float { Float((place * 3 + head * 5) % 16) / 256 }
        let rows = shape.rows.map { row in
            let heads = row.heads.enumerated().map { head, picture -> Overview.Picture in
                let numbers = picture.numbers.indices.map { number($0, head) }
                switch picture {
                case .overInput: return .overInput(numbers)
                case .strip: return .strip(numbers)
                case .matrix(let matrix):
                    return .matrix(Matrix(rows: matrix.rows, columns: matrix.columns, numbers))
                }
            }
            return Overview.Row(layer: row.layer, heads: heads)
        }
        return Overview(rows: rows)
    }

    static func changes(_ question: LatentChangesQuestion, _ known: Known) throws -> LatentChanges {
        let shape = question.answer(known) { _ in }
        return LatentChanges(
            changes: shape.changes.enumerated().map { layer, change in
                LatentChanges.Change(
                    layer: change.layer,
                    cosines: change.cosines.indices.map { 1 - Double(($0 + layer) % 8) / 16 },
                    updates: change.updates.indices.map { Double(($0 + layer) % 4) / 8 }
                )
            }
        )
    }

    static func components(_ question: ComponentsQuestion, _ known: Known) throws -> Components {
        let shape = try question.answer(known) { _ in }
        let scores = shape.scores.enumerated().map { place, scores -> [Float]? in
            scores.map { _ in [Float(place % 8), Float(place / 8 % 8), Float(place % 3)] }
        }
        return Components(vectors: question.vectors, scores: scores, shares: [0.5, 0.25, 0.125])
    }

    static func cosines(_ question: KeyCosinesQuestion, _ known: Known) throws -> KeyCosines {
        let count = known(RunQuestion(question.other)).input.tokens.rows
        return KeyCosines(
            values: (0..<count).map { $0 == question.token ? 1 : Float(($0 + question.token) % 9) / 8 - 0.5 }
        )
    }
}
