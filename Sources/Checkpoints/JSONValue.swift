/// A value of a JSON text.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A number as it is written, such as `2.0` or `1e30`; also `NaN`, `Infinity` and `-Infinity`.
    case number(String)
    case text(String)
    case list([JSONValue])
    /// The members in their order; equal keys are kept.
    case object([(key: String, value: JSONValue)])

    /// The value in a few words: lists and objects by their kind, all others as they are written.
    var inWords: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let number): brief(number)
        case .text(let text):
            brief("\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"")
        case .list: "a list"
        case .object: "an object"
        }
    }

    /// The value behind a step of a path: a key, or a position such as `[2]`.
    subscript(step: String) -> JSONValue? {
        switch self {
        case .list(let values): values.indices.first { JSONValue.step($0) == step }.map { values[$0] }
        case .object(let members): members.first { $0.key == step }?.value
        default: nil
        }
    }

    /// A position in a list, as a step of a path.
    static func step(_ position: Int) -> String { "[\(position)]" }
}

/// `num_latents` for `numLatents`.
func snakeCase(_ name: String) -> String {
    name.reduce("") { $0 + ($1.isUppercase ? "_" + $1.lowercased() : String($1)) }
}
