import Cells

// What stands below the predictions: facts about a latent, or about the map.
extension PredictionsView {
    static func drawBox(_ explorer: Explorer, _ input: Input, in box: Rectangle, on canvas: inout Canvas) {
        switch explorer.main.box {
        case .latent: LatentFacts.draw(explorer, input, in: box, on: &canvas)
        case .faithfulness: FaithfulnessView.draw(explorer, input, in: box, on: &canvas)
        case .randomWeights: RandomisationView.draw(explorer, input, in: box, on: &canvas)
        }
    }

    /// How many rows it takes of the pane's.
    static func boxHeight(_ explorer: Explorer, _ inner: Rectangle) -> Int {
        switch explorer.main.box {
        case .latent: break
        case .faithfulness: return FaithfulnessView.height(in: inner.height)
        case .randomWeights: return RandomisationView.height(in: inner.height)
        }
        guard case .bytes(let bytes)? = explorer.current?.run?.output, !explorer.main.isExpanded,
            explorer.current?.run?.predictions.isEmpty == false, !bytes.positions.isEmpty
        else { return inner.height >= 18 ? 6 : 0 }
        // Tasks and masked places need the room.
        return inner.height >= 30 ? 6 : 0
    }
}
