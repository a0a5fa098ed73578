import Checkpoints
import FoundationEssentials
import Media
import Numerics

/// How pictures are made ready for a vision transformer, as `preprocessor_config.json` says: resized, then cropped, then
/// turned into numbers.
struct PatchProcessing: Sendable, Hashable {
    typealias Size = PictureProcessing.Size

    /// What becomes of a picture's size.
    enum Resizing: Sendable, Hashable {
        /// All of it is made this large, be it distorted.
        case whole(Size)
        /// The shorter side is made this long, and the other one in proportion.
        case shorterSide(Int)
    }

    /// `nil` if pictures stay as large as they are.
    var resizing: Resizing?
    /// The middle that is cut out of the resized picture; `nil` for all of it.
    var crop: Size?
    var filter: Image.Filter
    /// Whether numbers are resized, and not bytes, which would be rounded.
    var resizesNumbers = false
    var numbers = PixelNumbers()
    /// Where these come from, in words.
    var origin: String

    /// The same at another size to each side; a crop keeps its share of the picture.
    func resized(to side: Int) -> PatchProcessing {
        var other = self
        other.crop = crop.map { _ in Size(height: side, width: side) }
        if case .shorterSide(let length) = resizing, let crop {
            let share = Double(length) / Double(min(crop.height, crop.width))
            other.resizing = .shorterSide(max(side, Int((share * Double(side)).rounded())))
        } else if crop == nil, case .shorterSide = resizing {
            other.resizing = .shorterSide(side)
        } else {
            other.resizing = .whole(Size(height: side, width: side))
        }
        return other
    }

    /// A picture as a model sees it.
    struct Seen {
        /// In bytes, to be shown.
        let image: Image
        /// `[H · W, 3]`.
        let values: FeatureMap
        /// Where its left and its upper edge lie in the resized picture.
        let left, top: Int
        /// Pixels of the source for each of its own.
        let across, down: Double
    }

    /// Makes a picture ready.
    ///
    /// - Throws: `ModelError` if less is left than is to be cut out, or far too much.
    func callAsFunction(_ image: Image) throws(ModelError) -> Seen {
        let size = self.size(of: image)
        guard size.width * size.height <= Self.mostPixels else {
            throw ModelError(
                "the picture would be resized to \(size.width)×\(size.height) pixels before its middle is cut out, "
                    + "which are too many"
            )
        }
        let isSame = size.width == image.width && size.height == image.height
        let whole = isSame ? image : image.resized(width: size.width, height: size.height, filter: filter)
        let crop = crop ?? size
        guard crop.width <= size.width && crop.height <= size.height else {
            throw ModelError(
                "the model cuts \(crop.width)×\(crop.height) pixels out of the middle of a picture, "
                    + "which are more than \(size.width)×\(size.height)"
            )
        }
        let (left, top) = ((size.width - crop.width) / 2, (size.height - crop.height) / 2)
        let box = Image.Region(x: left, y: top, width: crop.width, height: crop.height)
        let seen = whole.cropped(to: box)
        return Seen(
            image: seen,
            values: resizesNumbers ? numbers(of: image, size, box) : numbers(seen),
            left: left,
            top: top,
            across: Double(image.width) / Double(size.width),
            down: Double(image.height) / Double(size.height)
        )
    }

    /// The most pixels of a picture before it is cropped, as of a file.
    private static let mostPixels = 100_000_000

    /// What a picture's size becomes before it is cropped.
    private func size(of image: Image) -> Size {
        switch resizing {
        case nil: return Size(height: image.height, width: image.width)
        case .whole(let size): return size
        case .shorterSide(let length):
            let shorter = min(image.width, image.height)
            func scaled(_ side: Int) -> Int {
                side == shorter ? length : Int(Double(length * side) / Double(shorter))
            }
            return Size(height: scaled(image.height), width: scaled(image.width))
        }
    }

    /// A part of the picture whose rescaled numbers were resized.
    private func numbers(of image: Image, _ size: Size, _ box: Image.Region) -> FeatureMap {
        let factor = numbers.rescales ? Float(numbers.rescaleFactor) : 1
        let resized = FeatureMap(
            resampling: (image.height, image.width),
            to: (size.height, size.width),
            filter == .bicubic ? .smoothCubic : .smoothTriangle
        ) { row in
            let start = 3 * row * image.width
            return Matrix(rows: image.width, columns: 3) { target in
                for i in target.indices { target[i] = Float(image.pixels[start + i]) * factor }
            }
        }
        let places = (box.y..<box.y + box.height).flatMap { row in
            (box.x..<box.x + box.width).map { row * size.width + $0 }
        }
        var values = resized.values.gathered(rows: places)
        values.withMutableElements { for i in $0.indices { $0[i] = numbers.normalized($0[i], i % 3) } }
        return FeatureMap(height: box.height, width: box.width, values: values)
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        var facts = [MappingReport.Fact("settings from", origin)]
        let how = filter.rawValue + (resizesNumbers ? ", of numbers" : "")
        switch resizing {
        case .whole(let size): facts.append(.init("resize", "\(size.height)×\(size.width), \(how)"))
        case .shorterSide(let length): facts.append(.init("resize", "shorter side \(length), \(how)"))
        case nil: break
        }
        if let crop { facts.append(.init("centre crop", "\(crop.height)×\(crop.width), after resizing")) }
        return facts + numbers.facts
    }
}
