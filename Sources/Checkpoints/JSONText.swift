import FoundationEssentials

/// A JSON text of a file.
struct JSONText: Sendable {
    /// What it holds.
    let root: JSONValue

    /// A value takes up to 100 bytes, so their number is bounded before any is read.
    private static let mostValues = 1_000_000

    /// Reads a text in UTF-8, or in UTF-16 with a mark of its byte order.
    init(_ contents: Data) throws(JSONProblem) {
        let contents = JSONText.utf8(contents)
        let commas = contents.withUnsafeBytes { bytes in bytes.count { $0 == UInt8(ascii: ",") } }
        guard commas < JSONText.mostValues else {
            throw JSONProblem(
                reason: "has \(commas) commas in it, expected fewer than \(JSONText.mostValues)"
            )
        }
        let result = contents.withUnsafeBytes { bytes in
            Result { () throws(JSONProblem) in try JSONParser.value(of: bytes) }
        }
        root = try result.get()
    }

    /// The text as a `Value`, whose names may be the text's keys in camel case.
    ///
    /// Keys of dictionaries are data and stay as they are. Of equal keys in one object the first counts.
    func decode<Value: Decodable>(_ type: Value.Type) throws(JSONProblem) -> Value {
        do {
            return try Value(from: JSONDecoding(root, path: []))
        } catch let problem as JSONProblem {
            throw problem
        } catch let error as DecodingError {
            throw JSONProblem(error, in: root)
        } catch {
            throw JSONProblem(reason: "cannot be read: \(error)")
        }
    }

    private static func utf8(_ contents: Data) -> Data {
        if contents.starts(with: [0xEF, 0xBB, 0xBF]) { return contents.dropFirst(3) }
        guard contents.starts(with: [0xFF, 0xFE]) || contents.starts(with: [0xFE, 0xFF]) else {
            return contents
        }
        return String(data: contents, encoding: .utf16).map { Data($0.utf8) } ?? contents
    }
}
