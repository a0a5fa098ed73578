import Checkpoints
import Numerics

// What the layers of most families of models need of `config.json`.
extension ConfigurationFile {
    /// The activation of a name.
    ///
    /// - Throws: `CheckpointError` naming the key and what would be accepted.
    func activation(_ name: String, _ key: String) throws(CheckpointError) -> Activation {
        guard let activation = Activation(name: name) else {
            let known = Activation.allCases.flatMap(\.names).joined(separator: ", ")
            throw error(at: key, "“\(name)” is not known, expected one of \(known)")
        }
        return activation
    }

    /// A number of parts, such as heads, that share channels evenly.
    ///
    /// - Parameter what: whose channels they are: `channels of hidden_size`.
    /// - Throws: `CheckpointError` naming the key, what it says and what it would have to divide.
    @discardableResult
    func check(
        _ parts: Int,
        _ key: String,
        dividing channels: Int,
        _ what: String
    ) throws(CheckpointError) -> Int {
        try check(parts, key, in: 1...65_536)
        guard channels % parts == 0 else {
            throw error(at: key, "\(parts) does not divide the \(channels) \(what)")
        }
        return parts
    }
}
