import Media

// Parts of the map that units of a game stand on.
extension Part {
    /// Units without those of this part.
    ///
    /// - Throws: ``Failure`` if there are none there, or no others.
    func emptied(_ units: UnitSet) throws(Failure) -> UnitSet {
        let box = try cells("--blank")
        let left = units.units.filter { !box.contains($0) }
        guard left.count < units.units.count else { throw Failure("--blank \(written): no unit is there") }
        guard !left.isEmpty else { throw Failure("--blank \(written): no unit would be left") }
        return units.with(left)
    }

    /// Units of which those in this part have no type.
    ///
    /// - Throws: ``Failure`` if there are none there.
    func hidden(_ units: UnitSet) throws(Failure) -> UnitSet {
        let box = try cells("--mask")
        guard units.units.contains(where: box.contains) else {
            throw Failure("--mask \(written): no unit is there")
        }
        return units.with(units.units.map { box.contains($0) ? $0.hidden() : $0 })
    }

    /// Units with those of another set in this part.
    ///
    /// - Throws: ``Failure`` if neither has a unit there, or none would be left.
    func swapped(_ units: UnitSet, _ other: UnitSet) throws(Failure) -> UnitSet {
        let box = try cells("--swap")
        let (left, new) = (
            units.units.filter { !box.contains($0) }, other.units.filter { box.contains($0) }
        )
        guard left.count < units.units.count || !new.isEmpty else {
            throw Failure("--swap \(written): neither has a unit there")
        }
        guard !(left + new).isEmpty else { throw Failure("--swap \(written): no unit would be left") }
        return units.with(left + new)
    }

    private func cells(_ option: String) throws(Failure) -> CellBox {
        // A command takes what is written for a text's word.
        var place = place
        if case .span(let text) = place, let box = try? Part(text) { place = box.place }
        guard case .box(let x, let y, let width, let height) = place else {
            throw Failure("\(option) \(written): \(Self.unitsHelp)")
        }
        return CellBox(x: x...x + width, y: y...y + height)
    }
}

/// A box of a game's map, ends among it.
private struct CellBox {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    func contains(_ unit: UnitSet.Unit) -> Bool { x.contains(unit.x) && y.contains(unit.y) }
}
