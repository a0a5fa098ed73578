import Checkpoints
import FoundationEssentials
import Glibc
import Media

/// The colours that a model knows by number, and how pictures are made of them, as `preprocessor_config.json` says: resized,
/// turned into numbers from −1 to 1, and each pixel given the nearest colour.
struct ColourPalette: Sendable {
    /// Red, green and blue of each colour, as the numbers of pixels are.
    let clusters: [[Double]]
    /// The colours as they are shown.
    let colours: [Pixel]
    /// What classes of colours are called: as they are written, the number beside it where two look the same.
    let names: [String]
    /// What pictures are resized to; `nil` if they stay as large as they are.
    let size: PictureProcessing.Size?
    private let filter: Image.Filter
    private let normalizes: Bool

    private struct Keys: Decodable {
        let clusters: [[Double]]?
        let doResize: Bool?
        let size: Sides?
        let resample: Int?
        let doNormalize: Bool?
        let doColorQuantize: Bool?
        let imageProcessorType: String?
        let featureExtractorType: String?
    }

    /// One number for both sides, or height and width.
    private struct Sides: Decodable {
        let size: PictureProcessing.Size

        init(from decoder: any Decoder) throws {
            if let side = try? decoder.singleValueContainer().decode(Int.self) {
                size = .init(height: side, width: side)
                return
            }
            let keys = try decoder.container(keyedBy: Key.self)
            size = .init(
                height: try keys.decode(Int.self, forKey: .height),
                width: try keys.decode(Int.self, forKey: .width)
            )
        }

        private enum Key: String, CodingKey { case height, width }
    }

    /// Reads the file of a model's folder.
    ///
    /// - Parameters:
    ///   - count: how many colours the model knows.
    ///   - positions: how many pixels it has positions for.
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    init(folder: URL, count: Int, positions: Int) throws(CheckpointError) {
        let path = folder.appending(path: PictureProcessing.fileName).path
        guard PictureProcessing.isThere(folder) else {
            throw CheckpointError(
                path: path,
                .malformed("is missing; it has the colours that the model knows by number (clusters)")
            )
        }
        let file = try ConfigurationFile(path: path)
        let keys = try file.decode(Keys.self)
        try Self.check(keys, file)
        guard let clusters = keys.clusters else {
            throw file.error(at: "clusters", "is absent, expected the \(count) colours that the model knows")
        }
        guard clusters.count == count else {
            throw file.error(
                at: "clusters",
                "has \(clusters.count) colours, but vocab_size is \(count + 1): expected \(count), and the start"
            )
        }
        if let odd = clusters.firstIndex(where: { $0.count != 3 || !$0.allSatisfy(\.isFinite) }) {
            throw file.error(at: "clusters[\(odd)]", "must be three finite numbers")
        }
        self.clusters = clusters
        colours = clusters.map(Self.colour)
        names = Self.names(colours)
        filter =
            try keys.resample.map { number throws(CheckpointError) in try file.filter(number) } ?? .bilinear
        normalizes = keys.doNormalize ?? true
        size = try Self.size(keys, file, positions)
    }

    private static func check(_ keys: Keys, _ file: ConfigurationFile) throws(CheckpointError) {
        for (name, key) in [
            (keys.imageProcessorType, "image_processor_type"),
            (keys.featureExtractorType, "feature_extractor_type"),
        ] {
            guard let name, !processors.contains(name) else { continue }
            throw file.error(
                at: key,
                "“\(name)” is not supported; supported are \(processors.joined(separator: ", "))"
            )
        }
        guard keys.doColorQuantize != false else {
            throw file.error(at: "do_color_quantize", "is false, but the model takes colours by number")
        }
    }

    private static let processors = [
        "ImageGPTImageProcessor", "ImageGPTImageProcessorFast", "ImageGPTFeatureExtractor",
    ]

    /// What pictures are resized to: without a word of it, the square of all positions.
    private static func size(
        _ keys: Keys,
        _ file: ConfigurationFile,
        _ positions: Int
    ) throws(CheckpointError) -> PictureProcessing.Size? {
        if keys.doResize == false { return nil }
        let side = Int(Double(positions).squareRoot())
        let size = keys.size?.size ?? .init(height: side, width: side)
        try file.check(size.height, "size.height", in: 1...8192)
        try file.check(size.width, "size.width", in: 1...8192)
        guard size.height * size.width <= positions else {
            throw file.error(
                at: "size",
                "\(size.height)×\(size.width) are more pixels than the model has positions for, "
                    + "which are \(positions) (n_positions)"
            )
        }
        return size
    }

    /// A colour from −1 to 1, rounded to even as numpy's `rint` does; what is beyond is the nearest that can be shown.
    private static func colour(_ cluster: [Double]) -> Pixel {
        func byte(_ number: Double) -> UInt8 {
            UInt8(min(max((127.5 * (number + 1)).rounded(.toNearestOrEven), 0), 255))
        }
        return Pixel(byte(cluster[0]), byte(cluster[1]), byte(cluster[2]))
    }

    private static func names(_ colours: [Pixel]) -> [String] {
        let counts = Dictionary(colours.map { ($0, 1) }, uniquingKeysWith: +)
        return colours.enumerated().map { number, colour in
            counts[colour] == 1 ? colour.name : "\(colour.name) (\(number))"
        }
    }

    // MARK: pictures

    /// A picture in these colours.
    func callAsFunction(_ image: Image) -> PixelGrid {
        let seen =
            size.map { size in
                size.width == image.width && size.height == image.height
                    ? image : image.resized(width: size.width, height: size.height, filter: filter)
            } ?? image
        // Pixels of one colour are many.
        var known: [Pixel: Int] = [:]
        let numbers = (0..<seen.width * seen.height).map { place in
            let pixel = Pixel(seen.pixels[3 * place], seen.pixels[3 * place + 1], seen.pixels[3 * place + 2])
            if let number = known[pixel] { return number }
            let number = nearest(pixel)
            known[pixel] = number
            return number
        }
        return PixelGrid(width: seen.width, height: seen.height, numbers: numbers, colours: colours)
    }

    /// The colour with the smallest squared distance, of equal ones the first.
    ///
    /// Numbers are rounded as numpy rounds them: those of pixels to 32 bits, distances to 64.
    private func nearest(_ pixel: Pixel) -> Int {
        let values = pixel.bytes.map { normalizes ? Float(Double($0) * (1 / 127.5)) - 1 : Float($0) }
        let own = Double(values.reduce(0) { $0 + $1 * $1 })
        var best = (number: 0, distance: Double.infinity)
        for (number, cluster) in clusters.enumerated() {
            var product = 0.0
            var square = 0.0
            for (value, other) in zip(values, cluster) {
                product = fma(Double(value), other, product)
                square += other * other
            }
            let distance = own - 2 * product + square
            if distance < best.distance { best = (number, distance) }
        }
        return best.number
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        var facts = [MappingReport.Fact("settings from", PictureProcessing.fileName)]
        if let size { facts.append(.init("resize", "\(size.height)×\(size.width), \(filter.rawValue)")) }
        if normalizes { facts.append(.init("normalise", "/ 127.5 − 1")) }
        return facts + [.init("colours", "the nearest of \(clusters.count)")]
    }
}
