import Explanation
import Explorer
import Media
import Models

/// What `faithful` prints of all inputs: a table for each kind of input and task.
struct FaithfulnessSummary {
    private var groups: [(modality: Modality, task: String, reports: [FaithfulnessReport])] = []
    private var wrong = 0
    private var measured: Int { groups.reduce(0) { $0 + $1.reports.count } }

    /// Counts an input whose answer is not the right one.
    mutating func countWrong() { wrong += 1 }

    /// Adds what was found out of an input.
    mutating func add(_ report: FaithfulnessReport) {
        let place = groups.firstIndex { $0.modality == report.modality && $0.task == report.task }
        if let place {
            groups[place].reports.append(report)
        } else {
            groups.append((report.modality, report.task, [report]))
        }
    }

    /// For people: tables with headings.
    var text: String {
        var lines: [String] = []
        for group in groups {
            if !lines.isEmpty { lines.append("") }
            lines += self.lines(group.reports)
        }
        if wrong > 0 {
            let all = (wrong + measured).counted("answer")
            let verbs = wrong == 1 ? "is wrong and does not count" : "are wrong and do not count"
            lines.append("\(wrong.grouped) of \(all) \(verbs)")
        }
        return lines.printed
    }

    private func lines(_ reports: [FaithfulnessReport]) -> [String] {
        guard let first = reports.first else { return [] }
        let rows = [FaithfulnessRow.headings] + FaithfulnessRow.rows(reports).map(\.cells)
        var lines = [heading(reports, first)] + rows.aligned(right: 1...rows[0].count - 2).map { "  " + $0 }
        if let refusal = first.energyRefusal { lines.append("  \(refusal)") }
        if first.quantity != "p" { lines.append("  curves are of the task's number, not of a probability") }
        if reports.count == 1 { lines += first.methods.flatMap { self.verdicts($0) } }
        return lines
    }

    private func heading(_ reports: [FaithfulnessReport], _ first: FaithfulnessReport) -> String {
        func mean(_ number: (FaithfulnessReport) -> Double) -> String {
            decimal(Statistics(reports.map(number)).mean, places: 2)
        }
        let what =
            reports.count == 1
            ? "\(first.input) (\(first.modality.rawValue)), \(first.task): \(first.target)"
            : "\(first.modality.rawValue), \(first.task): \(reports.count.counted("input"))"
        let whole = "\(first.quantity) \(mean(\.whole)) with all tokens, \(mean(\.none)) with none"
        return "\(what); \(first.points) points; \(whole)"
    }

    /// What can be said of a map of one input.
    private func verdicts(_ method: FaithfulnessReport.Method) -> [String] {
        let gains = [("random", method.overRandom)] + (method.overEnergy.map { [("input energy", $0)] } ?? [])
        return ["  \(method.method): " + gains.map { $1.margin.words(than: $0) }.joined(separator: "; ")]
    }
}

/// A line of a table: what was measured of one method over some inputs.
struct FaithfulnessRow {
    /// What stands above the cells.
    static let headings = [
        "method", "deletion ↓", "insertion ↑", "comp. 20 % ↑", "suff. 20 % ↓", "SaCo ↑", "polarity ↑",
        "gain over random ↑", "better", "time",
    ]

    /// In the order of ``headings``.
    let cells: [String]

    /// The controls first, then methods.
    static func rows(_ reports: [FaithfulnessReport]) -> [FaithfulnessRow] {
        let names = reports.first?.methods.map(\.method) ?? []
        let energies = reports.compactMap(\.energy)
        let random = FaithfulnessRow(
            control: "random",
            deletion: reports.map(\.random.deletion.area),
            insertion: reports.map(\.random.deletion.area)
        )
        let energy = FaithfulnessRow(
            control: "input energy",
            deletion: energies.map(\.deletion.area),
            insertion: energies.map(\.insertion.area)
        )
        return [random] + (energies.isEmpty ? [] : [energy])
            + names.map { name in
                FaithfulnessRow(name, reports.compactMap { $0.methods.first { $0.method == name } })
            }
    }

    private init(control: String, deletion: [Double], insertion: [Double]) {
        let empty = [String](repeating: "", count: Self.headings.count - 3)
        cells = [control, Self.mean(deletion), Self.mean(insertion)] + empty
    }

    private init(_ name: String, _ measured: [FaithfulnessReport.Method]) {
        let gains = measured.map(\.overRandom)
        let better = gains.count { $0.margin.verdict == .better }
        let own = gains.count == 1 ? gains.first?.error : nil
        let milliseconds = 1000 * Statistics(measured.map(\.seconds)).mean
        cells = [
            name, Self.mean(measured.map(\.deletion.area)), Self.mean(measured.map(\.insertion.area)),
            Self.mean(measured.map(\.comprehensiveness)), Self.mean(measured.map(\.sufficiency)),
            Self.mean(measured.compactMap(\.saco)), Self.mean(measured.compactMap(\.polarity)),
            Self.mean(gains.map(\.value), error: own), "\(better) of \(gains.count)",
            "\(decimal(milliseconds, places: milliseconds < 10 ? 1 : 0)) ms",
        ]
    }

    /// The mean of numbers with its standard error, which may be known otherwise.
    private static func mean(_ numbers: [Double], error: Double? = nil) -> String {
        guard !numbers.isEmpty else { return "–" }
        let statistics = Statistics(numbers)
        let spread = (error ?? statistics.error).map { " ± " + decimal($0, places: 2) } ?? ""
        return decimal(statistics.mean, places: 2) + spread
    }
}
