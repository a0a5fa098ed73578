import Cells
import Explanation
import Explorer
import Foundation
import Models
import Testing

/// An explorer of a small model to which random things happen; its questions are answered in random order.
struct Walk {
    private var explorer: Explorer
    private var random: Steps
    /// What was asked and neither answered nor given up, in order.
    private var open: [Ask] = []
    /// What was given up.
    private var void: [Ask] = []
    private var ticks: [Int] = []
    /// What was computed before; an answer depends on nothing but its question.
    private var known: [AnyQuestion: Result<any Sendable, Failure>] = [:]

    private static let limit = 2 << 20
    private static let samples = Session.fixtures.appending(path: "../../assets/samples").standardizedFileURL
        .path
    private static let folders = [Session.fixtures.path, samples]

    private static let keys: [Key] = {
        let left: [Key] = [.character("q"), .control("c"), .control("z")]
        return Command.all.flatMap(\.keys).filter { !left.contains($0) } + [.backspace]
    }()

    /// A walk that begins with a picture, a sound and a text.
    init(seed: UInt64) {
        random = Steps(state: seed)
        let model = ["tiny", "structured"][Int(seed % 2)]
        explorer = Explorer(
            Explorer.Setting(program: "", appearance: Appearance(depth: .full, ascii: seed % 3 == 0)),
            size: Size(width: 80, height: 24),
            model: .folder(path: Session.fixtures.appending(path: "models/\(model)").path),
            folder: Self.samples,
            memory: Self.limit
        )
        let files = ["dog.jpg", "seven.ogg", "dog.txt"].map { Source.file(path: "\(Self.samples)/\($0)") }
        perform(explorer.start(with: files))
    }

    // MARK: what happens

    /// Lets one thing happen.
    mutating func step() {
        switch random.number(below: 100) {
        case 0..<45: send(.terminal(.key(random.element(of: Self.keys) ?? .enter)))
        case 45..<50: send(.terminal(.mouse(mouse())))
        case 50..<52: send(.terminal(.resized(size())))
        case 52..<54: send(.terminal(.pasted(Paste(random.element(of: Self.pastes) ?? ""))))
        case 54..<58: advance()
        case 58..<60: answerVoid()
        case 60..<62: if !ticks.isEmpty { send(.ticked(ticks.removeFirst())) }
        default: answer(random.number(below: max(1, open.count)))
        }
    }

    private static let pastes = [
        "a small dog", "dog", "\u{1B}[2J\r\n\t", "latent 3", "head max", "layer self.0", "",
    ]

    private mutating func size() -> Size {
        let sizes = [(1, 1), (2, 9), (20, 5), (80, 24), (80, 24), (133, 41), (0, 0)]
        let (width, height) = random.element(of: sizes) ?? (80, 24)
        return Size(width: width, height: height)
    }

    private mutating func mouse() -> Mouse {
        let actions: [Mouse.Action] = [.press, .press, .drag, .release, .wheelUp, .wheelDown]
        let action = random.element(of: actions) ?? .press
        return Mouse(action, x: random.number(below: 90), y: random.number(below: 30))
    }

    private mutating func advance() {
        guard let ask = random.element(of: open) else { return }
        send(.progressed(ask.id, ask.question, Double(random.number(below: 10)) / 10))
    }

    /// Answers what was given up: this must change nothing that is kept.
    private mutating func answerVoid() {
        guard let ask = random.element(of: void) else { return }
        let count = explorer.ledger.count
        send(.answered(ask.id, ask.question, result(ask)))
        #expect(explorer.ledger.count <= count, "\(ask.question.question)")
    }

    private mutating func answer(_ index: Int) {
        guard open.indices.contains(index) else { return }
        let ask = open.remove(at: index)
        send(.answered(ask.id, ask.question, result(ask)))
    }

    private mutating func send(_ event: Event) { perform(explorer.apply(event)) }

    private mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .ask(let ask):
                #expect(
                    !open.contains { $0.question == ask.question },
                    "\(ask.question.question) is asked twice"
                )
                open.append(ask)
            case .cancel(let id):
                #expect(open.contains { $0.id == id }, "what is given up is under way")
                void = (void + open.filter { $0.id == id }).suffix(50)
                open.removeAll { $0.id == id }
            case .save(let path, _), .saveTable(let path, _), .savePage(let path, _), .savePair(let path, _):
                send(.saved(path: path, .success(path)))
            case .tick(_, let number): ticks.append(number)
            case .setMouse, .redraw, .suspend, .quit: break
            }
        }
    }

    // MARK: answers

    private mutating func result(_ ask: Ask) -> Result<any Sendable, Failure> {
        if let result = known[ask.question] { return result }
        let result: Result<any Sendable, Failure>
        if Self.isOutside(ask.question.question) {
            result = .failure(Failure("\(ask.question.question.title): not in this test"))
        } else {
            result = Result { try ask.question.answer(ask.known) { _ in } }.mapError { Failure("\($0)") }
        }
        known[ask.question] = result
        return result
    }

    /// Whether a question is about files that are no fixtures.
    private static func isOutside(_ question: any Question) -> Bool {
        func isOutside(_ path: String) -> Bool { !folders.contains { path.hasPrefix($0) } }
        func isOutside(_ place: ModelPlace) -> Bool {
            if case .folder(let path) = place { isOutside(path) } else { false }
        }
        switch question {
        case let question as FolderQuestion: return isOutside(question.path)
        case let question as FolderInputsQuestion: return isOutside(question.path)
        case let question as PreviewQuestion: return isOutside(question.path)
        case let question as ListingsQuestion: return question.places.contains { isOutside($0) }
        case let question as ModelQuestion: return isOutside(question.place)
        default: return false
        }
    }

    /// Goes back to the main screen, and lets everything be answered that is under way, and what is asked then.
    mutating func finish() {
        for _ in 0..<6 { send(.terminal(.key(.escape))) }
        var count = 0
        while !open.isEmpty && count < 10_000 {
            answer(random.number(below: open.count))
            count += 1
        }
        #expect(open.isEmpty)
    }

    // MARK: what must hold

    /// What is needed now, with what that needs.
    private var needed: Set<AnyQuestion> {
        var all: Set<AnyQuestion> = []
        func add(_ question: AnyQuestion) {
            if all.insert(question).inserted { question.needs.forEach(add) }
        }
        explorer.needed.forEach { add(AnyQuestion($0)) }
        return all
    }

    private func bytes(of question: AnyQuestion) -> Int {
        func size<Q: Question>(_ question: Q) -> Int { explorer.ledger[question].map(Q.size) ?? 0 }
        return size(question.question)
    }

    /// Only what is needed is under way, and no more is kept than may be.
    func check() throws {
        let needed = needed
        for ask in open { #expect(needed.contains(ask.question), "\(ask.question.question)") }
        let drawn = needed.union(explorer.kept.map { AnyQuestion($0) })
        // A failure takes a few bytes, too.
        let bound = max(Self.limit, drawn.reduce(0) { $0 + bytes(of: $1) + 256 })
        #expect(explorer.ledger.bytes <= bound)
    }

    /// Draws the screen.
    func draw() { #expect(explorer.view().size == explorer.size) }

    /// Compares every map that is needed, and the one that would be written, with one that is computed anew.
    mutating func compare() throws {
        var (fresh, maps) = (Answers(), [MapAnswer]())
        func recompute<Map: Question>(_ question: Map) throws where Map.Answer == MapAnswer {
            try maps.append(fresh(question))
            compare(explorer.ledger[question], maps.last)
        }
        for asked in needed where !Self.isOutside(asked.question) {
            let isKnown = bytes(of: asked) > 0 || explorer.ledger.failure(of: asked.question) != nil
            #expect(isKnown, "\(asked.question)")
            switch asked.question {
            case let question as any Mapping: try recompute(question)
            case let question as GroupedMapQuestion: try recompute(question)
            default: break
            }
        }
        guard let written = written() else { return }
        let same = maps.first { $0.title == written.title && $0.facts == written.facts }
        compare(written, same)
    }

    /// The map that `w` writes, if the screen lets it.
    private mutating func written() -> MapAnswer? {
        let keys: [Key] = [.character("w"), .enter]
        for effect in keys.flatMap({ explorer.apply(.terminal(.key($0))) }) {
            if case .save(_, let figure) = effect, case .map(let map) = figure.figure.content { return map }
        }
        return nil
    }

    private func compare(_ map: MapAnswer?, _ fresh: MapAnswer?) {
        let words = map?.title.text() ?? "no map"
        #expect(map?.title == fresh?.title && map?.facts == fresh?.facts, "\(words)")
        let bits = [map, fresh].map { $0?.relevance.values.map(\.bitPattern) }
        #expect(bits[0] == bits[1])
    }
}

/// Reproducible choices (Steele, Lea and Flood 2014, SplitMix64).
struct Steps: RandomNumberGenerator {
    fileprivate var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func element<Value>(of values: [Value]) -> Value? { values.randomElement(using: &self) }
}
