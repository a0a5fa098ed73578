import Commands
import Explanation
import Explorer
import Foundation
import Models
import Perceiver
import TestData
import Testing

/// The screen's maps are those of the command `attend`, whatever is looked at.
@Suite struct ParityTests {
    /// Compares the maps of every layer, head, unit and query.
    private func compareAll(
        _ screen: inout ScreenMaps,
        files: (_ head: Int, AttentionUnit) -> Bool = { _, _ in true }
    ) throws {
        // Backwards, as the last layers have heads that others lack.
        for place in screen.model.layers.indices.reversed() {
            screen.look(atLayer: place)
            screen.look(in: .weight)
            try screen.compare()
            screen.look(atHead: 0)
            try screen.compareUsual()
            for head in screen.headPlaces {
                screen.look(atHead: head)
                for unit in AttentionUnit.allCases {
                    screen.look(in: unit)
                    for _ in screen.queries {
                        try screen.compare(files: files(head, unit))
                        screen.askOther()
                    }
                }
            }
        }
    }

    @Test("Every layer, head, unit and query of small models", arguments: ParityInput.small)
    func everyMap(input: ParityInput) throws {
        var screen = try ScreenMaps(input)
        try compareAll(&screen)
    }

    @Test("Every layer, head, unit and query of other kinds", arguments: ParityInput.toys.keys.sorted())
    func everyMapOfToys(name: String) throws {
        try ParityInput.withToy(name) { input in
            var screen = try ScreenMaps(input)
            try compareAll(&screen)
        }
    }

    @Test(
        "Every layer, unit and query of the bundled model, and kinds of heads",
        arguments: ParityInput.bundled
    )
    func bundled(input: ParityInput) throws {
        var screen = try ScreenMaps(input)
        try compareAll(&screen) { head, unit in head == 0 && unit == .weight }
    }

    /// Files are those that the programs write themselves.
    @Test(
        "Without options it is the first map of the screen",
        arguments: ParityInput.bundled + ParityInput.small
    )
    func first(input: ParityInput) throws {
        var screen = try KeyedExplorer([input])
        // A model that shows its output first shows attention behind it.
        if try screen.known(ModelQuestion(input.subject.model)).showsOutputFirst { screen.press("x") }
        try expectSameFiles(screen, input.arguments)
    }

    @Test("A clustered matrix", arguments: ParityInput.bundled + ParityInput.own + ParityInput.published)
    func clustered(input: ParityInput) throws {
        var screen = try KeyedExplorer([input])
        let layers = try screen.known(ModelQuestion(input.subject.model)).layers
        let layer = try #require(layers.first { $0.queries == .latents && $0.keys == .latents }).name
        screen.press("][:layer \(layer)\nH")
        try expectSameFiles(screen, ["--layer", layer, "--order", "clustered"] + input.arguments)
    }

    /// Writes what is shown, and what the command writes, into files.
    private func expectSameFiles(_ screen: KeyedExplorer, _ arguments: [String]) throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let files = ["--png", folder.path("map.png"), "--csv", folder.path("map.csv")]
        let printed = try CommandTests().perceiver(["attend", "--json"] + files + arguments).output
        let shown = try screen.written()
        for name in ["map.png", "map.csv"] {
            // Of two files of one name the second has a number.
            #expect(try shown.write(toNew: folder.path(name)) != folder.path(name))
            #expect(try folder.contents(name) == folder.contents(name.replacing(".", with: "-2.")))
        }
        _ = try shown.write(toNew: folder.path("map.json"))
        #expect(try folder.contents("map.json") + Data("\n".utf8) == Data(printed.utf8))
    }
}
