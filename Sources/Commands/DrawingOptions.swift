import ArgumentParser
import Cells
import Explorer
import FoundationEssentials
import Glibc
import Terminal

/// How canvases are shown: on a screen, or printed to standard output, which need not be a terminal.
struct DrawingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("none, 16, 256 or 24bit; without it what the terminal can.", valueName: "depth")
    )
    var color: ColourDepth?
    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    /// The same for a screen.
    func terminal(mouse: Bool = true) -> TerminalOptions {
        TerminalOptions(depth: color, mouse: mouse, ascii: ascii)
    }

    /// Prints a canvas as wide as the terminal, or 80 cells where there is none.
    func print(_ canvas: (Int, Appearance) -> Canvas) {
        let appearance = appearance
        Swift.print(canvas(width, appearance).text(appearance: appearance))
    }

    /// Prints a figure as wide as the terminal, or 80 cells where there is none.
    func print(_ figure: DrawnFigure) {
        Swift.print(figure.text(width: width, appearance: appearance))
    }

    private var width: Int { max(20, min(Self.lineWidth ?? 80, 200)) }

    /// Prints a matrix in colours as wide as the terminal; where there is none, as wide as it takes to cut no name.
    func print(_ figure: LikenessFigure) {
        guard Self.lineWidth == nil else { return print(figure.canvas) }
        let appearance = appearance
        Swift.print(figure.wholeCanvas(appearance: appearance).text(appearance: appearance))
    }

    /// The width that lines have to fit into; `nil` if nothing limits it.
    static var lineWidth: Int? { terminalWidth ?? wishedWidth }

    /// The width that the environment asks for.
    private static var wishedWidth: Int? {
        ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    }

    /// The width of the terminal that standard output is; `nil` if it is none.
    static var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// What the explorer would show on this terminal; no colours of its own accord where there is none.
    var appearance: Appearance {
        let options = terminal()
        guard isatty(STDOUT_FILENO) != 0,
            let terminal = try? TerminalDescription(type: options.type, descriptor: STDOUT_FILENO)
        else { return Appearance(depth: options.depth ?? .monochrome, ascii: options.ascii) }
        var appearance = Appearance(options: options, terminal: terminal, canWriteUTF8: true)
        // What is printed may be read elsewhere, where a font lacks the sextants.
        appearance.pixels = .halves
        return appearance
    }
}

extension ColourDepth: ExpressibleByArgument {}

extension Canvas {
    /// The canvas as lines of text, with colours as escape sequences if there are any.
    func text(appearance: Appearance) -> String {
        var numbers = ColourNumbers(depth: appearance.depth, count: appearance.depth == .named ? 16 : 256)
        return (0..<size.height).map { row in
            var line = ""
            var style = Style.plain
            for x in 0..<size.width {
                let cell = self[x, row]
                guard let character = cell.character else { continue }
                if cell.style != style && appearance.depth != .monochrome {
                    line += cell.style.escape(&numbers)
                    style = cell.style
                }
                line.append(character)
            }
            return style == .plain ? line.trimmingEnd : line + "\u{1B}[0m"
        }.joined(separator: "\n")
    }
}

extension Style {
    /// The escape sequence (ECMA-48 SGR) that begins this style.
    fileprivate func escape(_ numbers: inout ColourNumbers) -> String {
        var codes = ["0"]
        if attributes.contains(.bold) { codes.append("1") }
        if attributes.contains(.dim) { codes.append("2") }
        if attributes.contains(.underline) { codes.append("4") }
        if attributes.contains(.reverse) { codes.append("7") }
        codes += foreground.codes(base: 30, &numbers) + background.codes(base: 40, &numbers)
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }
}

extension Colour {
    fileprivate func codes(base: Int, _ numbers: inout ColourNumbers) -> [String] {
        if case .rgb(let red, let green, let blue) = self, numbers.depth == .full {
            return ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
        }
        switch Int(numbers.number(self)) {
        case ..<0: return []
        case let number where number < 8: return ["\(base + number)"]
        case let number where number < 16: return ["\(base + 52 + number)"]
        case let number: return ["\(base + 8)", "5", "\(number)"]
        }
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
