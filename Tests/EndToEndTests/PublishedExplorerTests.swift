import Foundation
import TestData
import Testing

/// The explorer with a checkpoint of each published kind, in a real terminal.
@Suite("The explorer with published checkpoints", .serialized, .enabled(if: TmuxSession.isAvailable))
struct PublishedExplorerTests {
    private func media(_ name: String) -> String { Programs.quoted(fixture("published/\(name)")) }

    @Test("fills in masks, and shows what each of them looked at")
    func language() throws {
        let terminal = try TmuxSession.explorer("published/language", "--text 'a b[MASK][MASK] d'")
        try terminal.wait(for: "attention behind mask 1", "2 masked places", "[CLS]a b__ d[SEP]")
        try terminal.press("3", "Down")
        try terminal.wait(for: "attention behind mask 2")
        try terminal.press("t")
        try terminal.wait(for: "2 masked")
        try terminal.press("Home", "C-x", "Right", "C-x")
        try terminal.wait(for: "3 masked")
        try terminal.press("Enter")
        try terminal.wait(for: "3 masked places")
        try terminal.leave()
    }

    @Test("classifies texts, and explains a class")
    func sequence() throws {
        let terminal = try TmuxSession.explorer(
            "published/sequence",
            "--text 'a small dog'",
            columns: 80,
            rows: 24
        )
        try terminal.wait(for: "peak")
        try terminal.press("x", "x")
        try terminal.wait(for: "occlusion · ")
        try terminal.leave()
    }

    @Test("classifies pictures", arguments: ["image-learned", "image-fourier", "image-conv"])
    func vision(model: String) throws {
        let terminal = try TmuxSession.explorer(
            "published/\(model)",
            "\(media("\(model)/picture.png")) --text 'not for it'"
        )
        try terminal.wait(for: "peak x")
        try terminal.press("3", "/")
        try terminal.type("3")
        try terminal.press("Enter")
        try terminal.wait("one class alone") { $0.contains("3") && $0.contains("Predictions /3") }
        try terminal.press("1", "Down")
        try terminal.wait(for: "the model does not take a text; it takes a picture")
        try terminal.leave()
    }

    @Test("shows the flow between two pictures, and what a pixel looked at")
    func flow() throws {
        let terminal = try TmuxSession.explorer(
            "published/flow",
            "\(media("flow/first.png")) \(media("flow/second.png"))"
        )
        try terminal.wait(
            for: "flow from the first picture to the second",
            "first.png+second.png (pair, 46×31)",
            "full colour"
        )
        try terminal.press("Enter", "v", "Enter", "Right")
        try terminal.wait(for: "dx ")
        try terminal.press("i")
        try terminal.wait("the pixel's map") {
            $0.contains("attention behind pixel ") && $0.contains("share of attention")
        }
        // Back to the flow, without the cursor.
        try terminal.press("q")
        try terminal.wait(for: "flow from the first picture to the second")
        try terminal.press("q")
        try terminal.wait(for: "q quit")
        try terminal.leave()
    }

    @Test("plays a clip, and decodes it from the latents")
    func clip() throws {
        let terminal = try TmuxSession.explorer("published/multimodal", media("multimodal/clip"))
        try terminal.wait(for: "frame 1 of 2")
        try terminal.press(">")
        try terminal.wait(for: "frame 2 of 2")
        try terminal.press("r")
        try terminal.wait(for: "PSNR", "input · decoded from the latents", "sound ")
        // Each frame is there for 40 ms when it plays: too short to be waited for.
        try terminal.press("<")
        try terminal.wait(for: "frame 1 of 2")
        try terminal.press("P")
        try terminal.wait(for: "frame 2 of 2")
        try terminal.press("x")
        try terminal.wait(for: "attention behind label")
        try terminal.leave()
    }

    @Test("lists models, and changes from one to another")
    func models() throws {
        let terminal = try TmuxSession.explorer("published/image-conv", media("image-conv/picture.png"))
        try terminal.wait(for: "peak x")
        try terminal.press("M")
        try terminal.wait(for: "optical flow", "masked language", "bundled")
        try terminal.press("Home", "Enter")
        try terminal.wait(for: "(photo)", "perceiver-mini")
        try terminal.leave()
    }
}
