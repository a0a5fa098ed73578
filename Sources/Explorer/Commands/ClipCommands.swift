import Cells
import Explanation
import Models

extension Command {
    /// What can be done with clips alone.
    static let clipCommands: [Command] = [
        Command(
            "previous frame",
            [.character("<")],
            hint: "frame",
            help: "Previous frame of a clip; one pixel back in a picture that was completed.",
            in: .main,
            .sheet,
            footer: 6,
            unless: { $0.framesObstacle(least: 1) }
        ) { $0.stepFrameOrPixel(-1) },
        Command(
            "next frame",
            [.character(">")],
            hint: "frame",
            help: "Next frame of a clip; draw the next pixel of a picture that is completed.",
            in: .main,
            .sheet,
            footer: 7,
            unless: { $0.framesObstacle(least: 1) }
        ) { $0.stepFrameOrPixel(1) },
        Command(
            "play",
            [.character("P")],
            help: "Play the frames of a clip to their end, or complete a picture pixel by pixel; or pause.",
            in: .main,
            footer: 8,
            unless: { $0.framesObstacle(least: 2) }
        ) { $0.play() },
        without(.sound, "S"),
        without(.picture, "I"),
    ]

    private static func without(_ side: ClipSide, _ key: Character) -> Command {
        Command(
            "without \(side.rawValue)",
            [.character(key)],
            hint: "-\(side.rawValue)",
            help: "Take all of the \(side.rawValue) of a clip away and run again; U brings it back.",
            in: .main,
            footer: 9,
            hintedIf: { $0.current?.modality == .clip },
            unless: { $0.obstacle(withoutSide: side) }
        ) { $0.remove(side) }
    }
}
