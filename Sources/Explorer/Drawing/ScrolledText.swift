import Cells
import Explanation
import Models

/// Where the tokens of a wrapped text lie in an area that shows some of its lines.
package struct ScrolledText: Geometry {
    /// The characters in lines.
    package let text: TextGeometry
    /// The first line that is shown.
    let firstLine: Int
    /// Lines of the screen for one of the text.
    let linesPerLine: Int
    /// Where they lie.
    let area: Rectangle

    /// A text scrolled so far that a token's character lies in the middle, if it is longer than the area.
    package init(_ text: TextGeometry, showing token: Int?, linesPerLine: Int = 1, in area: Rectangle) {
        self.text = text
        self.linesPerLine = linesPerLine
        self.area = area
        let visible = max(1, area.height / linesPerLine)
        let index = token.flatMap { text.index(ofToken: $0) }
        let line = index.map { text.characters[$0].line } ?? 0
        firstLine = max(0, min(line - visible / 2, text.lineCount - visible))
    }

    /// The cell that a character begins in, be it outside the area.
    func place(of character: TextGeometry.Placed) -> (x: Int, y: Int) {
        (area.x + character.x, area.y + (character.line - firstLine) * linesPerLine)
    }

    private func character(cellX: Int, cellY: Int) -> TextGeometry.Placed? {
        guard area.contains(x: cellX, y: cellY) else { return nil }
        let line = (cellY - area.y) / linesPerLine + firstLine
        return text.index(line: line, x: cellX - area.x).map { text.characters[$0] }
    }

    package func tokens(cellX: Int, cellY: Int) -> [Int] {
        Array(character(cellX: cellX, cellY: cellY)?.tokens ?? 0..<0)
    }

    package func token(cellX: Int, cellY: Int) -> Int? {
        character(cellX: cellX, cellY: cellY)?.tokens?.lowerBound
    }

    package func contains(_ token: Int) -> Bool { cell(of: token) != nil }

    package func cell(of token: Int) -> (x: Int, y: Int)? {
        guard let index = text.index(ofToken: token) else { return nil }
        let place = place(of: text.characters[index])
        return area.contains(x: place.x, y: place.y) ? place : nil
    }

    package func moved(_ token: Int, across: Int, down: Int, over relevance: Relevance?) -> Int? {
        guard let index = text.index(ofToken: token) else { return nil }
        let here = text.characters[index]
        let target = down == 0 ? index + across : text.index(line: here.line + down, x: here.x)
        guard let target, target != index, text.characters.indices.contains(target),
            let tokens = text.characters[target].tokens
        else { return nil }
        return relevance?.strongest(of: tokens) ?? tokens.lowerBound
    }

    package func mostTokens(inWholeCells: Bool) -> Int {
        text.characters.reduce(0) { max($0, $1.tokens?.count ?? 0) }
    }
}
