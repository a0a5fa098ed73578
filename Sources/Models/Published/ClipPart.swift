/// What a clip's tokens and queries are about, in the order in which they are lined up.
enum ClipPart: String, Sendable, CaseIterable {
    case audio, image, label
}
