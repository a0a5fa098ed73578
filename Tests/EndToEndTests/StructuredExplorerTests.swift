import Foundation
import TestData
import Testing

/// The explorer with a model of the bundled kind that can decode its inputs, in a real terminal.
@Suite(
    "The explorer with a model that decodes its inputs",
    .serialized,
    .enabled(if: TmuxSession.isAvailable)
)
struct StructuredExplorerTests {
    private func sample(_ name: String) -> String {
        Programs.quoted(fixture("../../assets/samples/\(name)"))
    }

    @Test("shows a picture as the latents kept it, and fills in what was removed")
    func picture() throws {
        let terminal = try TmuxSession.explorer("models/structured", sample("dog.jpg"))
        try terminal.wait(for: "(photo)")
        try terminal.press("r")
        try terminal.wait(for: "input · decoded from the latents", "PSNR ")
        try terminal.press("r")
        try terminal.wait(for: "(photo)")
        try terminal.press("2", "Enter", "Space")
        try terminal.wait(for: "Move to the opposite corner")
        try terminal.press("Right", "Left", "Left", "Down", "Space", "Space")
        // The map stays.
        try terminal.wait(for: "removed (image", "(photo)")
        try terminal.press("r")
        try terminal.wait(
            for: "input with a part removed · filled in by the model",
            "removed area",
            "tokens are removed"
        )
        try terminal.press("Enter", "i")
        try terminal.wait(for: "for pixel ")
        // The whole picture is still there.
        try terminal.press("1", "Up")
        try terminal.wait("the input before") { $0.contains("> dog.jpg ") }
        try terminal.leave()
    }

    @Test("shows a spectrogram as the latents kept it, on a small screen")
    func sound() throws {
        let terminal = try TmuxSession.explorer("models/structured", sample("dog.ogg"), columns: 80, rows: 24)
        try terminal.wait(for: "peak")
        try terminal.press("r")
        try terminal.wait(for: "PSNR ")
        try terminal.press("2", "Enter", "Space", "Right", "d")
        try terminal.wait(for: "removed area")
        // What was decoded is left before the program.
        try terminal.press("q")
        try terminal.wait(for: "peak")
        try terminal.leave()
    }

    @Test("fills in the masks of a text, beside its classes")
    func text() throws {
        let terminal = try TmuxSession.explorer("models/structured", "--text 'a small dog barks'")
        try terminal.wait(for: "(subject)")
        try terminal.press("2", "Enter", "C-x", "Left", "Right", "Right", "C-x")
        try terminal.wait(for: "masked place", "attention behind mask 1", "sentiment")
        try terminal.press("3", "Up")
        // The task above the masks is the one that is least certain.
        try terminal.wait(for: "attention behind subject")
        try terminal.leave()
    }
}
