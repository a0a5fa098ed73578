import ArgumentParser
import Explanation
import Explorer
import Models

/// The class-specific map that the options of `attend` ask for, checked against the run.
struct ExplanationChoice {
    let method: ExplanationMethod
    /// The number of the task.
    let task: Int
    /// The number of the class.
    let target: Int

    init(_ method: ExplanationMethod, _ command: AttendCommand, run: Run) throws {
        if run.tasks.isEmpty {
            throw WrongUsage("--explain \(method.rawValue): this model has no classes to explain")
        }
        let task = try command.task.map(run.task(named:)) ?? run.predictions.leading
        let prediction = run.predictions[task]
        let target = command.target.map(prediction.labels.firstIndex) ?? prediction.best
        guard let target else {
            let known = Self.listed(prediction.labels, near: command.target ?? "")
            throw WrongUsage(
                "--target \(command.target ?? ""): no class of \(prediction.task); it has \(known)"
            )
        }
        (self.method, self.task, self.target) = (method, task, target)
    }

    /// Some labels, those that have what was typed in them or are in it first.
    private static func listed(_ labels: [String], near typed: String) -> String {
        let isNear = { (label: String) in
            label.localizedCaseInsensitiveContains(typed) || typed.localizedCaseInsensitiveContains(label)
        }
        let order = labels.filter(isNear) + labels.filter { !isNear($0) }
        let rest = order.count > 5 ? " and \((order.count - 5).grouped) others" : ""
        return order.prefix(5).joined(separator: ", ") + rest
    }

    func figure(_ run: Run, opened: OpenedMedium, name: String) throws -> MapFigure {
        let prediction = run.predictions[task]
        let title = "\(method.rawValue), \(prediction.task): \(prediction.labels[target])"
        let progress = ProgressLine(method.rawValue)
        defer { progress.end() }
        let relevance = try method.relevance(run, task: task, target: target, progress: progress.report)
        var facts = run.facts
        facts["method"] = method.rawValue
        facts["task"] = prediction.task
        facts["target"] = prediction.labels[target]
        return MapFigure(name: name, content: .input(opened, relevance), title: title, facts: facts)
    }
}

extension ExplanationMethod: ExpressibleByArgument {}
