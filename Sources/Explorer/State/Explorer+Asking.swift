import Explanation
import Models
import Perceiver

// Maps about a place that is asked with the cursor.
extension Explorer {
    /// Makes the place under the cursor what maps are about: the decoder query, or where tokens ask the token.
    mutating func askFromCursor() {
        guard let input = current, let run = input.run, let opened = input.opened, let cursor = input.cursor
        else { return }
        if let place = run.pixel(at: cursor) {
            var asking = input.source.options.pixel ?? PixelAsking()
            asking.place = place
            list.ask(asking, of: input.source.root)
            if lens.method == .attention { lens.query = .output }
            return
        }
        // One step back ends all of what was asked one after the other.
        let before = asking(input)
        let lensBefore = before?.lens ?? lens
        let pointBefore = if let before { before.formerPoint } else { input.point }
        var point: Int?
        if layer?.queries == .input {
            (lens.latent, lens.query) = (cursor, .one(cursor))
        } else {
            point = run.decoderQuery(at: cursor, of: opened.input.layout)
            guard point != nil else { return }
            lens.query = .output
            if layer?.keys != .latents || layer?.queries != .outputs { set(layer: nil) }
        }
        lens.method = .attention
        let asked = Asking(point: point, query: lens.query, lens: lensBefore, formerPoint: pointBefore)
        changeCurrent { entry in
            entry.point = asked.point ?? entry.point
            entry.asking = asked
        }
    }

    /// What was asked with the cursor, while maps are about it.
    func asking(_ input: Input) -> Asking? {
        input.asking.flatMap { $0.isShown(of: input.entry, lens) ? $0 : nil }
    }

    /// Goes back to what was looked at before the cursor's place was asked; how it is drawn stays as it is.
    mutating func endAsking() {
        guard let asked = current.flatMap(asking) else { return }
        (lens.method, lens.query, lens.latent) = (asked.lens.method, asked.lens.query, asked.lens.latent)
        set(layer: asked.lens.layer)
        changeCurrent { entry in
            if asked.point != nil { entry.point = asked.formerPoint }
            entry.asking = nil
        }
    }
}

extension Run {
    /// The pixel that a token stands for, where pixels can be asked for.
    fileprivate func pixel(at token: Int) -> PixelPlace? {
        let section = input.layout.placed
        guard model.tellsPixels, section.tokens.contains(token) else { return nil }
        return input.pixels?.place(of: token - section.first)
    }

    /// The decoder query about the place of a token.
    fileprivate func decoderQuery(at token: Int, of layout: Layout) -> Int? {
        let section = layout.section(of: token)
        guard let places = decoderLayout,
            let target = places.sections.first(where: { $0.name == section.name }) ?? places.sections.first
        else { return nil }
        let (column, row, frame) = section.cell(of: token)
        let rows = section.rows.flatMap { axis in target.rows.map { axis.match(row, on: $0) } }
        return target.token(
            column: section.columns.match(column, on: target.columns),
            row: rows ?? 0,
            frame: min(frame, target.frameCount - 1)
        )
    }
}

extension Axis {
    /// The cell of an axis over the same part of the source, perhaps in other units, where the cell's middle lies.
    fileprivate func match(_ cell: Int, on other: Axis) -> Int {
        if other == self { return cell }
        let share = (centre(cell) - edges[0]) / (edges[count] - edges[0])
        return other.cell(at: other.edges[0] + share * (other.edges[other.count] - other.edges[0]))
    }
}
