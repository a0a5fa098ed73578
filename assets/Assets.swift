public import Foundation

/// The files that come with the program: the bundled model and the samples.
public enum Assets {
    /// The folder of the bundled model: `config.json`, `model.safetensors` and its model card.
    public static var model: URL { root.appending(path: "models/mini") }

    /// The folder of the sample inputs.
    public static var samples: URL { root.appending(path: "samples") }

    private static var root: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }
}
