import Media
import Numerics
import Perceiver

/// The front end of the published model of optical flow: the 3×3 neighbourhood of each pixel in both pictures,
/// a linear map of these 54 numbers, and Fourier features.
struct FlowInput: Sendable {
    /// Height and width of the model's pictures.
    let size: (height: Int, width: Int)
    /// `[64, 54]`.
    let patches: Linear

    /// The features made of a neighbourhood.
    static let features = 64

    /// The channels of a token of pictures of a size.
    static func channels(_ size: [Int]) -> Int { features + positions(size).channels }

    /// The position features for pictures of a size.
    private static func positions(_ size: [Int]) -> FourierFeatures {
        FourierFeatures(bands: 64, resolution: size)
    }

    func callAsFunction(_ first: Image, _ second: Image, _ options: InputOptions) throws(ModelError)
        -> InputArray
    {
        guard first.width == second.width && first.height == second.height else {
            let sizes = [first, second].map { "\($0.width)×\($0.height)" }
            throw ModelError(
                "the pictures have \(sizes[0]) and \(sizes[1]) pixels; the model takes two of one size"
            )
        }
        let pair = (padded(first), padded(second))
        let tiling = tiling(pair.0)
        let index = options.tile ?? tiling.middle
        guard tiling.regions.indices.contains(index) else {
            throw ModelError(
                "there is no tile \(index); these pictures have tiles 0 to \(tiling.regions.count - 1)",
                isMisuse: true
            )
        }
        let region = tiling.regions[index]
        let layout = Layout(
            columns: Axis(.x, edges: (0...region.width).map { Double(region.x + $0) }),
            rows: Axis(.y, edges: (0...region.height).map { Double(region.y + $0) })
        )
        return InputArray(
            tokens: tokens(pair.0, pair.1, region),
            layout: layout,
            parts: layout.blocks(acrossColumns: 8, acrossRows: 8),
            modality: .pair,
            seen: .pair(pair.0, pair.1),
            content: Image.Region(x: 0, y: 0, width: first.width, height: first.height),
            tile: tiling.regions.count > 1
                ? FlowTile(index: index, count: tiling.regions.count, region: region) : nil,
            makeup: .beside(contentChannels: [Self.features]),
            note: note(first, tiling, index)
        )
    }

    /// The tiles of pictures that were made large enough.
    func tiling(_ image: Image) -> FlowTiling {
        FlowTiling(height: image.height, width: image.width, tile: size)
    }

    /// A picture made large enough by repeating its last column and its last row.
    private func padded(_ image: Image) -> Image {
        let (width, height) = (max(image.width, size.width), max(image.height, size.height))
        return width == image.width && height == image.height
            ? image : image.extended(width: width, height: height)
    }

    private func note(_ image: Image, _ tiling: FlowTiling, _ index: Int) -> String? {
        var notes: [String] = []
        if tiling.width > image.width || tiling.height > image.height {
            notes.append(
                "\(image.width)×\(image.height) pixels are extended to \(tiling.width)×\(tiling.height) "
                    + "by repeating the last column and row"
            )
        }
        if tiling.regions.count > 1 {
            notes.append(
                "\(tiling.regions.count) tiles of \(size.width)×\(size.height) pixels are run and averaged; "
                    + "attention is that of tile \(index)"
            )
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    /// The input array `[H · W, 322]` of one tile; nothing as large exists besides it.
    func tokens(_ first: Image, _ second: Image, _ region: Image.Region) -> Matrix {
        let positions = Self.positions([size.height, size.width])
        let columns = Self.features + positions.channels
        var tokens = Matrix(rows: region.width * region.height, columns: columns) { target in
            positions.grid(
                [region.height, region.width],
                into: UnsafeMutableBufferPointer(rebasing: target[Self.features...]),
                stride: columns
            )
            for row in 0..<region.width * region.height {
                for i in 0..<Self.features { target[row * columns + i] = 0 }
            }
        }
        let pictures = [first, second].map { map(of: $0, region) }
        let rows = max(1, 16_384 / region.width)
        for start in stride(from: 0, to: region.height, by: rows) {
            let part = start..<min(start + rows, region.height)
            patches.write(
                neighbourhoods(pictures, rows: part),
                into: &tokens,
                rows: part.lowerBound * region.width..<part.upperBound * region.width,
                columns: 0..<Self.features
            )
        }
        return tokens
    }

    /// A tile of a picture, its colours from −1 to 1.
    private func map(of image: Image, _ region: Image.Region) -> FeatureMap {
        let values = Matrix(rows: region.width * region.height, columns: 3) { target in
            for y in 0..<region.height {
                let line = ((region.y + y) * image.width + region.x) * 3
                for i in 0..<region.width * 3 {
                    target[y * region.width * 3 + i] = Float(image.pixels[line + i]) / 255 * 2 - 1
                }
            }
        }
        return FeatureMap(height: region.height, width: region.width, values: values)
    }

    /// The neighbourhoods of some rows of a tile, `[rows · width, 54]`: for each picture nine pixels of three
    /// colours, and zeros outside the tile.
    private func neighbourhoods(_ pictures: [FeatureMap], rows: Range<Int>) -> Matrix {
        let (side, channels) = (3, 27)
        return Matrix(rows: rows.count * pictures[0].width, columns: pictures.count * channels) { target in
            for (index, picture) in pictures.enumerated() {
                picture.writeWindows(
                    kernel: (side, side),
                    stride: (1, 1),
                    rows: rows,
                    into: UnsafeMutableBufferPointer(rebasing: target[(index * channels)...]),
                    apart: pictures.count * channels
                )
            }
        }
    }
}
