public import Cells
public import Explanation
import FoundationEssentials
import Media
public import Models

/// What removal does to a class of one input, by some maps and by what these are measured against.
public struct MeasuredRemovals: Sendable {
    /// A map, and how faithful it is.
    struct Map: Sendable {
        /// Its method's name, or where a screen shows attention what the map is in short.
        let name: String
        let title: String
        let found: Faithfulness
    }

    /// The input, as messages and as files name it.
    let name, given: String
    let modality: Modality
    let model: String
    let controls: ControlCurves
    let maps: [Map]

    /// What was measured of an input.
    ///
    /// - Parameters:
    ///   - source: the input.
    ///   - run: its run.
    ///   - controls: what maps of the class are measured against.
    ///   - maps: maps of the run, how faithful they are to the class, and what they are called unless that is their method.
    public init(
        _ source: Source,
        _ run: Run,
        _ controls: ControlCurves,
        _ maps: [(answer: MapAnswer, found: Faithfulness, name: String?)]
    ) {
        (name, given) = (source.writtenName, source.given)
        (modality, model) = (run.input.modality, run.model.title)
        self.controls = controls
        self.maps = maps.map { answer, found, name in
            let name = name ?? answer.facts["method"] ?? answer.title.text(isShort: true)
            return Map(name: name, title: answer.title.text(), found: found)
        }
    }
}

/// Removal curves of maps beside those of random orders and of the input's energy; of several inputs their means with
/// standard errors, for each kind of input and task.
public struct RemovalFigure: Sendable {
    private let groups: [RemovalGroup]

    /// The curves of some inputs.
    ///
    /// - Parameter inputs: what was measured of them, by the same methods, with a model and points that they share.
    public init(_ inputs: [MeasuredRemovals]) {
        var groups: [[MeasuredRemovals]] = []
        for input in inputs {
            let place = groups.firstIndex {
                $0[0].modality == input.modality
                    && $0[0].controls.target.taskName == input.controls.target.taskName
            }
            if let place { groups[place].append(input) } else { groups.append([input]) }
        }
        self.groups = groups.map { RemovalGroup(inputs: $0) }
    }

    /// The page for a light or a dark background.
    public func page(_ background: Background) -> SavedPage {
        let theme = PlateTheme(background)
        let pages = groups.map { FigurePage($0.title, $0.caption, theme: theme).plate($0.plate(theme)) }
        let json = try? ["groups": groups.map(\.description)].json()
        return SavedPage(plate: FigurePage.below(pages, theme), metadata: Data((json ?? "").utf8))
    }
}

/// Inputs of a kind that were asked the same, with their curves.
struct RemovalGroup: Sendable {
    let inputs: [MeasuredRemovals]

    /// A ranking, with its curves for one input or the means over several.
    struct Ranking {
        let name: String
        let deletion: MeanCurve
        let insertion: MeanCurve
    }

    private var first: MeasuredRemovals { inputs[0] }
    private var target: MeasuredTarget { first.controls.target }
    private var isOne: Bool { inputs.count == 1 }

    /// How long a list of names is at most.
    private static let most = 6

    // MARK: curves

    /// Random orders: of one input with the standard error of their mean.
    var random: Ranking {
        let means = inputs.map(\.controls.randomMean)
        let mean = isOne ? means[0] : MeanCurve(means.map(\.curve))
        return Ranking(name: "random orders", deletion: mean, insertion: mean.mirrored)
    }

    /// The input's energy; `nil` where there is none.
    var energy: Ranking? { ranking("input energy", inputs.compactMap(\.controls.energy)) }

    /// The maps, in the order in which they were asked for.
    var maps: [Ranking] { first.maps.compactMap { ranking($0.name, found($0.name).map(\.found.curves)) } }

    private func found(_ name: String) -> [MeasuredRemovals.Map] {
        inputs.compactMap { $0.maps.first { $0.name == name } }
    }

    private func ranking(_ name: String, _ curves: [RankingCurves]) -> Ranking? {
        guard !curves.isEmpty else { return nil }
        return Ranking(
            name: name,
            deletion: MeanCurve(curves.map(\.deletion)),
            insertion: MeanCurve(curves.map(\.insertion))
        )
    }

    /// The curves with their axes and their names.
    func plate(_ theme: PlateTheme) -> Plate {
        func line(_ ranking: Ranking, _ colour: RGB, _ dash: Double) -> RemovalPlate.Line {
            let (deletion, insertion) = (ranking.deletion, ranking.insertion)
            return .init(
                name: ranking.name,
                deletion: deletion,
                insertion: insertion,
                colour: colour,
                dash: dash
            )
        }
        let controls = [line(random, theme.faint, 3)] + (energy.map { [line($0, theme.ink, 7)] } ?? [])
        let maps = maps.enumerated().map { place, map in
            let look = RemovalPlate.look(place, theme)
            return line(map, look.colour, look.dash)
        }
        let whose = isOne ? target.label : "the target"
        let quantity = target.quantity == "p" ? "probability of \(whose)" : "value of \(whose)"
        return RemovalPlate(lines: controls + maps.reversed(), quantity: quantity, theme: theme).plate
    }
}

// MARK: words

extension RemovalGroup {
    /// What is shown.
    var title: String {
        isOne
            ? "removal curves · \(target.taskName): \(target.label)"
            : "removal curves · \(first.modality.rawValue), \(target.taskName): \(inputs.count.grouped) inputs"
    }

    /// What is said below: what was measured, and what follows for each map.
    var caption: [String] {
        let controls = first.controls
        let ends = [inputs.map(\.controls.whole), inputs.map(\.controls.none)].map(mean)
        let values = "\(controls.target.quantity) \(ends[0]) with all tokens, \(ends[1]) with none"
        let tokens = isOne ? ["\(controls.tokenCount.grouped) tokens"] : []
        let facts = ["model: \(first.model)"] + tokens + ["\(controls.points) points", values]
        let band = isOne ? "mean of \(2 * controls.random.count) orders" : "means over inputs"
        let energy = energy.map { "\($0.name): \(areas(inputs.compactMap(\.controls.energy)))" }
        return [
            isOne
                ? "input: \(first.name) (\(first.modality.rawValue))"
                : "inputs: \(Self.list(inputs.map(\.name)))",
            isOne ? "" : "targets: \(Self.list(targets))", facts.joined(separator: " · "),
        ] + first.maps.map(words) + [
            "random orders: area \(mean(inputs.map(\.controls.randomArea.mean))) · \(band); bands are ± a standard error",
            energy ?? controls.energyRefusal ?? "",
        ]
    }

    /// What can be said of a map.
    private func words(_ map: MeasuredRemovals.Map) -> String {
        let all = found(map.name)
        // Titles may tell inputs' classes.
        let title = all.allSatisfy { $0.title == map.title } ? map.title : map.name
        let name = title.hasPrefix(map.name) ? title : "\(map.name) (\(title))"
        let gains = all.map(\.found.overRandom)
        let verdicts =
            isOne
            ? map.found.verdicts
            : [
                "gain over random \(mean(gains.map(\.value)))",
                "better than random for \(gains.count { $0.verdict == .better }) of \(gains.count)",
            ]
        return ([name + ": " + areas(all.map(\.found.curves))] + verdicts).joined(separator: " · ")
    }

    private func areas(_ curves: [RankingCurves]) -> String {
        "deletion \(mean(curves.map(\.deletion.area))) · insertion \(mean(curves.map(\.insertion.area)))"
    }

    /// The mean of numbers, if there are several with its standard error.
    private func mean(_ numbers: [Double]) -> String {
        let statistics = Statistics(numbers)
        let error = statistics.error.map { " ± " + decimal($0, places: 2) } ?? ""
        return decimal(statistics.mean, places: 2) + error
    }

    /// The classes that are followed, the most frequent first.
    private var targets: [String] {
        let counts = Dictionary(grouping: inputs, by: \.controls.target.label).mapValues(\.count)
        let names = counts.keys.sorted { (-(counts[$0] ?? 0), $0) < (-(counts[$1] ?? 0), $1) }
        return names.map { "\($0) (\(counts[$0] ?? 0))" }
    }

    private static func list(_ names: [String]) -> String {
        let rest = names.count - most
        let shown = names.prefix(most).joined(separator: ", ")
        return rest > 0 ? "\(shown) and \(rest.grouped) more" : shown
    }
}

// MARK: an object

extension RemovalGroup {
    /// The numbers of a group, as a page's file holds them.
    struct Description: Encodable {
        struct Curve: Encodable {
            let fractions: [Double]
            let values: [Double]
            /// Standard errors; `nil` of a single curve.
            let errors: [Double]?

            init(_ mean: MeanCurve) {
                (fractions, values, errors) = (mean.curve.fractions, mean.curve.values, mean.errors)
            }
        }

        struct Line: Encodable {
            let name: String
            let deletion: Curve
            let insertion: Curve

            init(_ ranking: Ranking) {
                name = ranking.name
                (deletion, insertion) = (Curve(ranking.deletion), Curve(ranking.insertion))
            }
        }

        let title: String
        let inputs: [String]
        let modality: Modality
        let model: String
        let task: String
        let targets: [String]
        let quantity: String
        let caption: [String]
        let lines: [Line]
    }

    /// What a page's file holds of it.
    var description: Description {
        Description(
            title: title,
            inputs: inputs.map(\.given),
            modality: first.modality,
            model: first.model,
            task: target.taskName,
            targets: inputs.map(\.controls.target.label),
            quantity: target.quantity,
            caption: caption.filter { !$0.isEmpty },
            lines: (maps + [random] + (energy.map { [$0] } ?? [])).map(Description.Line.init)
        )
    }
}
