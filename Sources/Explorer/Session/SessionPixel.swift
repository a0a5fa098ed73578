import Models

/// What is asked of a model that tells pixels, as session files have it.
struct SessionPixel: Codable, Sendable, Hashable {
    private let column: Int?
    private let row: Int?
    private let seed: UInt64
    private let temperature: Double

    init(_ asking: PixelAsking) {
        (column, row) = (asking.place?.column, asking.place?.row)
        (seed, temperature) = (asking.seed, asking.temperature)
    }

    /// What is asked.
    ///
    /// - Throws: ``SessionError`` if that cannot be asked of any model.
    func asking() throws(SessionError) -> PixelAsking {
        var asking = PixelAsking()
        if let column, let row {
            guard column >= 0, row >= 0 else {
                throw .damaged(place: "pixel", problem: "has a column or a row below 0")
            }
            asking.place = PixelPlace(column: column, row: row)
        }
        guard temperature >= 0 && temperature <= 100 else {
            throw .unknown(what: "temperature", word: "\(temperature)", accepted: ["numbers from 0 to 100"])
        }
        (asking.seed, asking.temperature) = (seed, temperature)
        return asking
    }
}
