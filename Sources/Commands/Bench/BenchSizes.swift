import Explanation
import Explorer
import Glibc
import Media
import Models
import Numerics
import Perceiver

/// How the time and the memory of a model of pictures grow with the picture.
struct BenchSizes {
    /// The sides of square pictures that are measured if no others are wanted.
    static let usualSides = [224, 336, 512, 768, 1024]

    /// One point of the curve; times are in seconds.
    struct Point: Encodable {
        /// The side of the picture in pixels.
        let side: Int
        let tokens: Int
        let prepare, crossAttention, selfAttention, decode: Double
        /// Preparing and cross-attention, which grow with the pixels.
        let growing: Double
        /// Self-attention and decoding, which do not.
        let constant: Double
        let growingPerMegapixel: Double
        let peakMiB: Int
    }

    private let trunk: Trunk
    /// Makes the tokens of a picture with the given side.
    private let tokens: (Int) throws -> Matrix
    private let decode: (Matrix) -> Void

    /// The curve of a model that takes pictures of any size.
    init(_ model: Model) throws {
        guard model.takesAnySize else {
            throw WrongUsage("--sizes: \(model.name) takes inputs of one size only")
        }
        trunk = model.trunk
        tokens = { try model.prepare(.image(Self.picture($0)), options: InputOptions(size: $0)).tokens }
        decode = { latents in
            for task in model.tasks { _ = model.predict(task, latents: latents, of: .image) }
        }
    }

    /// The curve of untrained weights of the published Fourier model's sizes.
    init() {
        let trunk = Trunk.untrainedFourier
        self.trunk = trunk
        tokens = { .random(rows: $0 * $0, columns: trunk.inputChannels) }
        decode = { _ in }
    }

    /// Measures one point.
    ///
    /// Each round is a whole forward, and keeps nothing for the next one.
    func point(side: Int, rounds: Int) throws -> Point {
        var count = 0
        let times = try (0..<rounds).map { _ in try round(side, &count) }
        func median(_ part: Int) -> Double { times.map { $0[part] }.sorted()[rounds / 2] }
        let growing = times.map { $0[0] + $0[1] }.sorted()[rounds / 2]
        return Point(
            side: side,
            tokens: count,
            prepare: median(0),
            crossAttention: median(1),
            selfAttention: median(2),
            decode: median(3),
            growing: growing,
            constant: times.map { $0[2] + $0[3] }.sorted()[rounds / 2],
            growingPerMegapixel: growing / Double(side * side) * 1e6,
            peakMiB: Meter.peakMemory
        )
    }

    /// The seconds of the four parts of one forward.
    private func round(_ side: Int, _ count: inout Int) throws -> [Double] {
        let clock = ContinuousClock()
        let begin = clock.now
        let inputs = try tokens(side)
        count = inputs.rows
        let preparing = (clock.now - begin) / .seconds(1)
        let run = TimedRun(trunk, inputs)
        let start = clock.now
        decode(run.final)
        let decoding = (clock.now - start) / .seconds(1)
        return [preparing, run.crossAttention, run.selfAttention, decoding]
    }

    private static func picture(_ side: Int) -> Image {
        Image(width: side, height: side, pixels: (0..<side * side * 3).map { UInt8($0 * 7 % 251) })
    }

    /// What stands above the lines of points.
    static let header = """
        seconds; prepare and cross-attention grow with the pixels, self-attention and decoding do not
        picture        tokens  prepare    cross     self  decode  growing  constant    whole  growing/Mpx  peak MiB
        """
}

extension BenchSizes.Point: CustomStringConvertible {
    /// A line under ``BenchSizes/header``.
    var description: String {
        let times = [
            (prepare, 9), (crossAttention, 9), (selfAttention, 9), (decode, 8), (growing, 9), (constant, 10),
            (growing + constant, 9), (growingPerMegapixel, 13),
        ]
        return "\(side)×\(side)".filled(to: 9)
            + column(Numbers.grouped(tokens), 12)
            + times.map { column(decimal($0, places: 3), $1) }.joined() + column("\(peakMiB)", 10)
    }

    private func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
