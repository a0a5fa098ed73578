import FoundationEssentials

/// What an object of JSON may hold.
typealias JSONMember = Encodable & Sendable

/// An object of JSON whose keys are known as it is made.
struct JSONObject: Encodable {
    /// What it holds, by name.
    let members: [String: any JSONMember]

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, member) in members { try container.encode(member, forKey: Name(stringValue: name)) }
    }
}

extension Encodable {
    /// As JSON on one line.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
