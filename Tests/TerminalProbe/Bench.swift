import Cells
import Glibc
import Terminal

/// Measures how long frames take to be drawn on the terminal it is started in.
struct Bench {
    /// What changes from frame to frame.
    enum Kind: String {
        /// Every cell, to colours that were not there before.
        case worst
        /// Every cell, between colours that have been there.
        case full
        /// Every cell, to one of 64 colours of a heatmap.
        case heatmap
        /// A cursor in a picture, and a line of text.
        case typical
        /// Nothing.
        case still
    }

    let kind: Kind
    let frames: Int
    /// Whether the last frame stays until a key is pressed.
    var holds = false

    /// Draws the frames and tells their times.
    func run(_ options: TerminalOptions) throws -> String {
        let screen = try Screen(options)
        defer { screen.close() }
        let canvases = (0..<frames).map { canvas($0, screen.size) }
        let clock = ContinuousClock()
        let before = Self.processorTime()
        let times = canvases.map { canvas in clock.measure { screen.draw(canvas) } / .milliseconds(1) }
        let spent = (Self.processorTime() - before) / Double(max(1, frames))
        if holds { _ = screen.wait(for: try Mailbox<Never>()) }
        // The first frame fills an empty screen.
        let sorted = times.dropFirst().sorted()
        func at(_ share: Double) -> String {
            Self.shown(sorted.isEmpty ? 0 : sorted[Int(share * Double(sorted.count - 1))])
        }
        return "\(kind) \(screen.size.width)x\(screen.size.height) \(screen.appearance.depth.rawValue): "
            + "best \(at(0)) median \(at(0.5)) p90 \(at(0.9)) worst \(at(1)) ms, processor \(Self.shown(spent))"
    }

    private static func shown(_ milliseconds: Double) -> String {
        String((milliseconds * 100).rounded() / 100)
    }

    /// Milliseconds of the processor this process has used, which other processes have less influence on.
    private static func processorTime() -> Double {
        Double(clock()) * 1000 / Double(CLOCKS_PER_SEC)
    }

    private func canvas(_ frame: Int, _ size: Size) -> Canvas {
        var canvas = Canvas(size)
        let whole = Rectangle(size)
        switch kind {
        case .worst:
            ProbeState.gradient(&canvas, whole, phase: frame)
            canvas.write("frame \(frame)", x: 0, y: size.height - 1)
        case .full: ProbeState.gradient(&canvas, whole, phase: frame % 2)
        case .heatmap:
            for y in 0..<size.height {
                for x in 0..<size.width { canvas[x, y] = Self.heat(x, y, frame) }
            }
        case .typical:
            ProbeState.gradient(&canvas, whole)
            canvas.restyle(Rectangle(x: frame % size.width, y: size.height / 2, width: 1, height: 1)) {
                $0.attributes.insert(.reverse)
            }
            canvas.write("frame \(frame), weight \(frame * 37 % 1000)", x: 0, y: size.height - 1)
        case .still: ProbeState.gradient(&canvas, whole)
        }
        return canvas
    }

    private static func heat(_ x: Int, _ y: Int, _ frame: Int) -> Cell {
        func level(_ y: Int) -> Colour {
            let value = UInt8((x * 5 + y * 3 + frame) % 64 * 4)
            return .rgb(value, value / 2, 255 - value)
        }
        return Cell("▀", Style(level(2 * y), on: level(2 * y + 1)))
    }
}
