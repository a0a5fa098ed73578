import Cells
import Explanation
import Models

extension Explorer {
    /// Takes in what happened; what must be done outside is returned.
    public mutating func apply(_ event: Event) -> [Effect] {
        let (before, model) = (screen, models.place)
        switch event {
        case .terminal(.resized(let size)):
            self.size = size
        case .terminal(.appeared(let appearance)):
            setting.appearance = appearance
        case .terminal(.key(let key)):
            notice = nil
            press(key)
        case .terminal(.mouse(let mouse)):
            use(mouse)
        case .terminal(.pasted(let paste)):
            notice = nil
            insert(paste)
        case .answered(let id, let question, let result):
            if ledger.take(result, to: question, id: id) { takeIn(question) }
        case .progressed(let id, let question, let share):
            ledger.note(share, of: question, id: id)
        case .saved(let path, let result): saved(path, result)
        case .ticked(let number): ticked(number)
        }
        // The tasks of another model are forgotten.
        if case .compare(let state) = before, models.place == model { leave(state) }
        defer { pending = [] }
        return pending + settle()
    }

    /// Does what an answer brings about besides being known.
    private mutating func takeIn(_ asked: AnyQuestion) {
        switch asked.question {
        case let question as ModelQuestion: modelLoaded(question)
        case let question as ModalityQuestion: recognised(question)
        case let question as OpenQuestion: opened(question)
        case let question as RunQuestion: ran(question)
        case let question as FolderQuestion: listed(question)
        case let question as NamedFilesQuestion:
            found(question)
            tellFailure(of: question)
        case let question as FolderInputsQuestion:
            listed(question)
            tellFailure(of: question)
        case is ListingsQuestion: foundModels()
        case let question as DifferenceQuestion: subtracted(question)
        default: tellFailure(of: asked.question)
        }
    }

    /// Shows maps themselves again where they cannot be subtracted.
    private mutating func subtracted(_ question: DifferenceQuestion) {
        if ledger.failure(of: question) != nil { (lens.showsChange, lens.comparesLooks) = (false, false) }
        tellFailure(of: question)
    }

    private mutating func opened(_ question: OpenQuestion) {
        let modality = ledger[question]?.input.modality
        for entry in list.entries where entry.source == question.subject.source {
            change(entry.id) { entry in
                if let modality { entry.modality = modality } else { entry.wantsRun = false }
            }
        }
        tellFailure(of: question)
    }

    private mutating func ran(_ question: RunQuestion) {
        let run = ledger[question]
        let answer = run.map { EntryAnswer($0) }
        if let run { models.durations[run.input.modality] = run.duration }
        for entry in list.entries where entry.source == question.subject.source {
            change(entry.id) { entry in
                entry.answer = answer
                if answer == nil { entry.wantsRun = false }
            }
        }
        // What could not be run before may be compared now.
        if answer != nil {
            ledger.forgetFailure(of: PortraitQuestion(question.subject))
            ledger.forgetFailure(of: LatentStatesQuestion(question.subject))
        }
        tellFailure(of: question)
        askTheSame()
    }

    /// Tells why a question about an input has no answer; of previews and of inputs that pages look at together these tell.
    private mutating func tellFailure(of question: some Question) {
        guard
            !(question is PortraitQuestion || question is LatentStatesQuestion
                || question is LatentProfilesQuestion || question is PreviewQuestion
                || question is RegionQuestion),
            let failure = ledger.failure(of: question)
        else { return }
        notice = Notice(text: failure.description, isError: true)
    }

    private mutating func saved(_ path: String, _ result: Result<String, Failure>) {
        notice =
            switch result {
            case .success(let file):
                Notice(
                    text: "Saved \(file)" + (file == path ? "." : ": the other name was taken."),
                    isError: false
                )
            case .failure(let failure): Notice(text: failure.description, isError: true)
            }
    }

    /// Draws those of the answers that are wanted and have come; until then what was drawn before stays.
    mutating func adoptAnswers() {
        for id in shownEntries {
            guard let input = input(id) else { continue }
            guard let run = input.run, !showsOutput(run) else {
                if input.run == nil { change(id) { $0.seen = nil } }
                continue
            }
            let known = mapLevels(input, run).last { shown($0, of: input) != nil }
            if let known {
                change(id) { $0.seen = known }
            } else if let seen = input.seen, map(seen) == nil {
                change(id) { $0.seen = nil }
            }
        }
        switch screen {
        case .sheet(var state):
            if let question = current.map(sheetQuestion), ledger[question] != nil { state.seen = question }
            screen = .sheet(state)
        case .trace(var state):
            if let question = current.map({ traceQuestion($0, state) }), ledger[question] != nil {
                state.seen = question
            }
            screen = .trace(state)
        case .overview(var state):
            if let question = current.map(overviewQuestion), ledger[question] != nil { state.seen = question }
            screen = .overview(state)
        case .compare(var state):
            if let question = comparisonQuestion(state), ledger[question] != nil { state.seen = question }
            screen = .compare(state)
        case .latents: adoptProfiles()
        case .main, .browser, .editor, .models, .attenders: break
        }
    }

    /// A map, if it is known.
    func map(_ map: SeenMap) -> MapAnswer? {
        switch map {
        case .attention(let question): ledger[question]
        case .relevance(let question): ledger[question]
        case .difference(let question): ledger[question]
        }
    }
}
