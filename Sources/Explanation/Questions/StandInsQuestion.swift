import Media
import Models
public import Numerics

/// The tokens of an input that was blurred, silenced or masked as a whole: what occlusion puts in the place of parts.
public struct StandInsQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// What was done to all of it.
    public let fill: Fill

    /// The tokens of a subject's input, as a fill makes them.
    public init(_ subject: Subject, _ fill: Fill) { (self.subject, self.fill) = (subject, fill) }

    /// What must be known first.
    public var needs: [any Question] { [ModelQuestion(subject.model), RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "reading \(subject.source.name)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if there is no such thing for the input; what reading it throws.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Matrix {
        let (model, input) = (known(ModelQuestion(subject.model)), known(RunQuestion(subject)).input)
        let medium = try subject.source.read(for: model)
        guard fill.suits(model, medium.modality) else {
            throw Failure(
                "\(subject.source.name): \(medium.modality.words) cannot be \(fill.words) for this model",
                isMisuse: true
            )
        }
        let edited = try subject.source.edited(medium) { try $0.read(for: model) }
        var options = edited.options(subject.source.options)
        options.removed = []
        if fill == .mask, case .text(let text) = edited.medium { options.masked = [0..<text.bytes.count] }
        let tokens = try model.prepare(edited.medium.filled(fill), options: options).tokens
        guard tokens.rows == input.tokens.rows && tokens.columns == input.tokens.columns else {
            throw Failure("\(subject.source.name): has changed since it was read; open it again")
        }
        return tokens
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Matrix) -> Int { 4 * answer.count + 256 }
}

extension Medium {
    /// The same, blurred or silent, and units without types; as it is with other fills.
    fileprivate func filled(_ fill: Fill) -> Medium {
        switch (fill, self) {
        case (.blur, .image(let image)): .image(image.rough)
        case (.blur, .clip(let clip)):
            .clip(clip.with(frames: clip.frames.map(\.rough), sound: clip.sound?.silent))
        case (.silence, .sound(let sound)): .sound(sound.silent)
        case (.mask, .units(let units)): .units(units.with(units.units.map { $0.hidden() }))
        default: self
        }
    }
}
