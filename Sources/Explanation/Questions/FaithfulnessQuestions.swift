import Models

/// A question whose answer is a map.
public protocol Mapping: Question where Answer == MapAnswer {
    /// What is looked at.
    var subject: Subject { get }
}

/// A question whose answer is a map that other runs of the input have, too.
public protocol MapAsking: Mapping {
    /// The task that the map is about; `nil` for the leading one.
    var task: Int? { get }
    /// The class that the map is about; `nil` for the most probable one.
    var target: Int? { get }

    /// The same map of another run of the input, of what is explained in the original.
    func answer(of run: Run, as original: Run, progress: @escaping Progress) throws -> MapAnswer
}

extension MapAsking {
    /// The map of another run, as if it were the input's.
    public func answer(of run: Run, as original: Run, progress: @escaping Progress) throws -> MapAnswer {
        try answer(Known([RunQuestion(subject).asked: run]), progress: progress)
    }
}

extension MapQuestion: MapAsking {
    /// The task whose query asks; `nil` if none does.
    public var task: Int? { if case .task(let task)? = asker { task } else { nil } }
    /// Attention knows no class.
    public var target: Int? { nil }
}

extension RelevanceQuestion: MapAsking {}

/// What maps of one class of a run are measured against: see ``ControlCurves``.
public struct ControlCurvesQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The task; `nil` for the leading one.
    public let task: Int?
    /// The class; `nil` for the most probable one.
    public let target: Int?
    /// How many points curves have.
    public let points: Int

    /// How many points curves have on a screen.
    public static let usualPoints = 11

    /// Controls for maps of a class.
    ///
    /// - Precondition: there are at least two points.
    public init(_ subject: Subject, task: Int? = nil, target: Int? = nil, points: Int = Self.usualPoints) {
        precondition(points > 1)
        self.subject = subject
        self.task = task
        self.target = target
        self.points = points
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "random rankings" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if there are no classes, or tokens cannot be left out.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> ControlCurves {
        let run = known(RunQuestion(subject))
        let found = try MeasuredTarget(task: task, target: target, in: run)
        return try ControlCurves(run, found, points: points, progress: progress)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: ControlCurves) -> Int { 64 * answer.points * 6 + 1024 }
}

/// How faithful a map is: see ``Faithfulness``.
public struct FaithfulnessQuestion: ComposedQuestion {
    /// The map.
    public let map: any MapAsking
    /// What it is measured against, with the class that is followed.
    public let controls: ControlCurvesQuestion

    /// What the map alone does, which is known sooner.
    public var removals: MapRemovalsQuestion { MapRemovalsQuestion(map, controls) }

    /// The faithfulness of a map.
    ///
    /// - Parameters:
    ///   - map: what is measured.
    ///   - task: the task that is followed; without one that of the map.
    ///   - target: the class that is followed; without one that of the map.
    ///   - points: how many points curves have, at least two.
    public init(
        _ map: any MapAsking,
        task: Int? = nil,
        target: Int? = nil,
        points: Int = ControlCurvesQuestion.usualPoints
    ) {
        self.map = map
        controls = ControlCurvesQuestion(
            map.subject,
            task: task ?? map.task,
            target: target ?? map.target,
            points: points
        )
    }

    /// What it is made of.
    public var parts: [AnyHashable] { [map.asked, controls] }

    /// What must be known first.
    public var needs: [any Question] { [removals, controls] }
    /// What is being done, in a word or two.
    public var title: String { "faithfulness" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .instant }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> Faithfulness {
        Faithfulness(known(removals), known(controls))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Faithfulness) -> Int {
        64 * answer.curves.deletion.values.count + 2048
    }
}

/// What removing tokens in the order of a map does, before that is measured against anything.
public struct MapRemovalsQuestion: ComposedQuestion {
    /// The map.
    public let map: any MapAsking
    /// The class that is followed, and how many points curves have.
    let controls: ControlCurvesQuestion

    init(_ map: any MapAsking, _ controls: ControlCurvesQuestion) {
        (self.map, self.controls) = (map, controls)
    }

    /// What it is made of.
    public var parts: [AnyHashable] { [map.asked, controls] }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(map.subject), map] }
    /// What is being done, in a word or two.
    public var title: String { "faithfulness" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the map does not lie over the input, or there is nothing to follow.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapRemovals {
        guard case .overInput(let ranked) = known.map(map).content else {
            throw Failure("this map does not lie over the input; faithfulness is measured of maps that do")
        }
        let run = known(RunQuestion(map.subject))
        let target = try MeasuredTarget(task: controls.task, target: controls.target, in: run)
        return try MapRemovals(
            of: ranked.relevance,
            run,
            target,
            points: controls.points,
            progress: progress
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapRemovals) -> Int {
        64 * answer.curves.deletion.values.count + 2048
    }
}

extension Known {
    /// The answer to a question whose type is not known.
    func map(_ question: some Mapping) -> MapAnswer { self(question) }
}
