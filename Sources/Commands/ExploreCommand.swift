import ArgumentParser
import Assets
import Cells
import Explanation
import Explorer
import Files
import Foundation
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
              perceiver photo.jpg --remove 120,80,200,150
              perceiver --model ~/optical-flow-perceiver one.png two.png
              perceiver --model ~/multimodal-perceiver folder-with-frames --sound barking.wav
            """
    )

    @OptionGroup var arguments: InputArguments
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
        let given = try arguments.sources.map { try $0.takingStandardInput() }
        let mailbox = try Mailbox<Event>()
        let screen = try Screen(TerminalOptions(depth: color, mouse: !noMouse, ascii: ascii))
        defer { screen.close() }
        let setting = Explorer.Setting(
            program: "perceiver \(PerceiverCommand.version)",
            appearance: screen.appearance,
            expanded: { NSString(string: $0).expandingTildeInPath }
        )
        let explorer = Explorer(
            setting,
            size: screen.size,
            model: model.absolutePlace,
            folder: FileStatus.workingFolder
        )
        var loop = ExploreLoop(explorer, on: screen, mailbox: mailbox)
        loop.run(
            with: given.isEmpty ? try samples() : [InputSection(given)],
            joinsPictures: !given.isEmpty,
            choosesInput: given.isEmpty
        )
    }

    /// The bundled samples in the order of their list.
    private func samples() throws -> [InputSection] {
        try Assets.sampleSections().map { section in
            InputSection(arguments.sources(of: section.files.map(\.path)), title: section.title)
        }
    }
}
