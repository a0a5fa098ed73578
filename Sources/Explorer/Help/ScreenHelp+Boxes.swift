extension ScreenHelp {
    /// What stands below the predictions, if it was asked for.
    static func box(_ box: MainState.Box) -> [String] {
        switch box {
        case .latent: []
        case .faithfulness:
            [
                "Bottom right, F: is the map faithful? Places are removed in the map's order, and the target's probability "
                    + "is followed. The dim curve is the mean of random orders.",
                "deletion removes the strongest places first: a good map has a small area. insertion puts them into an empty "
                    + "input: a good map has a large one. Input energy ranks places by brightness or loudness alone.",
                "± is how far chance alone moves a map. Better or worse is said only beyond 2.6 times that.",
                "SaCo is 1 where stronger places always cost more. comp. is the loss without the strongest fifth, suff. the "
                    + "loss with it alone.",
            ]
        case .randomWeights:
            [
                "Bottom right, Z: does the map depend on what was learned? Weights are replaced by random ones, layer by layer "
                    + "from the answer on. A map that stays the same explains nothing that was learned."
            ]
        }
    }
}
