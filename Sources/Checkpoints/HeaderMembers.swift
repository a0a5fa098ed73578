/// What the header of a safetensors file says, member by member, before it is believed.
struct HeaderMembers: Codable {
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]

    static let metadataKey = "__metadata__"

    /// What it says of one tensor.
    struct Entry: Codable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    /// A header of the given members.
    init(metadata: [String: String], entries: [String: Entry]) {
        self.metadata = metadata
        self.entries = entries
    }

    /// Reads a header, in which no name may be there twice, however it is written.
    init(_ text: JSONText) throws(JSONProblem) {
        if case .object(let members) = text.root {
            var names: Set<String> = []
            for (name, _) in members where !names.insert(name).inserted {
                throw JSONProblem(reason: "has the name \(quoted(name)) twice")
            }
        }
        self = try text.decode(HeaderMembers.self)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        // In order of names, so that of several errors always the same one is reported.
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            if key.stringValue == HeaderMembers.metadataKey {
                metadata = try container.decodeIfPresent([String: String].self, forKey: key) ?? [:]
            } else {
                entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        if !metadata.isEmpty {
            try container.encode(metadata, forKey: AnyKey(stringValue: HeaderMembers.metadataKey))
        }
        for (name, entry) in entries { try container.encode(entry, forKey: AnyKey(stringValue: name)) }
    }
}
