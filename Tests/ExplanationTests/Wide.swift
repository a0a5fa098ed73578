import Models
import Perceiver
import TestData

/// A run of the tiny model's trunk on made-up tokens, with as many latents as wanted.
enum Wide {
    static func run(columns: Int, rows: Int, latents: Int? = nil) throws -> Run {
        let model = try Tiny.model.get()
        var random = Generator(seed: 5)
        let small = model.trunk
        let trunk = Trunk(
            latents: latents.map { random.matrix($0, small.readChannels) } ?? small.latents,
            layers: small.layers,
            blocks: small.blocks
        )
        let layout = Layout(
            columns: Axis(.x, edges: (0...columns).map(Double.init)),
            rows: Axis(.y, edges: (0...rows).map(Double.init))
        )
        let input = InputArray(
            tokens: random.matrix(columns * rows, small.inputChannels),
            layout: layout,
            parts: [],
            modality: .image,
            note: nil
        )
        return Run(
            model: model.with(trunk),
            input: input,
            trace: trunk(input.tokens),
            predictions: [],
            duration: .zero
        )
    }
}
