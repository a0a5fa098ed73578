import Checkpoints
import Media
import Numerics

/// The front end of the published models of pictures: the middle of the picture, resized and normalised,
/// then features with positions beside them.
struct PictureInput: Sendable {
    let processing: PictureProcessing
    let features: any PictureFeatures

    /// Reads how pictures are made ready; features are those of the kind.
    init(_ source: ModelSource, _ features: some PictureFeatures) throws(CheckpointError) {
        self.init(try PictureProcessing(folder: source.folder), features)
    }

    /// Pictures that are made ready in some way.
    init(_ processing: PictureProcessing, _ features: some PictureFeatures) {
        (self.processing, self.features) = (processing, features)
    }

    func callAsFunction(_ image: Image, _ options: InputOptions) throws(ModelError) -> InputArray {
        var processing = processing
        if let size = options.size {
            // What is cropped stays what it is without.
            processing.resizes = true
            processing.size = .init(height: size, width: size)
        }
        let box = self.processing.region(of: image)
        let part = image.cropped(to: box)
        let seen =
            processing.resizes
            ? part.resized(
                width: processing.size.width,
                height: processing.size.height,
                filter: processing.filter
            )
            : part
        let grid = try features.grid(height: seen.height, width: seen.width)
        guard grid.rows * grid.columns <= PublishedConfiguration.mostInputs / features.channels else {
            throw ModelError(
                "\(seen.width)×\(seen.height) pixels are too many to run at; use a smaller --size"
            )
        }
        let layout = Layout(
            columns: Axis(.x, edges: edges(grid.columns, from: box.x, length: box.width, seen.width)),
            rows: Axis(.y, edges: edges(grid.rows, from: box.y, length: box.height, seen.height))
        )
        return InputArray(
            tokens: features(pixels(seen, processing)),
            layout: layout,
            parts: layout.blocks(acrossColumns: 8, acrossRows: 8),
            modality: .image,
            seen: .image(seen),
            makeup: .beside(contentChannels: [features.contentChannels]),
            note: note(image, box, seen)
        )
    }

    /// `[H · W, 3]`, normalised; `[H · W, 1]` for a model of grey pictures.
    private func pixels(_ image: Image, _ processing: PictureProcessing) -> FeatureMap {
        let table = processing.numbers.table
        if features.isGrey {
            let values = image.grey.map { table[0][Int($0)] }
            return FeatureMap(
                height: image.height,
                width: image.width,
                values: Matrix(rows: values.count, columns: 1, values)
            )
        }
        let values = Matrix(rows: image.width * image.height, columns: 3) { target in
            for i in target.indices { target[i] = table[i % 3][Int(image.pixels[i])] }
        }
        return FeatureMap(height: image.height, width: image.width, values: values)
    }

    /// Token edges in pixels of the source: `length` source pixels were made `size`, and `tokens` of these.
    private func edges(_ tokens: Int, from start: Int, length: Int, _ size: Int) -> [Double] {
        features.edges(tokens: tokens, size: size).map {
            Double(start) + $0 * Double(length) / Double(size)
        }
    }

    private func note(_ image: Image, _ box: Image.Region, _ seen: Image) -> String? {
        let isWhole = box.width == image.width && box.height == image.height
        if isWhole && seen.width == image.width && seen.height == image.height { return nil }
        let part =
            isWhole
            ? "all \(image.width)×\(image.height) pixels"
            : "the middle \(box.width)×\(box.height) of \(image.width)×\(image.height) pixels"
        return "the model sees \(part) at \(seen.width)×\(seen.height)"
    }
}

extension Image {
    /// The brightness of each pixel as Pillow computes it: by the weights of ITU-R BT.601, rounded.
    fileprivate var grey: [UInt8] {
        (0..<width * height).map { place in
            var sum = 32_768
            for (channel, weight) in [19_595, 38_470, 7_471].enumerated() {
                sum += weight * Int(pixels[3 * place + channel])
            }
            return UInt8(sum >> 16)
        }
    }
}
