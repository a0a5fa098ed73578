public import Models

/// Tokens and latents of an input by their principal components, and how alike a token is to others, as files hold them.
public struct ComponentNumbers: Sendable {
    /// How alike a token is to those of an input.
    public struct Cosines: Sendable {
        /// The token.
        public let token: Int
        /// A number for each token of the other input, which may be the same.
        public let values: KeyCosines
        /// The other input.
        public let source: Source
        /// The other input as the model gets it.
        public let opened: OpenedMedium

        /// The cosines of a token.
        public init(_ values: KeyCosines, to token: Int, over source: Source, _ opened: OpenedMedium) {
            (self.values, self.token, self.source, self.opened) = (values, token, source, opened)
        }

        fileprivate var described: [String: any JSONMember] {
            var members: [String: any JSONMember] = ["token": token, "input": source.given]
            members["edits"] = source.writtenEdits
            return members
        }

        /// A number for each token; `nil` of those that were removed.
        var numbers: [Float?] {
            values.values.enumerated().map { opened.input.removed.contains($0) ? nil : $1 }
        }
    }

    /// The input.
    public let source: Source
    /// The components of its tokens.
    public let tokens: Components
    /// Those of the latents; `nil` of a model without latents.
    public let latents: Components?
    /// How alike a token is to others.
    public let cosines: Cosines
    /// The model and the kind of input.
    public let facts: [String: String]

    /// What was found out about a run.
    public init(
        _ tokens: Components,
        latents: Components?,
        cosines: Cosines,
        of run: Run,
        _ source: Source
    ) {
        (self.source, self.tokens, self.latents, self.cosines) = (source, tokens, latents, cosines)
        facts = run.facts.merging(tokens.layer.map { ["layer": $0] } ?? [:]) { $1 }
    }

    /// Whether the token is compared with those of another input.
    public var isOverOther: Bool { cosines.source != source }

    /// A row for each token and each latent, and for each token of another input.
    public var table: Table {
        let names = (1...Components.count).map { "component_\($0)" }
        var table = Table(columns: ["input", "vectors", "number"] + names + ["cosine"])
        func add(_ source: Source, _ vectors: Vectors, _ scores: [[Float]?], _ cosines: [Float?]) {
            for (number, scores) in scores.enumerated() {
                let cells = (0..<Components.count).map { place in
                    scores.flatMap { $0.indices.contains(place) ? "\($0[place])" : nil } ?? ""
                }
                let cosine = cosines.indices.contains(number) ? cosines[number] : nil
                table.add([source.given, vectors.rawValue, "\(number)"] + cells + [Table.cell(cosine)])
            }
        }
        add(source, .tokens, tokens.scores, isOverOther ? [] : cosines.numbers)
        if let latents { add(source, .latents, latents.scores, []) }
        if isOverOther {
            let numbers = cosines.numbers
            add(cosines.source, .tokens, numbers.map { _ in nil }, numbers)
        }
        return table
    }

    /// An object on one line.
    public var json: String {
        func object(_ components: Components) -> JSONObject {
            JSONObject(members: ["shares": components.shares, "components": components.scores])
        }
        var members = described
        members["tokens"] = object(tokens)
        members["latents"] = latents.map(object)
        let values: [String: any JSONMember] = ["values": cosines.numbers]
        members["cosines"] = JSONObject(members: cosines.described.merging(values) { $1 })
        return (try? JSONObject(members: members).json()) ?? ""
    }

    /// The same without the numbers of tokens and latents.
    public var description: String {
        var members = described
        members["tokens"] = JSONObject(members: ["shares": tokens.shares])
        members["latents"] = latents.map { JSONObject(members: ["shares": $0.shares]) }
        members["cosines"] = JSONObject(members: cosines.described)
        return (try? JSONObject(members: members).json()) ?? ""
    }

    private var described: [String: any JSONMember] {
        var members: [String: any JSONMember] = facts
        (members["input"], members["title"]) = (source.given, Self.title)
        members["edits"] = source.writtenEdits
        return members
    }

    /// What is shown, for a caption.
    public static let title = "tokens and latents by principal components"

    /// Arrays of numpy: `tokens` and `latents` with a row for each, `cosines` with a number for each token; NaN of tokens
    /// that were removed.
    public var npz: [UInt8] {
        var file = ArrayFile()
        file.add("facts", [description], shape: [])
        func add(_ name: String, _ components: Components) {
            let rows = components.scores.flatMap { scores in
                (0..<Components.count).map { place in
                    scores.flatMap { $0.indices.contains(place) ? $0[place] : nil } ?? .nan
                }
            }
            file.add(name, rows, shape: [components.scores.count, Components.count])
            file.add("\(name).shares", components.shares, shape: [components.shares.count])
        }
        add("tokens", tokens)
        if let latents { add("latents", latents) }
        let numbers = cosines.numbers.map { $0 ?? .nan }
        file.add("cosines", numbers, shape: [numbers.count])
        return file.bytes
    }
}

extension Layout {
    /// The token in the middle of the first ones that have places.
    public var middleToken: Int {
        placed.token(column: placed.columnCount / 2, row: placed.rowCount / 2)
    }
}
