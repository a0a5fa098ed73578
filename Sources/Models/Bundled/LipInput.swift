import Checkpoints
import Media
import Numerics
import Perceiver

/// The front end for the frames of clips: grey pictures of lips, each with those around it through the stem, and the
/// cells that come out over time.
struct LipInput: Sendable {
    let settings: ClipSettings
    private let stages: [ConvolutionStage]
    private let timeStages: [ConvolutionStage]
    /// The features of all cells, `[frames · rows · columns, channels]`; shorter clips use the first.
    private let positions: Matrix
    /// One learned vector that marks the modality.
    private let padding: [Float]

    /// Reads the front end.
    init(_ weights: Weights, _ settings: ClipSettings, width: Int) throws(CheckpointError) {
        self.settings = settings
        stages = try weights.stages("stem", settings.stages, of: settings.context)
        let channels = settings.stages.last?.channels ?? 0
        timeStages = try weights.stages("time", settings.timeStages, of: channels)
        let features = FourierFeatures(bands: settings.bands, resolution: settings.grid)
        positions = features.grid(settings.grid)
        padding = try weights.vector("padding", width - channels - features.channels, "padding")
    }

    /// How many channels of a token are what the convolutions found.
    var contentChannels: Int { settings.stages.last?.channels ?? 0 }
    /// Cells of a frame.
    private var cells: (rows: Int, columns: Int) { (settings.grid[1], settings.grid[2]) }
    /// How much of a clip there is use for.
    var need: ClipNeed { ClipNeed(framesPerSecond: settings.framesPerSecond, frames: settings.grid[0]) }

    /// What is seen of a clip: its frames at the model's rate and in its size, grey.
    struct Seen {
        let frames: [Image]
        /// The part of the source's frames that they show.
        let region: Image.Region
        let notes: [String]
    }

    /// The frames as the model gets them; `nil` of a clip without frames.
    func seen(_ clip: Clip) -> Seen? {
        guard let first = clip.frames.first else { return nil }
        let sampling = ClipSampling(
            frameCount: settings.grid[0],
            height: settings.height,
            width: settings.width,
            samplesPerFrame: 1
        )
        let region = sampling.region(of: first)
        let last = clip.frames.count - 1
        let indices = (0..<settings.grid[0]).map { frame in
            Int((Double(frame) / settings.framesPerSecond * clip.framesPerSecond + 1e-6).rounded(.down))
        }.filter { $0 <= last }
        let frames = indices.map { index in
            clip.frames[index].cropped(to: region)
                .resized(width: settings.width, height: settings.height, filter: .lanczos).grey
        }
        return Seen(frames: frames, region: region, notes: notes(clip, first, region, indices))
    }

    private func notes(_ clip: Clip, _ first: Image, _ region: Image.Region, _ indices: [Int]) -> [String] {
        var notes: [String] = []
        let rates = [clip.framesPerSecond, settings.framesPerSecond].map { decimal($0, places: 2) }
        if rates[0] != rates[1] {
            notes.append("frames are taken at \(rates[1]) instead of \(rates[0]) a second")
        }
        if let wanted = indices.last, indices.count == settings.grid[0], wanted < clip.frameCount - 1 {
            let next = (Double(indices.count) / settings.framesPerSecond * clip.framesPerSecond).rounded(
                .down
            )
            if Int(next) < clip.frameCount {
                notes.append("the model sees the first \(wanted + 1) of \(clip.frameCount) frames")
            }
        }
        if region.width != first.width || region.height != first.height {
            notes.append(
                "the model sees the middle \(region.width)×\(region.height) of \(first.width)×\(first.height) pixels; "
                    + "--crop x,y,w,h shows it the mouth"
            )
        }
        return notes
    }

    /// Tokens `[frames · rows · columns, C]` of grey frames, frame by frame.
    func tokens(_ frames: [Image]) -> Matrix {
        let values = normalised(frames)
        let found = values.indices.map { index -> FeatureMap in
            stages.reduce(surrounded(index, values)) { $1($0) }
        }
        let cellCount = cells.rows * cells.columns
        let stacked = FeatureMap(
            height: frames.count,
            width: cellCount,
            values: Matrix(stacking: found.map(\.values))
        )
        let content = timeStages.reduce(stacked) { $1($0) }.values
        let channels = content.columns + positions.columns + padding.count
        return Matrix(rows: content.rows, columns: channels) { target in
            content.withElements { content in
                positions.withElements { positions in
                    let (own, place) = (contentChannels, self.positions.columns)
                    for token in 0..<frames.count * cellCount {
                        let row = token * channels
                        for i in 0..<own { target[row + i] = content[token * own + i] }
                        for i in 0..<place { target[row + own + i] = positions[token * place + i] }
                        for i in 0..<padding.count { target[row + own + place + i] = padding[i] }
                    }
                }
            }
        }
    }

    /// Light of mean 0 and deviation 1 over all pixels of all frames.
    private func normalised(_ frames: [Image]) -> [[Float]] {
        let light = frames.map { frame in
            stride(from: 0, to: frame.pixels.count, by: 3).map { Float(frame.pixels[$0]) / 255 }
        }
        let count = Double(light.reduce(0) { $0 + $1.count })
        let mean = light.joined().reduce(0.0) { $0 + Double($1) } / count
        let square = light.joined().reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        let deviation = max(square.squareRoot(), Double(settings.leastDeviation))
        return light.map { $0.map { Float((Double($0) - mean) / deviation) } }
    }

    /// A frame with those around it as channels; beyond the ends the first or the last one is repeated.
    private func surrounded(_ index: Int, _ frames: [[Float]]) -> FeatureMap {
        let context = settings.context
        let pixels = settings.height * settings.width
        let values = Matrix(rows: pixels, columns: context) { target in
            for channel in 0..<context {
                let frame = frames[min(max(index + channel - context / 2, 0), frames.count - 1)]
                for pixel in 0..<pixels { target[pixel * context + channel] = frame[pixel] }
            }
        }
        return FeatureMap(height: settings.height, width: settings.width, values: values)
    }

    /// Where the tokens of some frames lie, in pixels of the source's frames.
    func section(frames count: Int, region: Image.Region) -> Layout.Section {
        func edges(_ start: Int, _ length: Int, _ cells: Int, of size: Int) -> [Double] {
            // Each stage halves with its cells centred on every other one before.
            let stride = (size + cells - 1) / cells
            let scale = Double(length) / Double(size)
            return Stem.edges(tokens: cells, stride: stride, count: size).map { Double(start) + $0 * scale }
        }
        return Layout.Section(
            name: ClipSide.picture.section,
            columns: Axis(.x, edges: edges(region.x, region.width, cells.columns, of: settings.width)),
            rows: Axis(.y, edges: edges(region.y, region.height, cells.rows, of: settings.height)),
            frames: Axis(.frame, edges: (0...count).map(Double.init)),
            framesPerSecond: settings.framesPerSecond
        )
    }
}

extension Image {
    /// The light of each pixel, as Pillow and the pictures of televisions have it.
    fileprivate var grey: Image {
        var grey = pixels
        for place in stride(from: 0, to: pixels.count, by: 3) {
            let (red, green, blue) = (Int(pixels[place]), Int(pixels[place + 1]), Int(pixels[place + 2]))
            let light = UInt8((19_595 * red + 38_470 * green + 7471 * blue + 0x8000) >> 16)
            (grey[place], grey[place + 1], grey[place + 2]) = (light, light, light)
        }
        return Image(width: width, height: height, pixels: grey)
    }
}

extension Weights {
    /// The stages of a front end, one entering the next.
    func stages(
        _ name: String,
        _ settings: [StageSettings],
        of channels: Int
    ) throws(CheckpointError) -> [ConvolutionStage] {
        var stages: [ConvolutionStage] = []
        var inputs = channels
        for (index, stage) in settings.enumerated() {
            stages.append(try ConvolutionStage(self["\(name).\(index)"], of: inputs, stage))
            inputs = stage.channels
        }
        return stages
    }
}
