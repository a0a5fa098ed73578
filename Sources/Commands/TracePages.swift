import ArgumentParser
import Explanation
import Explorer
import Models

/// Where the pages of the overview are written.
struct OverviewOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write all layers and heads, small, as \(formats.endings). Of several inputs one each, into a folder, as PNG.
            """,
            valueName: "file|dir/"
        ),
        completion: .file(extensions: formats.map(\.rawValue)),
        transform: OutputPath.parser(formats.map(\.rawValue), orFolder: true)
    )
    var overview: OutputPath?
    @Option(
        help: ArgumentHelp(
            """
            Write tokens and latents in the colours of their principal components, and how alike one token is to all \
            others, in the same formats.
            """,
            valueName: "file|dir/"
        ),
        completion: .file(extensions: formats.map(\.rawValue)),
        transform: OutputPath.parser(formats.map(\.rawValue), orFolder: true)
    )
    var components: OutputPath?
    @Option(
        help: ArgumentHelp(
            "The token that --components compares with all others; without it the one in the middle.",
            valueName: "number"
        )
    )
    var token: Int?
    @Option(
        help: ArgumentHelp(
            """
            The layer after which --components takes features of tokens, of models that make them; without it those that \
            answers are read from.
            """,
            valueName: "layer"
        )
    )
    var after: String?
    @OptionGroup var colours: PageColours

    private static let formats = DrawnFigure.FileFormat.numberedPages

    /// Whether anything is written.
    var writes: Bool { overview != nil || components != nil }

    func validate() throws {
        if let token, components == nil {
            throw ValidationError("--token \(token): give --components, too")
        }
        if let after, components == nil {
            throw ValidationError("--after \(after): give --components, too")
        }
    }

    /// The files that are written for some inputs.
    ///
    /// - Throws: ``WrongUsage`` if several inputs have one file.
    func pages(for sources: [Source]) throws -> OverviewPages {
        let ending = DrawnFigure.FileFormat.png.rawValue
        return OverviewPages(
            options: self,
            overview: try overview?.places("--overview", for: sources, ending: ending),
            components: try components?.places("--components", for: sources, ending: ending)
        )
    }
}

/// The files that pages of the overview are written to.
struct OverviewPages {
    fileprivate let options: OverviewOptions
    fileprivate let overview: OutputPlaces?
    fileprivate let components: OutputPlaces?

    /// Writes what is wanted of an input.
    ///
    /// - Throws: an error whose description is a sentence for the user.
    func write(_ subject: Subject, asker: Asker?, _ answers: inout CommandAnswers) throws {
        let opened = try answers(OpenQuestion(subject))
        let background = options.colours.background
        if let overview {
            let numbers = try answers.numbers(OverviewQuestion(subject, asker: asker))
            let page = SavedPage(numbers, over: opened, background: background)
            try page.write(to: overview.path(for: subject.source))
        }
        if let components {
            let token = try token(of: opened)
            let layer = try layer(of: answers(ModelQuestion(subject.model)))
            let numbers = try answers.numbers(KeyCosinesQuestion(subject, token: token, after: layer))
            let page = SavedPage(numbers, of: opened, background: background)
            try page.write(to: components.path(for: subject.source))
        }
    }

    private func layer(of model: Model) throws -> String? {
        guard let after = options.after else { return nil }
        guard model.featureCount != nil else {
            throw WrongUsage("--after \(after): this model makes no features of tokens")
        }
        guard model.layer(named: after) != nil else {
            let names = model.layers.map(\.name).joined(separator: ", ")
            throw WrongUsage("--after \(after): this model has \(names)")
        }
        return after
    }

    private func token(of opened: OpenedMedium) throws -> Int {
        let layout = opened.input.layout
        guard let token = options.token else { return layout.middleToken }
        guard token >= 0 && token < layout.count else {
            throw WrongUsage("--token \(token): this input has tokens 0 to \((layout.count - 1).grouped)")
        }
        guard !opened.input.removed.contains(token) else {
            throw WrongUsage("--token \(token): it is removed; give another one")
        }
        return token
    }
}
