import Explanation
import Models

/// A kind of map whose faithfulness is measured.
struct MeasuredMethod: Sendable {
    /// Its name on the command line and in results.
    let name: String
    /// The map of a subject for a task and a class.
    let question: @Sendable (_ subject: Subject, _ task: Int, _ target: Int) -> any MapAsking

    /// All that a model allows.
    static func all(for model: Model) -> [MeasuredMethod] {
        attention(of: model)
            + ExplanationMethod.all(for: model).map { MeasuredMethod($0) }
    }

    private init(_ method: ExplanationMethod) {
        name = method.name
        question = { RelevanceQuestion($0, method, task: $1, target: $2) }
    }

    private init(name: String, question: @escaping @Sendable (Subject, Int, Int) -> any MapAsking) {
        (self.name, self.question) = (name, question)
    }

    /// Maps of the last layer that reads the input, if one does: what the answer looked at, and the mean of all that ask.
    private static func attention(of model: Model) -> [MeasuredMethod] {
        guard model.layers[model.layer(nil)].keys == .input else { return [] }
        return [
            MeasuredMethod(name: "attention") { subject, task, _ in
                MapQuestion(subject, asker: .task(task))
            },
            MeasuredMethod(name: "coverage") { subject, _, _ in MapQuestion(subject, query: .mean) },
        ]
    }

    /// A variant of a method that the model allows.
    private static func variant(_ name: String, for model: Model) -> MeasuredMethod? {
        guard let method = ExplanationMethod(name: name), method.isAllowed(by: model) else { return nil }
        return MeasuredMethod(method)
    }

    /// The methods of some names with commas between them, or of `all`.
    ///
    /// - Throws: ``WrongUsage`` if the model has no such method.
    static func named(_ names: String, for model: Model) throws(WrongUsage) -> [MeasuredMethod] {
        let all = all(for: model)
        if names == "all" { return all }
        var methods: [MeasuredMethod] = []
        for name in names.split(separator: ",", omittingEmptySubsequences: false) {
            guard let method = all.first(where: { $0.name == name }) ?? variant(String(name), for: model)
            else {
                let known = (all.map(\.name) + ["all"]).joined(separator: ", ")
                throw WrongUsage("--method \(name): this model has \(known)")
            }
            if !methods.contains(where: { $0.name == name }) { methods.append(method) }
        }
        return methods
    }
}
