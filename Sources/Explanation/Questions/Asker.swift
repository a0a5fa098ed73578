import Media
public import Models

/// Whose answer a map is about.
public enum Asker: Sendable, Hashable {
    /// A task's, by its place among the run's tasks.
    case task(Int)
    /// That of a decoder query, by its own number.
    case query(Int)
}

/// The decoder query that a map is about, as it was found in a run.
public struct FoundAsker: Sendable, Hashable {
    /// The decoder query's own number.
    public let query: Int
    /// In a word: a task's name, or a place such as `pixel 3, 4`.
    public let name: String
    /// The task, if it is one.
    public let task: Int?
    /// The token that is asked for, if it is one.
    public let token: Int?

    /// The number that the command line's `--asking` has for it.
    public var number: Int { token ?? query }
}

extension Run {
    /// The decoder query that is meant; without one the usual one; `nil` if nothing can be asked.
    ///
    /// The usual one is the first mask of a text that has masks, or the first letter, then the leading task. Where there are no tasks it is
    /// the first byte of a text, or the middle of what there is.
    public func found(_ asker: Asker?) -> FoundAsker? {
        guard decoderQueryCount > 0 else { return nil }
        let query =
            switch asker {
            case .query(let query): query
            case .task(let task): decoderQuery(task: task) ?? usualQuery
            case nil: usualQuery
            }
        return described(min(max(query, 0), decoderQueryCount - 1))
    }

    private var usualQuery: Int {
        if let place = output.places.first, let query = decoderQuery(token: place) { return query }
        if let query = decoderQuery(task: predictions.leading) { return query }
        guard let layout = decoderLayout else { return 0 }
        if layout.rows == nil {
            let isSound = layout.sections.count == 1 && layout.columns.quantity == .time
            return isSound ? layout.count / 2 : min(1, layout.count - 1)
        }
        let content = input.content
        return layout.token(
            column: content.map { layout.columns.cell(at: Double($0.x) + Double($0.width) / 2) }
                ?? layout.columnCount / 2,
            row: content.flatMap { layout.rows?.cell(at: Double($0.y) + Double($0.height) / 2) }
                ?? layout.rowCount / 2
        )
    }

    /// The decoder query of a number that people use: tokens are counted from 0, whatever can be asked before them.
    ///
    /// - Returns: `nil` if there is no such query.
    public func asker(number: Int) -> Asker? {
        (0..<decoderQueryCount - firstNumbered).contains(number) ? .query(firstNumbered + number) : nil
    }

    /// Which numbers decoder queries have, in words.
    public var askerNumbers: String {
        let last = (decoderQueryCount - 1 - firstNumbered).grouped
        return firstNumbered > 0
            ? "the input has tokens 0 to \(last)" : "the decoder has queries 0 to \(last)"
    }

    private var firstNumbered: Int { decoderQuery(token: 0) ?? 0 }

    private func described(_ query: Int) -> FoundAsker {
        let task = tasks.indices.first { decoderQuery(task: $0) == query }
        let token = token(ofDecoderQuery: query)
        let name = task.map { tasks[$0].name } ?? name(ofDecoderQuery: query) ?? placeName(query, token)
        return FoundAsker(query: query, name: name, task: task, token: token)
    }

    /// A place that is asked for, in words.
    private func placeName(_ query: Int, _ token: Int?) -> String {
        // A language model can be asked beyond the end of a text.
        guard let layout = decoderLayout, query < layout.count else {
            return token.map(tokenName) ?? "query \(query)"
        }
        let section = layout.section(of: query)
        let (column, row, frame) = section.cell(of: query)
        let (x, y) = (Int(section.columns.centre(column)), Int(section.rows?.centre(row) ?? 0))
        switch section.columns.quantity {
        case .x where section.frames != nil: return "pixel \(x), \(y) of frame \(frame + 1)"
        case .x: return "pixel \(x), \(y)"
        case .byte: return token.map(tokenName) ?? "query \(query)"
        case .time where section.rows != nil:
            return "\(decimal(section.columns.centre(column), places: 2)) s, \(y) Hz"
        case .time:
            return
                "\(letterName(query) ?? section.name) at \(decimal(section.columns.centre(column), places: 3)) s"
        case .y, .frequency, .frame, .item: return token.map(tokenName) ?? section.name
        }
    }

    /// The letter that was read from a frame.
    private func letterName(_ frame: Int) -> String? {
        guard case .transcript(let transcript) = output, let letter = transcript.letter(at: frame) else {
            return nil
        }
        return transcript.letters[letter].name
    }

    private func tokenName(_ token: Int) -> String {
        guard case .bytes(let bytes) = output, let index = bytes.positions.firstIndex(of: token) else {
            return "token \(token)"
        }
        return "mask \(index + 1)"
    }
}
