import Explanation
import Models

extension PredictionReport {
    /// A row for each answer: a class, what could stand at a mask, or a flow; one without an answer if there is none.
    ///
    /// - Parameter reconstructed: whether inputs are decoded, so that there are columns for how near that is.
    /// - Parameter changed: whether inputs are changed, so that there are columns for what that does.
    /// - Returns: a table whose columns depend on these alone.
    func table(of model: Model, reconstructed: Bool, changed: Bool = false) -> Table {
        let changes = changed && model.hasClasses ? ["before", "change"] : []
        let columns = Self.columns(of: model) + changes + (reconstructed ? Self.ratios(of: model) : [])
        let facts = facts
        var table = Table(columns: columns)
        for row in classRows + maskRows + letterRows + flowRows {
            table.add(columns.map { row[$0] ?? facts[$0] ?? "" })
        }
        if table.lines.isEmpty { table.add(columns.map { facts[$0] ?? "" }) }
        return table
    }

    /// The columns that tables of a model have.
    private static func columns(of model: Model) -> [String] {
        var columns = ["input", "modality", "model"]
        if model.hasClasses { columns.append("task") }
        if model.masksTexts { columns += ["position", "byte"] }
        if model.hasClasses || model.masksTexts { columns += ["rank", "label", "index", "probability"] }
        if model.hasClasses { columns += ["logit", "margin", "entropy_bits", "value"] }
        if model.writesLetters { columns += ["from", "to", "label", "index", "probability"] }
        if model.kind == .opticalFlow {
            columns += [
                "width", "height", "mean_right", "mean_down", "mean_length", "longest", "end_point_error",
                "end_point_pixels",
            ]
        }
        return columns
    }

    /// The columns for how near decoded inputs are to what the model was given.
    private static func ratios(of model: Model) -> [String] {
        model.reconstructs(.clip) ? ["frame_psnr", "sound_psnr"] : ["psnr", "removed_psnr"]
    }

    private var facts: [String: String] {
        [
            "input": input, "modality": modality, "model": model,
            "psnr": Table.cell(reconstruction?.psnr), "removed_psnr": Table.cell(reconstruction?.removedPSNR),
            "frame_psnr": (reconstruction?.framePSNR ?? []).map { "\($0)" }.joined(separator: " "),
            "sound_psnr": Table.cell(reconstruction?.soundPSNR),
        ]
    }

    private var classRows: [[String: String]] {
        tasks.flatMap { task in
            predictions.filter { $0.task == task.task }.enumerated().map { place, answer in
                [
                    "task": task.task, "rank": "\(place + 1)", "label": answer.label,
                    "index": "\(answer.index)",
                    "probability": Table.cell(answer.probability), "logit": Table.cell(answer.logit),
                    "margin": Table.cell(task.margin), "entropy_bits": Table.cell(task.entropyBits),
                    "value": Table.cell(answer.value), "before": Table.cell(answer.before),
                    "change": Table.cell(answer.change),
                ]
            }
        }
    }

    private var maskRows: [[String: String]] {
        (masks ?? []).flatMap { mask in
            mask.alternatives.enumerated().map { place, alternative in
                [
                    "position": "\(mask.position)", "byte": "\(mask.byte)", "rank": "\(place + 1)",
                    "label": alternative.token, "index": "\(alternative.id)",
                    "probability": "\(alternative.probability)",
                ]
            }
        }
    }

    private var letterRows: [[String: String]] {
        (speech?.letters ?? []).map { letter in
            [
                "from": "\(letter.from)", "to": "\(letter.end)", "label": letter.letter,
                "index": "\(letter.index)", "probability": "\(letter.probability)",
            ]
        }
    }

    private var flowRows: [[String: String]] {
        guard let flow else { return [] }
        return [
            [
                "width": "\(flow.width)", "height": "\(flow.height)", "mean_right": "\(flow.meanRight)",
                "mean_down": "\(flow.meanDown)", "mean_length": "\(flow.meanLength)",
                "longest": "\(flow.longest)",
                "end_point_error": Table.cell(flow.endPointError),
                "end_point_pixels": Table.cell(flow.endPointPixels),
            ]
        ]
    }
}
