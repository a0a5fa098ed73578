import ArgumentParser
import Assets
import Cells
import Explanation
import Explorer
import Files
import FoundationEssentials
import Media
import Terminal

struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Open the explorer; without files, on what is piped in or on the bundled samples.",
        discussion: """
            EXAMPLES
              perceiver
              perceiver photo.jpg bark.wav notes.txt
              perceiver --text "a dog barks at a passing train"
              cat photo.png | perceiver
              perceiver photo.jpg --remove 120,80,200,150
              perceiver --model ~/optical-flow-perceiver one.png two.png
              perceiver explore photos --record session.json
              perceiver --model ~/multimodal-perceiver frames --sound barking.wav
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "How it is drawn") var drawing: DrawingOptions
    @Option(
        help: ArgumentHelp("dark or light; without it what the terminal says it is.", valueName: "background")
    )
    var background: Background?
    @Option(
        help: ArgumentHelp(
            """
            What pictures and maps are drawn with: kitty (pictures by kitty's protocol), sextant, half (blocks), or \
            auto, the sharpest that the terminal is known to draw well.
            """,
            valueName: "kind"
        )
    )
    var pixels = PixelChoice.auto
    @Option(
        help: ArgumentHelp(
            "Write down what is looked at and saved, so that perceiver replay can make it again.",
            valueName: "file.json"
        ),
        completion: .file(extensions: ["json"]),
        transform: OutputPath.parser("json")
    )
    var record: OutputPath?
    @Option(
        help: ArgumentHelp(
            "About how much memory may be taken beyond the model's weights, such as 512M or 2G.",
            valueName: "size"
        )
    )
    var memory = MemorySize(bytes: 1 << 30)
    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    func run() throws {
        try requireTerminal()
        let given = try given
        let inputs = given.isEmpty ? try samples() : [section(given)]
        // A missing model is said before the screen opens, too.
        _ = try model.place.absolute.url
        let recorder = try recorder
        let mailbox = try Mailbox<Event>()
        var options = drawing.terminal(mouse: !noMouse)
        (options.background, options.pixels) = (background, pixels)
        let screen = try Screen(options)
        defer { screen.close() }
        defer { finish(recorder, screen) }
        let setting = Explorer.Setting(
            program: "perceiver \(PerceiverCommand.version)",
            appearance: screen.appearance,
            expanded: \.withHomeFolder
        )
        let explorer = Explorer(
            setting,
            size: screen.size,
            model: model.place.absolute,
            folder: FileStatus.workingFolder,
            // The other half is for what the screen needs, and for work.
            memory: memory.bytes / 2
        )
        var loop = ExploreLoop(explorer, on: screen, mailbox: mailbox, recorder: recorder)
        loop.run(
            with: inputs,
            joinsPictures: !given.isEmpty,
            choosesInput: given.isEmpty
        )
    }

    /// What writes the session file, if one is wanted.
    private var recorder: SessionRecorder? {
        get throws {
            try record.map { record in
                try SessionRecorder(
                    path: record.path,
                    program: "perceiver \(PerceiverCommand.version)",
                    folder: FileStatus.workingFolder
                )
            }
        }
    }

    /// Waits until the session file is written, and tells below the closed screen what is wrong with it.
    private func finish(_ recorder: SessionRecorder?, _ screen: Screen) {
        guard let recorder else { return }
        let sentences: [String]
        do throws(Failure) { sentences = try recorder.finish() } catch { sentences = [error.description] }
        screen.close()
        for sentence in sentences { StandardError.write("perceiver: \(sentence)") }
    }

    /// Fails where there is nothing to draw on; a file or standard input that cannot be read is the nearer
    /// reason to tell.
    private func requireTerminal() throws {
        do {
            try Screen.requireTerminal()
        } catch {
            let files = arguments.files.filter { $0 != "-" && !Source.isFolder($0) }
            for file in files { try Medium.check(path: file) }
            if arguments.files.contains("-") { _ = try given }
            throw error
        }
    }

    /// What was named, or else what is piped in.
    private var given: [Source] {
        get throws {
            let named = arguments.sources(reading)
            let sources =
                named.isEmpty && StandardInput.isPiped ? arguments.sources(of: ["-"], reading) : named
            return try sources.map { try $0.takingStandardInput() }
        }
    }

    /// The given inputs: of folders their files are meant, and what is missing is known before one comes to it.
    private func section(_ given: [Source]) -> InputSection {
        InputSection(
            given,
            folders: reading.areFoldersClips ? [] : Set(given.filter(\.isFolder)),
            missing: Set(given.filter(\.isMissing))
        )
    }

    /// The bundled samples in the order of their list.
    private func samples() throws -> [InputSection] {
        try Assets.sampleSections().map { section in
            InputSection(arguments.sources(of: section.files.map(\.path), reading), title: section.title)
        }
    }
}

extension Background: ExpressibleByArgument {}

extension PixelChoice: ExpressibleByArgument {}

extension String {
    /// A path with the folder that a `~` or `~name` at its beginning stands for, if there is one.
    fileprivate var withHomeFolder: String {
        guard hasPrefix("~") else { return self }
        let user = dropFirst().prefix { $0 != "/" }
        let files = FileManager.default
        let home =
            user.isEmpty ? files.homeDirectoryForCurrentUser : files.homeDirectory(forUser: String(user))
        return home.map { $0.path + dropFirst(1 + user.count) } ?? self
    }
}
