/// What a model has besides the encoder and its classification tasks, which all kinds have in common.
enum Architecture: Sendable {
    /// The bundled kind's front ends for three modalities, and what asks for these again.
    case explorer(FrontEnds)
    case maskedLanguage(TokenInput, MaskedLanguageDecoder)
    case sequence(TokenInput)
    case picture(PictureInput)
    case flow(FlowInput, FlowDecoder)
    case clip(ClipInput, ClipDecoder)
}
