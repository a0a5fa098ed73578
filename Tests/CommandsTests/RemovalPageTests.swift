import Cells
import Commands
import Explanation
import Explorer
import Foundation
import Media
import TestData
import Testing

/// Removal curves on pages, as `faithful` and the explorer draw them.
@Suite struct RemovalPageTests {
    private let tiny = ParityInput.own("tiny")

    private func inputs(_ names: String...) -> [ParityInput] {
        names.map { ParityInput.input(ParityInput.sample($0), model: tiny) }
    }

    /// What `faithful` is told of inputs.
    private func words(_ inputs: [ParityInput], _ options: String...) -> [String] {
        ["faithful", "--points", "5"] + options + ParityInput.words(inputs)
    }

    private func curve(_ object: [String: Any], _ names: String...) throws -> (x: [Double], y: [Double]) {
        var object = object
        for name in names { object = try #require(object[name] as? [String: Any]) }
        return (
            try #require(object["fractions"] as? [Double]), try #require(object["values"] as? [Double])
        )
    }

    /// The frames of both panels: the grey lines that are closed.
    private func panels(_ elements: [SVGElement]) -> [[[Double]]] {
        elements.filter { $0.name == "polyline" }.map(\.points).filter { $0.count == 5 && $0[0] == $0[4] }
    }

    /// The points of a curve of probabilities in a frame, with two decimal places.
    private func places(_ curve: (x: [Double], y: [Double]), in frame: [[Double]]) -> [[Double]] {
        let (left, top) = (frame[0][0], frame[0][1])
        let (width, height) = (frame[1][0] - left, frame[2][1] - top)
        return zip(curve.x, curve.y).map { [left + $0 * width, top + height - $1 * height] }
    }

    private func isDrawn(_ points: [[Double]], in elements: [SVGElement], as name: String = "polyline")
        -> Bool
    {
        elements.filter { $0.name == name }.map(\.points).contains { drawn in
            drawn.count == points.count
                && zip(drawn, points).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) < 0.006 } }
        }
    }

    /// However many maps there are, no two lines have the same colour and dashes, and the legend has those of the curves.
    @Test func linesAreToldApart() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let file = folder.path("curves.svg")
        let words = words(inputs("dog.jpg"), "--json", "--method", "all", "--output", file)
        let object = try #require(try CommandTests().perceiver(words).objects().first)
        let count = try #require(object["methods"] as? [[String: Any]]).count
        let lines = try SVGElement.all(try folder.contents("curves.svg")).filter { $0.name == "polyline" }
        func looks(width: String) -> [[String?]] {
            lines.filter { $0.attributes["stroke-width"] == width }
                .map { [$0.attributes["stroke"], $0.attributes["stroke-dasharray"]] }
        }
        let (legend, curves) = (looks(width: "2"), looks(width: "1.75"))
        // Beside the maps there are random orders and the input's energy.
        #expect(legend.count == count + 2 && Set(legend).count == legend.count && count > 6)
        #expect(curves.count == 2 * legend.count && Set(curves) == Set(legend))
    }

    /// Each map has a line with the numbers of the JSON, beside random orders and input energy.
    @Test func linesAreTheNumbers() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let file = folder.path("curves.svg")
        let words = words(
            inputs("dog.jpg"),
            "--json",
            "--method",
            "cp-lrp,attention",
            "--light",
            "--output",
            file
        )
        let outcome = try CommandTests().perceiver(words)
        #expect(outcome.messages == "wrote \(file)\n")
        let object = try #require(try outcome.objects().first)
        let elements = try SVGElement.all(try folder.contents("curves.svg"))
        let panels = panels(elements)
        #expect(panels.count == 2)
        let methods = try #require(object["methods"] as? [[String: Any]])
        for (panel, name) in zip(panels, ["deletion", "insertion"]) {
            for method in methods {
                #expect(isDrawn(places(try curve(method, name), in: panel), in: elements))
            }
            #expect(isDrawn(places(try curve(object, "energy", name), in: panel), in: elements))
        }
        let random = try curve(object, "random", "deletion")
        #expect(isDrawn(places(random, in: panels[0]), in: elements))
        let mirrored = (x: random.x.reversed().map { 1 - $0 }, y: Array(random.y.reversed()))
        #expect(isDrawn(places(mirrored, in: panels[1]), in: elements))
        #expect(elements.filter { $0.name == "polygon" }.map(\.points.count) == [10, 10])
        try expectWords(of: object, in: elements)
    }

    /// Axes, legend, and a caption with input, model, numbers and verdicts.
    private func expectWords(of object: [String: Any], in elements: [SVGElement]) throws {
        let texts = elements.filter { $0.name == "text" }.map(\.text)
        let target = try #require(object["target"] as? String)
        for text in [
            "share of tokens removed", "share of tokens kept", "probability of \(target)", "cp-lrp",
            "random orders", "input energy", "0.0", "1.0", "removal curves · photo: \(target)",
        ] { #expect(texts.contains(text), "\(text)") }
        let caption = texts.joined(separator: " ")
        #expect(caption.contains("input: dog.jpg (image)") && caption.contains("than random"))
        #expect(caption.contains("5 points") && caption.contains("with all tokens"))
        let metadata = try #require(elements.first { $0.name == "metadata" }).text
        let read = try JSONSerialization.jsonObject(with: Data(metadata.utf8)) as? [String: Any]
        #expect((read?["groups"] as? [[String: Any]])?.first?["task"] as? String == "photo")
    }

    /// Of several inputs there is a line for the mean, in a band of the standard error; a part for each kind.
    @Test func severalHaveTheirMean() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let words = words(
            inputs("dog.jpg", "cat.jpg", "car.jpg", "seven.ogg"),
            "--json",
            "--method",
            "attention",
            "--output",
            folder.path("a.svg")
        )
        let objects = try CommandTests().perceiver(words).objects()
        let elements = try SVGElement.all(try folder.contents("a.svg"))
        let panels = panels(elements)
        #expect(panels.count == 4)
        for (place, name) in ["deletion", "insertion"].enumerated() {
            let curves = try objects.prefix(3).map { object in
                try curve(try #require((object["methods"] as? [[String: Any]])?.first), name)
            }
            let means = curves[0].y.indices.map { point in curves.reduce(0) { $0 + $1.y[point] } / 3 }
            #expect(isDrawn(places((curves[0].x, means), in: panels[place]), in: elements))
            let errors = means.indices.map { point in
                (curves.reduce(0) { $0 + ($1.y[point] - means[point]) * ($1.y[point] - means[point]) } / 6)
                    .squareRoot()
            }
            let (upper, lower) = (
                zip(means, errors).map { min(1, $0 + $1) }, zip(means, errors).map { max(0, $0 - $1) }
            )
            let band =
                places((curves[0].x, upper), in: panels[place])
                + places((curves[0].x, lower), in: panels[place]).reversed()
            #expect(isDrawn(band, in: elements, as: "polygon"))
        }
        let caption = elements.filter { $0.name == "text" }.map(\.text).joined(separator: " ")
        #expect(caption.contains("3 inputs") && caption.contains(" of 3") && caption.contains("seven.ogg"))
    }

    /// A folder has a file for each input, of the kind that was asked for.
    @Test func foldersHaveOneEach() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let both = inputs("dog.jpg", "cat.jpg")
        let options = ["--method", "attention", "--dark"]
        let words = ["faithful", "--points", "3"] + options
        let outcome = try CommandTests().perceiver(
            words + ["--output", folder.path("each/"), "--format", "svg"] + ParityInput.words(both)
        )
        #expect(outcome.output.isEmpty)
        for (input, name) in zip(both, ["dog", "cat"]) {
            _ = try CommandTests().perceiver(
                words + ["--output", folder.path("\(name).svg")] + input.arguments
            )
            #expect(try folder.contents("each/\(name).svg") == folder.contents("\(name).svg"))
        }
    }

    /// The screen writes what the command writes, and to no file that is there.
    @Test(arguments: ["dog.jpg", "dog.txt"], ["svg", "png"])
    func screenAndCommandAreEqual(name: String, ending: String) throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try KeyedExplorer(inputs(name))
        #expect(screen.pages(":curves a.svg\n").isEmpty)
        screen.press("F")
        let question = try #require(screen.last(MapRemovalsQuestion.self))
        let method = try #require((question.map as? RelevanceQuestion)?.method.name)
        let words = [
            "faithful", "--points", "11", "--method", method, "--output", folder.path("a.\(ending)"),
        ]
        _ = try CommandTests().perceiver(words + inputs(name)[0].arguments)
        let page = try #require(screen.pages(":curves a.svg\n").first)
        #expect(try page.write(toNew: folder.path("a.\(ending)")) == folder.path("a-2.\(ending)"))
        #expect(try folder.contents("a.\(ending)") == folder.contents("a-2.\(ending)"))
        #expect(throws: Failure.self) { try page.write(toNew: folder.path("a.csv")) }
    }

    /// A picture has twice as many pixels to a side, and the colour of a line is in it.
    @Test func pictures() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        for ending in ["svg", "png"] {
            let words = words(inputs("dog.jpg"), "--method", "attention", "--light")
            _ = try CommandTests().perceiver(words + ["--output", folder.path("a.\(ending)")])
        }
        let size = try #require(try SVGElement.all(try folder.contents("a.svg")).first).attributes
        let image = try Image(png: Array(try folder.contents("a.png")), name: "a")
        let width = try #require(size["width"].flatMap(Double.init))
        #expect(image.width == 2 * Int(width.rounded(.up)) && image[0, 0].green == 255)
        let blue = (0..<image.height).reduce(0) { sum, y in
            sum
                + (0..<image.width).count {
                    image[$0, y].red == 0 && image[$0, y].green == 0x72 && image[$0, y].blue == 0xB2
                }
        }
        #expect(blue > 500)
    }

    /// Names that say another kind are refused before anything is measured.
    @Test(arguments: [
        (["--output", "a.csv"], "the file's name must end in .png or .svg"),
        (["--format", "npz", "--output", "a/"], "Please provide one of 'png' and 'svg'"),
        (["--format", "svg", "--output", "a.png"], "ends in .png; leave out one of them"),
        (["--format", "svg"], "--format svg needs --output"),
        (["--light", "--dark"], "give one of them"),
    ])
    func refusals(options: [String], message: String) throws {
        let words = (["faithful"] + options + inputs("dog.jpg")[0].arguments).map(Programs.quoted)
        let outcome = try CommandTests().perceiver(words.joined(separator: " "))
        #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
    }
}

extension KeyedExplorer {
    /// The pages that keys have written.
    mutating func pages(_ characters: String) -> [SavedPage] {
        press(characters).compactMap { effect in
            if case .savePage(_, let page) = effect { page } else { nil }
        }
    }
}
