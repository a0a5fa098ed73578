import Explanation
import Explorer
import Media
import Models

/// How alike some inputs are, as `compare` prints it.
struct LikenessReport: Encodable {
    /// Another input of a ranking.
    struct Other: Encodable {
        let input: String
        let value: Double?
    }

    /// What an input is called, and the others by how alike they are to it.
    struct Ranking: Encodable {
        let input: String
        let modality: Modality
        let name: String?
        let probability: Double?
        let byNames: [Other]?
        let byLatents: [Other]
        /// Where the first other file of the same name stands, whatever its kind.
        let sameThing: SameThing?
    }

    struct SameThing: Encodable {
        let name: String
        let rankByNames: Int?
        let rankByLatents: Int
    }

    let inputs: [String]
    /// The task that asks for the shared names; `nil` if several do.
    let task: String?
    let sharedNames: [String]
    /// The probability that both get the same class, a row for each input.
    let names: [[Double?]]?
    /// The cosine of the latents, a row for each input.
    let latents: [[Double?]]
    /// The average over latents of the cosine of the vectors that they end with, less the inputs' mean: each is taken
    /// without its own mean over the inputs.
    let centredLatents: [[Double]]?
    let rankings: [Ranking]
    /// By what inputs can be alike.
    let measures: [Likeness.Measure]
    let likeness: Likeness
    /// What the inputs are called in lists.
    let shortNames: [String]
    /// How many others of each are listed.
    let top: Int

    private enum CodingKeys: CodingKey {
        case inputs, task, sharedNames, names, latents, centredLatents, rankings
    }

    init(
        _ sources: [Source],
        _ likeness: Likeness,
        _ shared: SharedNames,
        centredLatents: [[Double]]?,
        top: Int
    ) {
        self.centredLatents = centredLatents
        inputs = sources.map(\.given)
        shortNames = sources.map(\.name)
        task = shared.task
        sharedNames = shared.names
        measures = shared.measures
        self.likeness = likeness
        self.top = top
        let places = likeness.portraits.indices
        func matrix(_ measure: Likeness.Measure) -> [[Double?]] {
            places.map { row in places.map { likeness.value(row, $0, by: measure) } }
        }
        names = shared.names.isEmpty ? nil : matrix(.names)
        latents = matrix(.latents)
        rankings = places.map { Self.ranking($0, sources, likeness, shared) }
    }

    private static func ranking(
        _ place: Int,
        _ sources: [Source],
        _ likeness: Likeness,
        _ shared: SharedNames
    ) -> Ranking {
        let portrait = likeness.portraits[place]
        func others(_ measure: Likeness.Measure) -> [Other] {
            likeness.ranking(of: place, by: measure).map {
                Other(input: sources[$0].given, value: likeness.value(place, $0, by: measure))
            }
        }
        let thing = sources[place].thing
        let isSame = { (other: Int) in sources[place].isSameThing(as: sources[other]) }
        let sameThing = thing.flatMap { thing -> SameThing? in
            guard let latents = likeness.rank(of: place, by: .latents, first: isSame) else { return nil }
            let names = shared.names.isEmpty ? nil : likeness.rank(of: place, by: .names, first: isSame)
            return SameThing(name: thing, rankByNames: names, rankByLatents: latents)
        }
        return Ranking(
            input: sources[place].given,
            modality: portrait.modality,
            name: portrait.best.map { shared.names[$0] },
            probability: portrait.best.flatMap { portrait.probabilities?[$0] },
            byNames: shared.names.isEmpty ? nil : others(.names),
            byLatents: others(.latents),
            sameThing: sameThing
        )
    }

    /// The columns of tables that compare inputs two by two.
    static let columns = ["first", "second", "measure", "value"]

    /// A row for each measure of each pair; pairs that a measure says nothing of have none.
    var table: Table {
        var table = Table(columns: Self.columns)
        for first in inputs.indices {
            for second in inputs.indices.dropFirst(first + 1) {
                for measure in measures {
                    guard let value = likeness.value(first, second, by: measure) else { continue }
                    table.add([inputs[first], inputs[second], measure.rawValue, "\(value)"])
                }
            }
        }
        return table
    }

    func page(_ model: Model) -> LikenessPage {
        LikenessPage(likeness, names: shortNames, measures: measures, model: model.title)
    }

    func figure(_ measure: Likeness.Measure) -> LikenessFigure {
        LikenessFigure(likeness, names: shortNames, measure: measure)
    }
}
