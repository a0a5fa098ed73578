import Checkpoints
import Glibc
import Numerics
import Perceiver

/// What makes tokens of units: tables of types, and linear maps of what units tell of each other.
struct UnitLayers: Sendable {
    private let settings: UnitSettings
    private let types, owners, nearTypes, ageTypes, allTypes: Matrix
    private let nearPlace, near, agePlace, aged, all, place, up, down: Linear
    private let norm: LayerNorm
    private let padding: [Float]

    /// Reads the layers; `width` is the number of a token's channels.
    init(_ weights: Weights, _ own: UnitSettings, width: Int) throws(CheckpointError) {
        let (known, hidden, channels) = (own.types.count + 1, own.hidden, own.embedding)
        let features = 3 * (1 + 2 * own.bands)
        func table(_ name: String, _ rows: Int, _ columns: Int, _ role: String) throws(CheckpointError)
            -> Matrix
        {
            try weights.matrix("\(name).weight", [rows, columns], role)
        }
        func map(_ name: String, _ inputs: Int, _ outputs: Int, _ role: String) throws(CheckpointError)
            -> Linear
        {
            try weights.linear(name, inputs: inputs, outputs: outputs, role)
        }
        settings = own
        types = try table("types", known, channels, "types of units")
        owners = try table("owners", 2, channels, "owners of units")
        nearTypes = try table("near_types", 2 * known, hidden, "types of units nearby")
        nearPlace = try map("near_place", 4, hidden, "places of units nearby")
        near = try map("near", 2 * hidden, channels, "units nearby")
        ageTypes = try table("age_types", known, hidden, "types of units of the same age")
        agePlace = try map("age_place", 3, hidden, "ages of units of the same age")
        aged = try map("aged", 2 * hidden, channels, "units of the same age")
        allTypes = try table("all_types", 2 * known, hidden, "types of all units")
        all = try map("all", 2 * hidden, channels, "all units")
        place = try map("place", features, channels, "places of units")
        norm = try weights.norm("norm", channels, "norm of units")
        up = try map("up", channels, 2 * channels, "MLP of units, up")
        down = try map("down", 2 * channels, channels, "MLP of units, down")
        padding = try weights.vector("padding", width - channels - features, "padding of units")
    }

    /// The tokens of some units, `[units, width]`: content, position features, padding.
    func tokens(_ units: [UnitFacts]) -> Matrix {
        let positions = positions(of: units)
        var content = types.gathered(rows: units.map(\.type))
        content.add(owners.gathered(rows: units.map(\.owner)))
        content.add(place(positions))
        content.add(nearby(units))
        content.add(alike(units))
        content.add(ofAll(units))
        var wide = up(norm(content))
        wide.gelu()
        content.add(down(wide))
        let rows = units.indices.flatMap { content[row: $0] + positions[row: $0] + padding }
        return Matrix(rows: units.count, columns: rows.count / max(1, units.count), rows)
    }

    /// Fourier features of place and age, `[units, 3 (1 + 2 bands)]`.
    private func positions(of units: [UnitFacts]) -> Matrix {
        let (xs, ys) = (units.map(\.x), units.map(\.y))
        let (middleX, middleY) = (middle(xs), middle(ys))
        let frequencies = (0..<settings.bands).map { band in
            1 + Float(settings.highest - 1) * Float(band) / Float(max(settings.bands - 1, 1))
        }
        let features = units.flatMap { unit -> [Float] in
            let places = [
                (Float(unit.x) - middleX) / Float(settings.cells),
                (Float(unit.y) - middleY) / Float(settings.cells), unit.age,
            ]
            let angles = places.flatMap { place in frequencies.map { Float.pi * (place * $0) } }
            return places + angles.map { sin($0) } + angles.map { cos($0) }
        }
        return Matrix(rows: units.count, columns: 3 * (1 + 2 * settings.bands), features)
    }

    private func middle(_ values: [Int]) -> Float { Float((values.min() ?? 0) + (values.max() ?? 0)) / 2 }

    /// What the units nearest to each tell of it.
    private func nearby(_ units: [UnitFacts]) -> Matrix {
        let groups = units.indices.map { unit in
            units.least(settings.neighbours, from: unit) { units[unit].apart($0) }
        }
        let known = settings.types.count + 1
        let told = pooled(groups, units, nearTypes, nearPlace) { unit, other in
            let (across, up) = (Float(other.x - unit.x) / 10, Float(other.y - unit.y) / 10)
            let facts = [across, up, (across * across + up * up).squareRoot(), other.age - unit.age]
            return (other.type + (other.owner == unit.owner ? 0 : known), facts)
        }
        return near(told)
    }

    /// What units of about the same age and the same owner tell of each.
    private func alike(_ units: [UnitFacts]) -> Matrix {
        let groups = units.indices.map { unit in
            units.least(settings.alike, from: unit) { other in
                guard other.owner == units[unit].owner else { return nil }
                return abs(other.seconds - units[unit].seconds) * 4096 + min(units[unit].apart(other), 4095)
            }
        }
        let told = pooled(groups, units, ageTypes, agePlace) { unit, other in
            let later = Float(other.seconds - unit.seconds)
            let distance = Float(unit.apart(other)).squareRoot() / 10
            let sign: Float = later == 0 ? 0 : later < 0 ? -1 : 1
            return (other.type, [sign * log1p(abs(later)), later == 0 ? 1 : 0, log1p(distance)])
        }
        return aged(told)
    }

    /// Of each unit's group the mean in each channel, then the largest; 0 where a group is empty, `[units, 2 hidden]`.
    private func pooled(
        _ groups: [[Int]],
        _ units: [UnitFacts],
        _ table: Matrix,
        _ map: Linear,
        _ told: (UnitFacts, UnitFacts) -> (row: Int, facts: [Float])
    ) -> Matrix {
        let pairs = groups.enumerated().flatMap { unit, group in group.map { told(units[unit], units[$0]) } }
        var result = Matrix(rows: units.count, columns: 2 * settings.hidden)
        guard !pairs.isEmpty else { return result }
        var rows = map(Matrix(rows: pairs.count, columns: map.inputs, pairs.flatMap(\.facts)))
        rows.add(table.gathered(rows: pairs.map(\.row)))
        rows.gelu()
        var next = 0
        for (unit, group) in groups.enumerated() where !group.isEmpty {
            var (mean, largest) = (
                [Float](repeating: 0, count: settings.hidden),
                [Float](repeating: -.infinity, count: settings.hidden)
            )
            for row in next..<next + group.count {
                for (channel, value) in rows[row: row].enumerated() {
                    mean[channel] += value / Float(group.count)
                    largest[channel] = max(largest[channel], value)
                }
            }
            result.replaceRow(unit, with: mean + largest)
            next += group.count
        }
        return result
    }

    /// What all units of both owners tell of each.
    private func ofAll(_ units: [UnitFacts]) -> Matrix {
        let known = settings.types.count + 1
        let means = (0..<2).map { owner in
            let own = units.filter { $0.owner == owner }.map(\.type)
            return [0, known].map { offset in mean(own.map { $0 + offset }) }
        }
        var both = Matrix(
            rows: 2,
            columns: 2 * settings.hidden,
            (0..<2).flatMap { means[$0][0] + means[1 - $0][1] }
        )
        both.gelu()
        return all(both).gathered(rows: units.map(\.owner))
    }

    /// The mean of some rows of ``allTypes``; 0 of none.
    private func mean(_ rows: [Int]) -> [Float] {
        rows.isEmpty
            ? [Float](repeating: 0, count: settings.hidden) : allTypes.gathered(rows: rows).columnMeans()
    }
}

extension [UnitFacts] {
    /// The others that are least apart from a unit, the least first; of several as far the first in order comes first.
    ///
    /// - Parameter apart: how far one is; `nil` if it does not count.
    fileprivate func least(_ count: Int, from unit: Int, _ apart: (UnitFacts) -> Int?) -> [Int] {
        var found: [(apart: Int, number: Int)] = []
        for (number, other) in enumerated() where number != unit {
            guard let apart = apart(other), found.count < count || apart < found[found.count - 1].apart else {
                continue
            }
            let place = found.firstIndex { apart < $0.apart } ?? found.count
            found.insert((apart, number), at: place)
            if found.count > count { found.removeLast() }
        }
        return found.map(\.number)
    }
}
