import Commands
import Explanation
import Explorer
import Foundation
import Synchronization
import Testing

/// Questions that are answered away from the keyboard.
@Suite(.timeLimit(.minutes(1))) struct WorkerTests {
    /// A worker, and what it posts.
    private struct Session {
        let worker: Worker
        let events: AsyncStream<Event>

        init(files: FileThreads = FileThreads()) {
            let (events, posts) = AsyncStream<Event>.makeStream()
            worker = Worker(files: files) { posts.yield($0) }
            self.events = events
        }

        func ask(_ id: Int, _ question: some Question) {
            worker.begin(.ask(Ask(id: id, question: question.asked, known: Known())))
        }

        /// The numbers of the next askings that are answered.
        func answered(_ count: Int) async -> [Int] {
            var numbers: [Int] = []
            for await case .answered(let id, _, _) in events {
                numbers.append(id)
                if numbers.count == count { break }
            }
            return numbers
        }
    }

    // MARK: cancelling

    @Test("What is not under way can be cancelled")
    func nothingToCancel() async {
        let session = Session()
        session.worker.begin(.cancel(7))
        session.ask(1, Number(1))
        #expect(await session.answered(1) == [1])
        session.worker.begin(.cancel(1))
        session.ask(2, Number(2))
        #expect(await session.answered(1) == [2])
    }

    @Test("A cancelled question is told so, and is not answered", arguments: [Lane.files, .quick, .long])
    func cancelled(lane: Lane) async {
        let session = Session()
        let gate = Gate()
        session.ask(1, Gated(gate, lane))
        await gate.entered()
        session.worker.begin(.cancel(1))
        gate.open()
        session.ask(2, Number(2, lane))
        #expect(await session.answered(1) == [2])
        #expect(await gate.left())
    }

    @Test("A question that was cancelled before its turn is not begun")
    func cancelledInLine() async {
        let session = Session()
        let (first, second) = (Gate(), Gate())
        session.ask(1, Gated(first, .long))
        await first.entered()
        session.ask(2, Gated(second, .long))
        session.worker.begin(.cancel(2))
        first.open()
        session.ask(3, Number(3, .long))
        #expect(await session.answered(2) == [1, 3])
        #expect(!second.wasEntered)
    }

    @Test("The same question can be asked again while the first asking has not ended")
    func replaced() async {
        let session = Session()
        let gate = Gate()
        session.ask(1, Gated(gate, .files))
        await gate.entered()
        session.worker.begin(.cancel(1))
        session.ask(2, Gated(gate, .files))
        gate.open()
        #expect(await session.answered(1) == [2])
    }

    // MARK: lanes

    @Test("A read that never returns holds up no other read and no work", arguments: [64, 1])
    func stuck(limit: Int) async throws {
        let pipe = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try #require(mkfifo(pipe, 0o600) == 0)
        let session = Session(files: FileThreads(limit: limit, patience: .zero))
        for id in 1...3 { session.ask(id, Reading(path: pipe)) }
        for (id, lane) in [(4, Lane.files), (5, .quick), (6, .long)] {
            session.ask(id, Number(id, lane))
            #expect(await session.answered(1) == [id])
        }
        // Whoever waits for a pipe goes on when it is opened.
        let end = open(pipe, O_RDWR)
        #expect(Set(await session.answered(3)) == [1, 2, 3])
        close(end)
        unlink(pipe)
    }

    @Test("Many reads share some threads, and each is answered once")
    func manyReads() async {
        let session = Session(files: FileThreads(limit: 3))
        for id in 1...200 { session.ask(id, Number(id, .files)) }
        #expect(await session.answered(200).sorted() == Array(1...200))
    }

    @Test("Quick questions are answered while long ones are not")
    func quickBesideLong() async {
        let session = Session()
        let gate = Gate()
        session.ask(1, Gated(gate, .long))
        session.ask(2, Number(2, .long))
        session.ask(3, Number(3, .quick))
        #expect(await session.answered(1) == [3])
        gate.open()
        #expect(await session.answered(2) == [1, 2])
    }

    @Test("What goes wrong is told in a sentence")
    func failures() async throws {
        let session = Session()
        session.ask(1, FolderQuestion(path: "/nonexistent"))
        for await case .answered(_, _, let result) in session.events {
            guard case .failure(let failure) = result else { break }
            #expect(failure.description.hasPrefix("/nonexistent: "))
            return
        }
        Issue.record("an answer")
    }

    // MARK: progress

    @Test("Progress of what takes no time is not told, later some each second")
    func throttle() {
        let start = ContinuousClock.now
        var usual = Throttle(of: Number(1), in: .quick, from: start)
        let told = (0..<50).filter { usual.lets(start + .milliseconds(10 * $0)) }
        #expect(told == [15, 25, 35, 45])
    }

    @Test("What runs the model many times tells its progress from the beginning, unless it is quick")
    func throttleOfExplanations() {
        let subject = Subject(.text("a"), model: .bundled)
        let start = ContinuousClock.now
        let map = RelevanceQuestion(subject, .occlusion)
        let questions: [any Question] = [
            map, ReconstructionQuestion(subject), ControlCurvesQuestion(subject),
            FaithfulnessQuestion(map).removals, RandomisationQuestion(map),
        ]
        var quick = Throttle(of: map, in: .quick, from: start)
        #expect(!quick.lets(start + .milliseconds(140)) && quick.lets(start + .milliseconds(150)))
        for question in questions {
            var throttle = Throttle(of: question, in: .long, from: start)
            let told = (0..<30).filter { throttle.lets(start + .milliseconds(10 * $0)) }
            #expect(told == [0, 10, 20])
        }
    }
}

/// A question whose answer is known at once.
private struct Number: Question {
    let number: Int
    let lane: Lane
    var title: String { "number" }

    init(_ number: Int, _ lane: Lane = .quick) { (self.number, self.lane) = (number, lane) }

    func lane(_ known: Known) -> Lane { lane }
    func answer(_ known: Known, progress: @escaping @Sendable (Double) -> Void) -> Int { number }
}

/// A question that reads a file to its end.
private struct Reading: Question {
    let path: String
    var title: String { "reading" }

    func lane(_ known: Known) -> Lane { .files }
    func answer(_ known: Known, progress: @escaping @Sendable (Double) -> Void) -> Int {
        let file = open(path, O_RDONLY)
        close(file)
        return Int(file)
    }
}

/// A question that is answered when a gate is opened, or fails if it was cancelled by then.
private struct Gated: Question {
    let gate: Gate
    let lane: Lane
    var title: String { "gated" }

    init(_ gate: Gate, _ lane: Lane) { (self.gate, self.lane) = (gate, lane) }

    static func == (a: Gated, b: Gated) -> Bool { a.gate === b.gate && a.lane == b.lane }
    func hash(into hasher: inout Hasher) { hasher.combine(lane) }

    func lane(_ known: Known) -> Lane { lane }
    func answer(_ known: Known, progress: @escaping @Sendable (Double) -> Void) throws -> Int {
        gate.pass()
        gate.note(isCancelled: Task.isCancelled)
        try Task.checkCancellation()
        return 0
    }
}

/// Holds a thread until it is opened.
private final class Gate: Sendable {
    private let isOpen = DispatchSemaphore(value: 0)
    private let entries = AsyncStream<Void>.makeStream()
    private let exits = AsyncStream<Bool>.makeStream()
    private let hasEntered = Mutex(false)

    var wasEntered: Bool { hasEntered.withLock { $0 } }

    func open() { isOpen.signal() }

    func pass() {
        hasEntered.withLock { $0 = true }
        entries.continuation.yield()
        isOpen.wait()
        isOpen.signal()
    }

    func note(isCancelled: Bool) { exits.continuation.yield(isCancelled) }

    /// Waits until someone is held.
    func entered() async { for await _ in entries.stream { return } }

    /// Waits until someone went on; whether that was cancelled.
    func left() async -> Bool {
        for await isCancelled in exits.stream { return isCancelled }
        return false
    }
}
