import Cells
import Explanation

/// Where the tokens of a source lie on the screen, and which of them a place on the screen stands for.
///
/// A character or a half block stands for the token under its middle and for every token whose middle falls into it.
/// With a map it shows the strongest of them, so that none is left out.
package protocol Geometry: Sendable {
    /// Whether the token is among those that are drawn.
    func contains(_ token: Int) -> Bool
    /// The tokens that a cell of the screen stands for, in their order.
    func tokens(cellX: Int, cellY: Int) -> [Int]
    /// The one of them that stands for the others where there is no map.
    func token(cellX: Int, cellY: Int) -> Int?
    /// The cell that shows a token; `nil` if it isn't drawn.
    func cell(of token: Int) -> (x: Int, y: Int)?
    /// The next token in a direction, one step to a side or up or down; `nil` at the end.
    ///
    /// Sideways every token is reached.
    func moved(_ token: Int, across: Int, down: Int, over relevance: Relevance?) -> Int?
    /// The most tokens that a place stands for: a half block, or where there are none a whole cell.
    func mostTokens(inWholeCells: Bool) -> Int
}

extension Geometry {
    /// The token that a cell shows: of a map the strongest.
    package func shown(cellX: Int, cellY: Int, over relevance: Relevance?) -> Int? {
        relevance?.strongest(of: tokens(cellX: cellX, cellY: cellY)) ?? token(cellX: cellX, cellY: cellY)
    }
}

/// Tokens that lie on pixels: two to a cell, one above the other, or where it is only drawn and nothing is pointed at,
/// as many as a cell shows.
package protocol PixelGeometry: Geometry {
    /// The cells that the pixels take.
    var frame: Rectangle { get }
    /// How many pixels there are.
    var pixels: (width: Int, height: Int) { get }
    /// The same in the same cells with so many pixels in each; what is small by nature may keep its own.
    func finer(_ density: Density) -> Self
    /// How many pixels a cell has.
    var density: Density { get }
    /// The tokens that a pixel stands for, in their order.
    func tokens(x: Int, y: Int) -> [Int]
    /// The one of them that stands for the others where there is no map.
    func token(x: Int, y: Int) -> Int?
    /// The token that a pixel shows: of a map the strongest.
    func shown(x: Int, y: Int, over relevance: Relevance?) -> Int?
}

extension PixelGeometry {
    package func tokens(cellX: Int, cellY: Int) -> [Int] {
        guard frame.contains(x: cellX, y: cellY) else { return [] }
        let (x, y) = (cellX - frame.x, 2 * (cellY - frame.y))
        return Set(tokens(x: x, y: y) + tokens(x: x, y: y + 1)).sorted()
    }

    package func token(cellX: Int, cellY: Int) -> Int? {
        guard frame.contains(x: cellX, y: cellY) else { return nil }
        let (x, y) = (cellX - frame.x, 2 * (cellY - frame.y))
        return token(x: x, y: y) ?? token(x: x, y: y + 1)
    }

    package func shown(x: Int, y: Int, over relevance: Relevance?) -> Int? {
        relevance?.strongest(of: tokens(x: x, y: y)) ?? token(x: x, y: y)
    }
}

extension Relevance {
    /// Of some tokens the one whose number stands out most: the largest, of signed ones the farthest from zero.
    ///
    /// The largest number of the whole map comes before all others: words call its place the peak. Of equally strong
    /// ones it is the first positive one.
    ///
    /// - Parameter first: a token that stands before them.
    package func strongest(of tokens: some Sequence<Int>, than first: Int? = nil) -> Int? {
        var best = first
        for token in tokens where values.indices.contains(token) {
            if best.map({ isStronger(values[token], than: values[$0]) }) ?? true { best = token }
        }
        return best
    }

    private func isStronger(_ value: Float, than other: Float) -> Bool {
        if other.isNaN || !isSigned || value == largest || other == largest {
            return value > other || other.isNaN
        }
        return abs(value) > abs(other) || value == -other && value > 0
    }

    /// The first token with the largest number.
    package var peak: Int { values.firstIndex(of: largest) ?? 0 }

    /// Of some tokens the first with the largest number.
    func peak(of tokens: some Sequence<Int>) -> Int? {
        tokens.reduce(nil) { best, token in
            best.map { values[token] > values[$0] ? token : $0 } ?? token
        }
    }
}
