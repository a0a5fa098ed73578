import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics

/// An explorer whose effects are answered at once, with made-up results that are the same everywhere.
///
/// The model is the tiny one of the fixtures, for its shape; predictions, maps and comparisons are
/// formulas, so that no picture of a screen depends on a processor's rounding.
struct Session {
    private(set) var explorer: Explorer
    private(set) var effects: [Effect] = []
    /// What a source opens as; sources that are not here fail.
    private var media: [Source: Medium]
    /// Whether class-specific maps stay in the making.
    var holdsExplanations = false

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// A session with a picture, a sound and a text, the picture selected and run.
    init(
        width: Int = 80,
        height: Int = 24,
        depth: ColourDepth = .full,
        ascii: Bool = false,
        sources: [Source] = [Self.picture, Self.sound, Self.text],
        loadsModel: Bool = true
    ) throws {
        media = [
            Self.picture: .image(Self.image), Self.sound: .sound(Self.wave),
            Self.text: .text(Text(Self.sentence)),
        ]
        explorer = Explorer(
            program: "perceiver 1.0",
            size: Size(width: width, height: height),
            appearance: Appearance(depth: depth, ascii: ascii),
            folder: "/home/ada"
        )
        let model = try Model(folder: Self.fixtures.appending(path: "models/tiny"))
        answer(explorer.start(with: sources).filter { if case .loadModel = $0 { false } else { true } })
        if loadsModel { send(.modelLoaded(.success(model))) }
    }

    static let picture = Source.file(path: "/home/ada/cat.png")
    static let sound = Source.file(path: "/home/ada/meow.ogg")
    static let sentence = "Ein Hund bellt — laut!"
    static let text = Source.text(sentence)

    /// Presses keys one after the other.
    mutating func press(_ keys: Key...) { for key in keys { send(.terminal(.key(key))) } }

    /// Types characters one after the other.
    mutating func type(_ text: String) { for character in text { press(.character(character)) } }

    /// Lets something happen, and answers what the explorer asks for.
    mutating func send(_ event: Event) { answer(explorer.apply(event)) }

    /// The screen's rows as text.
    var rows: [String] { explorer.view().rows }

    /// The screen as text.
    var screen: String { rows.joined(separator: "\n") }

    private mutating func answer(_ effects: [Effect]) {
        self.effects += effects
        for effect in effects {
            if let event = event(for: effect) { send(event) }
        }
    }

    private func event(for effect: Effect) -> Event? {
        switch effect {
        case .open(let id, let source, let model):
            return .opened(id, opened(source, model))
        case .run(let id, let input, let model):
            return .ran(id, .success(MadeUp.run(model, input)))
        case .map(let key, let run):
            return .mapped(key, MadeUp.map(key, run))
        case .explain(let key, let run):
            if holdsExplanations { return .progressed(key, 0.4) }
            let values = (0..<run.input.layout.count).map { Float($0 % 7) - 3 }
            return .explained(
                key,
                Relevance(values: values, isSigned: true, meaning: "log p lost without the part")
            )
        case .compare(let key, let first, let second):
            return .compared(key, MadeUp.comparison(key, first, second))
        case .list(let path):
            return .listed(
                path: path,
                Self.folders[path].map { .success($0) } ?? .failure(Failure("\(path): cannot be listed"))
            )
        case .preview(let path, let model):
            return .previewed(path: path, opened(.file(path: path), model))
        case .save(let path, _):
            return .saved(.success(path))
        case .loadModel, .cancelExplanations, .setMouse, .redraw, .suspend, .quit:
            return nil
        }
    }

    private func opened(_ source: Source, _ model: Model) -> Result<OpenedMedium, Failure> {
        let typed = if case .text(let text) = source { Medium.text(Text(text)) } else { nil as Medium? }
        guard let medium = typed ?? media[source] else {
            return .failure(Failure("\(source.name): is empty; expected a picture, a sound or a text"))
        }
        do { return .success(try OpenedMedium(medium, model: model)) } catch {
            return .failure(Failure("\(error)"))
        }
    }

    static let folders: [String: [FolderItem]] = [
        "/home/ada": [
            FolderItem(name: "more", isFolder: true, size: 0),
            FolderItem(name: ".hidden", isFolder: false, size: 3),
            FolderItem(name: "cat.png", isFolder: false, size: 81_234),
            FolderItem(name: "empty.wav", isFolder: false, size: 0),
            FolderItem(name: "meow.ogg", isFolder: false, size: 23_456),
        ],
        "/home": [FolderItem(name: "ada", isFolder: true, size: 0)], "/home/ada/more": [],
    ]

    // MARK: what is opened

    private static let image: Image = {
        var pixels: [UInt8] = []
        for i in 0..<60 * 40 { pixels += [UInt8(i % 60 * 4), UInt8(i / 60 * 6), UInt8(i % 13 * 19)] }
        return Image(width: 60, height: 40, pixels: pixels)
    }()

    private static let wave: Sound = {
        let samples = (0..<6000).map { i -> Float in
            let tone = Float((i * i / 400) % 101 - 50) / 60
            return tone * Float(i) / 6000
        }
        return Sound(sampleRate: 16000, samples: samples)
    }()
}

/// Results as formulas of their place.
private enum MadeUp {
    static func run(_ model: Model, _ input: InputArray) -> Run {
        let trace = model.encoder(input.tokens)
        let predictions = model.tasks(for: input.modality).map { task in
            Prediction(
                task: task.name,
                labels: task.labels,
                logits: task.labels.indices.map { Float(($0 * 5 + 2) % 7) / 2 - 1 }
            )
        }
        return Run(
            model: model,
            input: input,
            trace: trace,
            predictions: predictions,
            duration: .microseconds(7300)
        )
    }

    static func map(_ key: MapKey, _ run: Run) -> AttentionMap {
        let latents = run.model.latentCount
        let size: (rows: Int, columns: Int) =
            switch key.layer {
            case .encoder: (latents, run.input.layout.count)
            case .selfAttention: (latents, latents)
            case .decoder: (1, latents)
            }
        // Eighths and powers of two: every sum of them is exact.
        let values = Matrix(
            rows: size.rows,
            columns: size.columns,
            (0..<size.rows * size.columns).map { i in
                let (row, column) = (i / size.columns, i % size.columns)
                return Float((column * 3 + row * 5 + (key.head == .mean ? 0 : 4)) % 16) / 1024
            }
        )
        return AttentionMap(layer: key.layer, head: key.head, unit: key.unit, values: values)
    }

    static func comparison(_ key: ComparisonKey, _ first: Run, _ second: Run) -> Comparison {
        let tasks = [first.tasks[key.firstTask].name, second.tasks[key.secondTask].name]
        let concepts = [("dog", [0.5, 0.75]), ("cat", [0.25, 0.125])].map {
            Comparison.SharedConcept(name: $0.0, probabilities: $0.1)
        }
        let latents = (0..<first.model.latentCount).map { latent in
            Comparison.LatentPair(
                latent: latent,
                similarity: Double(latent) / 8 - 0.25,
                entropies: [4 + Double(latent) / 4, 5.5],
                partner: (latent * 3) % first.model.latentCount,
                partnerSimilarity: 0.875 - Double(latent) / 16
            )
        }
        return Comparison(tasks: tasks, concepts: tasks.contains("topic") ? [] : concepts, latents: latents)
    }
}

extension Canvas {
    /// The characters of each row; the second cell of a wide character is left out.
    var rows: [String] {
        (0..<size.height).map { y in
            String((0..<size.width).compactMap { x in self[x, y].character })
        }
    }
}
