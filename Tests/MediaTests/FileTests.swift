import Foundation
import Media
import Testing

struct FileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func description(_ path: String) -> String? {
        do throws(MediaError) {
            _ = try Medium.read(path: path, ffmpeg: FFmpeg(path: nil))
            return nil
        } catch {
            return error.description
        }
    }

    /// The message for a file, without the folder's name.
    private func message(_ path: String) -> String? {
        Self.description(path)?.replacing(folder.url.path + "/", with: "")
    }

    private func message(_ name: String, _ bytes: [UInt8]) throws -> String? {
        message(try folder.file(name, bytes))
    }

    @Test func theKindIsInTheContent() throws {
        let png = try Fixtures.bytes("png/rgb.png")
        let wav = try Fixtures.bytes("sound/pcm16.wav")
        #expect(try Medium.read(path: folder.file("sound.wav", png)).modality == .image)
        #expect(try Medium.read(path: folder.file("picture.jpg", wav)).modality == .audio)
        #expect(
            try Medium.read(path: folder.file("picture.png", Array("words".utf8))) == .text(Text("words"))
        )
        #expect(try Medium.read(Fixtures.bytes("jpeg/grey.jpg"), name: "standard input").modality == .image)
    }

    @Test func everySoundFixtureIsASound() throws {
        for name in Fixtures.sounds {
            #expect(
                try Medium.read(Fixtures.bytes("sound/\(name)"), name: name).modality == .audio,
                "\(name)"
            )
        }
    }

    @Test func whatIsNoFile() throws {
        let accepted = MediaError.accepted
        #expect(
            message(folder.path("no.png")) == "no.png: there is no such file; give the path of \(accepted)"
        )
        #expect(message("") == ": there is no such file; give the path of \(accepted)")
        #expect(message(folder.url.path)?.hasSuffix("is a folder; give a file: \(accepted)") == true)
        #expect(message("/dev/null") == "/dev/null: is a device; give a file: \(accepted)")
        #expect(try message("empty.wav", []) == "empty.wav: is empty; give \(accepted)")
        #expect(
            message(try folder.file("a.txt", [65]) + "/b")
                == "a.txt/b: there is no such file; give the path of \(accepted)"
        )
    }

    /// Listed, read, and told of with its bytes.
    @Test func aNameThatIsNotUTF8() throws {
        let path =
            (folder.url.path + "/caf").utf8.map(CChar.init(bitPattern:)) + [CChar(bitPattern: 0xE9), 0]
        let file = try #require(fopen(path, "w"))
        fputs("words", file)
        fclose(file)
        let name = try #require(try Folder.names(in: folder.url.path).first)
        #expect(try Medium.read(path: "\(folder.url.path)/\(name)") == .text(Text("words")))
        let missing = message("\(folder.url.path)/\(name).txt")
        #expect(missing?.hasPrefix("caf\\xE9.txt: there is no such file; give the path of ") == true)
    }

    @Test func foldersInTheSystemsWords() throws {
        let file = try folder.file("a.txt", [65])
        let (nowhere, new) = (folder.path("nowhere"), folder.path("new/newer"))
        let missing = #expect(throws: MediaError.self) { try Folder.names(in: nowhere) }
        #expect(
            missing?.description
                == "\(nowhere): cannot be listed (no such file or directory); give a folder that you may read"
        )
        #expect(throws: MediaError(file, .unlistable("not a directory"))) { try Folder.names(in: file) }
        let below = file + "/b"
        #expect(throws: MediaError(below, .unwritable("not a directory"))) { try Folder.make(below) }
        try Folder.make(new)
        try Folder.make(new)
        #expect(try Folder.names(in: folder.url.path).sorted() == ["a.txt", "new"])
        #expect(try Folder.names(in: new).isEmpty)
    }

    @Test func thousandsAreGrouped() {
        #expect(
            [0, 999, 1000, 65_536, -1_234_567].map(\.grouped) == [
                "0", "999", "1,000", "65,536", "-1,234,567",
            ]
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func aPipeIsNotWaitedFor() throws {
        let path = folder.path("pipe.png")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(message(path) == "pipe.png: is a pipe; give a file: \(MediaError.accepted)")
    }

    @Test func aSocketIsRefused() throws {
        let path = "/tmp/media-tests-\(UInt32.random(in: 0 ... .max))"
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(socket)
            unlink(path)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        #expect(message(path) == "\(path): is a socket; give a file: \(MediaError.accepted)")
    }

    @Test("Rights are respected", .enabled(if: geteuid() != 0, "root may read everything"))
    func unreadable() throws {
        let path = try folder.file("secret.png", [1, 2, 3])
        chmod(path, 0)
        #expect(
            message(path) == "secret.png: cannot be read (permission denied); give a file that you may read"
        )
    }

    @Test func aNameThatLoopsIsUnreadable() throws {
        let path = folder.path("loop")
        symlink(path, path)
        #expect(
            message(path)
                == "loop: cannot be read (too many levels of symbolic links); give a file that you may read"
        )
    }

    @Test func namesCannotDisturbTheTerminal() {
        #expect(
            MediaError("a\u{1B}[2Jb\nc", .empty).description.hasPrefix("a\u{FFFD}[2Jb\u{FFFD}c: is empty;")
        )
    }

    @Test(
        "Known kinds that are not read are named",
        arguments: [
            ("%PDF-1.7", "a PDF document"),
            ("PK\u{3}\u{4}\u{14}\0", "a ZIP archive (or a document packed as one)"),
        ]
    )
    func refused(head: String, kind: String) throws {
        let message = try message("a", Array(head.utf8))
        #expect(message == "a: is \(kind), which is not read; give \(MediaError.accepted)")
    }

    @Test func whatTheLibraryPrintsAboutIsRefused() throws {
        #expect(
            try message("a.sds", [0xF0, 0x7E, 0, 1, 0, 0])?.contains(
                "is a MIDI sample dump, which is not read"
            ) == true
        )
    }

    @Test(
        "Texts that begin like other kinds stay texts",
        arguments: [
            "BMW is a make of car", "caffeine", "ID3 tags", "FORM A-38", "MM", "RIFF", "P3 is a road", "P6 6",
            "P5 12 13 14th", "#!AMR", "MAC OS", "<svgx>", "an <svg>",
        ]
    )
    func textsStayTexts(text: String) throws {
        #expect(try Medium.read(path: folder.file("a", Array(text.utf8))) == .text(Text(text)))
    }

    @Test(
        "A drawing in SVG is read as a text, which is said",
        arguments: [
            "<svg/>", "\u{FEFF}<svg >", "<?xml version='1.0'?>\n<svg\n>", "<!-- a --><!-- b --> <svg></svg>",
            "<!DOCTYPE svg PUBLIC ''><svg>",
        ]
    )
    func drawings(text: String) throws {
        let medium = try Medium.read(Array(text.utf8), name: "a")
        #expect(medium.modality == .text)
        #expect(medium.notes == ["a drawing in SVG is read as the text that it is"])
        #expect(Medium.modality(of: Array(text.utf8)) == .text)
    }

    @Test func whatIsNothing() throws {
        #expect(
            try message("a.txt", Array("one\ntw".utf8) + [0xE4, 0x01])
                == "a.txt: is not a file of a known kind, and not UTF-8 text: byte 6 (line 2) does not fit; give \(MediaError.accepted); iconv makes UTF-8 of a text in another encoding"
        )
        // Valid as far as the kind is told from, broken later on.
        let long = Array(repeating: UInt8(ascii: "x"), count: 5000) + [0x81]
        #expect(
            try message("b.txt", long)?.contains("not UTF-8 text: byte 5000 (line 1) does not fit") == true
        )
    }

    @Test func whatIsReadMeanwhileChangesNoMessage() async throws {
        let paths = [
            try folder.file("a.txt", Array("one\ntw".utf8) + [0xE4, 0x01]),
            try folder.file("b.wav", Array("RIFF\u{4}\0\0\0WAVEfmt ".utf8)),
        ]
        let alone = Set(paths.map(Self.description))
        #expect(alone.count == 2)
        let found = await withTaskGroup(of: Set<String?>.self) { group in
            for path in paths + paths {
                group.addTask { Set((0..<500).map { _ in Self.description(path) }) }
            }
            return await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        #expect(found == alone)
    }

    @Test func aSoundOfHoursIsReadInPart() throws {
        let rate = 8000, hours = 3
        let header = WAV.file(rate: rate, bits: 16, samples: [], promised: hours * 3600 * rate * 2)
        let path = try folder.file("long.wav", header)
        // A hole in the file: silence that takes no space.
        truncate(path, off_t(header.count + hours * 3600 * rate * 2))
        guard case .sound(let sound) = try Medium.read(path: path) else {
            Issue.record("no sound")
            return
        }
        #expect(sound.duration == 600)
        #expect(sound.origin.duration == 10_800)
        #expect(sound.origin.isPartial)
    }

    @Test func largeFilesAreRefusedUnread() throws {
        for (name, head, kind, limit) in [
            ("text", [65], "a text", "17 MB"),
            ("picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a picture", "537 MB"),
            ("sound", Array("fLaC\0".utf8), "a sound", "8,590 MB"),
        ] as [(String, [UInt8], String, String)] {
            let path = try folder.file(name, head)
            // A hole in the file: it takes no space.
            truncate(path, 20_000_000_000)
            #expect(
                message(path)
                    == "\(name): is too large for \(kind): 20,000 MB, where at most \(limit) are accepted"
            )
        }
    }
}
