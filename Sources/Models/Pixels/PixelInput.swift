import Checkpoints
import Media
import Numerics
import Perceiver

/// The front end of ImageGPT: each pixel is a token by the number of its colour, and its place is added.
struct PixelInput: Sendable {
    let palette: ColourPalette
    /// A vector for each colour and for the start, `[V, D]`.
    let words: Matrix
    /// A vector for each place, `[P, D]`.
    let positions: Matrix
    /// Whether the start comes first and each token tells the next pixel: the last pixel is told, and not read.
    let tells: Bool

    func callAsFunction(_ image: Image) throws(ModelError) -> InputArray {
        if palette.size == nil, image.width * image.height > positions.rows {
            throw ModelError(
                "\(image.width)×\(image.height) pixels are more than the model has positions for, which are "
                    + "\(positions.rows.grouped); it takes pictures as they are, without resizing them"
            )
        }
        let grid = palette(image)
        let own = tells ? 1 : 0
        let numbers = (tells ? [words.rows - 1] : []) + grid.numbers
        var tokens = words.gathered(rows: numbers)
        let places = numbers.count - own
        let unread = tells ? Matrix(rows: 1, columns: words.columns) : Matrix(rows: 0, columns: words.columns)
        let added = Matrix(stacking: [positions[rows: 0..<places], unread])
        tokens.add(added)
        let layout = layout(grid, image)
        var input = InputArray(
            tokens: tokens,
            layout: layout,
            parts: layout.blocks(acrossColumns: 8, acrossRows: 8),
            modality: .image,
            seen: .image(grid.image),
            pixels: grid,
            makeup: .added(positions: added),
            ownTokens: 0..<own,
            removed: tells ? [grid.numbers.count] : [],
            note: note(image, grid)
        )
        if tells { input.asked = Self.asked(grid.height / 2 * grid.width + grid.width / 2) }
        return input
    }

    /// A pixel, and the token that it is told from.
    static func asked(_ pixel: Int) -> AskedPixel { AskedPixel(pixel: pixel, token: pixel) }

    private func layout(_ grid: PixelGrid, _ image: Image) -> Layout {
        let (across, down) = (
            Double(image.width) / Double(grid.width), Double(image.height) / Double(grid.height)
        )
        let picture = Layout.Section(
            name: "image",
            first: tells ? 1 : 0,
            columns: Axis(.x, edges: (0...grid.width).map { Double($0) * across }),
            rows: Axis(.y, edges: (0...grid.height).map { Double($0) * down })
        )
        return Layout(sections: (tells ? [Layout.Section(name: "start", unplaced: 1)] : []) + [picture])
    }

    private func note(_ image: Image, _ grid: PixelGrid) -> String {
        let colours = "in the nearest of \(grid.colours.count.grouped) colours"
        return image.note(of: (image.width, image.height), as: grid.image).map { "\($0), \(colours)" }
            ?? "the model sees the picture \(colours)"
    }
}
