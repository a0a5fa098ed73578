package import Cells

/// How a map lies over its source: where the map is high the source is bright and takes the map's colour, where it is
/// low the source is dark and keeps its own; below signed maps, which have two hues, it is grey.
package struct Spotlight: Sendable {
    /// The strength to begin with.
    package static let usual = 0.7

    /// The map's share of the colour where it is highest, 0…1.
    let strength: Double

    /// How much of the light of the source stays where the map is low: more of it where few places of a map stand out.
    private let ambient: Double
    /// From which height on the map's colour is seen: that of signs at once.
    private let first: Double
    /// How much of its own colour the source loses.
    private let grey: Double

    /// A map that has a share of the colour, 0…1, where it is highest.
    package init(strength: Double = usual, isSigned: Bool = false) {
        self.strength = strength
        (ambient, first, grey) = isSigned ? (0.35, 0, 0.8) : (0.18, 0.3, 0)
    }

    /// A colour of the source as it is shown.
    ///
    /// - Parameters:
    ///   - colour: the map's colour there.
    ///   - height: how strongly the map stands out there, 0…1.
    package func callAsFunction(_ source: RGB, _ colour: RGB, height: Double) -> RGB {
        let own = grey > 0 ? source.mixed(with: source.desaturated, grey * share) : source
        return own.dimmed(to: light(height)).mixed(
            with: colour,
            strength * Self.ramp(height, from: first, to: 1)
        )
    }

    /// How much of the map is seen, 1 as usual and beyond.
    private var share: Double { min(strength / Self.usual, 1) }

    /// How much of its light the source keeps; the weaker the map, the more.
    private func light(_ height: Double) -> Double {
        let dark = 1 - share * (1 - ambient)
        return dark + (1 - dark) * Self.ramp(height, from: 0.1, to: 0.7)
    }

    /// A smooth step from 0 to 1.
    private static func ramp(_ height: Double, from: Double, to: Double) -> Double {
        let place = min(max((height - from) / (to - from), 0), 1)
        return place * place * (3 - 2 * place)
    }
}
