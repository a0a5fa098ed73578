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
            note: image.note(of: (box.width, box.height), as: seen)
        )
    }

    /// `[H · W, 3]`, normalised; `[H · W, 1]` for a model of grey pictures.
    private func pixels(_ image: Image, _ processing: PictureProcessing) -> FeatureMap {
        guard features.isGrey else { return processing.numbers(image) }
        let table = processing.numbers.table[0]
        let values = image.grey.map { table[Int($0)] }
        return FeatureMap(
            height: image.height,
            width: image.width,
            values: Matrix(rows: values.count, columns: 1, values)
        )
    }

    /// Token edges in pixels of the source: `length` source pixels were made `size`, and `tokens` of these.
    private func edges(_ tokens: Int, from start: Int, length: Int, _ size: Int) -> [Double] {
        features.edges(tokens: tokens, size: size).map {
            Double(start) + $0 * Double(length) / Double(size)
        }
    }
}

extension Image {
    /// What a model sees of it, in words; `nil` if it sees all pixels as they are.
    ///
    /// - Parameters:
    ///   - part: width and height of the middle that is seen.
    ///   - seen: what becomes of that.
    func note(of part: (width: Int, height: Int), as seen: Image) -> String? {
        let isWhole = part.width == width && part.height == height
        if isWhole && seen.width == width && seen.height == height { return nil }
        let middle = isWhole ? "all" : "the middle \(part.width)×\(part.height) of"
        return "the model sees \(middle) \(width)×\(height) pixels at \(seen.width)×\(seen.height)"
    }

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
