import Cells
import Explanation
import Explorer
import Foundation
import Testing

/// Compares a canvas with a stored picture: its characters, and below them its styles, a letter a cell.
///
/// Run the tests with `UPDATE=1` in the environment to store what is drawn now; read the difference before
/// committing it.
func expectGolden(_ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws
{
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).txt")
    let drawn = picture(of: canvas)
    #expect(
        !drawn.contains("not made up"),
        "\(name) shows an error of the tests",
        sourceLocation: sourceLocation
    )
    if ProcessInfo.processInfo.environment["UPDATE"] == "1" {
        try drawn.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let stored = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard stored != drawn else { return }
    let lines = zip(
        stored.split(separator: "\n", omittingEmptySubsequences: false),
        drawn.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let first = Array(lines).firstIndex { $0.0 != $0.1 } ?? 0
    Issue.record(
        "\(name) differs from line \(first + 1) on; it is now\n\(drawn)",
        sourceLocation: sourceLocation
    )
}

private func picture(of canvas: Canvas) -> String {
    let styles = (0..<canvas.size.height).map { y in
        String((0..<canvas.size.width).map { x in letter(canvas[x, y].style) })
    }
    return (canvas.rows + [legend] + styles).joined(separator: "\n") + "\n"
}

private let legend =
    "--- styles: . plain, b bold, d dim, r reverse, u underlined, 1-6 a named colour, A-Z pixels from dark to light"

/// Pixels by the lightness of both halves of the cell; other cells by their attributes.
private func letter(_ style: Style) -> Character {
    switch (style.foreground, style.background) {
    case (.rgb, _), (_, .rgb):
        let light = (lightness(style.foreground) + lightness(style.background)) / 2
        return Character(UnicodeScalar(UInt8(65 + min(25, Int(light * 26)))))
    case (.ansi(let number), _): return Character(String(number))
    default: break
    }
    if style.attributes.contains(.reverse) { return "r" }
    if style.attributes.contains(.underline) { return "u" }
    if style.attributes.contains(.bold) { return "b" }
    return style.attributes.contains(.dim) ? "d" : "."
}

private func lightness(_ colour: Colour) -> Double {
    guard case .rgb(let red, let green, let blue) = colour else { return 0 }
    return (0.3 * Double(red) + 0.59 * Double(green) + 0.11 * Double(blue)) / 256
}
