import Cells
import Commands
import Explanation
import Explorer
import Foundation
import TestData
import Testing

/// Pages of inputs and maps that are compared.
@Suite struct ComparePageTests {
    private let tiny = ParityInput.own("tiny")

    private func inputs(_ names: String...) -> [ParityInput] {
        names.map { ParityInput.input(ParityInput.sample($0), model: tiny) }
    }

    /// The matrices of the screen are those of the command, to the last byte, and its cells are the hundredths.
    @Test(arguments: ["svg", "png"]) func matrices(ending: String) throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let inputs = inputs("dog.jpg", "dog.ogg", "cat.jpg", "cat.txt")
        let file = folder.path("a.\(ending)")
        let words = ["compare", "--json", "--output", file] + ParityInput.words(inputs)
        let outcome = try CommandTests().perceiver(words)
        #expect(outcome.messages == "wrote \(file)\n")
        var screen = try KeyedExplorer(inputs)
        #expect(screen.pages("cw").isEmpty)
        screen.press("\nvvvv")
        let page = try #require(screen.pages("w\n").first)
        #expect(try page.write(toNew: file) == folder.path("a-2.\(ending)"))
        #expect(try folder.contents("a.\(ending)") == folder.contents("a-2.\(ending)"))
        guard ending == "svg" else { return }
        let texts = try SVGElement.all(try folder.contents("a.svg")).filter { $0.name == "text" }.map(\.text)
        let object = try #require(try outcome.objects().first)
        for measure in ["names", "latents"] {
            // What has no likeness is null.
            let matrix = try #require(object[measure] as? [[Any]])
            for (row, values) in matrix.enumerated() {
                for (column, value) in values.enumerated() where measure == "names" || row != column {
                    guard let value = value as? Double else { continue }
                    #expect(texts.contains("\(max(-99, Int((value * 100).rounded())))"))
                }
            }
        }
        #expect(texts.contains("1 dog.jpg") && texts.contains("likeness by classes · 4 inputs"))
    }

    /// Two maps that say the same have one scale, and their difference beside them.
    @Test func twoInputs() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let options = ["--explain", "occlusion", "--output", folder.path("a.svg"), "--light", "--json"]
        let outcome = try CommandTests().perceiver(
            ["compare"] + options + ParityInput.words(inputs("dog.jpg", "cat.jpg"))
        )
        let object = try #require(try outcome.objects().first)
        let elements = try SVGElement.all(try folder.contents("a.svg"))
        #expect(elements.count { $0.name == "image" } == 3)
        let texts = elements.filter { $0.name == "text" }.map(\.text)
        for text in ["left: dog.jpg", "right: cat.jpg", "left − right", "x in pixels", "y in pixels"] {
            #expect(texts.contains(text), "\(text)")
        }
        let correlation = try #require(object["rankCorrelation"] as? Double)
        let caption = texts.joined(separator: " ")
        #expect(caption.contains("rank correlation \(String(format: "%.3f", correlation)) over"))
        let metadata = try #require(elements.first { $0.name == "metadata" }).text
        let read = try JSONSerialization.jsonObject(with: Data(metadata.utf8)) as? [String: Any]
        #expect(read?["rankCorrelation"] as? Double == correlation)
        #expect((read?["colours"] as? [Double])?.count == 2)
    }

    /// Maps of other kinds, or of inputs with other places, have a scale each and no difference.
    @Test func unlikeMaps() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        for (name, inputs, options) in [
            ("a.svg", inputs("dog.jpg"), ["--left-explain", "rollout", "--explain", "occlusion"]),
            ("b.svg", inputs("dog.jpg", "dog.ogg"), []),
        ] {
            let words = ["compare", "--output", folder.path(name)] + options + ParityInput.words(inputs)
            #expect(try CommandTests().perceiver(words).output.isEmpty)
            let texts = try SVGElement.all(try folder.contents(name)).filter { $0.name == "text" }.map(\.text)
            #expect(!texts.contains("left − right") && texts.contains { $0.hasPrefix("right: ") })
        }
    }

    @Test(arguments: [
        ["--output", "a.csv"], ["--output", "maps/"], ["--output", "a.png", "--light", "--dark"],
    ])
    func refusals(options: [String]) throws {
        let words = ["compare"] + options + ParityInput.words(inputs("dog.jpg", "cat.jpg"))
        let outcome = try CommandTests().perceiver(words.map(Programs.quoted).joined(separator: " "))
        #expect(outcome.status == 64, "\(outcome.messages)")
    }
}
