/// A number that a run leads to, and that explanations are about.
public enum Target: Sendable, Hashable {
    /// The logarithm of a class's probability, as predictions have it: scores are divided by the task's temperature
    /// for that kind of input first.
    case logProbability(task: Int, class: Int)
    /// The logarithm of a class's odds: of its probability over that of all other answers. Where a class is all but sure
    /// it still tells how sure.
    case logOdds(task: Int, class: Int)
    /// The logarithm of a class's probability less that of another one: where one class is meant, the difference
    /// of their scores, divided by the temperature.
    case contrast(task: Int, class: Int, other: Int)
    /// One of the numbers that a task asks for.
    case number(task: Int, index: Int)
    /// The logarithm of the probability that a token stands at a position of a text.
    case byte(position: Int, token: ByteToken)
    /// The logarithm of the probability of one of the scores of a decoder query, of which one is meant: a letter's in a
    /// frame.
    case symbol(query: Int, index: Int)
    /// Outputs of one decoder query, added up: a flow's in pixels (0 across, 1 down), a clip's and an input's as they
    /// leave the decoder, scores of classes and of bytes.
    case output(query: Int, channels: [Int])
    /// How far what is read for a decoder query goes in a direction, which is a vector of length 1.
    case extent(query: Int, along: [Float])
}
