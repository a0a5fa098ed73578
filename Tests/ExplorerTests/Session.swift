import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics
import Testing

/// An explorer whose effects are answered at once, with made-up results that are the same everywhere.
///
/// The model is the tiny one of the fixtures, for its shape; predictions, maps and comparisons are
/// formulas, so that no picture of a screen depends on a processor's rounding.
struct Session {
    private(set) var explorer: Explorer
    private(set) var effects: [Effect] = []
    /// Whether folders are not looked into.
    var holdsFolders = false
    /// Whether models stay in the making.
    var holdsModels = false
    /// Whether class-specific maps stay in the making.
    var holdsExplanations = false
    /// Whether comparisons stay in the making.
    var holdsComparisons = false
    /// Whether runs, rows of large maps and decoded clips stay in the making.
    var holdsWork = false
    /// Whether runs take longer than anybody waits for.
    var runsSlowly = false
    /// Whether the maps of all latents are too large to be kept.
    private let isStreamed: Bool
    /// Tasks to which runs know no answer.
    private let unsure: Set<String>

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// A session with a picture, a sound and a text, the picture selected and run.
    init(
        width: Int = 80,
        height: Int = 24,
        depth: ColourDepth = .full,
        ascii: Bool = false,
        sources: [Source] = [Self.picture, Self.sound, Self.text],
        sections: [InputSection]? = nil,
        model place: ModelPlace = Self.tiny,
        joinsPictures: Bool = false,
        choosesInput: Bool = false,
        largestMap: Int = PooledMap.largestWhole,
        memory: Int = 512 << 20,
        loadsModel: Bool = true,
        unsure: Set<String> = []
    ) throws {
        self.unsure = unsure
        isStreamed = largestMap < PooledMap.largestWhole
        let setting = Explorer.Setting(
            program: "perceiver 1.0",
            appearance: Appearance(depth: depth, ascii: ascii),
            expanded: { $0.replacing("~", with: "/home/ada") },
            largestMap: largestMap
        )
        explorer = Explorer(
            setting,
            size: Size(width: width, height: height),
            model: place,
            folder: "/home/ada",
            memory: memory
        )
        let effects = explorer.start(
            with: sections ?? [InputSection(sources)],
            joinsPictures: joinsPictures,
            choosesInput: choosesInput
        )
        if loadsModel { answer(effects) } else { self.effects = effects }
    }

    /// The small model of the bundled kind.
    static let tiny = ModelPlace.bundled
    /// A small model of the bundled kind with a task that is asked of every modality.
    static let shared = ModelPlace.folder(path: "/models/shared")
    /// Another one, which takes point clouds.
    static let points = ModelPlace.folder(path: "/models/points")
    /// Another one, which can decode its inputs.
    static let structured = ModelPlace.folder(path: "/models/structured")
    /// A model of the bundled kind that takes clips.
    static let clips = ModelPlace.folder(path: "/models/clips")
    /// A model of the bundled kind that takes units of a game.
    static let units = ModelPlace.folder(path: "/models/units")
    /// A small model of a published kind, by the name of its fixture.
    static func published(_ name: String) -> ModelPlace { .folder(path: "/models/\(name)") }
    /// A small model of another package, or of the first paper, by the name of its fixture.
    static func package(_ name: String) -> ModelPlace { .folder(path: "/packages/\(name)") }

    /// A small vision transformer with registers.
    static let vision = ModelPlace.folder(path: "/vision/registers-classes")

    static func model(_ place: ModelPlace) -> Result<Model, Failure> {
        let folder =
            switch place {
            case .bundled: "models/tiny"
            case shared: "models/shared"
            case structured: "models/structured"
            case points: "models/points"
            case clips: "models/clips"
            case units: "models/units"
            case vision: "vision/registers-classes"
            case .supplied(let name): "models/\(name)"
            case .folder(let path):
                (path.hasPrefix("/packages") ? "packages/" : "published/")
                    + (path.split(separator: "/").last ?? "")
            }
        do { return .success(try Model(folder: fixtures.appending(path: folder))) } catch {
            return .failure(Failure("\(place): is no model"))
        }
    }

    /// Begins anew, with inputs in sections.
    mutating func begin(with inputs: [InputSection]) { answer(explorer.start(with: inputs)) }

    /// Presses keys one after the other.
    mutating func press(_ keys: Key...) { for key in keys { send(.terminal(.key(key))) } }

    /// Types characters one after the other.
    mutating func type(_ text: String) { for character in text { press(.character(character)) } }

    /// Opens a file by its path, and goes back to the first input.
    mutating func open(_ path: String) {
        press(.character(":"))
        type("open \(path)")
        press(.enter, .character("1"), .home)
    }

    /// Pastes a text, as a terminal tells it from keys.
    mutating func paste(_ text: String, isCut: Bool = false) {
        send(.terminal(.pasted(Paste(text, isCut: isCut))))
    }

    /// Lets something happen, and answers what the explorer asks for.
    mutating func send(_ event: Event) { answer(explorer.apply(event)) }

    /// What was asked, in order.
    private var asks: [Ask] { effects.compactMap { if case .ask(let ask) = $0 { ask } else { nil } } }

    /// The questions of a type that were asked, in order.
    func asked<Q: Question>(_ type: Q.Type) -> [Q] { asks.compactMap { $0.question.question as? Q } }

    /// Whether work on a question of a type was given up.
    func gaveUp<Q: Question>(_ type: Q.Type) -> Bool {
        let ids = Set(asks.filter { $0.question.question is Q }.map(\.id))
        return effects.contains { if case .cancel(let id) = $0 { ids.contains(id) } else { false } }
    }

    /// The answers to all questions of a type so far once more: they come too late.
    func late<Q: Question>(_ type: Q.Type) -> [Event] {
        asks.filter { $0.question.question is Q }.map {
            .answered($0.id, $0.question, answer(to: $0.question.question, $0.known))
        }
    }

    /// Lets the first question of a type be answered by something else.
    mutating func fail<Q: Question>(_ type: Q.Type, _ reason: String) throws {
        let ask = try #require(asks.first { $0.question.question is Q })
        send(.answered(ask.id, ask.question, .failure(Failure(reason))))
    }

    /// Answers a question that was not answered when it was asked.
    mutating func answerHeld(_ question: some Question) {
        guard let ask = asks.last(where: { $0.question == question.asked }) else { return }
        send(.answered(ask.id, ask.question, answer(to: ask.question.question, ask.known)))
    }

    /// Lets the timer that was set last run down.
    mutating func tick() {
        let timers = effects.compactMap { if case .tick(_, let number) = $0 { number } else { nil } }
        if let last = timers.last { send(.ticked(last)) }
    }

    /// Whether the program was left.
    var isOver: Bool { effects.contains { if case .quit = $0 { true } else { false } } }

    /// The screen's rows as text.
    var rows: [String] { explorer.view().rows }

    /// The screen as text.
    var screen: String { rows.joined(separator: "\n") }

    private mutating func answer(_ effects: [Effect]) {
        self.effects += effects
        for effect in effects {
            if let event = event(for: effect) { send(event) }
        }
    }

    private func event(for effect: Effect) -> Event? {
        switch effect {
        case .ask(let ask):
            if let share = share(ask.question.question) { return .progressed(ask.id, ask.question, share) }
            return .answered(ask.id, ask.question, answer(to: ask.question.question, ask.known))
        case .save(let path, _), .saveTable(let path, _), .savePage(let path, _), .savePair(let path, _):
            return .saved(path: path, .success(path))
        case .cancel, .tick, .setMouse, .redraw, .suspend, .quit: return nil
        }
    }

    /// How far work is that stays in the making.
    private func share(_ question: any Question) -> Double? {
        switch question {
        case is ModelQuestion where holdsModels: 0
        case is FolderInputsQuestion where holdsFolders: 0
        case is RunQuestion where holdsWork: 0.25
        case is MapQuestion where holdsWork && isStreamed: 0.5
        case is SheetQuestion where holdsWork && isStreamed: 0.5
        case is ReconstructionQuestion where holdsWork: 0.75
        case is PortraitQuestion where holdsWork: 0.5
        case is LatentStatesQuestion where holdsWork: 0.5
        case is RelevanceQuestion where holdsExplanations: 0.4
        case is ControlCurvesQuestion where holdsExplanations: 0.4
        case is ComparisonQuestion where holdsComparisons: 0.3
        default: nil
        }
    }

    private func answer(to question: any Question, _ known: Known) -> Result<any Sendable, Failure> {
        do { return .success(try madeUp(question, known)) } catch let failure as Failure {
            return .failure(failure)
        } catch { return .failure(Failure("\(error)")) }
    }

    private func madeUp(_ question: any Question, _ known: Known) throws -> any Sendable {
        switch question {
        case let question as RunQuestion where runsSlowly:
            MadeUp.run(
                known(ModelQuestion(question.subject.model)),
                known(OpenQuestion(question.subject)).input,
                unsure: unsure,
                duration: .milliseconds(400)
            )
        case let question as ModelQuestion: try Self.model(question.place).get()
        case is ListingsQuestion: Self.listings
        case let question as ModalityQuestion: Self.media[question.source.root]?.modality as Modality?
        case let question as OpenQuestion: try opened(question.subject, known)
        case let question as FolderQuestion: try folder(question.path)
        case is FolderInputsQuestion: Self.folderInputs
        case let question as NamedFilesQuestion: try question.words.flatMap { try Self.files(named: $0) }
        case let question as PreviewQuestion: try preview(question, known)
        case let question as PortraitQuestion: try portrait(question.subject, known)
        case let question as LatentProfilesQuestion:
            MadeUp.profiles(
                question,
                known(ModelQuestion(question.subject.model)),
                try opened(question.subject, known).input
            )
        case let question as StandInsQuestion: known(RunQuestion(question.subject)).input.tokens
        case let question as LatentStatesQuestion:
            try states(question.subject, known)
        default: try MadeUp.answer(question, known, unsure: unsure)
        }
    }

    private func folder(_ path: String) throws -> [FolderItem] {
        guard let items = Self.folders[path] else { throw Failure("\(path): cannot be listed") }
        return items
    }

    private func states(_ subject: Subject, _ known: Known) throws -> Matrix {
        _ = try opened(subject, known)
        return Matrix(rows: try Self.model(subject.model).get().latentCount, columns: 1)
    }

    private func portrait(_ subject: Subject, _ known: Known) throws -> Portrait {
        let modality = try opened(subject, known).input.modality
        return MadeUp.portrait(subject.source, modality, known(ModelQuestion(subject.model)))
    }

    private func preview(_ question: PreviewQuestion, _ known: Known) throws -> FilePreview {
        if question.path == Self.clipFolder {
            let takesClips = known(ModelQuestion(question.model)).modalities.contains(.clip)
            return takesClips ? .clip(ClipFolderOutline(Self.clipPreview)) : .folder(Self.folderInputs)
        }
        if Self.folders[question.path] != nil { return .folder(nil) }
        return .medium(try opened(Subject(.file(path: question.path), model: question.model), known))
    }

    private func opened(_ subject: Subject, _ known: Known) throws -> OpenedMedium {
        let (source, model) = (subject.source, known(ModelQuestion(subject.model)))
        if case .file = source.origin, Self.media[source.root] == nil {
            throw Failure("\(source.name): is empty; expected a picture, a sound or a text")
        }
        let reading = { (source: Source) in try Self.media[source.root] ?? source.read(for: model) }
        return try source.prepared(reading(source), for: model, reading: reading)
    }
}

extension Canvas {
    /// The characters of each row; the second cell of a wide character is left out.
    var rows: [String] {
        (0..<size.height).map { y in
            String((0..<size.width).compactMap { x in self[x, y].character })
        }
    }
}

extension Session: CustomTestStringConvertible {
    var testDescription: String { "a session" }
}
