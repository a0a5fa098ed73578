import Cells
import Explanation
import Media

/// Draws a sound's wave: for each column a bar from its lowest to its highest sample, in braille dots.
enum WaveDrawing {
    static func draw(_ outline: SoundOutline, in area: Rectangle, on canvas: inout Canvas) {
        guard area.width > 0 && area.height > 0 && !outline.envelope.isEmpty else { return }
        let peak = outline.envelope.reduce(Float(1e-6)) { max($0, max(abs($1.lowest), abs($1.highest))) }
        let dots = area.height * 4
        for x in 0..<area.width {
            let bars = (0..<2).map { half in
                span(of: 2 * x + half, of: 2 * area.width, outline, peak: peak, dots: dots)
            }
            for row in 0..<area.height {
                let cell = Self.cell(bars, row: row, canvas.appearance)
                if let cell { canvas[area.x + x, area.y + row] = cell }
            }
        }
    }

    /// The rows of dots, from above, that one half column fills.
    private static func span(of index: Int, of count: Int, _ outline: SoundOutline, peak: Float, dots: Int)
        -> ClosedRange<Int>
    {
        let total = outline.envelope.count
        let from = index * total / count
        let columns = outline.envelope[from..<min(total, max(from + 1, (index + 1) * total / count))]
        let high = columns.reduce(-Float.infinity) { max($0, $1.highest) } / peak
        let low = columns.reduce(Float.infinity) { min($0, $1.lowest) } / peak
        let middle = Float(dots - 1) / 2
        let (top, bottom) = (Int((middle - high * middle).rounded()), Int((middle - low * middle).rounded()))
        return min(max(top, 0), dots - 1)...min(max(bottom, top, 0), dots - 1)
    }

    private static func cell(_ bars: [ClosedRange<Int>], row: Int, _ appearance: Appearance) -> Cell? {
        // Bits of the braille dots of the left and the right column, from above.
        let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
        var pattern: UInt32 = 0
        for (side, bar) in bars.enumerated() {
            for dot in 0..<4 where bar.contains(row * 4 + dot) { pattern |= bits[side][dot] }
        }
        guard pattern != 0 else { return nil }
        if appearance.ascii {
            return Cell(pattern.nonzeroBitCount > 4 ? "#" : pattern.nonzeroBitCount > 2 ? "|" : ":")
        }
        return UnicodeScalar(0x2800 + pattern).map { Cell(Character($0)) }
    }
}
