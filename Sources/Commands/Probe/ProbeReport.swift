import Explanation

/// What probes found in each layer.
struct ProbeReport: Encodable {
    /// One layer.
    struct Row: Encodable {
        let layer: String
        let accuracy, standardError, neighbours, logLoss: Double

        init(_ layer: String, _ probe: LinearProbe) {
            self.layer = layer
            (accuracy, standardError) = (probe.accuracy, probe.standardError)
            (neighbours, logLoss) = (probe.neighbours, probe.logLoss)
        }
    }

    let folder: String
    let inputs, folds: Int
    let classes: [String]
    /// The share of the most frequent class.
    let baseline: Double
    let layers: [Row]

    init(_ folder: String, _ labels: [Int], _ classes: [String], folds: Int, _ rows: [Row]) {
        (self.folder, self.classes, self.folds, inputs, layers) = (folder, classes, folds, labels.count, rows)
        let most = classes.indices.map { number in labels.count { $0 == number } }.max() ?? 0
        baseline = Double(most) / Double(max(labels.count, 1))
    }

    var table: Table {
        var table = Table(columns: [
            "layer", "accuracy", "standard error", "neighbours", "log loss", "baseline",
        ])
        for row in layers {
            let numbers = [row.accuracy, row.standardError, row.neighbours, row.logLoss, baseline]
            table.add([row.layer] + numbers.map { "\($0)" })
        }
        return table
    }

    var text: String {
        let width = max(5, layers.map(\.layer.count).max() ?? 0)
        func padded(_ text: String) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        var lines = [
            "\(inputs.counted("input")) of \(classes.count) classes, \(folds) folds; the most frequent class: \(percent(baseline, width: 0))",
            "\(padded("layer"))  linear   ±   neighbours",
        ]
        for row in layers {
            let bar = String(repeating: "#", count: Int((row.accuracy * 30).rounded()))
            lines.append(
                "\(padded(row.layer))  \(percent(row.accuracy)) \(percent(row.standardError))  \(percent(row.neighbours))      \(bar)"
            )
        }
        return lines.joined(separator: "\n")
    }

    private func percent(_ share: Double, width: Int = 5) -> String {
        let text = "\(Int((share * 100).rounded())) %"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
