import Media

/// Where the characters of a text lie on the screen: wrapped into lines, each character with its bytes.
package struct TextGeometry: Sendable {
    package struct Placed: Sendable {
        package let character: Character
        package let bytes: Range<Int>
        /// The cell it begins in.
        package let x: Int
        package let line: Int
        package let width: Int
    }

    package let characters: [Placed]
    package let lineCount: Int

    /// Lays a text out in lines of so many cells; a line break shows as its own character.
    package init(_ text: Text, width: Int, breakMark: Character) {
        var placed: [Placed] = []
        var (x, line, byte) = (0, 0, 0)
        for character in text.string {
            let count = character.utf8.count
            let shown = character.isNewline ? breakMark : Glyphs.visible(character)
            let cells = Glyphs.width(of: shown)
            if x + cells > width && x > 0 { (x, line) = (0, line + 1) }
            placed.append(
                Placed(character: shown, bytes: byte..<byte + count, x: x, line: line, width: cells)
            )
            x += cells
            byte += count
            if character.isNewline { (x, line) = (0, line + 1) }
        }
        characters = placed
        lineCount = (placed.last?.line ?? 0) + 1
    }

    /// The index of the character that a byte belongs to.
    package func index(ofByte byte: Int) -> Int? {
        var (low, high) = (0, characters.count)
        while low < high {
            let middle = (low + high) / 2
            if characters[middle].bytes.upperBound <= byte { low = middle + 1 } else { high = middle }
        }
        return low < characters.count ? low : nil
    }

    /// The character nearest to a cell of a line.
    package func index(line: Int, x: Int) -> Int? {
        let inLine = characters.indices.filter { characters[$0].line == line }
        return inLine.last { characters[$0].x <= x } ?? inLine.first
    }
}
