import Models

/// All layers and heads of an input, as files hold them.
public struct OverviewNumbers: Sendable {
    /// The input.
    public let source: Source
    /// A picture for each head.
    public let overview: Overview
    /// How layers change the latents.
    public let changes: LatentChanges
    /// The model, the kind of input, and whose answer the last layer's row is of.
    public let facts: [String: String]

    /// What was found out about a run.
    ///
    /// - Parameter asker: whose row of the last layer it has; `nil` for the usual one.
    public init(_ overview: Overview, _ changes: LatentChanges, asker: Asker?, of run: Run, _ source: Source)
    {
        (self.source, self.overview, self.changes) = (source, overview, changes)
        var facts = run.facts
        if let found = run.found(asker) {
            facts[found.task == nil ? "asking" : "task"] = found.task == nil ? "\(found.number)" : found.name
        }
        self.facts = facts
    }

    /// A row for each number of each head: over the input and of latents they lie in row 0.
    public var table: Table {
        var table = Table(columns: ["input", "layer", "head", "row", "column", "value"])
        let input = Table.quoted(source.given)
        for layer in overview.rows {
            for (head, picture) in layer.heads.enumerated() {
                let columns = max(1, picture.shape[1])
                for (place, value) in picture.numbers.enumerated() {
                    let (row, column) = place.quotientAndRemainder(dividingBy: columns)
                    table.addQuoted([
                        input, Table.quoted(layer.layer), "\(head)", "\(row)", "\(column)", "\(value)",
                    ])
                }
            }
        }
        return table
    }

    /// An object on one line: for each layer its heads, and how it changes each latent.
    public var json: String {
        let layers = overview.rows.map { layer -> JSONObject in
            var members: [String: any JSONMember] = [
                "layer": layer.layer,
                "heads": layer.heads.map { picture in
                    JSONObject(members: [
                        "kind": picture.kind, "shape": picture.shape, "values": picture.numbers,
                    ])
                },
            ]
            if let change = changes[layer.layer] {
                (members["cosines"], members["updates"]) = (change.cosines, change.updates)
            }
            return JSONObject(members: members)
        }
        return (try? JSONObject(members: described.merging(["layers": layers]) { $1 }).json()) ?? ""
    }

    /// The same without the numbers of heads and latents, but with the means of changes.
    public var description: String {
        let layers = overview.rows.map { layer -> JSONObject in
            var members: [String: any JSONMember] = ["layer": layer.layer, "heads": layer.heads.count]
            if let change = changes[layer.layer] {
                (members["cosine"], members["update"]) = (change.cosine, change.update)
            }
            return JSONObject(members: members)
        }
        return (try? JSONObject(members: described.merging(["layers": layers]) { $1 }).json()) ?? ""
    }

    private var described: [String: any JSONMember] {
        var members: [String: any JSONMember] = facts
        (members["input"], members["title"]) = (source.given, Self.title)
        members["edits"] = source.writtenEdits
        return members
    }

    /// What is shown, for a caption.
    public static let title = "overview of layers and heads"

    /// Arrays of numpy: for each layer one of its name, `[heads, rows, columns]`, and `cosines` and `updates` behind that
    /// name, with a number for each latent.
    public var npz: [UInt8] {
        var file = ArrayFile()
        file.add("facts", [description], shape: [])
        for layer in overview.rows {
            guard let first = layer.heads.first else { continue }
            let shape = [layer.heads.count] + first.shape
            file.add(layer.layer, layer.heads.flatMap(\.numbers), shape: shape)
            guard let change = changes[layer.layer] else { continue }
            file.add("\(layer.layer).cosines", change.cosines, shape: [change.cosines.count])
            file.add("\(layer.layer).updates", change.updates, shape: [change.updates.count])
        }
        return file.bytes
    }
}

extension Overview.Picture {
    /// What its numbers are of, in a word.
    public var kind: String {
        switch self {
        case .overInput: "input"
        case .strip: "latents"
        case .matrix: "matrix"
        }
    }

    /// How many rows and columns it has.
    public var shape: [Int] {
        switch self {
        case .overInput(let numbers), .strip(let numbers): [1, numbers.count]
        case .matrix(let matrix): [matrix.rows, matrix.columns]
        }
    }
}
