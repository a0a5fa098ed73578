import Explanation

extension FaithfulnessReport {
    /// The columns of its table.
    static let columns = [
        "input", "modality", "model", "task", "target", "method", "measure", "fraction", "value",
    ]

    /// A row for each point of each curve, and for each other number, which has no fraction.
    var table: Table {
        var table = Table(columns: Self.columns)
        func add(_ method: String, _ measure: String, _ value: Double?, at fraction: Double? = nil) {
            guard let value else { return }
            table.add([
                input, modality.rawValue, model, task, target, method, measure, Table.cell(fraction),
                "\(value)",
            ])
        }
        func add(_ method: String, _ measure: String, _ curve: Curve) {
            for (fraction, value) in zip(curve.fractions, curve.values) {
                add(method, measure, value, at: fraction)
            }
            add(method, "\(measure)_area", curve.area)
        }
        add("random", "deletion", random.deletion)
        add("random", "deletion_area_deviation", random.areaDeviation)
        add("random", "gap_deviation", random.gapDeviation)
        if let energy {
            add("energy", "deletion", energy.deletion)
            add("energy", "insertion", energy.insertion)
        }
        for method in methods {
            add(method.method, "deletion", method.deletion)
            add(method.method, "insertion", method.insertion)
            for erasure in method.erasures {
                add(method.method, "comprehensiveness", erasure.comprehensiveness, at: erasure.fraction)
                add(method.method, "sufficiency", erasure.sufficiency, at: erasure.fraction)
            }
            add(method.method, "saco", method.saco)
            add(method.method, "polarity", method.polarity)
            add(method.method, "over_random", method.overRandom.value)
            add(method.method, "over_random_error", method.overRandom.error)
            add(method.method, "over_energy", method.overEnergy?.value)
            add(method.method, "over_energy_error", method.overEnergy?.error)
            add(method.method, "seconds", method.seconds)
        }
        return table
    }
}
