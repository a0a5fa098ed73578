public import Explanation
public import Models

/// The table of latents as session files have it.
public struct SessionTable: Codable, Sendable, Hashable {
    private let layer: String?
    private let head: String
    /// Whose answer it is about, where somebody was chosen.
    private let asker: SessionMap.Chosen?
    /// What the answer loses without each latent, if that was known.
    private let effects: SessionMap?
    /// The class that effects are about.
    private let target: String?
    private let column: String
    private let isReversed: Bool
    private let filter: String

    /// A table of the inputs of some questions, of which this is the first.
    init(
        _ question: LatentProfilesQuestion,
        effects: RelevanceQuestion?,
        target: String?,
        _ state: LatentsState
    ) {
        (layer, head) = (question.layer, question.head.name)
        asker = question.asker.map(SessionMap.Chosen.init)
        (self.effects, self.target) = (effects.map(SessionMap.init), target)
        (column, isReversed, filter) = (state.column.name, state.isReversed, state.filter.text)
    }

    /// The question about one of its inputs.
    ///
    /// - Throws: ``SessionError`` if it names what the run does not have.
    public func profiles(_ subject: Subject, _ run: Run) throws(SessionError) -> LatentProfilesQuestion {
        if let layer, run.model.layer(named: layer) == nil {
            throw .unknown(what: "layer", word: layer, accepted: run.model.layers.map(\.name))
        }
        guard let head = HeadChoice(name: head) else {
            throw .unknown(what: "head", word: head, accepted: ["mean", "max", "numbers from 0"])
        }
        var chosen: Asker?
        if let asker { chosen = try asker.asker(in: run) }
        return LatentProfilesQuestion(subject, layer: layer, head: head, asker: chosen)
    }

    /// What the answer loses without each latent of its only input; `nil` if that was not known.
    ///
    /// - Throws: ``SessionError`` if it names what the run does not have.
    public func effects(_ subject: Subject, _ run: Run) throws(SessionError) -> RelevanceQuestion? {
        guard let effects else { return nil }
        return try effects.effects(subject, run)
    }

    /// The table's numbers.
    ///
    /// - Parameters:
    ///   - profiles: the answer for each input.
    ///   - effects: the drop in log p of the class without each latent, if that was known.
    ///   - inputs: the inputs that it is of.
    /// - Throws: ``SessionError`` if there is no such column, or the filter cannot be read.
    public func saved(
        _ profiles: [LatentProfiles],
        effects: [Float]?,
        inputs: [Source]
    ) throws(SessionError) -> SavedTable {
        guard let listing = SavedTable.listing(profiles, effects: effects, target: target) else {
            throw .damaged(place: "inputs", problem: "are none")
        }
        let wanted: LatentFilter
        do { wanted = try LatentFilter(filter, columns: listing.columns) } catch {
            throw .impossible("filter \"\(filter)\": \(error)")
        }
        // A column that a table lacks orders it by latents, as on the screen.
        let rows = listing.sorted(by: listing.column(named: column) ?? .latent, reversed: isReversed)
        return SavedTable(listing, rows.filter { wanted($0) }, inputs: inputs)
    }
}

/// Numbers of a screen that a file can hold.
public struct SavedTable: Sendable {
    /// As a table.
    public let csv: String
    /// As an object.
    public let json: String
    /// What it is in a session file.
    public internal(set) var step: SessionRecord.Step?

    /// Rows of a table of latents.
    ///
    /// - Parameter inputs: the inputs that it is of.
    init(_ listing: LatentListing, _ rows: [LatentRecord], inputs: [Source]) {
        (csv, json) = (listing.table(rows).csv, listing.json(rows, inputs: inputs) + "\n")
    }

    /// The table of an input, or the means of several: of those kinds of input of which there are most.
    static func listing(_ profiles: [LatentProfiles], effects: [Float]?, target: String?) -> LatentListing? {
        guard let first = profiles.first else { return nil }
        guard profiles.count > 1 else { return LatentListing(first, effects: effects, target: target) }
        let listings = profiles.map { LatentListing($0, effects: nil, target: nil) }
        return LatentListing.averages(listings).max { $0.count < $1.count }
    }
}
