import Cells
import FoundationEssentials
import Media

/// The pictures that a terminal has been given, by kitty's graphics protocol, and what is written to give and take them.
///
/// A picture is placed by cells, so it is where they are, and goes with them: placing it is no matter of the terminal's
/// cursor. Each new one gets a number that no other has, so that a changed picture is another picture, and the former is
/// seen until the cells are drawn.
package struct PictureStore {
    /// Whether what is written goes through tmux to the terminal around it.
    private let isWrapped: Bool
    /// The numbers that are ours: 4096 of them, which hardly any other program takes at the same time.
    private let numbers: ClosedRange<Int32>
    private var next: Int32
    /// The number of each picture that the terminal has, by its key.
    package private(set) var numberOfKey: [UInt32: Int32] = [:]

    /// A store of nothing.
    ///
    /// - Parameters:
    ///   - process: a number that tells programs apart.
    ///   - isWrapped: whether the terminal is a tmux that lets through what it is told to.
    package init(process: Int32, isWrapped: Bool) {
        self.isWrapped = isWrapped
        // A number is a colour for ncurses, and those below 256 are taken.
        let first = (process % 0xFFE + 1) << 12
        numbers = first...first + 0xFFF
        next = first
    }

    /// Whether a number is one of ours.
    package func owns(_ number: UInt32) -> Bool { numbers.contains(Int32(clamping: number)) }

    /// What to write for those pictures of a canvas that the terminal does not have.
    package mutating func giving(_ pictures: [Picture]) -> [UInt8] {
        var written: [UInt8] = []
        for picture in pictures where numberOfKey[picture.key] == nil {
            let number = unusedNumber()
            numberOfKey[picture.key] = number
            written += transmission(of: picture, number)
        }
        return written
    }

    /// What to write to take away all pictures but those of a canvas.
    package mutating func taking(allBut pictures: [Picture]) -> [UInt8] {
        let kept = Set(pictures.map(\.key))
        let gone = numberOfKey.filter { !kept.contains($0.key) }
        for key in gone.keys { numberOfKey[key] = nil }
        return gone.values.sorted().flatMap { command("a=d,d=I,i=\($0),q=2", "") }
    }

    /// What takes away all of ours in few bytes, whatever there are: a signal handler can write it.
    package var takingAll: [UInt8] {
        command("a=d,d=R,x=\(numbers.lowerBound),y=\(numbers.upperBound),q=2", "")
    }

    /// Forgets what the terminal was given, after it has lost it.
    package mutating func forget() { numberOfKey = [:] }

    private mutating func unusedNumber() -> Int32 {
        let taken = Set(numberOfKey.values)
        repeat { next = next < numbers.upperBound ? next + 1 : numbers.lowerBound } while taken.contains(next)
        return next
    }

    /// A picture's bytes in pieces as large as the protocol allows, and its place: as many cells as it has.
    private func transmission(of picture: Picture, _ number: Int32) -> [UInt8] {
        let (format, bytes) = Self.encoded(picture)
        let pieces = Array(Self.base64(bytes).utf8).pieces(of: 4096)
        let size = "s=\(picture.width),v=\(picture.height),c=\(picture.size.width),r=\(picture.size.height)"
        // Through tmux no answer would come back. Elsewhere the terminal says what goes wrong.
        let whole = "a=T,U=1,f=\(format),t=d,i=\(number),\(size),q=\(isWrapped ? 2 : 1)"
        return pieces.enumerated().flatMap { index, piece in
            let more = "m=\(index + 1 < pieces.count ? 1 : 0)"
            let keys = index == 0 ? "\(whole),\(more)" : "\(more),q=\(isWrapped ? 2 : 1)"
            return command(keys, String(decoding: piece, as: UTF8.self))
        }
    }

    /// PNG, unless there are gaps, which ours has not.
    private static func encoded(_ picture: Picture) -> (format: Int, bytes: [UInt8]) {
        if picture.hasGaps { return (32, picture.bytes) }
        let image = Image(width: picture.width, height: picture.height, pixels: picture.bytes)
        return (try? image.png(isQuick: true)).map { (100, $0) } ?? (24, picture.bytes)
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// A command of the protocol.
    private func command(_ keys: String, _ payload: String) -> [UInt8] {
        let command = "\u{1B}_G\(keys)\(payload.isEmpty ? "" : ";" + payload)\u{1B}\\"
        return Array((isWrapped ? Passthrough.wrapped(command) : command).utf8)
    }
}

/// What tmux hands on to the terminal that it runs in.
enum Passthrough {
    static func wrapped(_ text: String) -> String {
        "\u{1B}Ptmux;" + text.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\"
    }
}

extension [UInt8] {
    /// The bytes in order, so many at a time.
    fileprivate func pieces(of length: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: count, by: length).map { self[$0..<Swift.min($0 + length, count)] }
    }
}
