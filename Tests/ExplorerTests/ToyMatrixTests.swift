import Cells
import Explanation
import Explorer
import Models
import Numerics
import Perceiver
import TestData
import Testing
import ToyKinds

/// The explorer's matrices of kinds of models that it does not know.
@Suite struct ToyMatrixTests {
    /// Every layer whose queries are its keys: rows ask, columns are asked, and the cursor tells the number drawn there.
    @Test(arguments: ToyKinds.all.map(\.kind.name)) func matrices(name: String) throws {
        var session = try ToySession(name)
        let run = try session.run
        let formulas = try ToyFormulas(run)
        for (index, layer) in run.model.layers.enumerated() where layer.queries == layer.keys {
            try session.look(atLayer: index)
            let (word, count) = (layer.keys == .input ? "token" : "latent", run.size(of: layer.keys))
            // Tokens are shown one by one until all are asked for.
            if layer.keys == .input && index == 0 { session.press(.character("a"), times: 3) }
            session.press(.character("2"), .enter)
            session.press(.up, times: count)
            #expect(session.title.contains("\(layer.name) · \(word) 0 of \(count) · head mean"))
            guard case .matrix(let matrix) = try session.map.content else {
                Issue.record("\(layer.name) is no matrix")
                return
            }
            let own = formulas.mean(index)
            #expect(largestDifference(matrix.values.elements, own.elements) < 1e-5)
            try expectMatrix(matrix, of: word, in: &session)
            session.press(.enter)
        }
    }

    /// The same clustered: sides, cursor and readings have the latents' own numbers.
    @Test(arguments: ToyKinds.all.map(\.kind.name)) func clusteredMatrices(name: String) throws {
        var session = try ToySession(name)
        let run = try session.run
        let formulas = try ToyFormulas(run)
        for (index, layer) in run.model.layers.enumerated() where layer.queries == layer.keys {
            try session.look(atLayer: index)
            let (word, count) = (layer.keys == .input ? "token" : "latent", run.size(of: layer.keys))
            if layer.keys == .input && index == 0 { session.press(.character("a"), times: 3) }
            session.press(.character("H"), .character("2"), .enter)
            session.press(.up, times: count)
            guard case .matrix(let matrix) = try session.map.content else {
                Issue.record("\(layer.name) is no matrix")
                return
            }
            let first = "\(word) \(matrix.queries[0]) of \(count)"
            #expect(session.title.contains("\(layer.name) · \(first) · clustered · head mean"))
            let own = formulas.mean(index)
            #expect(matrix.queries == PooledMatrix(values: own).clustered().queries)
            let expected = matrix.queries.flatMap { query in matrix.keys.map { own[query, $0] } }
            #expect(largestDifference(matrix.values.elements, expected) < 1e-5)
            try expectMatrix(matrix, of: word, in: &session)
            session.press(.enter, .character("H"))
            #expect(!session.title.contains("clustered"))
        }
    }

    /// Goes over a matrix cell by cell.
    private func expectMatrix(_ matrix: PooledMatrix, of word: String, in session: inout ToySession) throws {
        let values = matrix.values
        let scale = Scale(values.elements, kind: .clipped, fromZero: true)
        for row in 0..<values.rows {
            session.press(.left, times: values.columns)
            for column in 0..<values.columns {
                let number = Numbers.short(Double(values[row, column]))
                let lines = session.pane.joined(separator: "\n")
                let (query, key) = (matrix.queries[row], matrix.keys[column])
                #expect(lines.contains("\(word) \(query) attends to \(word) \(key)\n"), "\(lines)")
                #expect(lines.contains("weight \(number) · "))
                let mark = try #require(session.cells { $0.character == "v" && $0.style == .bold }.first)
                let line = try #require(session.cells { $0.character == "<" && $0.style == .bold }.first)
                #expect(session.canvas.rows[line.y].contains("\(query)>"))
                expectColour(of: Float(scale(values[row, column])), in: session.canvas[mark.x, line.y])
                session.press(.right)
            }
            session.press(.down)
        }
    }

    /// A token that was removed asks nothing: its row is left out, and the rows keep their tokens' numbers.
    @Test func removedTokensHaveNoRow() throws {
        var session = try ToySession("ToyCausal")
        session.press(.character("a"), times: 4)
        session.press(.character("2"), .character("a"), .enter)
        session.press(.left, times: 20)
        session.press(.right, .character(" "), .character("d"), .escape)
        session.press(.character("a"), times: 3)
        guard case .matrix(let matrix) = try session.map.content else {
            Issue.record("there is no matrix")
            return
        }
        #expect(matrix.queries == [0] + Array(2..<12) && matrix.keyCount == 12)
        session.press(.character("2"), .enter)
        session.press(.up, times: 20)
        session.press(.down)
        #expect(session.title.contains("token 2 of "))
        #expect(session.pane.joined(separator: "\n").contains("token 2 attends to token "))
    }
}
