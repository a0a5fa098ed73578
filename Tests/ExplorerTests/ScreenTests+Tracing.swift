import Cells
import Explorer

extension ScreenTests {
    private static let wide = Size(width: 160, height: 45)

    /// The pages that lead through a model.
    static let tracing = [
        Scene(name: "trace", large: wide) { $0.press(.character("T")) },
        Scene(name: "trace-latent", large: wide) {
            $0.press(.character("T"), .character("v"), .right, .down, .character("e"))
        },
        Scene(name: "trace-region", large: wide) {
            $0.press(.down, .down, .enter, .character("T"), .right, .right)
        },
        Scene(name: "overview", large: wide) { $0.press(.character("O"), .down, .right) },
        Scene(name: "overview-tokens", large: wide) { $0.press(.character("O"), .character("v"), .right) },
        Scene(name: "overview-other", large: wide) {
            $0.press(.down, .down, .enter, .up, .up, .character("O"), .character("v"), .character("c"))
        },
        Scene(name: "compare-views", large: wide) {
            $0.press(.character("B"), .character("x"), .character("c"))
        },
        Scene(name: "compare-pinned", large: wide) {
            $0.press(.character("B"), .character("J"), .character("c"))
        },
    ]
}
