import Explanation
import Explorer
import Terminal

/// Draws, waits, and lets events change the explorer, until it is left.
struct ExploreLoop {
    private let screen: Screen
    private let mailbox: Mailbox<Event>
    private let worker: Worker
    private var explorer: Explorer
    private let recorder: SessionRecorder?
    private var isOver = false
    /// The askings whose answers the next frame waits for.
    private var awaited: Set<Int> = []

    /// How long a frame waits for answers to what was asked since the last one.
    ///
    /// Most take less, and then a key changes the screen once: without waiting, each key would first draw the screen
    /// without the new map. Nobody notices a delay as short as this.
    private static let patience = Duration.milliseconds(40)

    /// A loop that has not begun.
    ///
    /// - Parameter recorder: notes what is looked at and saved, if that is wanted.
    init(_ explorer: Explorer, on screen: Screen, mailbox: Mailbox<Event>, recorder: SessionRecorder? = nil) {
        self.explorer = explorer
        self.recorder = recorder
        self.screen = screen
        self.mailbox = mailbox
        worker = Worker(recorder: recorder, post: mailbox.post)
    }

    /// Runs until the explorer is left or the terminal is gone.
    mutating func run(with inputs: [InputSection], joinsPictures: Bool, choosesInput: Bool) {
        let effects = explorer.start(
            with: inputs,
            joinsPictures: joinsPictures,
            choosesInput: choosesInput
        )
        // The first frame does not wait for the model.
        screen.draw(explorer.view())
        perform(effects)
        while !isOver {
            take(screen.wait(for: mailbox))
            awaitAnswers()
            if !isOver { screen.draw(explorer.view()) }
            if let recorder { recorder.note(lookedAt: explorer.figuresInSight) }
        }
    }

    private mutating func awaitAnswers() {
        let deadline = ContinuousClock.now + Self.patience
        while !isOver, !awaited.isEmpty, deadline > .now {
            take(screen.wait(for: mailbox, timeout: deadline - .now))
        }
        awaited = []
    }

    /// Lets all that happened change the explorer.
    private mutating func take(_ news: News<Event>) {
        isOver = news.isOver
        for event in news.events.map(Event.terminal) + news.messages {
            if case .answered(let id, _, _) = event { awaited.remove(id) }
            perform(explorer.apply(event))
        }
    }

    private mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .quit: isOver = true
            case .suspend: screen.suspend()
            case .redraw: screen.redraw()
            case .setMouse(let isOn): screen.setMouse(isOn)
            case .ask(let ask) where ask.lane != .files: awaited.insert(ask.id)
            case .cancel(let id): awaited.remove(id)
            case .ask, .save, .saveTable, .savePage, .savePair, .tick: break
            }
            worker.begin(effect)
        }
    }
}
