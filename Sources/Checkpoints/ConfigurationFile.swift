import FoundationEssentials

/// A `config.json`: settings, decoded into whatever type wants them.
///
///     let file = try ConfigurationFile(path: "model/config.json")
///     let settings = try file.decode(Settings.self)
///     try file.check(settings.numLatents, "num_latents", in: 1...65_536)
///
/// Every error names the file, the key as a path such as `architecture.output_shape[2]`, what was found and
/// what was expected. A key that no type asks for is ignored; of equal keys in one object the first counts.
public struct ConfigurationFile: Sendable {
    /// The file, as it was named.
    public let path: String

    private let text: JSONText

    /// Reads the file, which must be one JSON object and at most 16 MB.
    public init(path: String) throws(CheckpointError) {
        let file = try MappedFile(path: path, wanted: "a JSON file")
        guard file.bytes.count <= ConfigurationFile.largest else {
            let size = "\(file.bytes.count) bytes long; expected at most \(ConfigurationFile.largest)"
            throw CheckpointError(path: path, .malformed("is \(size)"))
        }
        try self.init(path: path, contents: Data(file.bytes))
    }

    /// Reads the contents of a file; `path` is only for messages.
    package init(path: String, contents: Data) throws(CheckpointError) {
        self.path = path
        do {
            text = try JSONText(contents)
        } catch {
            throw ConfigurationFile.error(path, error)
        }
        guard case .object = text.root else {
            throw CheckpointError(path: path, .malformed("is \(text.root.inWords), expected a JSON object"))
        }
    }

    /// The settings as a `Value`, whose names are the file's keys in camel case: `numLatents` is `num_latents`.
    ///
    /// The keys of a dictionary are data and stay as they are. Whole numbers may be written with a point or an
    /// exponent (`2.0`, `1e3`); numbers must fit their type. If `Value` has an `init(from:)` of its own, a
    /// `DecodingError` it throws is reported with its key and description, which should say what was expected.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(CheckpointError) -> Value {
        do {
            return try text.decode(type)
        } catch {
            throw ConfigurationFile.error(path, error)
        }
    }

    /// Checks that a number that was decoded is within bounds, before memory is taken for it.
    ///
    /// - Parameters:
    ///   - number: the number, as it was decoded.
    ///   - key: where it is, such as `architecture.num_latents`.
    ///   - range: what is accepted.
    /// - Returns: the number.
    @discardableResult
    public func check<Number: Comparable>(
        _ number: Number,
        _ key: String,
        in range: ClosedRange<Number>
    ) throws(CheckpointError) -> Number {
        guard range.contains(number) else {
            throw error(
                at: key,
                "\(number) is out of range, expected \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// An error about the value of one key, for rules that go beyond types and ranges.
    ///
    /// - Parameters:
    ///   - key: where the value is, such as `architecture.hidden_act`.
    ///   - problem: what is wrong and what would be accepted, such as `"swish" is not known, expected "gelu"`.
    public func error(at key: String, _ problem: String) -> CheckpointError {
        CheckpointError(path: path, .key(key, problem))
    }

    private static func error(_ path: String, _ problem: JSONProblem) -> CheckpointError {
        let isWhole = problem.path.isEmpty
        return CheckpointError(
            path: path,
            isWhole ? .malformed(problem.reason) : .key(problem.key, problem.reason)
        )
    }

    private static let largest = 16_000_000
}
