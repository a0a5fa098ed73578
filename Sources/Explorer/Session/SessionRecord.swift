public import Explanation
public import FoundationEssentials

/// What was looked at in an explorer, so that it can be computed again: the content of a session file.
public struct SessionRecord: Codable, Sendable, Hashable {
    /// A file, and what was in it.
    public struct File: Codable, Sendable, Hashable {
        /// Its path as it was given; of a model's file its name.
        public let path: String
        /// The SHA-256 of its bytes: 64 hexadecimal digits.
        public let sha256: String

        /// A file with the SHA-256 of its bytes.
        public init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
    }

    /// A model that one of the inputs was given to.
    public struct OwnModel: Codable, Sendable, Hashable {
        /// Its folder, or its name if it comes with the program; `nil` for the bundled Perceiver.
        public let folder: String?
        /// Its files.
        public var files: [File] = []

        /// Where it is.
        public var place: ModelPlace { folder.map { ModelPlace(named: $0) } ?? .bundled }
    }

    /// Something that was looked at, or written to a file.
    public struct Step: Codable, Sendable, Hashable {
        /// The file that was written; `nil` if it was only looked at.
        public var saved: File?
        /// The folder of the model, or its name if it comes with the program; `nil` for the bundled Perceiver.
        public let model: String?
        /// The model's files.
        public var modelFiles: [File] = []
        /// The model that the first input was given to, where that is another one.
        public var firstModel: OwnModel?
        /// The inputs: of a table perhaps several.
        public let inputs: [SessionInput]
        /// The inputs' files.
        public var inputFiles: [File] = []
        /// What was shown of the inputs.
        public var content: SessionContent

        /// Something that is looked at, without its files.
        ///
        /// - Parameter first: the model that the first input is given to; without it that of the others.
        init(
            _ model: ModelPlace,
            _ sources: [Source],
            _ content: SessionContent,
            first: ModelPlace? = nil
        ) {
            func folder(_ place: ModelPlace) -> String? {
                place == .bundled ? nil : place.written
            }
            self.model = folder(model)
            firstModel = first.flatMap { $0 == model ? nil : OwnModel(folder: folder($0)) }
            let inputs = sources.map { SessionInput($0) }
            self.inputs = inputs.compactMap { $0 }
            self.content = inputs.contains(nil) ? .nothing(why: SessionInput.pipeIsGone) : content
        }

        /// Where the model is.
        public var place: ModelPlace { model.map { ModelPlace(named: $0) } ?? .bundled }

        /// Each input with the model that it is given to.
        ///
        /// - Throws: ``SessionError`` if there is no such input.
        public func subjects() throws(SessionError) -> [Subject] {
            var subjects: [Subject] = []
            for input in inputs {
                let first = subjects.isEmpty ? firstModel?.place : nil
                subjects.append(Subject(try input.source(), model: first ?? place))
            }
            return subjects
        }
    }

    /// What it is.
    public let format: String
    /// The program with its version.
    public let program: String
    /// The folder that paths are in.
    public let folder: String
    /// What was looked at and written, the first first.
    public var steps: [Step] = []

    /// What such a file says that it is.
    public static let name = "perceiver session 1"

    /// A session in which nothing was looked at yet.
    public init(program: String, folder: String) {
        (format, self.program, self.folder) = (Self.name, program, folder)
    }

    /// The file, on lines that people can read.
    public var json: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // It is made of words and finite numbers alone, which always can be written.
        return ((try? encoder.encode(self)) ?? Data()) + Data("\n".utf8)
    }
}

extension SessionRecord {
    private struct Head: Decodable { let format: String }

    /// Reads a file.
    ///
    /// - Throws: ``SessionError`` if it is no session file, one of another version, or damaged.
    public init(_ data: Data) throws(SessionError) {
        let head: Head
        do { head = try JSONDecoder().decode(Head.self, from: data) } catch DecodingError.dataCorrupted {
            throw .damaged(place: "", problem: "is not complete JSON")
        } catch { throw .noSession }
        guard head.format == Self.name else { throw .otherFormat(head.format) }
        do { self = try JSONDecoder().decode(SessionRecord.self, from: data) } catch {
            throw SessionError(reading: error)
        }
    }
}

extension SessionError {
    /// What the decoder says, in words.
    fileprivate init(reading error: any Error) {
        guard let error = error as? DecodingError else {
            self = .damaged(place: "", problem: "cannot be read")
            return
        }
        switch error {
        case .keyNotFound(let key, let context):
            self = .damaged(place: Self.place(context.codingPath + [key]), problem: "is missing")
        case .valueNotFound(_, let context):
            self = .damaged(place: Self.place(context.codingPath), problem: "is empty")
        case .typeMismatch(_, let context):
            self = .damaged(place: Self.place(context.codingPath), problem: "is of another type")
        case .dataCorrupted(let context):
            self = .damaged(place: Self.place(context.codingPath), problem: "has no value that is known")
        @unknown default: self = .damaged(place: "", problem: "cannot be read")
        }
    }

    /// A place in the file, such as `step 3, content.map`: steps are counted from 1, as in messages.
    private static func place(_ keys: [any CodingKey]) -> String {
        var (words, rest) = ("", keys[...])
        if rest.count > 1, rest.first?.stringValue == "steps", let step = rest.dropFirst().first?.intValue {
            rest = rest.dropFirst(2)
            words = "step \(step + 1)" + (rest.isEmpty ? "" : ", ")
        }
        return words
            + rest.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }
            .joined(separator: ".").replacing(".[", with: "[")
    }
}
