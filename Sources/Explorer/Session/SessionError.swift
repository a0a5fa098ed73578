/// Why a session file is refused, or what a step of one saved cannot be made again.
public enum SessionError: Error, Sendable, Hashable {
    /// The file is something else.
    case noSession
    /// The file is of a version that this program does not read.
    case otherFormat(String)
    /// Something in the file is not as it is written: where, and what is wrong there.
    case damaged(place: String, problem: String)
    /// A word is none of those that are accepted.
    case unknown(what: String, word: String, accepted: [String])
    /// A number is not among those from 0 on that are accepted.
    case beyond(what: String, number: Int, count: Int)
    /// A file that was read then is not there, or cannot be read.
    case missingFile(String)
    /// A file has another content than it had then.
    case changedFile(String)
    /// A file is there that was not read then, and would be now.
    case addedFile(String)
    /// What came out has other bytes than what was saved, with the program that saved it.
    case otherBytes(program: String)
    /// It cannot be made again for this reason, in a sentence.
    case impossible(String)
}

extension SessionError: CustomStringConvertible {
    /// What is wrong and what would be accepted, in a sentence that goes on after the file's name and a colon.
    public var description: String {
        switch self {
        case .noSession: "is no session file; explore --record writes one"
        case .otherFormat(let format):
            "is of format \"\(format)\"; this program reads \"\(SessionRecord.name)\""
        case .damaged(let place, let problem):
            "\(place.isEmpty ? "" : place + " ")\(problem); give the file as explore --record wrote it"
        case .unknown(let what, let word, let accepted):
            "\(what) is \"\(word)\"; accepted: \(accepted.joined(separator: ", "))"
        case .beyond(let what, let number, let count):
            "\(what) is \(number); "
                + (count > 0 ? "accepted: 0 to \(count - 1)" : "there is none for this model and input")
        case .missingFile(let path): "\(path) cannot be read any more; put it back as it was"
        case .changedFile(let path):
            "\(path) has changed since; put it back as it was, or it would be another figure"
        case .addedFile(let path):
            "\(path) was not there when it was recorded; take it away, or it would be another figure"
        case .otherBytes(let program):
            "came out with other bytes than \(program) saved; only that program on such a processor is sure "
                + "to make the same"
        case .impossible(let reason): reason
        }
    }
}

extension RawRepresentable where RawValue == String, Self: CaseIterable {
    /// The case of a word in a session file.
    ///
    /// - Throws: ``SessionError/unknown(what:word:accepted:)`` if there is none.
    init(session word: String, _ what: String) throws(SessionError) {
        guard let found = Self(rawValue: word) else {
            throw .unknown(what: what, word: word, accepted: Self.allCases.map(\.rawValue))
        }
        self = found
    }
}

extension Int {
    /// The number itself, if it counts one of some things.
    ///
    /// - Throws: ``SessionError/beyond(what:number:count:)`` if it does not.
    func session(_ what: String, below count: Int) throws(SessionError) {
        guard self >= 0 && self < count else { throw .beyond(what: what, number: self, count: count) }
    }
}
