import Cells

/// The colours of bars: those of signed maps, which colour-blind eyes can tell apart.
enum Accent {
    /// What it is about: the target, the best of several.
    case chosen
    /// The others.
    case other

    /// The style of a bar.
    func style(_ appearance: Appearance) -> Style {
        switch appearance.depth {
        case .monochrome: .plain
        case .named: Style(.ansi(self == .chosen ? 3 : 4))
        case .indexed, .full:
            Style(Palette.signed.colour(self == .chosen ? 0.9 : 0.2, depth: appearance.depth))
        }
    }
}
