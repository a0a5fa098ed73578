import Commands
import Explanation
import Explorer
import Foundation
import TestData
import Testing

/// What an explorer writes down of a session, made again.
@Suite struct SessionTests {
    /// Keys to press, how to save what is shown then, and a word that the session file has for it.
    struct Look: Sendable {
        let keys: String
        let ending: String
        let word: String
        /// The keys that save it.
        let saving: String

        init(_ keys: String, _ ending: String, _ word: String = "", by saving: String = "w\n") {
            (self.keys, self.ending, self.word, self.saving) = (keys, ending, word, saving)
        }
    }

    /// Looks, saves, and expects that a replay gives the same bytes, and views beside them.
    private func expectSame(_ inputs: [ParityInput], _ looks: [Look]) throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try RecordedScreen(inputs, in: folder)
        for (place, look) in looks.enumerated() {
            screen.press(look.keys)
            try screen.save("\(place).\(look.ending)", by: look.saving)
        }
        #expect(try screen.finish().isEmpty)
        let saved = try screen.steps().filter { $0["saved"] != nil }
        #expect(saved.count == looks.count)
        for (step, look) in zip(saved, looks) where !look.word.isEmpty {
            let text = String(decoding: try JSONSerialization.data(withJSONObject: step), as: UTF8.self)
            #expect(text.contains("\"\(look.word)\""), "\(look.keys): \(text)")
        }
        let outcome = try screen.replayed("--output", folder.path("again"), "--views", "txt")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        for (place, look) in looks.enumerated() {
            let name = "\(place).\(look.ending)"
            #expect(outcome.output.contains("\(name): the same bytes\n"), "\(outcome.output)")
            #expect(try folder.contents(name) == folder.contents("again/\(name)"), "\(name)")
        }
        let views = try screen.steps().count - saved.count
        #expect(outcome.output.contains("view-\(views).txt: written\n"), "\(outcome.output)")
        #expect(!outcome.output.contains("view-\(views + 1)"))
    }

    private static func tiny(_ name: String) -> ParityInput {
        .input(ParityInput.sample(name), model: ParityInput.own("tiny"))
    }

    /// Every kind of figure of every kind of input: method, part, granularity, class, contrast, and how it is drawn.
    @Test(arguments: ["dog.jpg", "seven.ogg", "dog.txt"])
    func maps(file: String) throws {
        try expectSame(
            [Self.tiny(file)],
            [
                Look("", "svg", "cp-lrp"), Look("E", "png", "granularity"), Look("EE", "csv"),
                Look("E", "ans"),
                Look("o", "svg", "mask"), Look("o+", "txt", "map"), Look("a", "svg", "attention"),
                Look("p", "png", "viridis"), Look("z", "svg", "linear"), Look("]", "json", "max"),
                Look("u", "npz", "score"), Look("C", "csv", "content"), Look("a.", "csv", "query"),
                Look("}", "svg", "self.0"), Look("{", "png", "encoder"), Look("X", "json", "explanation"),
                Look("3j\n", "npz", "target"), Look("j-", "csv", "against"), Look("y", "json", "task"),
            ]
        )
    }

    /// The same of clips, units and points.
    @Test(arguments: ["clips", "units", "points"])
    func mapsOfOthers(name: String) throws {
        try expectSame(
            [ParityInput.moreOwn(name)],
            [
                Look("", "svg"), Look("E", "png"), Look("EE", "csv"), Look("a", "svg"), Look("u", "npz"),
                Look("}", "svg"), Look("{", "png"), Look("xQQ", "json"), Look("V", "csv"),
                Look("2\n0 ljd", "json"), Look("D", "svg"), Look("2\n0 ljb", "csv"),
            ]
        )
    }

    /// The bundled model, whose files are where the program is.
    @Test func bundledModel() throws {
        try expectSame(
            [ParityInput.bundled[0]],
            [
                Look("", "png", "explanation"), Look("", "svg"), Look("a", "npz"),
                Look("xV", "json", "occlusion-mean"), Look("a}H", "csv", "clustered"),
            ]
        )
    }

    /// Pairs have flows, clips have folders of files, and texts are asked for places.
    @Test func otherModels() throws {
        try expectSame(
            [ParityInput.pair],
            [
                Look("", "svg", "flow"), Look("v", "ans", "flow"), Look("", "json"),
                Look("x", "png", "attention"),
            ]
        )
        try expectSame([ParityInput.clip], [Look("x", "svg", "attention"), Look("", "csv")])
        let language = ParityInput.published[3]
        try expectSame([language], [Look("2\nni", "json", "query"), Look("x", "csv", "method")])
        let masked = ParityInput.own[ParityInput.own.count - 1]
        try expectSame([masked], [Look("", "json"), Look("x", "csv"), Look("x", "png")])
    }

    /// Changes are made again, and what they did to the map.
    @Test func changes() throws {
        try expectSame(
            [Self.tiny("dog.jpg"), Self.tiny("cat.jpg")],
            [
                Look("2\n ljd", "json", "remove"), Look("D", "svg", "former"), Look("E", "csv", "former"),
                Look("ED2\n lljb", "png", "blank"), Look("2\n lljB", "svg", "blur"),
                Look("2\n lljS", "csv", "swap"), Look("aD", "npz", "former"),
            ]
        )
        try expectSame(
            [Self.tiny("seven.ogg")],
            [
                Look("2\n lls", "json", "silence"), Look("2\n ll|d", "csv", "remove"),
                Look("D", "png", "former"),
            ]
        )
        let text = ParityInput.input("a dog barks", model: ParityInput.own("structured"))
        try expectSame(
            [text],
            [
                Look("2\nl l\u{18}", "csv", "mask"), Look("2\nl l rx\n", "json", "write"),
                Look("1gtx\n", "svg", "typed"),
            ]
        )
    }

    /// The table of latents, in an order and narrowed, and averaged.
    @Test func tables() throws {
        try expectSame(
            [Self.tiny("dog.jpg"), Self.tiny("cat.jpg")],
            [
                Look("L", "csv", "table"), Look("llr", "json", "isReversed"),
                Look("/lift>1\n", "csv", "lift>1"),
            ]
        )
        try expectSame(
            [Self.tiny("dog.jpg"), Self.tiny("cat.jpg")],
            [Look("", "csv"), Look("1 j L", "json", "table"), Look("ll", "csv")]
        )
    }

    /// Removal curves, matrices of likeness, and two maps with what they have in common.
    @Test func pages() throws {
        try expectSame(
            [Self.tiny("dog.jpg"), Self.tiny("dog.txt"), Self.tiny("cat.jpg")],
            [
                Look("F", "svg", "curves", by: ":curves a.svg\n"),
                Look("3j\nx", "png", "target", by: ":curves a.png\n"),
                Look("cvvvv", "svg", "likeness"), Look("", "png", "likeness"),
                Look("v", "svg", "effects"), Look("Jo", "png", "pair"), Look("a", "svg", "attention"),
            ]
        )
        try expectSame([Self.tiny("dog.jpg")], [Look("Bac", "svg", "pair"), Look("=}", "png", "self.0")])
        try expectSame(
            [Self.tiny("dog.jpg")],
            [Look("B:model \(fixture("models/shared"))\n1\nc", "svg", "firstModel")]
        )
    }

    /// The pages of the overview, also with the tokens of another input.
    @Test func overviews() throws {
        for file in ["dog.jpg", "seven.ogg", "dog.txt"] {
            try expectSame(
                [Self.tiny(file), Self.tiny("cat.jpg")],
                [
                    Look("apO", "svg", "viridis"), Look("", "png", "heads"), Look("", "npz"),
                    Look("", "json"),
                    Look("", "csv"), Look("vl", "svg", "tokens"), Look("", "npz"), Look("cl", "csv"),
                    Look("", "png"), Look("", "json"),
                ]
            )
        }
    }

    /// Both sides of Compare are looked at, also one that keeps its view.
    @Test func pinnedViews() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try RecordedScreen([Self.tiny("dog.jpg")], in: folder)
        screen.press("Bac")
        try screen.finish()
        let looked = try screen.steps().compactMap {
            ($0["content"] as? [String: Any])?["map"] as? [String: Any]
        }
        // The pinned view is seen again beside the other.
        #expect(looked.map { $0["attention"] != nil } == [false, true, false], "\(looked)")
        screen.press("o")
        try screen.finish()
        #expect(try screen.steps().count == 5)
        let outcome = try screen.replayed("--output", folder.path("again"), "--views", "json")
        #expect(outcome.status == 0 && outcome.output.contains("view-5.json: written"), "\(outcome.messages)")
        for (first, second) in [(1, 3), (1, 4), (2, 5)] {
            let views = try [first, second].map { try folder.contents("again/view-\($0).json") }
            #expect(views[0] == views[1], "\(first)")
        }
        #expect(try folder.contents("again/view-1.json") != folder.contents("again/view-2.json"))
    }

    /// Without a folder nothing is written; where nothing was saved that is said.
    @Test func comparesAlone() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try RecordedScreen([Self.tiny("dog.txt")], in: folder)
        try screen.finish()
        let nothing = try screen.replayed()
        #expect(nothing.status == 0 && nothing.messages.contains("nothing was saved"), "\(nothing)")
        try screen.save("map.csv")
        try screen.finish()
        #expect(try screen.replayed().output == "map.csv: the same bytes\n")
        #expect(try screen.replayed("--views", "svg").status == 64)
    }
}
