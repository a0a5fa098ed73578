import Checkpoints
import Media
import Numerics
import Perceiver

/// The front end of vision transformers: pictures are cut into square patches, each of which becomes a token by one linear
/// map; before these come tokens of the model's own, CLS and registers.
struct PatchInput: Sendable {
    let processing: PatchProcessing
    /// Pixels to a patch's side.
    let patch: Int
    /// A patch's pixels, colour by colour, to a token.
    let projection: Linear
    /// The model's own tokens, `[1 + registers, D]`, without positions.
    let own: Matrix
    /// The position of CLS, `[1, D]`, and those of patches; `nil` where tokens are turned by their places instead.
    let positions: (cls: Matrix, patches: PatchPositions)?
    /// How tokens are turned by their places; `nil` where they have positions.
    let rotation: PatchRotation?

    /// The most numbers that all tokens together may have.
    private static let mostNumbers = PublishedConfiguration.mostInputs

    func callAsFunction(_ image: Image, _ options: InputOptions) throws(ModelError) -> InputArray {
        let seen = try (options.size.map(processing.resized(to:)) ?? processing)(image)
        let (rows, columns) = (seen.values.height / patch, seen.values.width / patch)
        guard rows > 0 && columns > 0 else {
            throw ModelError(
                "the model sees \(seen.values.width)×\(seen.values.height) pixels, which are less than a patch "
                    + "of \(patch)×\(patch)"
            )
        }
        guard (own.rows + rows * columns) <= Self.mostNumbers / own.columns else {
            throw ModelError(
                "\(seen.values.width)×\(seen.values.height) pixels are too many to run at; use a smaller --size"
            )
        }
        let patches = projection(seen.values.patches(patch, rows: rows, columns: columns))
        let isSquare = seen.values.height == seen.values.width
        var tokens = Matrix(stacking: [own, patches])
        var makeup = TokenMakeup.mixed
        if let positions {
            let learned = positions.patches(rows: rows, columns: columns, isSquare: isSquare)
            let none = Matrix(rows: own.rows - 1, columns: own.columns)
            let all = Matrix(stacking: [positions.cls, none, learned])
            tokens.add(all)
            makeup = .added(positions: all)
        }
        let layout = layout(seen, rows: rows, columns: columns)
        return InputArray(
            tokens: tokens,
            layout: layout,
            parts: layout.blocks(acrossColumns: 8, acrossRows: 8),
            modality: .image,
            seen: .image(seen.image),
            makeup: makeup,
            ownTokens: 0..<own.rows,
            rotation: rotation?(after: own.rows, rows: rows, columns: columns),
            note: note(image, seen, rows: rows, columns: columns)
        )
    }

    private func layout(_ seen: PatchProcessing.Seen, rows: Int, columns: Int) -> Layout {
        let registers = own.rows - 1
        let picture = Layout.Section(
            name: "image",
            first: own.rows,
            columns: Axis(.x, edges: (0...columns).map { Double(seen.left + $0 * patch) * seen.across }),
            rows: Axis(.y, edges: (0...rows).map { Double(seen.top + $0 * patch) * seen.down })
        )
        let named = registers > 0 ? [Layout.Section(name: "registers", first: 1, unplaced: registers)] : []
        return Layout(sections: [Layout.Section(name: "CLS", unplaced: 1)] + named + [picture])
    }

    /// What the model sees of the picture, and where its patches or positions are not those that it learned.
    private func note(_ image: Image, _ seen: PatchProcessing.Seen, rows: Int, columns: Int) -> String? {
        let (width, height) = (seen.image.width, seen.image.height)
        let (across, down) = (Double(width) * seen.across, Double(height) * seen.down)
        let part = (Int(across.rounded()), Int(down.rounded()))
        var notes = image.note(of: part, as: seen.image).map { [$0] } ?? []
        let (right, bottom) = (width - columns * patch, height - rows * patch)
        if right > 0 || bottom > 0 {
            let edges = [
                right > 0 ? "\(right) on the right" : nil, bottom > 0 ? "\(bottom) at the bottom" : nil,
            ]
            notes.append("of these \(edges.compactMap { $0 }.joined(separator: " and ")) fill no patch")
        }
        if let learned = positions?.patches,
            !learned.isLearned(rows: rows, columns: columns, isSquare: width == height)
        {
            let sides = "\(learned.side)×\(learned.side) patches for \(columns)×\(rows)"
            notes.append("positions are interpolated from those of \(sides)")
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
}

extension FeatureMap {
    /// Square patches row by row, each with its channels one after the other: `[rows · columns, channels · side²]`.
    fileprivate func patches(_ side: Int, rows: Int, columns: Int) -> Matrix {
        let channels = values.columns
        let size = channels * side * side
        return Matrix(rows: rows * columns, columns: size) { target in
            values.withElements { source in
                for place in 0..<rows * columns {
                    let (row, column) = place.quotientAndRemainder(dividingBy: columns)
                    for y in 0..<side {
                        let line = ((row * side + y) * width + column * side) * channels
                        for x in 0..<side {
                            for channel in 0..<channels {
                                let to = place * size + (channel * side + y) * side + x
                                target[to] = source[line + x * channels + channel]
                            }
                        }
                    }
                }
            }
        }
    }
}
