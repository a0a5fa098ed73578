public import Numerics

/// Which part of each token tells what is there, and which part tells where that is.
public enum TokenMakeup: Sendable {
    /// The two are not told apart: all of a token counts as content.
    case mixed
    /// The first channels are content, the others position and kind; how many, for each section of the layout.
    case beside(contentChannels: [Int])
    /// What is there was added to these vectors, `[M, C]`, which tell where.
    case added(positions: Matrix)
}

extension InputArray {
    /// What tokens have of their content alone, `[M, C]`: position is taken away, and what is left keeps its channels.
    public var contentPart: Matrix { contentPart(of: Array(0..<tokens.rows)) }

    /// The same of some tokens, in their order.
    public func contentPart(of numbers: [Int]) -> Matrix {
        switch makeup {
        case .mixed: return tokens.gathered(rows: numbers)
        case .added(let positions):
            var content = positions.gathered(rows: numbers)
            content.scale(by: -1)
            content.add(tokens.gathered(rows: numbers))
            return content
        case .beside(let counts):
            var content = tokens.gathered(rows: numbers)
            let (columns, sections) = (tokens.columns, layout.sections)
            content.withMutableElements { elements in
                for (row, token) in numbers.enumerated() {
                    let count = counts[sections.lastIndex { $0.first <= token } ?? 0]
                    for i in row * columns + count..<(row + 1) * columns { elements[i] = 0 }
                }
            }
            return content
        }
    }

    /// Tokens of which each has the average content of its section at its own position, `[M, C]`: an input that tells
    /// nothing of what is where.
    public var averageTokens: Matrix {
        let content = contentPart
        var average = content
        average.scale(by: -1)
        average.add(tokens)
        for section in layout.sections {
            let mean = content[rows: section.tokens].columnMeans()
            for token in section.tokens {
                average.replaceRow(token, with: zip(average[row: token], mean).map { $0 + $1 })
            }
        }
        return average
    }
}
