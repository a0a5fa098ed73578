/// The settings that PyTorch Lightning keeps beside tensors, as JSON.
extension Pickle {
    /// How many values are written at most, and how deep: settings are few, and a pickle may have one in many places.
    private static let most = 4096
    private static let deepest = 8

    /// What the saved dictionary has under a name, if that is a dictionary, as a JSON object; `nil` otherwise.
    ///
    /// Whole numbers, truth values, texts, tuples and dictionaries are kept; everything else becomes `null`.
    func settings(_ name: String) -> String? {
        guard case .dictionary(let outer) = result else { return nil }
        for (key, value) in dictionaries[outer] {
            guard case .text(name) = key, case .dictionary = value else { continue }
            var left = Self.most
            return json(value, depth: 0, &left)
        }
        return nil
    }

    private func json(_ value: PickleValue, depth: Int, _ left: inout Int) -> String {
        left -= 1
        guard left > 0, depth <= Self.deepest else { return "null" }
        switch value {
        case .bool(let truth): return truth ? "true" : "false"
        case .int(let number): return "\(number)"
        case .text(let text): return Self.quoted(text)
        case .tuple(let index):
            var parts: [String] = []
            for part in tuples[index] where left > 0 { parts.append(json(part, depth: depth + 1, &left)) }
            return "[" + parts.joined(separator: ", ") + "]"
        case .dictionary(let index):
            var parts: [String] = []
            for (key, value) in dictionaries[index] where left > 0 {
                guard case .text(let name) = key else { continue }
                parts.append("\(Self.quoted(name)): \(json(value, depth: depth + 1, &left))")
            }
            return "{" + parts.joined(separator: ", ") + "}"
        case .other, .name, .storage, .tensor: return "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
