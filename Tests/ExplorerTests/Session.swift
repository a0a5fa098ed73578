import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models

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
    /// Whether comparisons stay in the making.
    var holdsComparisons = false
    /// Whether runs, rows of large maps and decoded clips stay in the making.
    var holdsWork = false
    /// Tasks to which runs know no answer.
    private let unsure: Set<String>

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// A session with a picture, a sound and a text, the picture selected and run.
    init(
        width: Int = 80,
        height: Int = 24,
        depth: ColourDepth = .full,
        ascii: Bool = false,
        sources: [Source] = [Self.picture, Self.sound, Self.text],
        model place: ModelPlace = Self.tiny,
        joinsPictures: Bool = false,
        choosesInput: Bool = false,
        largestMap: Int? = nil,
        largestMemory: Int? = nil,
        loadsModel: Bool = true,
        unsure: Set<String> = []
    ) throws {
        self.unsure = unsure
        media = Self.media
        explorer = Explorer(
            program: "perceiver 1.0",
            size: Size(width: width, height: height),
            appearance: Appearance(depth: depth, ascii: ascii),
            folder: "/home/ada"
        )
        if let largestMemory { explorer.largestMemory = largestMemory }
        if let largestMap { explorer.largestMap = largestMap }
        let effects = explorer.start(
            with: sources,
            model: place,
            joinsPictures: joinsPictures,
            choosesInput: choosesInput
        )
        if loadsModel { answer(effects) }
    }

    /// The small model of the bundled kind.
    static let tiny = ModelPlace.bundled
    /// A small model of the bundled kind with a task that is asked of every modality.
    static let shared = ModelPlace.folder(path: "/models/shared")
    /// Another one, which can decode its inputs.
    static let structured = ModelPlace.folder(path: "/models/structured")
    /// A small model of a published kind, by the name of its fixture.
    static func published(_ name: String) -> ModelPlace { .folder(path: "/models/\(name)") }

    static func model(_ place: ModelPlace) -> Result<Model, Failure> {
        let folder =
            switch place {
            case .bundled: "models/tiny"
            case shared: "models/shared"
            case structured: "models/structured"
            case .folder(let path): "published/" + (path.split(separator: "/").last ?? "")
            }
        do { return .success(try Model(folder: fixtures.appending(path: folder))) } catch {
            return .failure(Failure("\(place): is no model"))
        }
    }

    /// Presses keys one after the other.
    mutating func press(_ keys: Key...) { for key in keys { send(.terminal(.key(key))) } }

    /// Types characters one after the other.
    mutating func type(_ text: String) { for character in text { press(.character(character)) } }

    /// Opens a file by its path, and goes back to the first input.
    mutating func open(_ path: String) {
        press(.character(":"))
        type("open \(path)")
        press(.enter, .character("1"), .home)
    }

    /// Pastes a text, as a terminal tells it from keys.
    mutating func paste(_ text: String, isCut: Bool = false) {
        send(.terminal(.pasted(Paste(text, isCut: isCut))))
    }

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
        case .loadModel(let place):
            return .modelLoaded(place, Self.model(place))
        case .findModels:
            return .foundModels(Self.listings)
        case .recognise(let id, let source):
            return .recognised(id, media[source]?.modality)
        case .open(let id, let source, let model):
            return .opened(id, opened(source, model))
        case .run(let id, let input, let model):
            return holdsWork
                ? .progressed(.run(id), 0.25)
                : .ran(id, .success(MadeUp.run(model, input, unsure: unsure)))
        case .decode(let id, let position, let run):
            let first = run.model.kind == .explorer ? ByteToken.firstByte : 0
            return .decoded(id, MadeUp.bytes(run.input, positions: [position], first: first))
        case .mapRow(let key, let run):
            return holdsWork ? .progressed(.row(key), 0.5) : .mappedRow(key, MadeUp.row(key, run))
        case .pool(let key, let run):
            return holdsWork ? .progressed(.pooled(key), 0.5) : .pooled(key, MadeUp.pooled(run))
        case .reconstruct(let id, let opened, let run):
            return holdsWork
                ? .progressed(.reconstruction(id), 0.75)
                : .reconstructed(id, MadeUp.reconstruction(opened, run))
        case .map(let key, let run):
            return .mapped(key, MadeUp.map(key, run))
        case .explain(let key, let run):
            if holdsExplanations { return .progressed(.relevance(key), 0.4) }
            let values = (0..<run.input.layout.count).map { Float($0 % 7) - 3 }
            return .explained(
                key,
                Relevance(values: values, isSigned: true, meaning: "log p lost without it")
            )
        case .compare(let key, let first, let second):
            if holdsComparisons { return .progressed(.comparison(key), 0.3) }
            return .compared(key, MadeUp.comparison(key, first, second))
        case .portray(let id, let source, _, let model):
            if holdsWork { return .progressed(.portraits, 0.5) }
            return .portrayed(id, portrait(source, model))
        case .list(let path):
            return .listed(
                path: path,
                Self.folders[path].map { .success($0) } ?? .failure(Failure("\(path): cannot be listed"))
            )
        case .preview(let path, let model):
            return .previewed(path: path, preview(path, model))
        case .save(let path, _):
            return .saved(path: path, .success(path))
        case .cancel, .cancelAll, .tick, .setMouse, .redraw, .suspend, .quit:
            return nil
        }
    }

    private func portrait(_ source: Source, _ model: Model) -> Result<Portrait, Failure> {
        opened(source, model).map { MadeUp.portrait(source, $0.input.modality, model) }
    }

    private func preview(_ path: String, _ model: Model) -> Result<FilePreview, Failure> {
        if path == Self.clipFolder { return .success(.clip(ClipFolderOutline(Self.clipPreview))) }
        if Self.folders[path] != nil { return .success(.folder) }
        return opened(.file(path: path), model).map(FilePreview.medium)
    }

    private func opened(_ source: Source, _ model: Model) -> Result<OpenedMedium, Failure> {
        let whole = if case .partial(let whole, _, _) = source { whole } else { source }
        let typed = if case .text(let text) = whole { Medium.text(Text(text)) } else { nil as Medium? }
        guard let medium = typed ?? media[whole] else {
            return .failure(Failure("\(source.name): is empty; expected a picture, a sound or a text"))
        }
        do { return .success(try OpenedMedium(medium, model: model, options: source.options)) } catch {
            return .failure(Failure("\(error)"))
        }
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
