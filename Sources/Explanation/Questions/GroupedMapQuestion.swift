/// A map with one number for all tokens of a word, of a block and so on: see ``Granularity``.
public struct GroupedMapQuestion: ComposedQuestion {
    /// The map with a number for each token.
    public let map: any Mapping
    /// What has one number together.
    public let grain: Granularity

    /// A map by some parts of its input.
    public init(_ map: any Mapping, by grain: Granularity) { (self.map, self.grain) = (map, grain) }

    /// What it is made of.
    public var parts: [AnyHashable] { [map.asked, grain] }

    /// What must be known first.
    public var needs: [any Question] { [map, OpenQuestion(map.subject)] }
    /// What is being done, in a word or two.
    public var title: String { "map" }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the map does not lie over the input, or the input has no such parts.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapAnswer {
        try known.map(map).grouped(by: grain, over: known(OpenQuestion(map.subject)))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapAnswer) -> Int { 2 * MapAnswer.size(answer) }
}
