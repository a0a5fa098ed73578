import Numerics

/// How alike two models arrange the same inputs by their final latents: see ``KernelAlignment``.
public struct KernelAlignmentQuestion: Question {
    /// The inputs, as the first model gets them.
    public let first: [Subject]
    /// The same inputs, as the second model gets them.
    public let second: [Subject]

    /// Inputs for two models.
    ///
    /// - Precondition: there are as many of both.
    public init(_ first: [Subject], _ second: [Subject]) {
        precondition(first.count == second.count)
        (self.first, self.second) = (first, second)
    }

    /// What must be known first.
    public var needs: [any Question] { (first + second).map { LatentStatesQuestion($0) } }
    /// What is being done, in a word or two.
    public var title: String { "comparing latents" }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if there are too few inputs, or a model has no latents.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> KernelAlignment {
        guard first.count >= KernelAlignment.fewest else {
            throw Failure(
                "kernel alignment takes \(KernelAlignment.fewest) inputs or more, not \(first.count)"
            )
        }
        let sides = [first, second].map { subjects -> Matrix in
            let rows = subjects.map { known(LatentStatesQuestion($0)).elements }
            return Matrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
        }
        guard sides.allSatisfy({ $0.columns > 0 }) else {
            throw Failure("a model without latents has nothing to align", isMisuse: true)
        }
        return KernelAlignment(sides[0], sides[1])
    }
}
