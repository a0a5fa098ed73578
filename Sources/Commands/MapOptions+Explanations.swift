import Explanation
import Media
import Models

extension MapOptions {
    /// Refuses what cannot be done to parts of an input.
    func check(_ method: ExplanationMethod, _ run: Run) throws {
        let (model, modality) = (run.model, run.input.modality)
        guard let fill = method.variant?.fill, !fill.suits(model, modality) else { return }
        let known = Fill.all(for: model, modality).map(\.rawValue).joined(separator: ", ")
        throw WrongUsage("--fill \(fill.rawValue): for \(modality.words) this model has \(known)")
    }

    func check(_ method: ExplanationMethod, _ model: Model) throws {
        guard !method.isAllowed(by: model) else { return }
        if ExplanationMethod.all(for: model).contains(method.usual), let fill = method.variant?.fill {
            throw WrongUsage("--fill \(fill.rawValue): no input of this model can be \(fill.words)")
        }
        let reason = method.needs ?? (model.hasClasses ? "latents to leave out" : "classes to explain")
        throw WrongUsage("--explain \(method.name): this model has no \(reason)")
    }

    func relevance(
        _ subject: Subject,
        _ method: ExplanationMethod,
        _ run: Run
    ) throws -> RelevanceQuestion {
        if asking != nil { return RelevanceQuestion(subject, method, place: try asker(run)) }
        let task = try task.map(run.task(named:))
        let usual = RelevanceQuestion(subject, method, task: task)
        if run.tasks.isEmpty || (task == nil && target == nil && against == nil) {
            guard !(run.tasks.isEmpty && method.needsTask) else {
                throw WrongUsage("--explain \(method.name): this input has no classes to explain")
            }
            try refuseClasses(run.tasks.isEmpty)
            return usual
        }
        let prediction = run.predictions[task ?? run.predictions.leading]
        let (first, second) = try (
            Self.label(target, "--target", of: prediction), Self.label(against, "--against", of: prediction)
        )
        if let second, second == first ?? prediction.best {
            throw WrongUsage("--against \(prediction.labels[second]): that is the target itself")
        }
        return RelevanceQuestion(subject, method, task: task, target: first, against: second)
    }

    /// Refuses classes of an input that has none.
    private func refuseClasses(_ hasNone: Bool) throws {
        for (option, value) in [("--target", target), ("--against", against)] {
            guard hasNone, let value else { continue }
            throw WrongUsage("\(option) \(value): this input has no classes")
        }
    }

    /// The class that an option names.
    static func label(_ name: String?, _ option: String, of prediction: Prediction) throws -> Int? {
        guard let name else { return nil }
        guard let label = prediction.labels.firstIndex(of: name) else {
            let known = listed(prediction.labels, near: name)
            throw WrongUsage("\(option) \(name): no class of \(prediction.task); it has \(known)")
        }
        return label
    }

    /// Some labels, those that have what was typed in them or are in it first.
    static func listed(_ labels: [String], near typed: String) -> String {
        let isNear = { (label: String) in
            label.hasInIt(typed) || typed.hasInIt(label)
        }
        let order = labels.filter(isNear) + labels.filter { !isNear($0) }
        let rest = order.count > 5 ? " and " + (order.count - 5).counted("other") : ""
        return order.prefix(5).joined(separator: ", ") + rest
    }
}
