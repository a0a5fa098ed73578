import Foundation
import TestData
import Testing

/// Weights that are cut short while the explorer uses them.
@Suite("Weights that are cut short", .serialized, .enabled(if: TmuxSession.isAvailable))
struct CutFileTests {
    @Test("end the explorer with their name, and leave the terminal whole")
    func weights() throws {
        let terminal = try TmuxSession(columns: 160, rows: 30)
        let folder = terminal.file("model")
        try singlePrecisionCopy(of: "published/image-learned", to: folder.path)
        let picture = "\(folder.path)/picture.png"
        let again = "\(folder.path)/again.png"
        try FileManager.default.copyItem(atPath: picture, toPath: again)
        try terminal.run("perceiver", "--model \(folder.path) \(picture) \(again)")
        try terminal.wait(for: "peak x")
        #expect(truncate("\(folder.path)/model.safetensors", 4096) == 0)
        try terminal.press("Down", "Enter")
        #expect(try terminal.exitStatus() == 2)
        try terminal.wait(for: TmuxSession.Modes.whole)
        #expect(try terminal.hasKeptItsSettings())
        // The name may be broken over two lines.
        let screen = try terminal.wait(for: "was cut short").replacingOccurrences(of: "\n", with: "")
        #expect(screen.contains("\(folder.path)/model.safetensors: was cut short while it was in use"))
    }
}
