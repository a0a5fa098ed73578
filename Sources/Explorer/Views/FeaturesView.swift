import Cells
import Explanation
import Media
import Models

/// What a model has that answers nothing: features, and what there is to see of them.
enum FeaturesView {
    /// Whether the selected input has features and no answers.
    static func isShown(_ explorer: Explorer) -> Bool {
        guard let run = explorer.current?.run else { return false }
        return run.predictions.isEmpty && run.model.featureCount != nil
    }

    static func draw(_ explorer: Explorer, _ run: Run, in area: Rectangle, on canvas: inout Canvas) {
        guard let count = run.model.featureCount else { return }
        let layout = run.input.layout
        let own = layout.sections.filter { $0.shape == .unplaced }.map { section in
            section.count > 1 ? "\(section.count) \(section.name)" : section.name
        }
        let isSound = layout.columns.quantity == .time
        let (columns, rows) = (layout.columnCount, layout.rowCount)
        let name = isSound ? "frame" : run.input.pixels == nil ? "token" : "pixel"
        let frames = columns == 1 ? "1 frame" : "\(columns.grouped) frames"
        let placed = isSound ? frames : "\(columns)×\(rows) \(run.input.pixels == nil ? "patches" : "pixels")"
        let tokens = (own + [placed]).joined(separator: ", ")
        let first = own.first ?? (isSound ? "the frame in the middle" : "the average \(name)")
        let paragraphs = [
            "This model has no classes. It makes features: \(count) numbers for each token.",
            "Tokens: \(tokens).",
            "The first map shows what \(first) attends to. "
                + "With the cursor on a \(name), i shows what that one attends to.",
            "O, then v, shows features as colours, and how alike they are.",
        ]
        var rest = area
        for text in paragraphs where rest.height > 0 {
            let lines = wrapped(text, width: rest.width).count
            canvas.paragraph(text, in: rest, style: .plain)
            rest = rest.inset(top: min(lines + 1, rest.height))
        }
    }
}
