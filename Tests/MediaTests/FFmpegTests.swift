import Foundation
import Media
import Testing

/// What is read through ffmpeg, where that program is there.
@Suite(.enabled(if: FFmpeg.installed.isInstalled, "ffmpeg is not installed"))
struct FFmpegTests {
    private func medium(_ name: String) throws -> Medium {
        try Medium.read(path: Fixtures.root.appending(path: "foreign/\(name)").path)
    }

    private func image(_ bytes: [UInt8], _ name: String = "a") throws(MediaError) -> Image? {
        if case .image(let image) = try Medium.read(bytes, name: name) { image } else { nil }
    }

    @Test(
        "Pictures without loss have the very pixels that Pillow shows, upright",
        arguments: [
            "turned-webp.webp", "alpha-webp.webp", "turned-tiff.tif", "bmp.bmp", "gif.gif", "two-gif.gif",
            "tga.tga", "packed-tga.tga", "grey-tga.tga", "palette-tga.tga", "ppm.ppm", "pgm.pgm", "pbm.pbm",
            "written-ppm.ppm",
        ]
    )
    func pictures(name: String) throws {
        guard case .image(let image) = try medium(name) else {
            Issue.record("no picture")
            return
        }
        let truth = try Fixtures.image("foreign/" + Fixtures.sibling(name, "rgb"))
        #expect(largestDifference(image, truth) == 0)
        #expect(image.notes.count == 1 && image.notes[0].hasPrefix("ffmpeg read "))
    }

    @Test("Pictures with loss are close to what Pillow shows", arguments: ["lossy-webp.webp", "avif.avif"])
    func lossyPictures(name: String) throws {
        guard case .image(let image) = try medium(name) else {
            Issue.record("no picture")
            return
        }
        let truth = try Fixtures.image("foreign/" + Fixtures.sibling(name, "rgb"))
        try #require(image.width == truth.width && image.height == truth.height)
        let sum = zip(image.pixels, truth.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        // Programs spread colours over neighbours in different ways.
        #expect(sum < 12 * image.pixels.count, "\(Double(sum) / Double(image.pixels.count))")
    }

    @Test(
        "Sounds decode to the samples that ffmpeg gives",
        arguments: [
            ("m4a.m4a", "M4A", 2), ("aac.aac", "AAC", 1), ("webm.webm", "Matroska or WebM film", 1),
            ("wma.wma", "Windows Media file", 1), ("wavpack.wv", "WavPack", 2), ("speex.ogg", "Ogg", 1),
            ("film.avi", "AVI film", 1),
        ]
    )
    func sounds(name: String, format: String, channels: Int) throws {
        guard case .sound(let sound) = try medium(name) else {
            Issue.record("no sound")
            return
        }
        // Decoders of other versions begin and end a little earlier or later.
        let truth = try Fixtures.samples("foreign/" + Fixtures.sibling(name, "f32"))
        let count = min(truth.count, sound.samples.count)
        #expect(abs(sound.samples.count - truth.count) <= 2048)
        #expect(largestDifference(Array(sound.samples[..<count]), Array(truth[..<count])) < 1e-3)
        #expect(sound.origin.format == format && sound.origin.channelCount == channels)
        #expect(sound.origin.notes.count == 1 && sound.origin.notes[0].hasPrefix("ffmpeg read "))
    }

    @Test func paperShowsBehindForeignPictures() throws {
        let bytes = try Fixtures.bytes("foreign/alpha-webp.webp")
        guard case .image(let image) = try Medium.read(bytes, name: "a", paper: Pixel(10, 20, 30)) else {
            Issue.record("no picture")
            return
        }
        // The first pixel has alpha 0.
        #expect(image[0, 0] == Pixel(10, 20, 30))
    }

    @Test func aFilmWithoutASoundIsTold() {
        let error = #expect(throws: MediaError.self) { try medium("silent-film.avi") }
        #expect(error?.problem == .noSound("an AVI film"))
    }

    @Test(
        "Pictures that break off are refused",
        arguments: ["turned-webp.webp", "turned-tiff.tif", "bmp.bmp", "gif.gif", "tga.tga", "ppm.ppm"]
    )
    func cut(name: String) throws {
        let bytes = try Fixtures.bytes("foreign/\(name)")
        let error = #expect(throws: MediaError.self) { try image(Array(bytes[..<(bytes.count * 2 / 3)])) }
        #expect(error?.description.contains(" that ffmpeg cannot read (") == true, "\(error as Any)")
    }

    @Test func aPictureOfTooManyPixelsIsRefused() throws {
        var bytes = try Fixtures.bytes("foreign/bmp.bmp")
        bytes.replaceSubrange(18..<26, with: [0, 0, 1, 0, 0, 0, 1, 0])
        let error = #expect(throws: MediaError.self) { try image(bytes) }
        #expect(error?.description.contains("that ffmpeg cannot read (") == true, "\(error as Any)")
    }
}

/// Programs that take ffmpeg's place.
struct FFmpegStandInTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A script instead of ffmpeg.
    private func ffmpeg(_ script: String) throws -> FFmpeg {
        let path = folder.path("ffmpeg")
        // Another process writes it: one that was begun meanwhile would have it open, and it could not run.
        guard let writer = popen("cat >'\(path)' && chmod 700 '\(path)'", "we") else {
            throw CocoaError(.fileWriteUnknown)
        }
        fputs("#!/bin/sh\n\(script)\n", writer)
        #expect(pclose(writer) == 0)
        return FFmpeg(path: path)
    }

    private func reading(_ script: String, of name: String = "foreign/gif.gif") throws -> Medium {
        try Medium.read(Fixtures.bytes(name), name: "a", ffmpeg: ffmpeg(script))
    }

    private func problem(_ script: String, of name: String = "foreign/gif.gif") -> MediaError.Problem? {
        (#expect(throws: MediaError.self) { try reading(script, of: name) })?.problem
    }

    @Test(
        "Without it the kind and the package are named",
        arguments: [
            ("GIF89a\u{1}\0", "a GIF picture"), ("RIFF\u{1}\0\0\0WEBPVP8 ", "a WebP picture"),
            ("\0\0\0\u{18}ftypheic", "a HEIC picture"), ("BM6\0\0\0\0\0\0\066\0\0\0", "a BMP picture"),
            ("II*\0\u{8}\0\0\0", "a TIFF picture"), ("\0\0\0\u{18}ftypmp42", "an MPEG-4 film"),
            ("\0\0\0\u{18}ftypM4A ", "an M4A sound"), ("P6 2 2 255\n", "a PPM picture"),
            ("P4\n# by hand\n2\t2\n", "a PBM picture"), ("P7\nWIDTH 3", "a PAM picture"),
            ("#!AMR\n", "an AMR sound"),
            ("\0\0\u{2}\0\0\0\0\0\0\0\0\0\u{3}\0\u{2}\0\u{18}\0abc", "a Targa picture"),
        ]
    )
    func missing(head: String, kind: String) {
        let error = #expect(throws: MediaError.self) {
            try Medium.read(Array(head.utf8), name: "a", ffmpeg: FFmpeg(path: nil))
        }
        #expect(
            error?.description
                == "a: is \(kind), which is read through the program ffmpeg, which is not installed; "
                + "install it (apt install ffmpeg), or give \(MediaError.accepted)"
        )
    }

    @Test func aPathThatIsNoProgram() throws {
        let error = #expect(throws: MediaError.self) {
            try Medium.read(
                Fixtures.bytes("foreign/gif.gif"),
                name: "a",
                ffmpeg: FFmpeg(path: folder.path("no"))
            )
        }
        #expect(error?.description.contains("that ffmpeg cannot read (") == true)
    }

    @Test func itsAnswerIsCheckedLikeAnyFile() throws {
        let png = Fixtures.root.appending(path: "png/rgb.png").path
        #expect(
            try reading("cat '\(png)'").notes == ["ffmpeg read the first picture of this file, a GIF picture"]
        )
        let no = MediaError.Problem.unreadByFFmpeg(kind: "a GIF picture", "its answer is no picture")
        #expect(problem("head -c 500 '\(png)'") == no)
        #expect(problem("echo nonsense") == no)
        #expect(problem("true") == .unreadByFFmpeg(kind: "a GIF picture", "it answers nothing"))
        #expect(
            problem("echo nonsense", of: "foreign/m4a.m4a")
                == .unreadByFFmpeg(kind: "an M4A sound", "its answer is no sound")
        )
    }

    @Test func whatItComplainsOfIsTold() throws {
        let complaint = "echo '[gif @ 0x5581] file:/dev/stdin: too bad' >&2"
        #expect(problem(complaint) == .unreadByFFmpeg(kind: "a GIF picture", "too bad"))
        let wave = Fixtures.root.appending(path: "sound/pcm16.wav").path
        #expect(
            try reading("cat '\(wave)'; \(complaint)", of: "foreign/m4a.m4a").notes == [
                "ffmpeg read this file, an M4A sound", "ffmpeg warns: too bad",
            ]
        )
    }

    /// What it would write to a file, or beyond its limits, is not there.
    @Test func itIsLimited() throws {
        let file = folder.path("written")
        let limits = try #require(
            problem("{ echo x >'\(file)'; ulimit -v; ulimit -t; ulimit -f; } >&2; exit 1")
        )
        guard case .unreadByFFmpeg = limits else {
            Issue.record("\(limits)")
            return
        }
        let written = (try? Data(contentsOf: URL(filePath: file))) ?? Data()
        #expect(written.isEmpty)
        let values = "test $(ulimit -v) = 4194304 && test $(ulimit -t) = 60 && test $(ulimit -f) = 0"
        let png = Fixtures.root.appending(path: "png/rgb.png").path
        #expect(try reading("\(values) && cat '\(png)'").modality == .image)
    }

    @Test(.timeLimit(.minutes(1)))
    func anAnswerWithoutEndIsCut() throws {
        // The picture would end, and what follows it does not.
        #expect(
            problem("yes") == .unreadByFFmpeg(kind: "a GIF picture", "its answer is no picture")
        )
    }

    @Test func itGetsTheFileAndNothingElse() throws {
        let png = Fixtures.root.appending(path: "png/rgb.png").path
        let gif = Fixtures.root.appending(path: "foreign/gif.gif").path
        // Shells open files of their own above 9.
        let script =
            "cmp -s - '\(gif)' || exit 1; for f in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$f ] && exit 1; done; cat '\(png)'"
        #expect(try reading(script).modality == .image)
        #expect(
            try reading("cmp -s /dev/stdin '\(gif)' && [ -z \"$FFREPORT$HOME\" ] && cat '\(png)'").modality
                == .image
        )
    }
}
