import Cells
import Foundation

/// What a person asked of the screen.
public struct TerminalOptions: Sendable {
    /// The colours to use whatever the terminal claims; `nil` to find out.
    public var depth: ColourDepth?
    /// Whether clicks and the wheel come to the program; if not, the terminal's own selection works.
    public var mouse: Bool
    /// Whether to draw with ASCII only, whatever the locale.
    public var ascii: Bool
    /// Where `TERM`, `COLORTERM` and `NO_COLOR` are looked up.
    public var environment: [String: String]

    /// Options; without arguments everything is found out.
    public init(
        depth: ColourDepth? = nil,
        mouse: Bool = true,
        ascii: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.depth = depth
        self.mouse = mouse
        self.ascii = ascii
        self.environment = environment
    }

    /// The name of the terminal's type; empty if there is none.
    package var type: String { environment["TERM"] ?? "" }
}
