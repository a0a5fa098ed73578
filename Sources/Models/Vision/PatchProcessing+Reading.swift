import Checkpoints
import FoundationEssentials
import Media

extension PatchProcessing {
    /// A class of transformers that makes pictures ready, and what it does unless a file says otherwise.
    enum Processor: String, CaseIterable {
        case vit = "ViTImageProcessor"
        case bit = "BitImageProcessor"
        case clip = "CLIPImageProcessor"
        case dinov3 = "DINOv3ViTImageProcessor"

        /// The class of a name, which older files have for extractors and newer ones for a quicker variant.
        init?(name: String) {
            let plain = name.replacing("FeatureExtractor", with: "ImageProcessor")
            self.init(rawValue: plain.hasSuffix("Fast") ? String(plain.dropLast(4)) : plain)
        }

        /// What it does by itself.
        fileprivate var standard: PatchProcessing {
            let size = Size(height: 224, width: 224)
            var processing = PatchProcessing(
                resizing: isCropping ? .shorterSide(224) : .whole(size),
                crop: isCropping ? size : nil,
                filter: isCropping ? .bicubic : .bilinear,
                resizesNumbers: self == .dinov3,
                origin: PictureProcessing.fileName
            )
            switch self {
            case .vit:
                (processing.numbers.mean, processing.numbers.deviation) = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
            case .bit, .clip:
                processing.numbers.mean = [0.481_454_66, 0.457_827_5, 0.408_210_73]
                processing.numbers.deviation = [0.268_629_54, 0.261_302_58, 0.275_777_11]
            case .dinov3: break
            }
            return processing
        }

        /// Whether it cuts out the middle.
        fileprivate var isCropping: Bool { self == .bit || self == .clip }
    }

    /// Reads the file of a model's folder.
    ///
    /// - Parameters:
    ///   - usual: the class that makes pictures ready if the file names none.
    ///   - published: what the published models of the kind do, for folders without the file.
    init(
        folder: URL,
        usual: Processor,
        published: @autoclosure () -> PatchProcessing
    ) throws(CheckpointError) {
        guard PictureProcessing.isThere(folder) else {
            self = published()
            return
        }
        let file = try ConfigurationFile(path: folder.appending(path: PictureProcessing.fileName).path)
        let keys = try file.decode(Keys.self)
        var processor = usual
        for (name, key) in [
            (keys.imageProcessorType, "image_processor_type"),
            (keys.featureExtractorType, "feature_extractor_type"),
        ] {
            guard let name else { continue }
            guard let named = Processor(name: name) else {
                let known = Processor.allCases.map(\.rawValue).joined(separator: ", ")
                throw file.error(at: key, "“\(name)” is not supported; supported are \(known)")
            }
            processor = named
            break
        }
        self = processor.standard
        try read(keys, file, processor)
    }

    private mutating func read(
        _ keys: Keys,
        _ file: ConfigurationFile,
        _ processor: Processor
    ) throws(CheckpointError) {
        if let sides = keys.size { resizing = try sides.resizing(isSquare: !processor.isCropping, file) }
        if keys.doResize == false { resizing = nil }
        if processor.isCropping {
            if let sides = keys.cropSize {
                guard case .whole(let size) = try sides.resizing(isSquare: true, file, "crop_size") else {
                    throw file.error(at: "crop_size", "needs height and width")
                }
                crop = size
            }
            if keys.doCenterCrop == false { crop = nil }
        }
        if let resample = keys.resample {
            let filter = try file.filter(resample)
            guard !resizesNumbers || filter == .bilinear || filter == .bicubic else {
                throw file.error(at: "resample", "\(resample) is not supported, expected 2 or 3")
            }
            self.filter = filter
        }
        try numbers.read(file)
        try check(file)
    }

    /// Less is cut out than there is.
    private func check(_ file: ConfigurationFile) throws(CheckpointError) {
        guard let crop, let resizing else { return }
        let least =
            switch resizing {
            case .whole(let size): size
            case .shorterSide(let length): Size(height: length, width: length)
            }
        guard crop.height <= least.height && crop.width <= least.width else {
            throw file.error(at: "crop_size", "is larger than size: there would be less than is cut out")
        }
    }

    private struct Keys: Decodable {
        let imageProcessorType: String?
        let featureExtractorType: String?
        let doResize: Bool?
        let size: Sides?
        let resample: Int?
        let doCenterCrop: Bool?
        let cropSize: Sides?
    }

    /// One number, two sides, or the shorter one alone.
    private struct Sides: Decodable {
        let side, height, width, shortestEdge: Int?

        private enum CodingKeys: CodingKey { case height, width, shortestEdge }

        init(from decoder: any Decoder) throws {
            if let side = try? decoder.singleValueContainer().decode(Int.self) {
                self.side = side
                (height, width, shortestEdge) = (nil, nil, nil)
                return
            }
            let keys = try decoder.container(keyedBy: CodingKeys.self)
            side = nil
            height = try keys.decodeIfPresent(Int.self, forKey: .height)
            width = try keys.decodeIfPresent(Int.self, forKey: .width)
            shortestEdge = try keys.decodeIfPresent(Int.self, forKey: .shortestEdge)
        }

        /// - Parameter isSquare: whether one number is both sides, and not the shorter one.
        func resizing(
            isSquare: Bool,
            _ file: ConfigurationFile,
            _ key: String = "size"
        ) throws(CheckpointError) -> Resizing {
            if let height, let width {
                try file.check(height, "\(key).height", in: 1...8192)
                try file.check(width, "\(key).width", in: 1...8192)
                return .whole(Size(height: height, width: width))
            }
            guard let length = side ?? shortestEdge else {
                throw file.error(at: key, "needs height and width, or shortest_edge")
            }
            try file.check(length, key, in: 1...8192)
            return side != nil && isSquare
                ? .whole(Size(height: length, width: length)) : .shorterSide(length)
        }
    }
}
