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
            throw WrongUsage("--target \(command.target ?? ""): \(prediction.task) has no such class")
        }
        (self.method, self.task, self.target) = (method, task, target)
    }

    func figure(_ run: Run, opened: OpenedMedium, name: String) throws -> MapFigure {
        let prediction = run.predictions[task]
        let title = "\(method.rawValue), \(prediction.task): \(prediction.labels[target])"
        let relevance = try method.relevance(run, task: task, target: target)
        var facts = run.facts
        facts["method"] = method.rawValue
        facts["task"] = prediction.task
        facts["target"] = prediction.labels[target]
        return MapFigure(name: name, content: .input(opened, relevance), title: title, facts: facts)
    }
}

extension ExplanationMethod: ExpressibleByArgument {}
