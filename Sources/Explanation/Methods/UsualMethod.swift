public import Models

// Which map is shown of an answer unless another one is asked for. Screens and commands have it from here.
extension ExplanationMethod {
    /// The method that the measurements in `docs/faithfulness.md` favour at its price.
    public static let favoured = constantLRP

    /// The method whose map is shown of a run unless another one is asked for; `nil` for attention.
    ///
    /// It is ``favoured`` where the answer to a task comes first, the model allows the method, and it is ``isQuick(_:)``.
    public static func usual(of run: Run) -> ExplanationMethod? {
        let isTask = !run.predictions.isEmpty && run.found(nil)?.token == nil
        guard isTask, !run.model.showsOutputFirst, favoured.isQuick(run),
            all(for: run.model).contains(favoured)
        else { return nil }
        return favoured
    }

    /// The most floating-point operations of what is computed while somebody waits for the next screen.
    ///
    /// Two cores do as many in about a fifth of a second. The bundled model's way there and back takes a tenth of that; that
    /// of published models for pictures of 224×224 pixels takes forty times as many and more.
    static let quickOperations = 10_000_000_000

    /// Whether the method is computed as quickly as a screen is looked at: counted, not measured.
    public func isQuick(_ run: Run) -> Bool {
        let operations = Double(run.model.trunk.operations(inputs: run.input.readCount))
        return cost(run) * operations <= Double(Self.quickOperations)
    }
}
