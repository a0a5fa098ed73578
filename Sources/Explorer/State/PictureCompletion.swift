import Explanation
import Models

/// A picture that the model completed, and how much of it is shown.
struct Completion {
    let input: ReconstructedInput
    /// What was drawn.
    let picture: CompletedPicture
    /// How many pixels of it are shown.
    let drawn: Int
    /// What the model said of the pixel that was drawn last, or of the first one.
    let run: Run

    var isWhole: Bool { drawn == picture.count }

    /// How many pixels are drawn at once when it is played: all within some six seconds.
    var pace: Int { max(1, picture.count / 150) }

    /// How far it is.
    var words: String { "\(drawn.grouped) of \(picture.count.grouped) pixels drawn" }
}

extension Explorer {
    /// What is shown of a completed picture; `nil` if there is none.
    var completion: Completion? {
        guard let input = current, let run = input.run, method(for: run) == .output,
            case .input(let decoded)? = reconstruction(input), let picture = decoded.completed
        else { return nil }
        let drawn = min(input.entry.drawn ?? picture.count, picture.count)
        // All of it stands beside the pixel that is asked for, as before.
        let told = drawn == picture.count ? run : run.telling(max(0, drawn - 1), of: picture)
        return Completion(input: decoded, picture: picture, drawn: drawn, run: told)
    }

    /// Shows so many of the drawn pixels.
    mutating func draw(pixels: Int) {
        guard let count = completion?.picture.count else { return }
        changeCurrent { $0.drawn = min(max(pixels, 0), count) }
    }

    /// Shows another frame of a clip, or one pixel more or less of a completed picture; from its end to its beginning.
    mutating func stepFrameOrPixel(_ step: Int) {
        guard let completion else { return stepFrame(step) }
        main.isPlaying = false
        let count = completion.picture.count
        draw(pixels: (completion.drawn + step + count + 1) % (count + 1))
    }

    /// Why there are no frames to go through, nor pixels.
    func framesObstacle(least: Int) -> String? {
        frameCount >= least || completion != nil ? nil : "there are no frames"
    }

    // MARK: drawn otherwise

    /// Completes the picture with the random numbers that follow from the next seed.
    mutating func completeAnew() { complete { $0.seed &+= 1 } }

    /// Completes the picture in another way.
    mutating func complete(_ change: (inout PixelAsking) -> Void) {
        guard let input = current else { return }
        var asking = input.source.options.pixel ?? PixelAsking()
        change(&asking)
        main.isPlaying = false
        list.ask(asking, of: input.source.root)
    }

    /// Why there is nothing to complete anew.
    var completionObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        guard run.model.tellsPixels else { return "this model completes no pictures" }
        return method == .output ? nil : "press r first: it completes the picture"
    }
}

extension NamedCommand {
    /// How a picture is completed.
    static let completing: [NamedCommand] = [
        NamedCommand(
            name: "temperature",
            argument: "NUMBER",
            help: "Complete the picture with colours drawn at this temperature; at 0 the most probable ones."
        ) { explorer, text throws(Failure) in
            guard let number = Double(text), number >= 0, number <= 100 else {
                throw Failure("temperature: give a number from 0 to 100")
            }
            try explorer.completeOtherwise("temperature") { $0.temperature = number }
        },
        NamedCommand(
            name: "seed",
            argument: "NUMBER",
            help: "Complete the picture with the random numbers that follow from this one."
        ) { explorer, text throws(Failure) in
            guard let number = UInt64(text) else {
                throw Failure("seed: give a whole number from 0 to \(UInt64.max)")
            }
            try explorer.completeOtherwise("seed") { $0.seed = number }
        },
    ]
}

extension Explorer {
    fileprivate mutating func completeOtherwise(
        _ name: String,
        _ change: (inout PixelAsking) -> Void
    ) throws(Failure) {
        guard current?.run?.model.tellsPixels == true else {
            throw Failure("\(name): this model completes no pictures")
        }
        complete(change)
        lens.method = .output
    }
}
