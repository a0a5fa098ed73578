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
}
