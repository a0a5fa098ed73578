import Foundation

/// Why a JSON text is not what was wanted, and where.
struct JSONProblem: Error {
    /// The keys and positions (`[2]`) of the value; none for the text as a whole.
    var path: [String] = []
    /// A sentence without a subject, such as "expected a whole number, found true".
    var reason: String

    /// The path as people write it, such as `architecture.output_shape[2]`.
    var key: String {
        path.reduce("") { text, step in text + (text.isEmpty || step.hasPrefix("[") ? step : "." + step) }
    }

    /// Key and reason.
    var sentence: String { path.isEmpty ? reason : "\(printable(key)): \(reason)" }
}

extension JSONProblem {
    /// What a decoder found wrong with a text, said about the keys as they are in the text.
    init(_ error: DecodingError, in contents: Data) {
        let tree: Any
        do {
            tree = try JSONSerialization.jsonObject(with: contents, options: .fragmentsAllowed)
        } catch {
            let reason = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
            self.init(reason: "is not JSON: " + printable(reason ?? "\(error)", limit: 500))
            return
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(path: Place(context.codingPath + [key], in: tree).path, reason: "is missing")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let place = Place(context.codingPath, in: tree)
            let (expected, found) = (expectation(of: type), kind(of: place.value))
            let isWhole = place.path.isEmpty
            self.init(
                path: place.path,
                reason: isWhole
                    ? "is \(found), expected a JSON object" : "expected \(expected), found \(found)"
            )
        case .dataCorrupted(let context):
            let place = Place(context.codingPath, in: tree)
            self.init(path: place.path, reason: printable(context.debugDescription, limit: 500))
        @unknown default:
            self.init(reason: printable("\(error)", limit: 500))
        }
    }
}

/// A value in a JSON text.
private struct Place {
    /// Keys as they are in the text, and positions.
    var path: [String] = []
    /// The value, if there is one.
    var value: Any?

    /// Follows a decoder's path, whose keys may be in camel case.
    init(_ steps: [any CodingKey], in tree: Any) {
        value = tree
        for step in steps {
            if let list = value as? [Any], let index = step.intValue {
                path.append("[\(index)]")
                value = list.indices.contains(index) ? list[index] : nil
            } else {
                let object = value as? [String: Any] ?? [:]
                let isThere = object[step.stringValue] != nil
                let key = isThere ? step.stringValue : snakeCase(step.stringValue)
                path.append(key)
                value = object[key]
            }
        }
    }
}

/// `num_latents` for `numLatents`.
private func snakeCase(_ name: String) -> String {
    name.reduce("") { $0 + ($1.isUppercase ? "_" + $1.lowercased() : String($1)) }
}

/// What a value of a type looks like in JSON.
private func expectation(of type: Any.Type) -> String {
    switch type {
    case is Bool.Type: "true or false"
    case is String.Type: "a text"
    case is any FixedWidthInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is [Any].Type: "a list"
    case is [String: Any].Type: "an object"
    default: "another kind of value"
    }
}

/// A value of a JSON text in a few words: lists and objects by their kind, all others as they are written.
private func kind(of value: Any?) -> String {
    switch value {
    case is [Any]: return "a list"
    case is [String: Any]: return "an object"
    case .none: return "nothing"
    case .some(let value):
        let text = try? JSONSerialization.data(
            withJSONObject: value,
            options: [.fragmentsAllowed, .withoutEscapingSlashes]
        )
        return printable(text.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)")
    }
}
