import Foundation

/// A JSON text of a file, read by Foundation.
struct JSONText: Sendable {
    let contents: Data

    /// Reading takes up to 100 bytes for each value, so their number is bounded before any is read.
    private static let mostValues = 1_000_000

    /// Takes a text as it is, unless it has too many values.
    init(_ contents: Data) throws(JSONProblem) {
        self.contents = contents
        let commas = contents.withUnsafeBytes { bytes in bytes.count { $0 == UInt8(ascii: ",") } }
        guard commas < JSONText.mostValues else {
            throw JSONProblem(
                reason: "has \(commas) commas in it, expected fewer than \(JSONText.mostValues)"
            )
        }
    }

    /// The text as a `Value`.
    func decode<Value: Decodable>(
        _ type: Value.Type,
        keys: JSONDecoder.KeyDecodingStrategy
    ) throws(JSONProblem) -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = keys
        do {
            return try decoder.decode(Attempt<Value>.self, from: contents).value
        } catch let error as UnfitNumber {
            throw JSONProblem(error, in: contents)
        } catch let error as DecodingError {
            throw JSONProblem(error, in: contents)
        } catch {
            throw JSONProblem(reason: "cannot be read: \(error)")
        }
    }
}

/// A key of a JSON object, whatever it is.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}

/// A value, decoded by itself so that what goes wrong inside is seen as it is thrown.
///
/// For a number that does not fit its type, such as 1.5 for an `Int`, `JSONDecoder` reports that the whole
/// text is "not valid JSON"; the error it is made from still has the number, which is thrown as ``UnfitNumber``.
struct Attempt<Value: Decodable>: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
        do {
            // Not `Value(from:)`, which would convert the keys of dictionaries, too.
            value = try decoder.singleValueContainer().decode(Value.self)
        } catch let error as DecodingError {
            throw error
        } catch let error as UnfitNumber {
            throw error
        } catch {
            if let unfit = UnfitNumber(error, inside: decoder.codingPath) { throw unfit }
            let context = DecodingError.Context(
                codingPath: decoder.codingPath,
                debugDescription: "cannot be read: \(error)"
            )
            throw DecodingError.dataCorrupted(context)
        }
    }
}

/// A number that does not fit the type it is wanted as.
struct UnfitNumber: Error {
    /// The number, as it is written.
    let number: String
    /// The value that it is somewhere inside of.
    let path: [String]

    /// From an error inside Foundation, of which only the description can be had:
    /// `numberIsNotRepresentableInSwift(parsed: "1.5")`.
    init?(_ error: any Error, inside path: [any CodingKey]) {
        let parts = "\(error)".split(separator: "\"")
        guard parts.count == 3, parts[0].contains("numberIsNotRepresentable") else { return nil }
        number = String(parts[1])
        self.path = path.map(\.stringValue)
    }
}

extension JSONProblem {
    /// A number that does not fit, at its key; if the same number stands in several places, at all of them.
    init(_ unfit: UnfitNumber, in contents: Data) {
        // One more than are named.
        let paths = JSONNumbers.paths(of: unfit.number, in: contents, inside: unfit.path, atMost: 5)
        let reason = "too large, or a fraction where a whole number is expected"
        if paths.count == 1 {
            self.init(path: paths[0], reason: "\(unfit.number) does not fit: \(reason)")
        } else {
            let keys = paths.prefix(4).map { printable(JSONProblem(path: $0, reason: "").key) }
            let places = keys.isEmpty ? "" : " (it stands at " + keys.joined(separator: ", ") + ")"
            self.init(
                path: unfit.path,
                reason: "has the number \(unfit.number) where it does not fit: \(reason)\(places)"
            )
        }
    }
}
