extension LatentListing {
    private struct Report: Encodable {
        let inputs: [String]
        /// What was changed of each input; `nil` if nothing was.
        let edits: [[String]]?
        let count: Int
        let modality: String
        let layer: String
        let head: String
        /// The heads whose scores content and kinds are of; `nil` where these are not told.
        let contentHead: String?
        let asker: String?
        let target: String?
        let latents: [Latent]
    }

    private struct Latent: Encodable {
        let latent: Int
        let numbers: [String: Double]
        let deviations: [String: Double]?
        let kind: LatentKind?
        let twin: Int?
        let marks: [String]
    }

    /// Some of its rows as JSON on one line.
    ///
    /// - Parameter inputs: the inputs that they are of.
    public func json(_ rows: [LatentRecord], inputs: [Source]) -> String {
        func named(_ numbers: [LatentColumn: Double]) -> [String: Double] {
            Dictionary(numbers.map { ($0.key.name, $0.value) }) { first, _ in first }
        }
        let report = Report(
            inputs: inputs.map(\.given),
            edits: inputs.contains { !$0.edits.isEmpty } ? inputs.map { $0.writtenEdits ?? [] } : nil,
            count: count,
            modality: modality.rawValue,
            layer: layer,
            head: head.name,
            contentHead: columns.contains(.content) ? splitHead.name : nil,
            asker: asker,
            target: target,
            latents: rows.map { row in
                Latent(
                    latent: row.latent,
                    numbers: named(row.numbers.filter { $0.key != .latent }),
                    deviations: count > 1 ? named(row.deviations) : nil,
                    kind: row.kind,
                    twin: row.twin,
                    marks: row.markWords
                )
            }
        )
        return (try? report.json()) ?? "{}"
    }
}
