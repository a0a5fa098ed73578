import Checkpoints

extension ModelConfiguration {
    /// Checks what is said of units of a game, if anything is.
    func checkUnits(_ file: ConfigurationFile) throws(CheckpointError) {
        guard let units = inputs.units else { return }
        let key = "inputs.units"
        try file.check(units.most, "\(key).most", in: 1...65_536)
        try file.check(units.embedding, "\(key).embedding", in: 1...16_384)
        try file.check(units.hidden, "\(key).hidden", in: 1...16_384)
        try file.check(units.neighbours, "\(key).neighbours", in: 1...1024)
        try file.check(units.alike, "\(key).alike", in: 1...1024)
        try file.check(units.bands, "\(key).bands", in: 1...4096)
        try file.check(units.cells, "\(key).cells", in: 0.001...1e6)
        try file.check(units.longestAge, "\(key).longest_age", in: 1...1e9)
        try file.check(units.highest, "\(key).highest", in: 0...1e6)
        try file.check(units.types.count, "\(key).types", in: 1...65_536)
        guard units.maskId == units.types.count else {
            throw file.error(
                at: "\(key).mask_id",
                "\(units.maskId) must be the number behind the types, \(units.types.count)"
            )
        }
        let used = units.embedding + 3 * (1 + 2 * units.bands)
        guard used < dModel else {
            throw file.error(
                at: "\(key).bands",
                "features and positions take \(used) channels, d_model has \(dModel)"
            )
        }
    }
}
