import Cells
import Explorer

extension ScreenTests {
    /// The pages that lead through a model.
    static let tracing = [
        Scene(name: "trace") { $0.press(.character("T")) },
        Scene(name: "trace-latent") {
            $0.press(.character("T"), .character("v"), .right, .down, .character("e"))
        },
        Scene(name: "trace-region") {
            $0.press(.down, .down, .enter, .character("T"), .right, .right)
        },
        Scene(name: "overview") { $0.press(.character("O"), .down, .right) },
        Scene(name: "overview-tokens") { $0.press(.character("O"), .character("v"), .right) },
        Scene(name: "overview-other") {
            $0.press(.down, .down, .enter, .up, .up, .character("O"), .character("v"), .character("c"))
        },
        Scene(name: "compare-views") {
            $0.press(.character("B"), .character("x"), .character("c"))
        },
        Scene(name: "compare-pinned") {
            $0.press(.character("B"), .character("J"), .character("c"))
        },
    ]
}
