/// The keys of a published `config.json` about classes, read as transformers reads them.
struct PublishedLabels: Decodable, Sendable {
    /// A name for each of the model's scores.
    let names: [String]
    /// What is odd about the names, in a sentence; `nil` if nothing.
    let note: String?
    /// What the scores say.
    let scoring: Scoring

    private enum CodingKeys: CodingKey { case id2label, numLabels, problemType }

    static let most = 100_000

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        func refused(_ key: CodingKeys, _ problem: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: keys.codingPath + [key], debugDescription: problem))
        }
        let count = try keys.decodeIfPresent(Int.self, forKey: .numLabels) ?? 2
        if let given = try keys.decodeIfPresent([String: Name].self, forKey: .id2label) {
            var numbered: [Int: String] = [:]
            for (key, name) in given {
                guard let number = Int(key.filter { !$0.isWhitespace }) else {
                    throw refused(.id2label, "has the key \"\(key)\", expected the numbers of classes")
                }
                numbered[number] = name.text
            }
            let numbers = 0..<numbered.count
            names = numbers.map { numbered[$0] ?? Self.standIn($0) }
            note = Self.note(unnamed: numbers.filter { numbered[$0] == nil }, of: names.count)
        } else {
            guard (1...Self.most).contains(count) else {
                let expected = "expected 1 to \(Self.most)"
                throw refused(.id2label, "is absent, and num_labels is \(count), \(expected)")
            }
            (names, note) = ((0..<count).map(Self.standIn), nil)
        }
        let type = try keys.decodeIfPresent(String.self, forKey: .problemType)
        guard let scoring = Self.scoring(type, count: names.count) else {
            let known = Self.types.keys.sorted().joined(separator: ", ")
            throw refused(.problemType, "“\(type ?? "")” is not known, expected one of \(known)")
        }
        self.scoring = scoring
    }

    /// Made-up names for so many classes.
    init(count: Int) {
        names = (0..<count).map(Self.standIn)
        note = nil
        scoring = Self.scoring(nil, count: count) ?? .oneClass
    }

    /// The name that transformers makes up.
    private static func standIn(_ number: Int) -> String { "LABEL_\(number)" }

    private static func note(unnamed: [Int], of count: Int) -> String? {
        guard let first = unnamed.first else { return nil }
        let whose = unnamed.count == 1 ? "class \(first)" : "\(unnamed.count) classes, the first is \(first)"
        return "id2label has no name for \(whose): the classes are 0 to \(count - 1)"
    }

    // MARK: what scores say

    private static let types: [String: Scoring] = [
        "regression": .numbers, "single_label_classification": .oneClass,
        "multi_label_classification": .eachClass,
    ]

    /// As transformers trains: a single score is a number unless something else is said.
    private static func scoring(_ type: String?, count: Int) -> Scoring? {
        guard let type else { return count == 1 ? .numbers : .oneClass }
        return types[type]
    }

    /// A label, which may be written as a number.
    private struct Name: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let whole = try? value.decode(Int.self) {
                text = "\(whole)"
            } else if let number = try? value.decode(Double.self) {
                text = "\(number)"
            } else if let truth = try? value.decode(Bool.self) {
                text = truth ? "True" : "False"
            } else {
                text = value.decodeNil() ? "None" : try value.decode(String.self)
            }
        }
    }
}
