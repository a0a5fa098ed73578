import FoundationEssentials

/// A page that is no map's: shapes, with what they show as JSON.
public struct SavedPage: Sendable {
    /// What is drawn.
    package let plate: Plate
    /// What it shows, as one JSON object on one line.
    package let metadata: Data
    /// Its numbers, if it has any besides what it shows.
    package var numbers: SavedNumbers?
    /// What it is in a session file; `nil` of what no explorer drew.
    package internal(set) var step: SessionRecord.Step?
}

/// Numbers of a page that files can hold.
package struct SavedNumbers: Sendable {
    /// As a table.
    package let csv: String
    /// As an object.
    package let json: String
    /// As arrays of numpy.
    package let npz: [UInt8]
}
