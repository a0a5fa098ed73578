import Checkpoints
import Files
import FoundationEssentials
import Perceiver

/// One number for both sides of a picture, or height and width.
struct PictureSize: Sendable, Hashable, Decodable {
    let height: Int
    let width: Int

    init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let side = try? container.decode(Int.self) {
            self.init(height: side, width: side)
            return
        }
        let sides = try container.decode([Int].self)
        // Channels may follow.
        guard sides.count == 2 || sides.count == 3 else {
            let problem = "\(sides) must be one number, or height and width"
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: problem)
            )
        }
        self.init(height: sides[0], width: sides[1])
    }
}

extension PictureProcessing {
    /// How pictures are made ready for a model of a package that leaves it to its user: as `preprocessor_config.json`
    /// says or, without one, resized whole to the model's size, 0…1.
    ///
    /// - Parameters:
    ///   - source: the model's files.
    ///   - size: the model's size, as `key` of `config.json` says it; `nil` if it does not.
    /// - Throws: `CheckpointError` if neither file tells a size; that is told by `missing`.
    init(
        _ source: ModelSource,
        size: PictureSize?,
        key: String,
        missing: () -> CheckpointError
    ) throws(CheckpointError) {
        if Self.isThere(source.folder) {
            try self.init(folder: source.folder)
            return
        }
        guard let size else { throw missing() }
        try source.configuration.check(size.height, key, in: 1...8192)
        try source.configuration.check(size.width, key, in: 1...8192)
        self.init()
        crops = false
        (self.size, filter) = (Size(height: size.height, width: size.width), .bilinear)
        numbers.normalizes = false
        origin = "config.json, as there is no preprocessor_config.json"
    }
}

/// Numbers that were read from tensors, and what `config.json` says of them.
struct FoundSizes {
    let file: ConfigurationFile

    /// The number in the tensors, if the file has none or the same one.
    func agreed(_ found: Int, _ said: Int?, _ key: String) throws(CheckpointError) -> Int {
        guard let said, said != found else { return found }
        throw file.error(at: key, "\(said) contradicts the tensors, which have \(found)")
    }

    /// The number of heads that share some channels.
    ///
    /// - Parameters:
    ///   - heads: how many there are, as `key` says.
    ///   - width: the channels of each, as `widthKey` says.
    func heads(
        of channels: Int,
        _ heads: Int?,
        _ key: String,
        width: Int?,
        _ widthKey: String
    ) throws(CheckpointError) -> Int {
        if let width {
            try file.check(width, widthKey, in: 1...65_536)
            guard channels % width == 0, heads ?? channels / width == channels / width else {
                let said = heads.map { "\($0) × \(width)" } ?? "\(width) a head"
                throw file.error(
                    at: widthKey,
                    "\(said) does not make the \(channels) channels of the tensors"
                )
            }
            return channels / width
        }
        return try file.check(heads ?? 1, key, dividing: channels, "channels of the tensors")
    }

    /// Names for so many classes: those of `id2label` or, without it, numbers.
    func labels(_ count: Int) throws(CheckpointError) -> PublishedLabels {
        struct Keys: Decodable {
            struct Anything: Decodable {}
            let id2label: Anything?
            let numLabels: Int?
            let problemType: String?
        }
        let keys = try file.decode(Keys.self)
        if keys.id2label == nil && keys.numLabels == nil && keys.problemType == nil {
            return PublishedLabels(count: count)
        }
        let labels = try file.decode(PublishedLabels.self)
        guard labels.names.count == count else {
            throw file.error(
                at: "id2label",
                "has \(labels.names.count) classes, but the tensors have \(count)"
            )
        }
        return labels
    }
}
