import Foundation
import Synchronization

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
        // The decoder drops all but one of several equal keys, but asks how to convert each of them first.
        let names = Mutex(Names())
        self = try text.decode(
            HeaderMembers.self,
            keys: .custom { path in
                if path.count == 1 { names.withLock { $0.add(path[0].stringValue) } }
                return path[path.count - 1]
            }
        )
        if let name = names.withLock(\.twice) {
            throw JSONProblem(reason: "has the name \(quoted(name)) twice")
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        // In order of names, so that of several errors always the same one is reported.
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            if key.stringValue == HeaderMembers.metadataKey {
                metadata = try container.decodeIfPresent([String: String].self, forKey: key) ?? [:]
            } else {
                entries[key.stringValue] = try container.decode(Attempt<Entry>.self, forKey: key).value
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

    private struct Names {
        private var seen: Set<String> = []
        private(set) var twice: String?

        mutating func add(_ name: String) {
            if !seen.insert(name).inserted { twice = name }
        }
    }
}
