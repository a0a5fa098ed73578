import Cells

/// A sequence of characters that stands for a key or the mouse, without the Escape it begins with.
package struct EscapeSequence {
    /// How many characters belong to it.
    private(set) var length = 1
    /// What it stands for, if that is one of ours.
    private(set) var event: TerminalEvent?
    /// What the terminal says by it of itself, if it was asked.
    private(set) var answer: TerminalAnswer?
    /// Whether what follows was pasted.
    private(set) var beginsPaste = false

    /// The sequence at the beginning of the input; `nil` if there is none.
    package init?(_ input: ArraySlice<RawInput>) {
        let characters = Self.characters(input)
        switch characters.first {
        case Self.code("O"): self.init(afterO: characters.dropFirst())
        case Self.bracket: self.init(afterBracket: characters.dropFirst())
        default: return nil
        }
    }

    /// Whether the input is the beginning of a sequence.
    package static func mayGoOn(_ input: ArraySlice<RawInput>) -> Bool {
        let characters = characters(input)
        return characters.count == input.count && characters.first == bracket
            && characters.dropFirst().allSatisfy { inner.contains($0) }
    }

    /// What begins the sequences of ECMA-48 after Escape.
    static let bracket = code("[")

    /// Whether this can stand between a bracket and the end of its sequence.
    static func isInner(_ input: RawInput) -> Bool {
        if case .character(let code) = input { inner.contains(code) } else { false }
    }

    /// Parameters and intermediate characters.
    private static let inner: ClosedRange<UInt32> = 0x20...0x3F

    private init?(afterO characters: ArraySlice<UInt32>) {
        guard let final = characters.first, (0x40...0x7E).contains(final) else { return nil }
        length += 1
        event = Self.letters[final].map(TerminalEvent.key)
    }

    /// Parameters, then intermediate characters, then one final character, as in ECMA-48.
    private init?(afterBracket characters: ArraySlice<UInt32>) {
        let parameters = characters.prefix { (0x30...0x3F).contains($0) }
        let inner = characters.dropFirst(parameters.count).prefix { (0x20...0x2F).contains($0) }
        let final = characters.dropFirst(parameters.count + inner.count).first
        guard let final, (0x40...0x7E).contains(final) else { return nil }
        length += parameters.count + inner.count + 1
        answer = inner.isEmpty ? Self.answer(parameters, final) : nil
        event = Self.mouse(parameters, final) ?? Self.key(parameters, final).map(TerminalEvent.key)
        beginsPaste = parameters.elementsEqual("200".unicodeScalars.map(\.value)) && final == Self.code("~")
    }

    /// A letter names the key, or a first number and `~`; a second number tells what is held together with it.
    private static func key(_ parameters: ArraySlice<UInt32>, _ final: UInt32) -> Key? {
        // A parameter that begins with `?` or the like makes it an answer of the terminal.
        if let first = parameters.first, first > code(";") { return nil }
        return final == code("~") ? numbers(parameters).first.flatMap { numbered[$0] } : letters[final]
    }

    /// A parameter that begins with `<`, `=`, `>` or `?` is none that keys have.
    private static func answer(_ parameters: ArraySlice<UInt32>, _ final: UInt32) -> TerminalAnswer? {
        let mark = parameters.first.flatMap { $0 > code(";") ? Unicode.Scalar($0) : nil }
        let numbers = numbers(mark == nil ? parameters : parameters.dropFirst())
        return Unicode.Scalar(final).flatMap { TerminalAnswer(mark: mark, numbers, $0) }
    }

    /// `<` button `;` column `;` row, then `M` for a press and `m` for a release.
    private static func mouse(_ parameters: ArraySlice<UInt32>, _ final: UInt32) -> TerminalEvent? {
        let numbers = numbers(parameters.dropFirst())
        guard parameters.first == code("<"), numbers.count == 3 else { return nil }
        // The bits for Shift, Alt and Ctrl do not matter.
        let action: Mouse.Action? =
            switch (numbers[0] & ~0b11100, final) {
            case (0, code("M")): .press
            case (0, code("m")): .release
            case (32, code("M")): .drag
            case (64, code("M")): .wheelUp
            case (65, code("M")): .wheelDown
            default: nil
            }
        return action.map { .mouse(Mouse($0, x: max(0, numbers[1] - 1), y: max(0, numbers[2] - 1))) }
    }

    /// The numbers between semicolons; 0 for one left out.
    private static func numbers(_ characters: ArraySlice<UInt32>) -> [Int] {
        characters.split(separator: code(";"), omittingEmptySubsequences: false).map { digits in
            digits.prefix { $0 <= code("9") }.reduce(0) { min($0 * 10 + Int($1 - code("0")), 100_000) }
        }
    }

    /// The characters at the beginning of the input, as far as a sequence may reach.
    private static func characters(_ input: ArraySlice<RawInput>) -> [UInt32] {
        input.prefix(32).prefix { if case .character = $0 { true } else { false } }.map {
            if case .character(let code) = $0 { code } else { 0 }
        }
    }

    private static func code(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

    private static let letters: [UInt32: Key] = [
        code("A"): .up, code("B"): .down, code("C"): .right, code("D"): .left,
        code("a"): .up, code("b"): .down, code("c"): .right, code("d"): .left,
        code("H"): .home, code("F"): .end, code("Z"): .backTab,
    ]

    private static let numbered: [Int: Key] = [
        1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
}
