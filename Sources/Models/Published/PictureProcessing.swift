import Checkpoints
import Files
import FoundationEssentials
import Media

/// How pictures are made ready for a published model, as `preprocessor_config.json` says.
///
/// Despite the names the crop comes before the resizing, and `crop_size` is only used in proportion to `size`.
struct PictureProcessing: Sendable, Hashable {
    /// Height and width.
    struct Size: Sendable, Hashable {
        var height: Int
        var width: Int
    }

    var crops = true
    var cropSize = Size(height: 256, width: 256)
    var resizes = true
    var size = Size(height: 224, width: 224)
    var filter = Image.Filter.bicubic
    var numbers = PixelNumbers()
    /// Where these come from, in words.
    var origin = "the published constants, as there is no preprocessor_config.json"

    /// The middle of the picture that is used.
    func region(of image: Image) -> Image.Region {
        guard crops else { return image.centred(width: image.width, height: image.height) }
        let shorter = Double(min(image.width, image.height))
        let height = Int(Double(size.height) / Double(cropSize.height) * shorter)
        let width = Int(Double(size.width) / Double(cropSize.width) * shorter)
        return image.centred(width: max(1, width), height: max(1, height))
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        var facts = [MappingReport.Fact("settings from", origin)]
        if crops {
            facts.append(
                .init("centre crop", "\(size.height)/\(cropSize.height) of the shorter side, before resizing")
            )
        }
        if resizes { facts.append(.init("resize", "\(size.height)×\(size.width), \(filter.rawValue)")) }
        return facts + numbers.facts
    }
}

extension PictureProcessing {
    static let fileName = "preprocessor_config.json"

    /// Whether a model's folder has the file.
    static func isThere(_ folder: URL) -> Bool {
        FileStatus.exists(folder.appending(path: fileName).path)
    }

    /// Reads the file of a model's folder; without it, the published constants are meant.
    init(folder: URL) throws(CheckpointError) {
        guard Self.isThere(folder) else {
            self.init()
            return
        }
        let file = try ConfigurationFile(path: folder.appending(path: Self.fileName).path)
        try self.init(file.decode(Keys.self), file)
    }

    private init(_ keys: Keys, _ file: ConfigurationFile) throws(CheckpointError) {
        self.init()
        origin = Self.fileName
        crops = keys.doCenterCrop ?? crops
        cropSize = keys.cropSize?.size ?? cropSize
        resizes = keys.doResize ?? resizes
        size = keys.size?.size ?? size
        if let resample = keys.resample { filter = try file.filter(resample) }
        try check(file)
        try numbers.read(file)
    }

    private func check(_ file: ConfigurationFile) throws(CheckpointError) {
        for (size, key) in [(size, "size"), (cropSize, "crop_size")] {
            try file.check(size.height, "\(key).height", in: 1...8192)
            try file.check(size.width, "\(key).width", in: 1...8192)
        }
        guard !crops || (cropSize.height >= size.height && cropSize.width >= size.width) else {
            throw file.error(at: "crop_size", "is smaller than size, which would crop more than the picture")
        }
    }

    /// The file's keys; older files have no sizes in two numbers.
    private struct Keys: Decodable {
        let doCenterCrop: Bool?
        let cropSize: Sides?
        let doResize: Bool?
        let size: Sides?
        let resample: Int?
    }

    /// One number for both sides, or `{"height": …, "width": …}`.
    private struct Sides: Decodable {
        let size: Size

        init(from decoder: any Decoder) throws {
            if let side = try? decoder.singleValueContainer().decode(Int.self) {
                size = Size(height: side, width: side)
                return
            }
            let keys = try decoder.container(keyedBy: Key.self)
            size = Size(
                height: try keys.decode(Int.self, forKey: .height),
                width: try keys.decode(Int.self, forKey: .width)
            )
        }

        private enum Key: String, CodingKey { case height, width }
    }
}

extension ConfigurationFile {
    /// The filter with Pillow's number.
    func filter(_ resample: Int) throws(CheckpointError) -> Image.Filter {
        guard let filter = Image.Filter.ofPillow(resample) else {
            throw error(at: "resample", "\(resample) is not known, expected 0 to 5")
        }
        return filter
    }
}
