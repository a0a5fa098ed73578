import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models

// What a session finds in its folders.
extension Session {
    static let picture = Source.file(path: "/home/ada/cat.png")
    static let sound = Source.file(path: "/home/ada/meow.ogg")
    static let sentence = "Ein Hund bellt — laut!"
    static let text = Source.text(sentence)
    static let masked = Source.text("Ein Hund[MASK][MASK][MASK][MASK][MASK][MASK] laut.")
    static let next = Source.file(path: "/home/ada/cat2.png")
    /// The middle of the picture.
    static let small = Source.file(path: "/home/ada/small.png")
    /// Twice as wide and as high as the others.
    static let large = Source.file(path: "/home/ada/large.png")
    static let pair = Source.pair(path: "/home/ada/cat.png", next: "/home/ada/cat2.png")
    static let cloud = Source.file(path: "/home/ada/screw.xyz")
    static let wall = Source.file(path: "/home/ada/wall.xyz")
    static let clip = Source.file(path: "/home/ada/more")
    /// As large and as long as the clip, upside down.
    static let film = Source.file(path: "/home/ada/film.mp4")
    static let game = Source.file(path: "/home/ada/game.csv")
    static let otherGame = Source.file(path: "/home/ada/other.csv")

    /// Where the clip lies, and what the browser finds there.
    static let clipFolder = "/home/train"
    static let clipPreview = ClipFolder(first: image, frameCount: 12, sound: wave, soundName: "train.wav")

    /// What a folder holds whose files are opened.
    static let folderInputs = FolderInputs(
        files: [
            .init(path: "/home/ada/cat.png", modality: .image),
            .init(path: "/home/ada/cat2.png", modality: .image),
            .init(path: "/home/ada/cat.ogg", modality: .audio),
        ],
        passedOver: [("README.md", .beside)]
    )

    static let media: [Source: Medium] = [
        picture: .image(image), next: .image(image), large: .image(image(times: 2)), sound: .sound(wave),
        text: .text(Text(sentence)),
        small: .image(image.cropped(to: .init(x: 8, y: 8, width: 16, height: 16))),
        cloud: .points(screw), wall: .points(PointCloud(Array(screw.points[400...]))),
        pair: .pair(image, image), clip: .clip(frames),
        film: .clip(
            Clip(
                frames: frames.frames.map {
                    Image(width: $0.width, height: $0.height, pixels: $0.pixels.reversed())
                },
                sound: wave,
                framesPerSecond: 25
            )
        ),
        game: .units(units(20)), otherGame: .units(units(12)),
        .file(path: "/home/ada/cat.ogg"): .sound(wave),
        .file(path: "/home/ada/cat.txt"): .text(Text("Eine Katze schläft.")),
    ]

    static let folders: [String: [FolderItem]] = [
        "/home/ada": [
            FolderItem(name: "more", isFolder: true, size: 0),
            FolderItem(name: ".hidden", isFolder: false, size: 3),
            FolderItem(name: "cat.png", isFolder: false, size: 81_234),
            FolderItem(name: "empty.wav", isFolder: false, size: 0),
            FolderItem(name: "meow.ogg", isFolder: false, size: 23_456),
        ],
        "/home": [
            FolderItem(name: "ada", isFolder: true, size: 0),
            FolderItem(name: "train", isFolder: true, size: 0),
        ],
        "/home/ada/more": [], clipFolder: [],
    ]

    /// What a word names: a folder, everything in one, or a file.
    static func files(named word: String) throws -> [NamedFilesQuestion.File] {
        let path = word.hasSuffix("/") ? String(word.dropLast()) : word
        if word.contains("absent") { throw Failure("\(word): there is no such file") }
        if word.hasSuffix("/*") {
            return folderInputs.files.map { NamedFilesQuestion.File(path: $0.path, isFolder: false) }
        }
        let isFolder = word.hasSuffix("/") || folders[path] != nil
        return [NamedFilesQuestion.File(path: word, isFolder: isFolder)]
    }

    static let listings = [
        ModelListing(
            place: .bundled,
            kind: .bundled,
            modalities: [.image, .audio, .text],
            parameterCount: 1_376_730
        ),
        ModelListing(place: published("language"), kind: .maskedLanguage, parameterCount: 201_108_230),
        ModelListing(place: published("flow"), kind: .opticalFlow, parameterCount: 41_057_134),
        ModelListing(
            place: .folder(path: "/models/tuned"),
            kind: .bundled,
            modalities: [.text],
            parameterCount: 1_376_730
        ),
        ModelListing(
            place: published("broken"),
            kind: nil,
            problem: "/models/broken/config.json: “bert” is another family of models"
        ),
    ]

    /// A screw that winds upwards, and its wall behind it.
    static let screw = PointCloud(
        (0..<600).map { index in
            guard index < 400 else {
                return SIMD3(Double(index % 20) / 10 - 1, Double(index / 20 - 20) / 2.5, -1)
            }
            let angle = Double(index) / 20
            return SIMD3(Double(index % 7 + 1) / 7 * cos(angle), Double(index) / 100, sin(angle))
        }
    )

    /// Units in two groups, of which one is player 1's.
    private static func units(_ count: Int) -> UnitSet {
        let types = ["Probe", "Pylon", "Zealot", "Drone", "Larva"]
        return UnitSet(
            units: (0..<count).map { index in
                let owner = index % 2 + 1
                return .init(
                    type: types[index % types.count],
                    owner: owner,
                    x: Double(owner == 1 ? 10 + index : 80 - index),
                    y: Double(owner == 1 ? 10 : 60) + Double(index * index % 13),
                    age: Double(index)
                )
            },
            columns: ["owner", "type", "x", "y", "age"]
        )
    }

    private static let image = image(times: 1)

    private static func image(times scale: Int) -> Image {
        let (width, height) = (60 * scale, 40 * scale)
        var pixels: [UInt8] = []
        for i in 0..<width * height {
            pixels += [UInt8(i % width * 4 / scale), UInt8(i / width * 6 / scale), UInt8(i % 13 * 19)]
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    private static let wave: Sound = {
        let samples = (0..<6000).map { i -> Float in
            let tone = Float((i * i / 400) % 101 - 50) / 60
            return tone * Float(i) / 6000
        }
        return Sound(sampleRate: 16000, samples: samples)
    }()

    private static let frames: Clip = {
        let images = (0..<3).map { frame -> Image in
            var pixels: [UInt8] = []
            for i in 0..<24 * 16 {
                pixels += [UInt8(i % 24 * 10), UInt8(i / 24 * 15), UInt8((i + 40 * frame) % 120 * 2)]
            }
            return Image(width: 24, height: 16, pixels: pixels)
        }
        return Clip(frames: images, sound: wave, framesPerSecond: 25)
    }()
}
