import FoundationEssentials

/// A page that is no map's: shapes, with what they show as JSON.
public struct SavedPage: Sendable {
    /// What is drawn.
    package let plate: Plate
    /// What it shows, as one JSON object on one line.
    package let metadata: Data
    /// What it is in a session file; `nil` of what no explorer drew.
    package internal(set) var step: SessionRecord.Step?
}
