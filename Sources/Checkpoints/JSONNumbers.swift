import Foundation

/// Looks for a number in a JSON text, by how it is written; Foundation says which number does not fit, but not where
/// it stands.
struct JSONNumbers {
    private let text: [UInt8]
    private let number: [UInt8]
    private let outer: [String]
    private var place = 0
    /// The keys and positions of the value that is being read; of an object its latest key.
    private var path: [Step] = []
    /// Whether the next string is a key.
    private var isKeyNext = false
    private var found: [[String]] = []

    private enum Step {
        case key(String)
        case position(Int)
    }

    /// The paths of the first values in a text that are written just so, in order.
    ///
    /// - Parameters:
    ///   - contents: a JSON text that could be read; of another one the result means nothing.
    ///   - start: what their paths must begin with.
    ///   - limit: how many are looked for.
    static func paths(
        of number: String,
        in contents: Data,
        inside start: [String],
        atMost limit: Int
    ) -> [[String]] {
        var search = JSONNumbers(text: Array(contents), number: Array(number.utf8), outer: start)
        while search.place < search.text.count && search.found.count < limit { search.read() }
        return search.found
    }

    private init(text: [UInt8], number: [UInt8], outer: [String]) {
        (self.text, self.number, self.outer) = (text, number, outer)
    }

    /// Reads one sign, string or number.
    private mutating func read() {
        switch text[place] {
        case UInt8(ascii: "{"): open(.key(""), isKeyNext: true)
        case UInt8(ascii: "["): open(.position(0), isKeyNext: false)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            _ = path.popLast()
            place += 1
        case UInt8(ascii: ","): goOn()
        case UInt8(ascii: "\""): readString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
        default: place += 1
        }
    }

    private mutating func open(_ step: Step, isKeyNext: Bool) {
        path.append(step)
        self.isKeyNext = isKeyNext
        place += 1
    }

    private mutating func goOn() {
        place += 1
        switch path.popLast() {
        case .key(let key): open(.key(key), isKeyNext: true)
        case .position(let index): open(.position(index + 1), isKeyNext: false)
        case .none: return
        }
        place -= 1
    }

    private mutating func readString() {
        let start = place
        place += 1
        while place < text.count, text[place] != UInt8(ascii: "\"") {
            place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(text.count, place + 1)
        guard isKeyNext, case .key? = path.last else { return }
        isKeyNext = false
        let key = try? JSONDecoder().decode(String.self, from: Data(text[start..<place]))
        path[path.count - 1] = .key(key ?? "")
    }

    private mutating func readNumber() {
        let start = place
        while place < text.count, Self.characters.contains(text[place]) { place += 1 }
        guard text[start..<place].elementsEqual(number) else { return }
        let path = path.map { step in
            switch step {
            case .key(let key): key
            case .position(let index): "[\(index)]"
            }
        }
        if path.starts(with: outer) { found.append(path) }
    }

    private static let characters = Set("+-.eE0123456789".utf8)
}
