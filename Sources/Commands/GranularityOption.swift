import ArgumentParser
import Explanation

/// By what `attend` shows a map.
struct GranularityOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Group the map: by character, word or sentence of a text; cell (4×4 tokens) or block of a picture; 100ms or \
            second of a sound. Weights and relevance are summed, of scores and lifts the mean is taken.
            """,
            valueName: "part"
        ),
        transform: GranularityOption.name
    )
    var granularity: String?

    private static func name(_ name: String) throws -> String {
        guard Granularity.names.contains(name) else {
            throw ValidationError("must be one of \(Granularity.names.joined(separator: ", "))")
        }
        return name
    }

    /// The map of a question, as it shall be shown.
    ///
    /// - Throws: ``WrongUsage`` if the input has no such parts, or the map does not lie over it.
    func map(_ question: any Mapping, _ answers: inout CommandAnswers) throws -> MapAnswer {
        guard let granularity else { return try answers.map(question) }
        let layout = try answers(OpenQuestion(question.subject)).input.layout
        guard let grain = Granularity(name: granularity, in: layout) else {
            let names = Granularity.all(for: layout).map { $0.name(in: layout) }
            throw WrongUsage("--granularity \(granularity): this input has \(names.joined(separator: ", "))")
        }
        do { return try answers(GroupedMapQuestion(question, by: grain)) } catch let failure as Failure
            where failure.isMisuse
        {
            throw WrongUsage("--granularity \(granularity): \(failure)")
        }
    }
}
