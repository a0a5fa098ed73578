public import Media
import Models

/// What one latent reads of an input.
public struct LatentProfile: Sendable, Hashable {
    /// Its number.
    public let latent: Int
    /// The share of it in what the answer reads; `nil` where answers are not read from latents.
    public let weight: Double?
    /// The entropy of its attention in bits.
    public let entropy: Double
    /// 2 to the power of the entropy: over how many inputs it would spread if it were even.
    public let effectiveCount: Double
    /// The largest multiple of uniform attention.
    public let lift: Double
    /// The token that has it.
    public let peak: Int
    /// The mean place of its attention, one number for each of ``LatentProfiles/axes``.
    public let centre: [Double]
    /// How much content and position decide; `nil` where tokens cannot be told apart.
    public let shares: ScoreShares?
    /// By what it chooses what it reads, if that can be told.
    public let kind: LatentKind?
    /// The latent whose attention overlaps most with its own; `nil` if there is no other.
    public let twin: Int?
    /// How much of both is the same: the sum of the smaller of both weights, from 0 to 1.
    public let overlap: Double

    /// A profile of the given numbers.
    package init(
        latent: Int,
        weight: Double?,
        spread: Spread,
        lift: Double,
        centre: [Double],
        shares: ScoreShares?,
        kind: LatentKind?,
        twin: Int?,
        overlap: Double
    ) {
        (self.latent, self.weight, self.lift, self.centre) = (latent, weight, lift, centre)
        (entropy, effectiveCount, peak) = (spread.entropy, spread.effectiveCount, spread.peak)
        (self.shares, self.kind, self.twin, self.overlap) = (shares, kind, twin, overlap)
    }
}

/// What each latent reads of one input.
public struct LatentProfiles: Sendable {
    /// A number of a place in the units of the source.
    public struct Axis: Sendable, Hashable {
        /// As in tables and filters: `x`, `s`, `Hz`, `byte`.
        public let name: String

        /// Where it ends, in its unit.
        public let end: Double

        /// An axis of a name.
        package init(name: String, end: Double = 0) { (self.name, self.end) = (name, end) }
    }

    /// A profile for each latent.
    public let profiles: [LatentProfile]
    /// The maps of all latents, for thumbnails.
    public let map: PooledMap
    /// What the numbers of ``LatentProfile/centre`` are.
    public let axes: [Axis]
    /// How many tokens the model got.
    public let inputCount: Int
    /// What kind of input it is.
    public let modality: Modality
    /// The layer's name.
    public let layer: String
    /// The heads.
    public let head: HeadChoice
    /// Whose answer the weights are of.
    public let asker: String?

    /// The given profiles.
    package init(
        _ profiles: [LatentProfile],
        map: PooledMap,
        axes: [Axis],
        inputCount: Int,
        modality: Modality,
        layer: String,
        head: HeadChoice,
        asker: String?
    ) {
        (self.profiles, self.map, self.axes, self.inputCount) = (profiles, map, axes, inputCount)
        (self.modality, self.layer, self.head, self.asker) = (modality, layer, head, asker)
    }
}

extension LatentProfiles.Axis {
    fileprivate init(_ axis: Models.Axis) {
        let name =
            switch axis.quantity {
            case .time: "s"
            case .frequency: "Hz"
            case .x, .y, .byte, .frame, .item: axis.quantity.rawValue
            }
        self.init(name: name, end: axis.edges.last ?? 0)
    }
}

/// Where the middle of a map lies, in the units of the source.
struct MapCentre {
    let axes: [LatentProfiles.Axis]
    private let section: Layout.Section
    /// The coordinates of each token, for each axis.
    private let coordinates: [[Double]]

    /// The middle among the tokens of a clip's pictures, or else of the first section with places.
    init(_ layout: Layout) {
        section = layout.pictures ?? layout.placed
        if let points = section.points {
            axes = points.dimensions.map { LatentProfiles.Axis(name: $0.name) }
            coordinates = points.dimensions.indices.map { dimension in
                (0..<points.count).map { points.coordinate($0, dimension) }
            }
            return
        }
        let cells = section.tokens.map(section.cell)
        var axes = [LatentProfiles.Axis(section.columns)]
        var coordinates = [cells.map { [columns = section.columns] in columns.centre($0.column) }]
        if let rows = section.rows {
            axes.append(.init(rows))
            coordinates.append(cells.map { rows.centre($0.row) })
        }
        if let frames = section.frames {
            axes.append(.init(frames))
            coordinates.append(cells.map { frames.centre($0.frame) })
        }
        (self.axes, self.coordinates) = (axes, coordinates)
    }

    /// The middle of a map with a weight for each token of the layout.
    func callAsFunction(_ weights: [Float]) -> [Double] {
        let own = weights[section.tokens]
        let total = own.reduce(0.0) { $0 + Double($1) }
        guard total > 0 else { return coordinates.map { _ in .nan } }
        return coordinates.map { places in
            zip(own, places).reduce(0) { $0 + Double($1.0) * $1.1 } / total
        }
    }
}
