public import Checkpoints
public import Foundation

extension Model {
    /// Reads a model from a folder with `config.json` and its weights.
    ///
    /// The kinds are those of ``ModelKind``: the bundled one, and the published Perceivers with an output.
    ///
    /// - Throws: ``CheckpointError``, which names the file, the key or tensor, and what is wrong with it.
    public init(folder: URL) throws(CheckpointError) {
        let file = try ConfigurationFile(path: folder.appending(path: "config.json").path)
        let kind = try PublishedConfiguration.kind(file)
        if kind == .explorer {
            try self.init(bundled: folder, file)
        } else {
            try self.init(published: folder, kind: kind, file)
        }
    }
}
