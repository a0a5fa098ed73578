import Cells
import Explorer
import Terminal

extension DrawnFigure {
    /// The figure in lines of text.
    ///
    /// Without colours a map would have the same characters as the input that it lies over. The input comes first then,
    /// and the map by itself below it.
    func text(width: Int, appearance: Appearance) -> String {
        func text(_ figure: DrawnFigure) -> String {
            figure.canvas(width: width, appearance: appearance).text(appearance: appearance)
        }
        guard appearance.depth == .monochrome, let parts = apart else { return text(self) }
        return "input\n\(text(parts.input))\n\nmap\n\(text(parts.map))"
    }
}
