internal import Files

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
    var sentence: String { path.isEmpty ? reason : "\(brief(key)): \(reason)" }
}

extension JSONProblem {
    /// What a type's own rules found wrong, said about the keys as they are in the text.
    init(_ error: DecodingError, in root: JSONValue) {
        let (context, last): (DecodingError.Context, [any CodingKey]) =
            switch error {
            case .keyNotFound(let key, let context): (context, [key])
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, [])
            @unknown default: (.init(codingPath: [], debugDescription: "\(error)"), [])
            }
        var (value, path): (JSONValue?, [String]) = (root, [])
        // A type names its keys in camel case.
        for key in context.codingPath + last {
            let step = key.intValue.map(JSONValue.step) ?? key.stringValue
            path.append(
                value?[step] != nil
                    ? step : value?[key.stringValue] != nil ? key.stringValue : snakeCase(step)
            )
            value = value?[path[path.count - 1]]
        }
        self.init(
            path: path,
            reason: last.isEmpty ? printable(context.debugDescription, limit: 500) : "is missing"
        )
    }
}
