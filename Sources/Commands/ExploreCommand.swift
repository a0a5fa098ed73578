import ArgumentParser
import Assets
import Cells
import Explorer
import Foundation
import Media
import Models
import Terminal

struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Open the explorer; without files, on the bundled samples.",
        discussion: """
            EXAMPLES
              perceiver
              perceiver photo.jpg bark.wav notes.txt
              perceiver --text "a dog barks at a passing train"
              cat photo.png | perceiver -
              perceiver --model ~/optical-flow-perceiver one.png two.png
              perceiver --model ~/multimodal-perceiver folder-with-frames-and-sound
            """
    )

    @Argument(help: CommandInput.help, completion: .file())
    var files: [String] = []
    @Option(help: ArgumentHelp("A text; can be given several times.", valueName: "text"))
    var text: [String] = []
    @OptionGroup var model: ModelOptions
    @Option(
        help: ArgumentHelp("none, 16, 256 or 24bit; without it what the terminal can.", valueName: "depth")
    )
    var color: ColourDepth?
    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false
    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    func run() throws {
        var sources = CommandInput.sources(files: files, texts: text)
        if let index = sources.firstIndex(of: .file(path: "-")) {
            sources[index] = .standardInput(try Medium.standardInput())
        }
        let isGiven = !sources.isEmpty
        if sources.isEmpty { sources = Self.samples() }
        let options = TerminalOptions(depth: color, mouse: !noMouse, ascii: ascii)
        let folder = FileManager.default.currentDirectoryPath
        let mailbox = try Mailbox<Event>()
        let runner = EffectRunner(post: mailbox.post)
        let screen = try Screen(options)
        defer { screen.close() }
        var explorer = Explorer(
            program: "perceiver \(PerceiverCommand.version)",
            size: screen.size,
            appearance: screen.appearance,
            folder: folder
        )
        var loop = ExploreLoop(screen: screen, mailbox: mailbox, runner: runner)
        loop.run(
            &explorer,
            explorer.start(with: sources, model: place, joinsPictures: isGiven, choosesInput: !isGiven)
        )
    }

    /// Where the model is.
    private var place: ModelPlace {
        guard let path = model.model else { return .bundled }
        return .folder(path: URL(filePath: path).standardizedFileURL.path)
    }

    /// The bundled samples in the order of their list.
    private static func samples() -> [Source] {
        let list =
            (try? String(contentsOf: Assets.samples.appending(path: "samples.txt"), encoding: .utf8)) ?? ""
        return list.split(separator: "\n").map {
            .file(path: Assets.samples.appending(path: String($0)).path)
        }
    }
}

/// Draws, waits, and lets events change the explorer, until it is left.
private struct ExploreLoop {
    let screen: Screen
    let mailbox: Mailbox<Event>
    let runner: EffectRunner
    private var isOver = false

    init(screen: Screen, mailbox: Mailbox<Event>, runner: EffectRunner) {
        self.screen = screen
        self.mailbox = mailbox
        self.runner = runner
    }

    mutating func run(_ explorer: inout Explorer, _ first: [Effect]) {
        // The first frame does not wait for the model.
        screen.draw(explorer.view())
        first.forEach { perform($0) }
        while !isOver {
            let news = screen.wait(for: mailbox)
            isOver = news.isOver
            for event in news.events.map(Event.terminal) + news.messages {
                for effect in explorer.apply(event) { perform(effect) }
            }
            if !isOver { screen.draw(explorer.view()) }
        }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .quit: isOver = true
        case .suspend: screen.suspend()
        case .redraw: screen.redraw()
        case .setMouse(let isOn): screen.setMouse(isOn)
        default: runner.begin(effect)
        }
    }
}
