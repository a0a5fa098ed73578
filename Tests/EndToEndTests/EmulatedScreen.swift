/// What a terminal shows of what was sent to it, as far as the program's own description of terminals goes.
struct EmulatedScreen {
    /// A place of the screen.
    struct Cell: Equatable {
        /// The character with the marks above it.
        var scalars: [Unicode.Scalar] = [" "]
        /// The foreground's parameters of SGR, as in `38;2;1;2;3`; empty for the terminal's own.
        var foreground = ""
        /// The background's.
        var background = ""
    }

    let columns: Int
    let rows: Int
    private(set) var cells: [Cell]
    /// The contents of control strings, with the character that begins them, in order.
    private(set) var strings: [String] = []
    /// The private modes that are set.
    private(set) var modes: Set<Int> = []
    /// The sequences that ask for an answer, and the control strings, since someone took them.
    var requests: [String] = []

    private var pen = Cell()
    private var (x, y) = (0, 0)
    private var state = State.ground
    private var text: [Unicode.Scalar] = []
    private var bytes: [UInt8] = []

    private enum State { case ground, escape, sequence, string, stringEscape }

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Array(repeating: Cell(), count: columns * rows)
    }

    /// The rows as text.
    var lines: [String] {
        (0..<rows).map { row in
            var line = String.UnicodeScalarView()
            for cell in cells[row * columns..<(row + 1) * columns] { line.append(contentsOf: cell.scalars) }
            return String(line)
        }
    }

    /// Takes what was sent.
    mutating func take(_ sent: some Sequence<UInt8>) {
        for byte in sent {
            bytes.append(byte)
            // A character may be cut in two by the end of what was read.
            guard let scalar = Self.scalar(bytes) else { continue }
            bytes = []
            take(scalar)
        }
    }

    private static func scalar(_ bytes: [UInt8]) -> Unicode.Scalar? {
        let first = bytes[0]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard bytes.count == length else { return nil }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch state {
        case .ground: scalar == "\u{1B}" ? (state = .escape) : put(scalar)
        case .escape:
            text = [scalar]
            state = scalar == "[" ? .sequence : "]P_^X".unicodeScalars.contains(scalar) ? .string : .ground
        case .sequence:
            text.append(scalar)
            guard (0x40...0x7E).contains(scalar.value) else { return }
            state = .ground
            perform(scalar)
        case .string where scalar == "\u{7}": endString()
        case .string where scalar == "\u{1B}": state = .stringEscape
        case .string: text.append(scalar)
        case .stringEscape where scalar == "\\": endString()
        case .stringEscape:
            // Inside of a passthrough each Escape is doubled.
            text += ["\u{1B}"] + (scalar == "\u{1B}" ? [] : [scalar])
            state = .string
        }
    }

    private mutating func endString() {
        let string = String(String.UnicodeScalarView(text))
        strings.append(string)
        requests.append(string)
        state = .ground
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0D: x = 0
        case 0x0A: y = min(y + 1, rows - 1)
        case 0x08: x = max(0, x - 1)
        case 0x09: x = min(columns - 1, (x / 8 + 1) * 8)
        case 0..<0x20: break
        case 0x300...0x36F, 0x483...0x487, 0x591...0x5C4, 0x610...0x65E, 0x6D6...0x6EC, 0x730...0x74A,
            0x7EB...0x7F3, 0x816...0x82D, 0x951...0x954, 0xF82...0xF87, 0x135D...0x135F, 0x17DD,
            0x193A, 0x1A17, 0x1A75...0x1A7C, 0x1B6B...0x1B73, 0x1CD0...0x1CE0, 0x1DC0...0x1DFE,
            0x20D0...0x20F0, 0x2CEF...0x2CF1, 0x2DE0...0x2DFF, 0xA66F...0xA6F1, 0xA8E0...0xA8F1,
            0xAAB0...0xAAC1,
            0xFE20...0xFE26, 0x10A0F, 0x10A38, 0x1D185...0x1D1AD, 0x1D242...0x1D244:
            if x > 0 { cells[y * columns + x - 1].scalars.append(scalar) }
        default:
            if x >= columns { (x, y) = (0, min(y + 1, rows - 1)) }
            var cell = pen
            cell.scalars = [scalar]
            cells[y * columns + x] = cell
            x += 1
        }
    }

    private mutating func perform(_ final: Unicode.Scalar) {
        let parameters = String(String.UnicodeScalarView(text.dropFirst().dropLast()))
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let count = max(1, numbers[0])
        switch final {
        case "H": (x, y) = (max(1, numbers.count > 1 ? numbers[1] : 1) - 1, count - 1)
        case "G": x = count - 1
        case "d": y = count - 1
        case "A": y = max(0, y - count)
        case "B": y = min(rows - 1, y + count)
        case "C": x = min(columns - 1, x + count)
        case "D": x = max(0, x - count)
        case "J": clear(numbers[0] == 2 ? 0 : y * columns + x, cells.count)
        case "K" where numbers[0] == 1: clear(y * columns, y * columns + x + 1)
        case "K": clear(y * columns + x, (y + 1) * columns)
        case "X": clear(y * columns + x, min(y * columns + x + count, (y + 1) * columns))
        case "m": dress(numbers)
        case "h" where parameters.hasPrefix("?"): modes.formUnion(Self.modes(parameters))
        case "l" where parameters.hasPrefix("?"): modes.subtract(Self.modes(parameters))
        case "c", "q", "t", "n": requests.append("[" + parameters + String(final))
        default: break
        }
        (x, y) = (min(max(x, 0), columns), min(max(y, 0), rows - 1))
    }

    private static func modes(_ parameters: String) -> [Int] {
        parameters.dropFirst().split(separator: ";").compactMap { Int($0) }
    }

    private mutating func clear(_ from: Int, _ to: Int) {
        for index in from..<max(from, to) { cells[index] = Cell() }
    }

    private mutating func dress(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            var words = ["\(number)"]
            if number == 38 || number == 48 {
                let count = rest.first == 2 ? 4 : 2
                words += rest.prefix(count).map { "\($0)" }
                rest = rest.dropFirst(count)
            }
            let colour = words.joined(separator: ";")
            switch number {
            case 0: pen = Cell()
            case 30...38, 90...97: pen.foreground = colour
            case 39: pen.foreground = ""
            case 40...48, 100...107: pen.background = colour
            case 49: pen.background = ""
            default: break
            }
        }
    }
}
