import Cells
public import Explanation
public import Models

// Pages that are no single map's, as session files have them.

/// Removal curves of a map.
public struct SessionCurves: Codable, Sendable, Hashable {
    private let map: SessionMap
    /// The task and the class that are followed.
    private let task: Int?
    private let target: Int?
    private let background: String

    /// The curves of a map; `nil` if that is about what was piped into the program.
    init?(_ map: SeenMap, _ controls: ControlCurvesQuestion, on background: Background) {
        guard let map = SessionMap(map) else { return nil }
        (self.map, task, target) = (map, controls.task, controls.target)
        self.background = background.rawValue
    }

    /// What was measured.
    ///
    /// - Parameter run: gives runs of subjects.
    /// - Throws: ``SessionError`` if it names what the run, or this program, does not know; what `run` throws.
    public func question(_ subject: Subject, _ run: (Subject) throws -> Run) throws -> FaithfulnessQuestion {
        let found = try run(subject)
        guard let map = try map.question(subject, run) as? any MapAsking else {
            throw SessionError.damaged(place: "curves", problem: "is of a difference")
        }
        let place = task ?? found.predictions.leading
        try place.session("task", below: found.predictions.count)
        try target?.session("target", below: found.predictions[place].labels.count)
        return FaithfulnessQuestion(map, task: task, target: target)
    }

    /// The page with what was measured.
    ///
    /// - Throws: ``SessionError`` if its background is not known.
    public func page(_ measured: MeasuredRemovals) throws(SessionError) -> SavedPage {
        RemovalFigure([measured]).page(try Background(session: background, "background"))
    }
}

/// How alike the inputs of a step are.
public struct SessionLikeness: Codable, Sendable, Hashable {
    private let background: String

    init(on background: Background) { self.background = background.rawValue }

    /// The page of some inputs.
    ///
    /// - Throws: ``SessionError`` if its background is not known, or there are fewer than two inputs.
    public func page(_ sources: [Source], _ portraits: [Portrait], _ model: Model) throws(SessionError)
        -> SavedPage
    {
        guard portraits.count > 1 else {
            throw .damaged(place: "inputs", problem: "are fewer than two")
        }
        let page = LikenessPage(
            Likeness(portraits),
            names: sources.map(\.name),
            measures: SharedNames(model).measures,
            model: model.title
        )
        return page.page(try Background(session: background, "background"))
    }
}

/// Two maps beside each other, of the inputs of a step.
public struct SessionPair: Codable, Sendable, Hashable {
    private let maps: [SessionMap]
    /// Whose answers they are about, where somebody was chosen.
    private let askers: [SessionMap.Chosen?]
    /// What the targets lose without each latent, if that was compared.
    private let effects: [SessionMap]
    private let background: String

    /// Two maps; `nil` if one is less that of what was piped into the program.
    init?(_ maps: [SeenMap], _ question: ViewComparisonQuestion, on background: Background) {
        self.maps = maps.compactMap { SessionMap($0) }
        guard self.maps.count == 2 else { return nil }
        askers = question.askers.map { $0.map(SessionMap.Chosen.init) }
        effects = question.effects.map { SessionMap($0) }
        self.background = background.rawValue
    }

    /// What the maps have in common.
    ///
    /// - Parameter run: gives runs of subjects.
    /// - Throws: ``SessionError`` if it names what a run, or this program, does not know; what `run` throws.
    public func question(_ subjects: [Subject], _ run: (Subject) throws -> Run) throws
        -> ViewComparisonQuestion
    {
        guard subjects.count == 2, maps.count == 2, askers.count == 2, [0, 2].contains(effects.count) else {
            throw SessionError.damaged(place: "pair", problem: "is not of two maps and two inputs")
        }
        let asked = try zip(maps, subjects).map { map, subject in
            guard let question = try map.question(subject, run) as? any MapAsking else {
                throw SessionError.damaged(place: "pair", problem: "is of a difference")
            }
            return question
        }
        return ViewComparisonQuestion(
            asked[0],
            asked[1],
            askers: try zip(askers, subjects).map { try $0?.asker(in: run($1)) },
            effects: try zip(effects, subjects).map { try $0.effects($1, run($1)) }
        )
    }

    /// The figure of both maps.
    ///
    /// - Throws: ``SessionError`` if its background is not known.
    public func figure(_ figures: [Figure], _ found: ViewComparison) throws(SessionError) -> PairFigure {
        PairFigure(figures, found, background: try Background(session: background, "background"))
    }
}
