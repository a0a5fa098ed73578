import FoundationEssentials

/// A page that is no map's: shapes, with what they show as JSON.
public struct SavedPage: Sendable {
    /// What is drawn.
    package let plate: Plate
    /// What it shows, as one JSON object on one line.
    package let metadata: Data

    /// What session files say of it.
    package var step: SessionRecord.Step? { .notReplayed }
}

extension PairFigure {
    /// What session files say of it.
    package var step: SessionRecord.Step? { .notReplayed }
}

extension SessionRecord.Step {
    fileprivate static let notReplayed = SessionRecord.Step(
        .bundled,
        [],
        .nothing(why: "curves, matrices of likeness and pairs of maps are not replayed")
    )
}
