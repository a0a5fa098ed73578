import Explanation
import Models
import Testing

/// What each method that a model allows finds in a run: of class 2 of its first task, or of the place that it is asked for
/// where there are no classes.
///
/// Each has a finite number for each token. Without classes no method is offered that needs one.
func findEveryMethod(_ run: Run, _ body: (ExplanationMethod, [Float]) throws -> Void) throws {
    let methods = ExplanationMethod.all(for: run.model)
    #expect(methods.contains(.occlusion) == !run.predictions.isEmpty)
    for method in methods {
        let explained =
            run.predictions.isEmpty
            ? Explained(run, place: try #require(run.found(nil))) : Explained(run, task: 0, class: 2)
        let found = try method.explain(explained).relevance.values
        #expect(found.count == run.input.tokens.rows && found.allSatisfy(\.isFinite), "\(method.name)")
        try body(method, found)
    }
}
