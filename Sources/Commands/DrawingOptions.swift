import ArgumentParser
import Explorer
import Foundation

/// How canvases are printed to standard output, which need not be a terminal.
struct DrawingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("none, 16, 256 or 24bit; without it what the terminal can.", valueName: "depth")
    )
    var color: ColourDepth?
    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    /// Prints a canvas as wide as the terminal, or 80 cells where there is none.
    func print(_ canvas: (Int, Appearance) -> Canvas) {
        let environment = ProcessInfo.processInfo.environment
        let width = min(Self.terminalWidth ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80, 200)
        let appearance = Appearance(depth: color ?? Self.depth(environment), ascii: ascii)
        Swift.print(canvas(max(20, width), appearance).text(appearance: appearance))
    }

    private static var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func depth(_ environment: [String: String]) -> ColourDepth {
        let term = environment["TERM"] ?? ""
        if environment["NO_COLOR"]?.isEmpty == false || isatty(STDOUT_FILENO) == 0 || term.isEmpty
            || term == "dumb"
        {
            return .monochrome
        }
        if ["truecolor", "24bit"].contains(environment["COLORTERM"]) || term.hasSuffix("-direct") {
            return .full
        }
        return term.contains("256color") ? .indexed : .named
    }
}

extension ColourDepth: ExpressibleByArgument {}

extension Canvas {
    /// The canvas as lines of text, with colours as escape sequences if there are any.
    func text(appearance: Appearance) -> String {
        (0..<size.height).map { row in
            var line = ""
            var style = Style.plain
            for x in 0..<size.width {
                let cell = self[x, row]
                guard let character = cell.character else { continue }
                if cell.style != style && appearance.depth != .monochrome {
                    line += cell.style.escape(appearance.depth)
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
    fileprivate func escape(_ depth: ColourDepth) -> String {
        var codes = ["0"]
        if attributes.contains(.bold) { codes.append("1") }
        if attributes.contains(.dim) { codes.append("2") }
        if attributes.contains(.underline) { codes.append("4") }
        if attributes.contains(.reverse) { codes.append("7") }
        codes += foreground.codes(base: 30, depth) + background.codes(base: 40, depth)
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }
}

extension Colour {
    fileprivate func codes(base: Int, _ depth: ColourDepth) -> [String] {
        switch self {
        case .standard: []
        case .ansi(let number): ["\(number < 8 ? base + Int(number) : base + 52 + Int(number))"]
        case .indexed(let number): ["\(base + 8)", "5", "\(number)"]
        case .rgb(let red, let green, let blue):
            depth == .full
                ? ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
                : ["\(base + 8)", "5", "\(cube(red, green, blue))"]
        }
    }

    /// The nearest of the 6×6×6 colours and 24 greys of a 256-colour terminal.
    private func cube(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        let levels = [0, 95, 135, 175, 215, 255]
        func nearest(_ value: UInt8) -> Int {
            levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
        }
        if red == green && green == blue && red > 4 && red < 247 { return 232 + min(23, (Int(red) - 3) / 10) }
        return 16 + 36 * nearest(red) + 6 * nearest(green) + nearest(blue)
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
