import Cells
import Explanation
import Explorer
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing
import ToyKinds

/// An explorer of a model that the program does not know, driven by keys; its questions get their real answers.
struct ToySession {
    /// A folder with the model, gone with the last session that has it.
    private final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "toy-\(UUID().uuidString)")

        deinit { try? FileManager.default.removeItem(at: url) }
    }

    /// What each of the kinds is shown.
    static let inputs: [String: [Source]] = [
        "ToyCausal": [.text("to be or not"), .text("or be")], "ToyCrossing": pictures,
        "ToyPoints": [
            .text("1 2\n-0.5 0.25\n0 0\n2 -1\n0.125 0.75\n1.75 1.125\n"), .text("1 1\n3 0.5\n"),
        ],
        "ToyTokens": pictures,
    ]
    private static let pictures = ["dog", "cat"].map { name in
        let path = Session.fixtures.appending(path: "../../assets/samples/\(name).jpg")
        return Source.file(path: path.standardizedFileURL.path)
    }

    private(set) var explorer: Explorer
    /// What is seen after the last key.
    private(set) var canvas: Canvas
    /// What was to be written last.
    private var figure: DrawnFigure?
    private let folder: Folder?

    /// A screen on which the model has run.
    ///
    /// - Parameter inputs: how many there are.
    init(_ name: String, width: Int = 116, height: Int = 30, inputs count: Int = 1) throws {
        let toy = try #require(ToyKinds.all.first { $0.kind.name == name })
        let folder = Folder()
        try toy.write(to: folder.url)
        let inputs = try #require(Self.inputs[name])
        self.init(
            model: folder.url.path,
            Array(inputs.prefix(count)),
            folder: folder,
            width: width,
            height: height
        )
    }

    /// A screen on which the model of a folder has run.
    init(model: String, _ inputs: [Source], width: Int = 116, height: Int = 30) {
        self.init(model: model, inputs, folder: nil, width: width, height: height)
    }

    private init(model: String, _ inputs: [Source], folder: Folder?, width: Int, height: Int) {
        self.folder = folder
        explorer = Explorer(
            Explorer.Setting(program: "", appearance: Appearance(depth: .full, ascii: false)),
            size: Size(width: width, height: height),
            model: .folder(path: model),
            folder: "/"
        )
        canvas = Canvas(explorer.size)
        perform(explorer.start(with: inputs))
        canvas = explorer.view()
    }

    /// Presses keys one after the other.
    mutating func press(_ keys: Key...) { press(keys) }

    /// Presses a key again and again.
    mutating func press(_ key: Key, times: Int) { press(Array(repeating: key, count: times)) }

    mutating func press(_ keys: [Key]) {
        for key in keys { perform(explorer.apply(.terminal(.key(key)))) }
        canvas = explorer.view()
    }

    /// Looks at a layer by its place among the model's layers.
    mutating func look(atLayer index: Int) throws {
        press(.character("{"), times: try run.model.layers.count - 1)
        press(.character("}"), times: index)
    }

    /// Writes the map with the key for it: the figure that is to be written.
    mutating func written() throws -> DrawnFigure {
        press([.character("w"), .enter])
        return try #require(figure)
    }

    private mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .ask(let ask):
                let result = Result { try ask.question.answer(ask.known) { _ in } }
                    .mapError { Failure("\($0)") }
                perform(explorer.apply(.answered(ask.id, ask.question, result)))
            case .save(let path, let figure):
                self.figure = figure
                perform(explorer.apply(.saved(path: path, .success(path))))
            case .saveTable(let path, _), .savePage(let path, _), .savePair(let path, _):
                perform(explorer.apply(.saved(path: path, .success(path))))
            case .cancel, .tick, .setMouse, .redraw, .suspend, .quit: break
            }
        }
    }

    // MARK: what is known and seen

    /// The run of the input that is shown.
    var run: Run {
        get throws {
            let question = try #require(explorer.needed.lazy.compactMap { $0 as? RunQuestion }.first)
            return try #require(explorer.ledger[question])
        }
    }

    /// The answer that is drawn.
    var map: MapAnswer {
        get throws {
            switch explorer.kept.first {
            case let question as MapQuestion: try #require(explorer.ledger[question])
            case let question as RelevanceQuestion: try #require(explorer.ledger[question])
            default: throw Failure("no map is drawn")
            }
        }
    }

    var screen: String { canvas.rows.joined(separator: "\n") }

    /// The columns of the pane with the map.
    private var columns: Range<Int> {
        let row = canvas.rows[1]
        let ends = row.enumerated().filter { $0.element == "┬" }.map(\.offset)
        return ends.count == 2 ? ends[0] + 1..<ends[1] : 1..<row.count - 1
    }

    /// The title of the map.
    var title: String { String(Array(canvas.rows[1])[columns]) }

    /// The lines of the pane with the map, without what is around them.
    var pane: [String] {
        canvas.rows.dropFirst(2).dropLast(2).map {
            String(Array($0)[columns]).trimmingCharacters(in: .whitespaces)
        }
    }

    /// The place and the number under the cursor, or at the peak, as they are written.
    var reading: (place: String, number: Double, rank: Int) {
        get throws {
            let index = try #require(pane.lastIndex { $0.contains(" rank ") || $0.contains("rank ") })
            let line = pane[index]
            let number = try #require(try line.firstMatch(of: Regex(#"(-?[0-9.]+) · "#))?.output[1].substring)
            let rank = try #require(try line.firstMatch(of: Regex(#"rank ([0-9]+) of"#))?.output[1].substring)
            return (pane[index - 1], try #require(Double(number)), try #require(Int(rank)))
        }
    }

    /// The cells of the map's pane that are as described.
    func cells(where isWanted: (Cell) -> Bool) -> [(x: Int, y: Int)] {
        (2..<canvas.size.height - 2).flatMap { y in columns.map { (x: $0, y: y) } }
            .filter { isWanted(canvas[$0.x, $0.y]) }
    }
}

/// A toy's forward pass written as formulas, with what every layer attends to.
struct ToyFormulas {
    /// For each layer and head `[queries, keys]`.
    let weights: [[Matrix]]

    /// Goes through all layers with what the model got of an input.
    init(_ run: Run) throws {
        var states = [Space.input: run.input.read]
        states[.latents] = run.model.trunk.latents
        var weights: [[Matrix]] = []
        for layer in run.model.trunk.layers {
            let (x, y) = try (#require(states[layer.queries]), #require(states[layer.keys]))
            let naive = NaiveAttention(layer: layer.attention, isCausal: layer.mask == .causal)
            let keys = layer.isSelfAttention ? nil : y
            weights.append(
                naive.scores(x, over: keys).map { scores in
                    let rows = (0..<scores.rows).flatMap { Naive.softmax(scores[row: $0]) }
                    return Matrix(rows: scores.rows, columns: scores.columns, rows)
                }
            )
            states[layer.queries] = naive(x, over: keys)
        }
        self.weights = weights
    }

    /// A layer's attention, heads averaged.
    func mean(_ layer: Int) -> Matrix {
        var sum = weights[layer][0]
        for other in weights[layer].dropFirst() { sum.add(other) }
        sum.scale(by: 1 / Float(weights[layer].count))
        return sum
    }

    /// What the class reads through a layer: the row of the vector it is read from, or the average.
    func answer(_ layer: Int, of name: String) -> [Float] {
        let mean = mean(layer)
        return switch name {
        case "ToyTokens": mean[row: mean.rows - 1]
        case "ToyPoints": mean[row: 0]
        default: mean.columnMeans()
        }
    }
}

extension Run {
    /// Numbers of the tokens that were read, where these are among all tokens; 0 of those that were removed.
    func overTokens(_ numbers: [Float]) -> [Float] {
        var all = [Float](repeating: 0, count: input.tokens.rows)
        for (token, number) in zip(input.kept, numbers) { all[token] = number }
        return all
    }
}

/// Expects a cell to have the colour of a share of a scale, in steps or not; of next to nothing no colour.
func expectColour(of share: Float, in cell: Cell, _ palette: Palette = .inferno) {
    let share = Double(share)
    let wanted = [palette(share).colour, palette((share * 63).rounded() / 63).colour]
    let colours = [cell.style.foreground, cell.style.background]
    #expect(colours.contains(where: wanted.contains) || share < 0.04, "\(share): \(colours)")
}
