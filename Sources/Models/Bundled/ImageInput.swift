import Checkpoints
import Media
import Numerics

/// The front end for pictures: the middle of the picture, resized, through the stem.
struct ImageInput: Sendable {
    let settings: ImageSettings
    let stem: Stem

    /// Reads the front end.
    init(_ weights: Weights, _ c: ModelConfiguration) throws(CheckpointError) {
        let own = c.inputs.image
        settings = own
        stem = try Stem(weights, own.stages, of: 3, grid: own.grid, bands: own.bands, width: c.dModel)
    }

    func callAsFunction(_ image: Image) -> InputArray {
        let box = image.centreCrop(largestAspect: settings.largestAspect)
        let whole = box.width == image.width && box.height == image.height
        let small = (whole ? image : image.cropped(to: box)).resized(
            width: settings.size,
            height: settings.size,
            filter: .lanczos  // Bicubic makes them softer than the photos of the training packs.
        )
        let (tokens, rows, columns) = stem(featureMap(small))
        let layout = Layout(
            columns: axis(.x, start: box.x, length: box.width, tokens: columns, stride: stem.strides.columns),
            rows: axis(.y, start: box.y, length: box.height, tokens: rows, stride: stem.strides.rows)
        )
        return InputArray(
            tokens: tokens,
            layout: layout,
            parts: layout.blocks(acrossColumns: 8, acrossRows: 8),
            modality: .image,
            seen: .image(small),
            makeup: .beside(contentChannels: [stem.contentChannels]),
            note: whole
                ? nil
                : "the model sees the middle \(box.width)×\(box.height) of \(image.width)×\(image.height) pixels"
        )
    }

    /// Colours to about unit deviation: `(value / 255 − mean) / deviation`.
    private func featureMap(_ image: Image) -> FeatureMap {
        let values = Matrix(rows: image.width * image.height, columns: 3) { target in
            for i in target.indices {
                target[i] = (Float(image.pixels[i]) / 255 - settings.mean[i % 3]) / settings.deviation[i % 3]
            }
        }
        return FeatureMap(height: image.height, width: image.width, values: values)
    }

    /// Token edges in pixels of the source.
    private func axis(_ quantity: Axis.Quantity, start: Int, length: Int, tokens: Int, stride: Int) -> Axis {
        let scale = Double(length) / Double(settings.size)
        let edges = Stem.edges(tokens: tokens, stride: stride, count: settings.size)
        return Axis(quantity, edges: edges.map { Double(start) + $0 * scale })
    }
}
