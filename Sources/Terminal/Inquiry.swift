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

    /// What is written to the terminal.
    package let questions: String
    /// Whether the last question is still unanswered.
    package private(set) var isOpen: Bool
    /// The colour of its background.
    package private(set) var background: Background?

    /// The questions for a terminal; none for one that might write them on its screen instead of answering.
    package init(_ terminal: TerminalDescription) {
        let isAsked = terminal.speaksECMA48 && TerminalType(terminal.type).resemblesXterm
        // The background's colour, and then what kind of terminal it is, which all can tell.
        questions = isAsked ? "\u{1B}]11;?\u{1B}\\\u{1B}[c" : ""
        isOpen = isAsked
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
        case .attributes: isOpen = false
        case .name, .picture, .cell: break
        }
    }

    /// What is known of the terminal without asking it, changed by what it has said and no option has decided.
    package func appearance(_ known: Appearance, options: TerminalOptions) -> Appearance {
        var known = known
        if options.background == nil, let background { known.background = background }
        return known
    }
}
