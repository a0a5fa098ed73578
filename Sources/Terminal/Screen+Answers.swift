import Cells

// What the terminal says of itself.
extension Screen {
    /// Whether answers are still to be expected.
    private var awaitsAnswers: Bool { inquiry.isOpen && .now - asked < Inquiry.patience }

    /// How many milliseconds to wait after Escape for the rest of a sequence: longer while answers may come.
    var escapeDelay: Int { max(device.escapeDelay, awaitsAnswers ? Inquiry.answerDelay : 0) }

    /// Takes in what was answered; all answers to one inquiry change the appearance at once.
    func heedAnswers() {
        if let answer = outer?.take() { decoder.answers.append(answer) }
        guard !decoder.answers.isEmpty else { return }
        for answer in decoder.answers {
            if case .picture(let number, false) = answer, owns(picture: number) {
                inquiry.picturesFail()
            } else {
                inquiry.take(answer)
            }
        }
        decoder.answers = []
        let now = inquiry.appearance(device.appearance, options: options)
        guard !inquiry.isOpen, now != appearance else { return }
        appearance = now
        pending.append(.appeared(now))
    }

    /// Waits a little for answers that are still on their way, which otherwise the shell would take for keys.
    func awaitAnswers() {
        let deadline = ContinuousClock.now + .milliseconds(300)
        while awaitsAnswers, deadline > .now, hasInput(within: 300) { _ = readInput() }
    }
}
