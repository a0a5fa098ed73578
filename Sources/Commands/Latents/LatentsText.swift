import Cells
import Explanation
import Explorer
import Files
import FoundationEssentials
import Media
import Models

/// The table of latents as text.
struct LatentsText {
    private let listing: LatentListing
    private let rows: [LatentRecord]
    private let heading: String
    private let appearance: Appearance

    init(_ listing: LatentListing, _ rows: [LatentRecord], input: String?, _ appearance: Appearance) {
        (self.listing, self.rows, self.appearance) = (listing, rows, appearance)
        let all = listing.records.count
        let count = (rows.count == all ? "" : "\(rows.count) of ") + all.counted("latent")
        let parts: [String?] = [
            input ?? Self.inputs(listing.count, listing.modality), count, listing.layer,
            "head \(listing.head.name)", listing.splitNote,
            listing.asker.map { "weight for \($0)" }, listing.target.map { "effect on \($0)" },
        ]
        heading = parts.compactMap { $0 }.joined(separator: " \(appearance.dot) ")
    }

    /// Inputs of a kind in words: `1 input (text)`, `2 inputs (texts)`.
    private static func inputs(_ count: Int, _ modality: Modality) -> String {
        "\(count.counted("input")) (\(count == 1 ? modality.rawValue : modality.words))"
    }

    var text: String {
        let names = listing.columns.map(\.name) + ["kind", "marks"]
        let cells = rows.map { row in
            listing.columns.map { appearance.spelled(row.text($0, twin: ": ")) }
                + [row.kind?.rawValue ?? "", row.markWords.joined(separator: " ")]
        }
        let lines = ([names] + cells).aligned(right: 0...listing.columns.count - 1)
        return ([printable(heading)] + lines).joined(separator: "\n")
    }
}

extension LatentMatch {
    private struct Report: Encodable {
        let input: String
        let latent: Int
        let lift: Double
        let inputs: Double
        let entropy: Double
        let weight: Double?
        let content: Double?
        let kind: LatentKind?
        let peak: Int
        let centre: [String: Double]
    }

    /// The match as JSON.
    func json() throws -> String {
        let places = zip(axes, profile.centre).filter { $0.1.isFinite }.map { ($0.0.name, $0.1) }
        return try Report(
            input: subject.source.given,
            latent: profile.latent,
            lift: profile.lift,
            inputs: profile.effectiveCount,
            entropy: profile.entropy,
            weight: profile.weight,
            content: profile.shares?.content,
            kind: profile.kind,
            peak: profile.peak,
            centre: Dictionary(places) { first, _ in first }
        )
        .json()
    }

    /// The input and how sharply the latent reads it, in a line.
    func words(dot: String) -> String {
        let places = zip(axes, profile.centre).filter { $0.1.isFinite }
            .map { "\($0.0.name) \(Numbers.short($0.1))" }.joined(separator: ", ")
        let inputs = Numbers.short(profile.effectiveCount)
        let reach = "\(inputs) effective input\(inputs == "1" ? "" : "s")"
        return [subject.source.name, "lift \(Numbers.short(profile.lift))", reach, "centre \(places)"]
            .joined(separator: " \(dot) ")
    }
}
