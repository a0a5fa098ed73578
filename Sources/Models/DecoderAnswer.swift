package import Numerics

/// How one of a run's decoder queries is answered.
package struct DecoderAnswer: Sendable {
    /// A token that a query is made of.
    package struct Source: Sendable {
        /// Its number among all of the input's tokens.
        package let token: Int
        /// The token to the query; `nil` if it is the query.
        package let map: Linear?

        /// A token, and what makes a query of it.
        package init(token: Int, map: Linear? = nil) {
            (self.token, self.map) = (token, map)
        }
    }

    /// How the vectors that answers are read from become one.
    package let reading: ClassificationTask.Reading
    /// What was read to the outputs.
    package let map: Linear
    /// What outputs are multiplied with to be in the unit in which they are shown.
    package let scale: Float
    /// The token that the query is made of; `nil` if it does not depend on the input.
    package let source: Source?
    /// The token of a text that the first output stands for, by number.
    package let firstToken: Int

    /// An answer of the given parts.
    package init(
        _ reading: ClassificationTask.Reading,
        then map: Linear,
        scale: Float = 1,
        source: Source? = nil,
        firstToken: Int = 0
    ) {
        self.reading = reading
        self.map = map
        self.scale = scale
        self.source = source
        self.firstToken = firstToken
    }
}
