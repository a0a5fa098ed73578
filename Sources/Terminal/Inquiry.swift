import CNcurses
import Cells

/// What a terminal is asked when a screen opens, and what it has answered so far.
///
/// Nobody waits for the answers: most terminals give them before there is anything to draw with them. They come
/// through the keyboard, among what is typed.
package struct Inquiry {
    /// How long after the questions a sequence that begins with Escape may well be an answer.
    static let patience = Duration.seconds(2)
    /// How many milliseconds its parts may lie apart as long as that is so.
    static let answerDelay = 250
    /// The number of the picture about which the terminal is asked whether it could show it.
    private static let asked: UInt32 = 31

    /// What is written to the terminal.
    package let questions: String
    /// Whether what is written goes over a network.
    private let isRemote: Bool
    /// Whether tmux stands between the program and the terminal that draws.
    package let isInsideTmux: Bool
    /// Whether the last question is still unanswered.
    package private(set) var isOpen: Bool

    /// What the terminal is called: the name of its type, or what it says of itself, with a version.
    private var name: String
    /// What the terminal around tmux is called.
    private var outerName: String?
    private var background: Background?
    private var cellWidth: Int?
    /// Whether it takes pictures by kitty's protocol.
    private var takesPictures = false

    /// The questions for a terminal; none for one that might write them on its screen instead of answering.
    package init(_ terminal: TerminalDescription, _ options: TerminalOptions) {
        let type = TerminalType(terminal.type)
        name = terminal.type
        isRemote = options.environment["SSH_CONNECTION"]?.isEmpty == false
        isInsideTmux = options.environment["TMUX"]?.isEmpty == false
        isOpen = terminal.speaksECMA48 && type.resemblesXterm
        // Inside of tmux and screen a question about pictures would become the title of their window.
        let isInside = isInsideTmux || options.environment["STY"]?.isEmpty == false || type.isMultiplexer
        let picture = "\u{1B}_Gi=\(Self.asked),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
        // The background, the name, pictures, the size of a cell, and what kind of terminal it is, which all can tell.
        let all = "\u{1B}]11;?\u{1B}\\\u{1B}[>q" + (isInside ? "" : picture) + "\u{1B}[16t\u{1B}[c"
        questions = isOpen ? all : ""
    }

    /// The same, when the questions are put again; what is known stays until there are other answers.
    var again: Inquiry {
        var again = self
        again.isOpen = !questions.isEmpty
        return again
    }

    /// Takes an answer, of whatever comes late as well.
    package mutating func take(_ answer: TerminalAnswer) {
        switch answer {
        case .background(let colour): background = Background(colour)
        case .theme(let theme): background = theme
        case .name(let name): self.name = name
        case .picture(let id, let isFine): takesPictures = id == Self.asked && isFine
        case .outer(let name, let takesPictures):
            outerName = name
            self.takesPictures = takesPictures
        case .cell(let width, _): cellWidth = width
        case .attributes: isOpen = false
        }
    }

    /// Takes in that the terminal could not show a picture.
    mutating func picturesFail() { takesPictures = false }

    /// What is known of the terminal without asking it, changed by what it has said and no option has decided.
    package func appearance(_ known: Appearance, options: TerminalOptions) -> Appearance {
        var known = known
        if options.background == nil, let background { known.background = background }
        known.pixels = pixels(options.pixels)
        return known
    }

    /// What pixels are made of.
    ///
    /// By itself only what the terminal is known to draw well: many take pictures and cannot place them by cells, and where
    /// a font lacks the sextants each of them is an empty box.
    package func pixels(_ choice: PixelChoice) -> Pixels {
        let isWide = wcwidth(0x1FB00) == 1
        return switch choice {
        case .kitty: pictures
        case .sextant: isWide ? .sextants : .halves
        case .half: .halves
        case .auto:
            takesPictures && isCalled(Self.placers)
                ? pictures
                : isWide && isCalled(Self.drawers) ? .sextants : .halves
        }
    }

    /// Pixels half as fine as the screen's, or a little less, and over a network fewer.
    ///
    /// Twice as many would hardly look sharper.
    private var pictures: Pixels {
        let across = min(max((cellWidth ?? 8) / 2, 3), isRemote ? 3 : 6)
        return .pictures(Density(x: across, y: 2 * across))
    }

    private func isCalled(_ names: [String]) -> Bool {
        let words = (outerName ?? name).lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.drop { $0 == "xterm" }.first.map { names.contains(String($0)) } ?? false
    }

    /// Terminals that place pictures by cells.
    private static let placers = ["kitty", "ghostty"]
    /// Terminals that draw sextants themselves instead of looking for them in fonts.
    private static let drawers = ["kitty", "ghostty", "wezterm", "foot", "vte", "contour", "iterm2"]
}
