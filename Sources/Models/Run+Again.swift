public import Numerics
import Perceiver

extension InputArray {
    /// The tokens that are left and can be left out: all but those that the model brings along, and the one that a pixel
    /// is told from.
    public var removable: [Int] { kept.filter { !stays($0) } }

    private func stays(_ token: Int) -> Bool { ownTokens.contains(token) || token == asked?.token }

    /// The same input without some more of its tokens; those that are not ``removable`` stay.
    public func leavingOut(_ tokens: Set<Int>) -> InputArray {
        var input = self
        input.removed.formUnion(tokens.filter { !stays($0) })
        return input
    }

    /// The same input with other numbers in its tokens.
    ///
    /// - Precondition: they have the same shape.
    public func replacing(tokens other: Matrix) -> InputArray {
        precondition(other.rows == tokens.rows && other.columns == tokens.columns)
        var input = self
        input.tokens = other
        return input
    }
}

extension Run {
    /// What the decoder answers to one of its queries, channel by channel: scores of classes or of bytes, or what is
    /// decoded, as it leaves the decoder.
    public func outputs(ofQuery query: Int) -> [Float] {
        let answer = model.answer(to: query, of: self)
        return answer.map(answer.reading(trace.final)).elements
    }

    /// What tokens became, as whoever uses the model reads it: a row for each that the model got; `nil` where only
    /// answers count.
    public var features: Matrix? { model.architecture.features(of: self) }

    /// The features of tokens as they leave a layer, of a model that makes features of tokens; `nil` of others.
    ///
    /// - Parameter layer: its name; `nil` for what answers are read from, and so it is for the last one.
    public func features(after layer: String?) -> Matrix? {
        guard let features else { return nil }
        guard let place = layer.flatMap({ name in model.layers.firstIndex { $0.name == name } }),
            place + 1 < model.layers.count
        else { return features }
        return trace.states[place + 1]
    }

    /// Runs the layers again on a changed input, without answers to tasks: for those who look into the layers.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func again(on input: InputArray) throws -> Run {
        let trace = try model.trunk(for: input).run(input.read) { _ in try Task.checkCancellation() }
        return Run(model: model, input: input, trace: trace, predictions: [], duration: .zero)
    }
}
