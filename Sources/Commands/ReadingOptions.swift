import ArgumentParser
import Explanation
import Files
import Media
import Models

/// How inputs of some kinds are read.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Pictures: run at n pixels to a side, if the model can.", valueName: "n")
    )
    var size: Int?
    @Option(
        help: ArgumentHelp(
            """
            Pictures: what shows through where they are transparent: white, black, or a colour such as 20b0ff; \
            white without it.
            """,
            valueName: "colour"
        )
    )
    var paper: Pixel?
    @Flag(
        name: .customLong("no-clips"),
        help:
            "Films: read their sound alone, and of animations the first picture, where the model takes clips, too."
    )
    var noClips = false
    @Flag(help: "Clips: each folder is one clip, whatever its frames are called.")
    var clip = false
    @Option(
        help: ArgumentHelp(
            """
            Clips: frames a second that are read of a film, as many as the model needs without it; of a folder of frames \
            those that it has, 25 without it.
            """,
            valueName: "rate"
        )
    )
    var fps: Double?
    @Option(help: ArgumentHelp("Clips: the second at which they begin.", valueName: "seconds"))
    var start: Double?
    @Option(
        help: ArgumentHelp(
            "Clips: the part of each frame that is read, in its pixels, such as a mouth.",
            valueName: "x,y,w,h"
        ),
        transform: ReadingOptions.region
    )
    var crop: Image.Region?
    @Option(
        help: ArgumentHelp("Clips: the sound that belongs to a folder of frames.", valueName: "file"),
        completion: .file()
    )
    var sound: String?
    @Option(
        help: ArgumentHelp("Flow: the tile of a large picture whose attention is kept.", valueName: "tile")
    )
    var tile: Int?
    @Option(
        help: ArgumentHelp(
            "Models that tell pixels: the pixel that is asked for, by column and row from 0; the middle without it.",
            valueName: "x,y"
        ),
        transform: ReadingOptions.place
    )
    var at: PixelPlace?
    @Option(
        help: ArgumentHelp(
            "Models that tell pixels: what random numbers follow from where a picture is completed.",
            valueName: "number"
        )
    )
    var seed: UInt64?
    @Option(
        help: ArgumentHelp(
            "Models that tell pixels: how evenly colours are drawn; 0 takes the most probable one.",
            valueName: "number"
        )
    )
    var temperature: Double?

    func validate() throws {
        if let fps, !(fps > 0 && fps <= 10_000) {
            throw ValidationError("--fps: must be above 0, and at most 10000")
        }
        if let temperature, !(temperature >= 0 && temperature <= 100) {
            throw ValidationError("--temperature: must be 0 to 100")
        }
        if let start, !(start >= 0 && start <= Source.Options.latestStart) {
            throw ValidationError("--start: must be seconds, 0 or more")
        }
    }

    private static func place(_ text: String) throws -> PixelPlace {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let column = numbers[0], let row = numbers[1], column >= 0, row >= 0 else {
            throw ValidationError("must be a column and a row from 0, such as 12,7")
        }
        return PixelPlace(column: column, row: row)
    }

    private static func region(_ text: String) throws -> Image.Region {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2],
            let height = numbers[3], x >= 0, y >= 0, width > 0, height > 0,
            max(x, y, width, height) <= 1_000_000
        else { throw ValidationError("must be x,y,w,h in whole pixels, such as 100,170,112,84") }
        return Image.Region(x: x, y: y, width: width, height: height)
    }

    /// What is asked of a model that tells pixels.
    private var asking: PixelAsking? {
        guard at != nil || seed != nil || temperature != nil else { return nil }
        var asking = PixelAsking(place: at)
        (asking.seed, asking.temperature) = (seed ?? 0, temperature ?? 1)
        return asking
    }

    /// Whether folders are clips, whatever is in them.
    var areFoldersClips: Bool { clip || sound != nil }

    var options: Source.Options {
        var options = Source.Options()
        (options.sound, options.size, options.tile) = (sound, size, tile)
        options.filmsAreClips = !noClips
        (options.framesPerSecond, options.start, options.crop) = (fps, start ?? 0, crop)
        if let paper { options.paper = paper }
        options.pixel = asking
        return options
    }
}

extension ReadingOptions {
    /// Refuses options that mean nothing for the model, or for any of the inputs.
    ///
    /// - Throws: ``WrongUsage`` with the option.
    func check(_ sources: [Source], for model: Model) throws(WrongUsage) {
        if let size, !model.takesAnySize {
            throw WrongUsage("--size \(size): the input size of \(model.name) is fixed")
        }
        if let tile, !model.modalities.contains(.pair) {
            throw WrongUsage("--tile \(tile): \(model.name) is no model of optical flow")
        }
        let ofPixels = [("--at", at != nil), ("--seed", seed != nil), ("--temperature", temperature != nil)]
        if let option = ofPixels.first(where: \.1)?.0, !model.tellsPixels {
            throw WrongUsage("\(option): \(model.name) tells no pixels")
        }
        if paper != nil && !sources.isEmpty && !sources.contains(where: \.canHavePictures) {
            throw WrongUsage("--paper: none of the inputs is a picture")
        }
        let ofFolders = [("--clip", clip), ("--sound", sound != nil)]
        let ofClips =
            ofFolders + [
                ("--fps", fps != nil), ("--start", start != nil), ("--crop", crop != nil),
                ("--no-clips", noClips),
            ]
        let given = ofClips.filter(\.1).map(\.0)
        guard let option = given.first else { return }
        if noClips && given.count > 1 { throw WrongUsage("--no-clips: \(option) is of clips") }
        guard model.modalities.contains(.clip) else {
            throw WrongUsage("\(option): \(model.name) takes no clips")
        }
        if sources.isEmpty || sources.contains(where: \.canBeFolder) { return }
        guard !ofFolders.contains(where: { $0.0 == option }) else {
            throw WrongUsage("\(option): none of the inputs is a folder of frames")
        }
        guard sources.contains(where: \.canMove) else {
            throw WrongUsage("\(option): none of the inputs is a film, an animation or a folder of frames")
        }
    }
}

extension Source {
    /// Whether there are pictures in it, as far as its first bytes tell; what is piped in is not read for that.
    fileprivate var canHavePictures: Bool {
        switch origin {
        case .pair, .standardInput, .file("-"): return true
        case .text: return false
        case .file(let path):
            // What cannot be read has a sentence of its own.
            let modality = Medium.modality(path: path)
            return modality.map { [.image, .pair, .clip].contains($0) } ?? true
        }
    }

    /// Whether it is a film or an animation, as far as its first bytes tell; what is piped in is not read for that.
    fileprivate var canMove: Bool {
        switch origin {
        case .standardInput, .file("-"): true
        case .text, .pair: false
        case .file(let path): Medium.moves(path: path)
        }
    }

    /// Whether it is a folder, or is not there, which has a sentence of its own.
    fileprivate var canBeFolder: Bool {
        guard case .file(let path) = origin else { return false }
        return FileStatus(path)?.isFolder ?? true
    }
}
