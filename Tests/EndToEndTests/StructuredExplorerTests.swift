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
    private func started(_ arguments: String, columns: Int = 120, rows: Int = 40) throws -> TmuxSession {
        let terminal = try TmuxSession(
            columns: columns,
            rows: rows,
            environment: ["COLORTERM": "truecolor"]
        )
        let model = Programs.quoted(fixture("models/structured"))
        try terminal.run("perceiver", "--model \(model) \(arguments)")
        return terminal
    }

    private func sample(_ name: String) -> String {
        Programs.quoted(fixture("../../assets/samples/\(name)"))
    }

    private func leave(_ terminal: TmuxSession) throws {
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(try terminal.modes() == .whole)
    }

    @Test("shows a picture as the latents kept it, and fills in what was removed")
    func picture() throws {
        let terminal = try started(sample("dog.jpg"))
        try terminal.wait(for: "what photo looked at")
        try terminal.press("r")
        try terminal.wait(for: "input · decoded from the latents", "PSNR ")
        try terminal.press("r")
        try terminal.wait(for: "what photo looked at")
        try terminal.press("2", "Enter", "Space")
        try terminal.wait(for: "move to the opposite corner")
        try terminal.press("Right", "Left", "Left", "Down", "Space")
        try terminal.wait(for: "input without a part · filled in", "where removed", "tokens are removed")
        try terminal.press("Enter", "i")
        try terminal.wait(for: "what pixel ")
        // The whole picture is still there.
        try terminal.press("1", "Up")
        try terminal.wait("the input before") { !$0.contains("dog.jpg without") || $0.contains("> dog.jpg ") }
        try leave(terminal)
    }

    @Test("shows a spectrogram as the latents kept it, on a small screen")
    func sound() throws {
        let terminal = try started(sample("dog.ogg"), columns: 80, rows: 24)
        try terminal.wait(for: "peak")
        try terminal.press("r")
        try terminal.wait(for: "PSNR ")
        try terminal.press("2", "Enter", "Space", "Right", "Space")
        try terminal.wait(for: "where removed")
        try leave(terminal)
    }

    @Test("fills in the masks of a text, beside its classes")
    func text() throws {
        let terminal = try started("--text 'a small dog barks'")
        try terminal.wait(for: "what subject looked at")
        try terminal.press("2", "Enter", "Space", "Left", "Right", "Right", "Space")
        try terminal.wait(for: "masked place", "what mask 1 looked at", "sentiment")
        try terminal.press("3", "Up")
        try terminal.wait(for: "what concept looked at")
        try leave(terminal)
    }
}
