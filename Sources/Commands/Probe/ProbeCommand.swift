import ArgumentParser
import Explanation
import Explorer
import Files
import Media
import Models

/// Measures what a linear classifier finds in each layer's features.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Measure how well a linear classifier tells classes apart from each layer's features.",
        discussion: """
            The folder has one folder for each class. Each file in them is run once, and a layer's vectors are pooled \
            into one. A linear classifier (logistic regression) is fitted to all folds but one, and asked about that one; \
            so are the nearest neighbours by cosine. The baseline is the share of the most frequent class.

            EXAMPLES
              perceiver probe animals --model dinov2-small
              perceiver probe sounds --layer all --folds 10 --csv layers.csv
              perceiver probe animals --model vit-base --pool cls
            """
    )

    @Argument(help: "A folder with one folder for each class.", completion: .directory) var folder: String
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("A layer's name, or all.", valueName: "layer")) var layer = "all"
    @Option(help: ArgumentHelp("How vectors become one: mean, cls or last.", valueName: "how"))
    var pool = FeaturePooling.mean.rawValue
    @Option(help: ArgumentHelp("Folds of the cross-validation.", valueName: "n")) var folds = 5
    @Option(help: ArgumentHelp("Chooses how inputs are dealt to folds.", valueName: "n")) var seed: UInt64 = 0
    @Option(help: ArgumentHelp("How little weights are held back (scikit-learn's C).", valueName: "c"))
    var c = 1.0
    @Option(help: ArgumentHelp("How many nearest neighbours vote.", valueName: "n")) var neighbours = 5
    @OptionGroup(title: "What is printed or written") var output: NumbersOptions

    func validate() throws {
        if FeaturePooling(rawValue: pool) == nil {
            throw ValidationError("--pool \(pool): mean, cls or last")
        }
        if !(2...1000).contains(folds) { throw ValidationError("--folds must be 2 to 1000") }
        if !(c > 0 && c.isFinite) { throw ValidationError("--c must be above 0") }
        if neighbours < 1 { throw ValidationError("--neighbours must be at least 1") }
    }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        let layers = try layers(of: model)
        let pooling = FeaturePooling(rawValue: pool) ?? .mean
        let classes = try classNames()
        var (inputs, owners) = (NamedInputs(), [Source: Int]())
        for (number, name) in classes.enumerated() {
            let paths = inputs.find([folder + "/" + name], areFoldersClips: false, model)
            for source in try Source.files(paths, options: Source.Options(), for: model) {
                owners[source] = number
                inputs.sources.append(source)
            }
        }
        var (features, labels) = ([[[Float]]](repeating: [], count: layers.count), [Int]())
        // What the model has no tokens for fails for every input: it is told once.
        var refusal: Failure?
        inputs.forEach(self.model.place, &answers) { subject, answers in
            guard refusal == nil else { return }
            let run = try answers(RunQuestion(subject))
            let found: [[Float]]
            do throws(Failure) {
                found = try layers.map { layer throws(Failure) in try run.pooled(layer: layer, pooling) }
            } catch {
                refusal = error
                return
            }
            for (place, vector) in found.enumerated() { features[place].append(vector) }
            labels.append(owners[subject.source] ?? 0)
        }
        if let refusal { throw WrongUsage("\(refusal)") }
        if labels.isEmpty { try inputs.end() }
        try check(labels, classes)
        let dealt = LinearProbe.folds(folds, of: labels, seed: seed)
        let rows = try zip(layers, features).map { layer, features in
            let name = model.layers[layer].name
            let probe = try answers.working(on: "classifiers of \(name)") { _ in
                try LinearProbe(features, labels: labels, folds: dealt, c: c, nearest: neighbours)
            }
            return ProbeReport.Row(name, probe)
        }
        try show(ProbeReport(folder, labels, classes, folds: folds, rows))
        try inputs.end()
    }

    private func show(_ report: ProbeReport) throws {
        if output.json { print(try report.json()) }
        if let csv = output.csv {
            var table = TableOutput(csv, haveSameColumns: true)
            try table.add(report.table)
            try table.finish()
        } else if !output.json {
            for line in report.text.split(separator: "\n") { print(printable(String(line))) }
        }
    }

    private func layers(of model: Model) throws -> [Int] {
        let all = model.trunk.layers.indices.filter { model.trunk.layers[$0].queries != .outputs }
        guard layer != "all" else { return all }
        guard let found = all.first(where: { model.layers[$0].name == layer }) else {
            let names = all.map { model.layers[$0].name }.joined(separator: ", ")
            throw WrongUsage("--layer \(layer): all, \(names)")
        }
        return [found]
    }

    private func classNames() throws -> [String] {
        let names = try Folder.names(in: folder).filter {
            !$0.hasPrefix(".") && Source.isFolder(folder + "/" + $0)
        }
        guard names.count > 1 else {
            throw WrongUsage(
                "\(folder): needs a folder for each of two classes or more; it has \(names.count)"
            )
        }
        return names.sorted()
    }

    private func check(_ labels: [Int], _ classes: [String]) throws {
        for (number, name) in classes.enumerated() {
            let count = labels.count { $0 == number }
            guard count < folds else { continue }
            throw WrongUsage(
                "\(folder)/\(name): \(count.counted("input")) for \(folds) folds; add files, or take fewer with --folds"
            )
        }
    }
}
