import Media
import Models

extension Part {
    /// The tokens of a part of an input.
    ///
    /// - Throws: ``Failure`` if the input has no such parts, or none of its tokens lies there.
    public func tokens(of opened: OpenedMedium) throws(Failure) -> Set<Int> {
        let (input, layout) = (opened.input, opened.input.layout)
        if input.modality == .clip { return try tokens(ofClip: input) }
        let removal: Removal
        switch (layout.columns.quantity, place) {
        case (.x, .box(let x, let y, let width, let height)),
            (.item, .box(let x, let y, let width, let height)):
            removal = Removal(columns: x...x + width, rows: y...y + height)
        case (.item, .space(let box)) where layout.placed.points?.dimensions.count == 3:
            removal = Removal(box)
        case (.time, .interval(let seconds, let hertz)):
            removal = Removal(columns: seconds, rows: hertz)
        case (.byte, .interval), (.byte, .bytes), (.byte, .span):
            guard let text = input.seen else { fallthrough }
            let bytes = try bytes(of: text, "--who")
            removal = Removal(columns: Double(bytes.lowerBound)...Double(bytes.upperBound))
        default:
            let help =
                switch layout.columns.quantity {
                case .time: Self.intervalHelp
                case .byte: Self.bytesHelp
                case .item where layout.placed.points?.dimensions.count == 3: Self.spaceHelp
                default: Self.boxHelp
                }
            throw Failure("\(written): a part is \(help)", isMisuse: true)
        }
        let tokens = layout.tokens(in: removal).subtracting(input.removed)
        guard !tokens.isEmpty else {
            throw Failure("\(written): is not in what the model gets of the input", isMisuse: true)
        }
        return tokens
    }

    /// The same of a clip: a box lies in all frames, an interval in the sound.
    private func tokens(ofClip input: InputArray) throws(Failure) -> Set<Int> {
        let removals: [Removal]
        switch place {
        case .box(let x, let y, let width, let height):
            removals = [Removal(columns: x...x + width, rows: y...y + height, side: .picture)]
        case .interval(let seconds, let hertz):
            removals = [Removal(columns: seconds, rows: hertz, side: .sound)]
        case .side(let side, let seconds): removals = side.sides.map { Removal($0, seconds) }
        case .bytes, .span, .space:
            let help = "\(Self.boxHelp); \(Self.intervalHelp); \(Self.sideHelp)"
            throw Failure("\(written): a part is \(help)", isMisuse: true)
        }
        let tokens = removals.reduce(into: Set()) { $0.formUnion(input.layout.tokens(in: $1)) }
            .subtracting(input.removed)
        guard !tokens.isEmpty else {
            throw Failure("\(written): is not in what the model gets of the input", isMisuse: true)
        }
        return tokens
    }
}
