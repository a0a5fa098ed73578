import Glibc
import Media
import Models

extension OpenedMedium {
    /// The parts of the input that a trace leads to: blocks of pictures and sounds, words of texts, as far as the model
    /// gets them.
    public var regions: [AnswerTrace.Region] {
        input.parts.compactMap { part in
            let tokens = part.filter { !input.removed.contains($0) }
            return tokens.isEmpty ? nil : AnswerTrace.Region(name: name(of: tokens), tokens: tokens)
        }
    }

    /// What some neighbouring tokens are called: where they lie or, of a text, the word that they are.
    func name(of tokens: [Int]) -> String {
        let (first, last) = (tokens.min() ?? 0, tokens.max() ?? 0)
        let section = input.layout.section(of: first)
        switch section.shape {
        case .unplaced: return section.count > tokens.count ? "\(section.name) \(first)" : section.name
        case .points(let points):
            let numbers = tokens.map { $0 - section.first }
            if case .units(let set) = outline { return set.name(of: numbers) }
            return points.name(of: numbers)
        case .grid: break
        }
        if section.columns.quantity == .byte {
            if let words = words(first, last) { return "\"\(words)\"" }
            let edges = input.layout.columns.edges
            return edges[last + 1] > edges[first] ? "space" : "token \(first)"
        }
        let cells = tokens.map { section.cell(of: $0) }
        func range(_ axis: Axis, _ places: [Int]) -> ClosedRange<Double> {
            let (from, to) = (places.min() ?? 0, places.max() ?? 0)
            return axis.edges[from]...max(axis.edges[from], axis.edges[to + 1])
        }
        let across = section.columns.name(of: range(section.columns, cells.map(\.column)))
        let down = section.rows.map { $0.name(of: range($0, cells.map(\.row))) }
        let frame = section.frames == nil ? nil : "frame \((cells.map(\.frame).min() ?? 0) + 1)"
        return [frame, across, down].compactMap { $0 }.joined(separator: ", ")
    }

    /// The words of a text from one token to another; `nil` if there are none.
    ///
    /// - Precondition: tokens are bytes.
    package func words(_ first: Int, _ last: Int) -> String? {
        guard case .text(let text, _) = outline else { return nil }
        let edges = input.layout.columns.edges
        let bytes = text.bytes.dropFirst(Int(edges[first])).prefix(Int(edges[last + 1]) - Int(edges[first]))
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}

extension Axis {
    /// A part of it: `x 32–64`, `.40–.80 s`, `60–200 Hz`.
    fileprivate func name(of range: ClosedRange<Double>) -> String {
        func ends(_ places: Int) -> String {
            "\(decimal(range.lowerBound, places: places))–\(decimal(range.upperBound, places: places))"
        }
        switch quantity {
        case .x, .y: return "\(quantity.rawValue) \(ends(0))"
        case .time: return "\(ends(2)) s"
        case .frequency: return "\(ends(0)) Hz"
        case .byte, .frame, .item: return ends(0)
        }
    }
}

extension UnitSet {
    /// The types of some units, those first of which there are most, and the box around them.
    fileprivate func name(of numbers: [Int]) -> String {
        let some = numbers.filter(units.indices.contains).map { units[$0] }
        let types = Dictionary(grouping: some) { $0.isHidden ? "hidden" : $0.type }
            .map { (name: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        let named = types.prefix(2).map { $0.count == 1 ? $0.name : "\($0.count) \($0.name)" }
        let rest = types.dropFirst(2).reduce(0) { $0 + $1.count }
        let others = rest > 0 ? ["\(rest) other\(rest == 1 ? "" : "s")"] : []
        func range(_ name: String, _ places: [Double]) -> String {
            let ends = [places.min() ?? 0, places.max() ?? 0].map { decimal($0, places: 0) }
            return "\(name) " + (ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])")
        }
        return (named + others + [range("x", some.map(\.x)), range("y", some.map(\.y))])
            .joined(separator: ", ")
    }
}

extension Layout.Points {
    /// The box around some points.
    fileprivate func name(of points: [Int]) -> String {
        let span = dimensions.map { $0.range.upperBound - $0.range.lowerBound }.max() ?? 1
        // Of small things a tenth of the unit would be too much.
        let places = span < 1 && span > 0 ? min(9, 1 + Int((-log10(span)).rounded(.up))) : 1
        return dimensions.indices.prefix(3).map { dimension in
            let numbers = points.map { coordinate($0, dimension) }
            let ends = [numbers.min() ?? 0, numbers.max() ?? 0].map { decimal($0, places: places) }
            return dimensions[dimension].name + " " + (ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])")
        }
        .joined(separator: ", ")
    }
}
