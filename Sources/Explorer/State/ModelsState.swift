import Explanation

/// The list of models.
struct ModelsState: Sendable {
    /// Where they are looked for.
    let places: [ModelPlace]
    var cursor = 0
    /// Whether the cursor was moved; otherwise it is on the present model.
    var isMoved = false
}
