import Media

// A model reads the first part of a long text.
extension InputOptions {
    /// Refuses masks that lie outside a text, or outside the part of it that a model reads.
    ///
    /// - Parameter read: how many bytes that part has.
    func checkMasks(in text: Text, read: Int) throws(ModelError) {
        guard let range = masked.first(where: { $0.upperBound > read }) else { return }
        let (first, last, length) = (range.lowerBound, range.upperBound - 1, text.bytes.count)
        let bytes = first == last ? "byte \(last)" : "bytes \(first)–\(last)"
        if last >= length {
            throw ModelError(
                "\(bytes) cannot be masked in a text of \(length.grouped) bytes, counted from 0",
                isMisuse: true
            )
        }
        throw ModelError(
            "\(bytes) cannot be masked: the model reads the first \(read.grouped) of \(length.grouped) bytes",
            isMisuse: true
        )
    }
}

extension Text {
    /// Refuses a text without a character.
    func checkContent() throws(ModelError) {
        if bytes.isEmpty { throw ModelError("the text is empty; expected at least one character") }
    }

    /// What to say of a text of which a model reads the first bytes; `nil` if it reads all of it.
    ///
    /// - Parameters:
    ///   - read: how many bytes it reads.
    ///   - hasMasks: whether `[MASK]` means something to the model.
    func note(read: Int, hasMasks: Bool) -> String? {
        guard read < bytes.count else { return nil }
        let note = "the model reads the first \(read.grouped) of \(bytes.count.grouped) bytes"
        let mask = ByteToken.Special.mask.rawValue
        return hasMasks && bytes[read...].firstRange(of: mask.utf8) != nil
            ? "\(note), and no \(mask) behind them" : note
    }
}
