import Cells

/// How strongly a place of a map is marked where there are no colours for every number.
private enum Level {
    case low, some, strong

    init(_ height: Double) { self = height < 1.0 / 3 ? .low : height < 2.0 / 3 ? .some : .strong }
}

// Maps where pictures have no colours of their own: shades, the named colours, or bold.
extension MapScale {
    /// A cell that shows a share of the scale.
    ///
    /// - Parameter light: how light the source is there, 0…1, where the map lies over it.
    func cell(_ share: Double, over light: Double? = nil, _ appearance: Appearance) -> Cell {
        let style = style(share, appearance)
        if let against = against(share, appearance) { return Cell(against, style) }
        let shade = light.map { lit($0, share, appearance) } ?? height(share)
        return Cell(appearance.shade(shade), style)
    }

    /// How light a place of the source is shown: the lighter, the more the map stands out.
    private func lit(_ light: Double, _ share: Double, _ appearance: Appearance) -> Double {
        let isColoured = appearance.depth != .monochrome
        return switch Level(height(share)) {
        case .low: light * (isColoured ? 0.8 : 0.6)
        case .some: max(light, isColoured ? 0.3 : 0.45)
        case .strong: max(light, isColoured ? 0.6 : 0.8)
        }
    }

    /// A cell that is filled as far as the map is high.
    func bar(_ share: Double, _ appearance: Appearance) -> Cell {
        let style = style(share, appearance)
        if let against = against(share, appearance) { return Cell(against, style) }
        return Cell(appearance.bar(height(share)), style)
    }

    /// Without any colour a letter stands for what speaks against a class.
    private func against(_ share: Double, _ appearance: Appearance) -> Character? {
        guard relevance.isSigned, appearance.depth == .monochrome, share < 0.5, height(share) > 0.1 else {
            return nil
        }
        return height(share) < 0.5 ? "o" : "O"
    }

    /// The named colour of a share, as far as there are any; the strongest places are bold, the lowest faint.
    func style(_ share: Double, _ appearance: Appearance) -> Style {
        let level = Level(height(share))
        guard level != .low else { return .dim }
        let isAgainst = relevance.isSigned && share < 0.5
        let colour: Colour =
            appearance.depth == .monochrome
            ? .standard : .ansi(isAgainst ? (level == .some ? 4 : 6) : (level == .some ? 5 : 3))
        return Style(colour, on: .standard, level == .strong ? .bold : [])
    }
}
