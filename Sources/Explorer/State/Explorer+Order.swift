import Explanation
import Models
import Perceiver

// Matrices of self-attention by number, or clustered.
extension Explorer {
    /// The order of a layer's matrix; by number where it has no other.
    func shownOrder(_ input: Input, in layer: Layer?) -> MatrixOrder {
        guard let run = input.run, let layer, run.canCluster(layer: run.model.layer(layer.name)) else {
            return .number
        }
        return lens.order
    }

    /// Why no matrix has another order, if so.
    var clusterObstacle: String? {
        if let sheetObstacle { return sheetObstacle }
        let runs = shownInputs.filter { $0.held == nil }.compactMap { input -> Run? in
            guard case .attention(let question) = mapQuestion(input), question.query == .all else {
                return nil
            }
            return input.run
        }
        guard let layer, layer.isSelfAttention, !runs.isEmpty else {
            return "only matrices of self-attention can be clustered"
        }
        let canCluster = runs.contains { $0.canCluster(layer: $0.model.layer(layer.name)) }
        return canCluster ? nil : "in this matrix neighbours share rows, which cannot be clustered"
    }
}
