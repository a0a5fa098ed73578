import Media

/// What the bundled kind of model has around its Perceiver, besides tasks.
struct FrontEnds: Sendable {
    let image: ImageInput
    let audio: AudioInput
    let text: TextInput
    /// For each modality whose input can be asked back, what asks for it.
    let decoders: [Modality: TokenDecoder]
}
