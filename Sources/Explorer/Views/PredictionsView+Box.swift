import Cells

// What stands below the predictions: facts about a latent, or about the map.
extension PredictionsView {
    static func drawBox(_ explorer: Explorer, _ input: Input, in box: Rectangle, on canvas: inout Canvas) {
        if explorer.main.measuresMap {
            FaithfulnessView.draw(explorer, input, in: box, on: &canvas)
        } else if explorer.main.checksWeights {
            RandomisationView.draw(explorer, input, in: box, on: &canvas)
        } else {
            LatentFacts.draw(explorer, input, in: box, on: &canvas)
        }
    }

    /// How many rows it takes of the pane's.
    static func boxHeight(_ explorer: Explorer, _ inner: Rectangle) -> Int {
        if explorer.main.measuresMap { return FaithfulnessView.height(in: inner.height) }
        if explorer.main.checksWeights { return RandomisationView.height(in: inner.height) }
        guard case .bytes(let bytes)? = explorer.current?.run?.output, !explorer.main.isExpanded,
            explorer.current?.run?.predictions.isEmpty == false, !bytes.positions.isEmpty
        else { return inner.height >= 18 ? 6 : 0 }
        // Tasks and masked places need the room.
        return inner.height >= 30 ? 6 : 0
    }
}
