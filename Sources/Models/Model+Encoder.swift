package import Perceiver

extension Model {
    /// The same model around another trunk, for tests of sizes that no stored model has.
    ///
    /// - Precondition: both take the same input and give latents of the same width.
    package func with(_ encoder: Encoder) -> Model {
        precondition(encoder.latents.columns == self.encoder.latents.columns)
        return Model(
            folder: folder,
            kind: kind,
            name: name,
            version: version,
            parameterCount: parameterCount,
            files: files,
            encoder: encoder,
            tasks: tasks,
            concepts: concepts,
            report: report,
            architecture: architecture
        )
    }
}
