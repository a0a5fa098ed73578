import Models

/// How a latent reads an input, among others: which inputs it looks for.
///
/// An input is a stronger match the larger the latent's lift is there: how many times more attention its best place gets
/// than each would get if it read evenly. The number of tokens is in it, so that short and long inputs can be compared.
public struct LatentMatch: Sendable {
    /// The input.
    public let subject: Subject
    /// How the latent reads it.
    public let profile: LatentProfile
    /// The axes of the profile's centre.
    public let axes: [LatentProfiles.Axis]
    /// The layer's name.
    public let layer: String
    /// The heads.
    public let head: HeadChoice

    /// How a latent reads an input; `nil` if there is no such latent.
    public init?(_ latent: Int, in profiles: LatentProfiles, of subject: Subject) {
        guard profiles.profiles.indices.contains(latent) else { return nil }
        (self.subject, profile, axes) = (subject, profiles.profiles[latent], profiles.axes)
        (layer, head) = (profiles.layer, profiles.head)
    }

    /// The match's row in a table.
    public var table: Table {
        var table = Table(
            columns: ["input", "latent", "lift", "inputs", "H", "weight", "content", "kind"]
                + axes.map(\.name)
        )
        let cells: [String] = [
            subject.source.given, "\(profile.latent)", "\(profile.lift)", "\(profile.effectiveCount)",
            "\(profile.entropy)", Table.cell(profile.weight),
            Table.cell(profile.shares?.content), profile.kind?.rawValue ?? "",
        ]
        table.add(cells + profile.centre.map { "\($0)" })
        return table
    }
}

extension Sequence {
    /// The elements with the largest numbers first; those of equal ones as they come.
    package func largestFirst(by number: (Element) -> Double) -> [Element] {
        map { (element: $0, number: number($0)) }.enumerated()
            .sorted { ($0.element.number, $1.offset) > ($1.element.number, $0.offset) }
            .map(\.element.element)
    }
}
