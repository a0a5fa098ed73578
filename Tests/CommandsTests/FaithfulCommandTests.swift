import Explanation
import Foundation
import TestData
import Testing

/// `faithful`, as it is run.
@Suite struct FaithfulCommandTests {
    private let runner = CommandTests()
    private let tiny = "--model \(Programs.quoted(fixture("models/tiny")))"

    private func published(_ name: String) -> String {
        "--model \(Programs.quoted(fixture("published/\(name)")))"
    }

    /// The area below a curve by the trapezoidal rule.
    private func area(_ fractions: [Double], _ values: [Double]) -> Double {
        var sum = 0.0
        for point in fractions.indices.dropFirst() {
            let width: Double = fractions[point] - fractions[point - 1]
            sum += width * (values[point] + values[point - 1]) / 2
        }
        return sum
    }

    /// Numbers are those of its own curves: areas by the trapezoidal rule, the gain as the gap, ± what chance makes.
    @Test func numbersFollowFromTheCurves() throws {
        let outcome = try runner.perceiver("faithful \(tiny) dog.jpg seven.ogg dog.txt --points 6 --json")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        let objects = try outcome.objects()
        #expect(objects.map { $0["modality"] as? String } == ["image", "audio", "text"])
        for object in objects {
            let methods = try #require(object["methods"] as? [[String: Any]])
            let names =
                ["attention", "coverage"] + ExplanationMethod.all.filter { $0 != .surprise }.map(\.name)
            #expect(methods.map { $0["method"] as? String } == names)
            let chance = (object["random"] as? [String: Any])?["gapDeviation"] as? Double
            for method in methods {
                let areas = try ["deletion", "insertion"].map { name in
                    let curve = try #require(method[name] as? [String: Any])
                    let fractions = try #require(curve["fractions"] as? [Double])
                    let values = try #require(curve["values"] as? [Double])
                    let area = area(fractions, values)
                    #expect(abs(area - (curve["area"] as? Double ?? .nan)) < 1e-9 && values.count == 6)
                    #expect(values.first == object[name == "deletion" ? "whole" : "none"] as? Double)
                    return area
                }
                let gain = try #require(method["overRandom"] as? [String: Any])
                #expect(abs((gain["value"] as? Double ?? .nan) - (areas[1] - areas[0])) < 1e-9)
                #expect(gain["error"] as? Double == chance)
                #expect(["better", "not better", "worse"].contains(gain["verdict"] as? String ?? ""))
                #expect((method["overEnergy"] != nil) == (object["energy"] != nil))
            }
        }
        #expect(objects.map { $0["energy"] != nil } == [true, true, false])
    }

    /// Means and standard errors over inputs, in a table for each kind of input and task.
    @Test func tables() throws {
        let arguments =
            "faithful \(tiny) dog.jpg cat.jpg seven.ogg --method occlusion --points 3 --task concept"
        let photos = try runner.perceiver(
            "faithful \(tiny) dog.jpg cat.jpg --method occlusion --points 3 --task photo --json"
        )
        let areas = try photos.objects().map { object -> Double in
            let methods = try #require(object["methods"] as? [[String: Any]])
            return (methods[0]["insertion"] as? [String: Any])?["area"] as? Double ?? .nan
        }
        let outcome = try runner.perceiver(
            "faithful \(tiny) dog.jpg cat.jpg seven.ogg --method occlusion,occlusion --points 3"
        )
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("image, photo: 2 inputs; 3 points; p "), "\(outcome.output)")
        let row = try #require(lines.first { $0.hasPrefix("  occlusion ") })
        let mean = (areas[0] + areas[1]) / 2
        let error = abs(areas[0] - areas[1]) / 2
        let insertion = String(format: "%.2f ± %.2f", mean, error)
        #expect(row.contains(insertion), "\(insertion): \(row)")
        #expect(lines.contains { $0.hasPrefix("seven.ogg (audio), ") })
        #expect(
            lines.count { $0.hasPrefix("  random ") } == 2
                && lines.count { $0.hasPrefix("  occlusion ") } == 2
        )
        // Of a single input it says what can be said.
        let verdict = try #require(lines.last)
        #expect(verdict.hasPrefix("  occlusion: ") && verdict.contains(" ± "), "\(verdict)")
        #expect(verdict.contains(" than random ") && verdict.contains(" than input energy "), "\(verdict)")
        #expect(try runner.perceiver(arguments).status != 0)
    }

    @Test func tableOfAllNumbers() throws {
        let path = runner.temporary("curves.csv")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let arguments = "faithful \(tiny) dog.jpg dog.txt --method attention --points 3"
        let outcome = try runner.perceiver("\(arguments) --csv \(path) --json")
        #expect(outcome.status == 0 && outcome.messages == "wrote \(path)\n")
        let object = try #require(try outcome.objects().first)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines[0] == "input,modality,model,task,target,method,measure,fraction,value")
        let methods = try #require(object["methods"] as? [[String: Any]])
        let deletion = try #require(methods[0]["deletion"] as? [String: Any])
        let rows = lines.filter { $0.hasPrefix("dog.jpg,") && $0.contains(",attention,deletion,") }
        let values = rows.compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
        let printed = try #require(deletion["values"] as? [Double])
        #expect(values.count == printed.count && zip(values, printed).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(lines.contains { $0.contains(",random,deletion_area,,") })
        #expect(lines.contains { $0.hasPrefix("dog.txt,text,") && $0.contains(",saco,,") })
    }

    /// Only answers that are right count, by a table or by the folder's name.
    @Test func labels() throws {
        let folder = URL(filePath: runner.temporary("labels"))
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["dog", "boat"] {
            let place = folder.appending(path: name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: "\(CommandTests.samples)/dog.jpg",
                toPath: place.appending(path: "\(name).jpg").path
            )
        }
        let files = "faithful '\(folder.path)/*/*.jpg' --method attention --points 3 --task photo"
        let named = try runner.perceiver("\(files) --labels folder")
        #expect(
            named.status == 0 && named.output.contains("dog.jpg (image), photo: dog"),
            "\(named.messages)"
        )
        #expect(named.output.hasSuffix("1 of 2 answers is wrong and does not count\n"), "\(named.output)")
        let table = folder.appending(path: "labels.csv").path
        func labelled(_ csv: String) throws -> CommandTests.Outcome {
            try csv.write(toFile: table, atomically: true, encoding: .utf8)
            return try runner.perceiver("\(files) --labels \(table)")
        }
        let both = try labelled("label,file\r\ndog,\(folder.path)/dog/dog.jpg\r\n\"dog\",boat.jpg")
        #expect(both.status == 0 && both.output.hasPrefix("image, photo: 2 inputs"), "\(both.messages)")
        let missing = try labelled("file,label\ndog.jpg,dog\n")
        #expect(missing.status == 1, "\(missing.output)")
        #expect(missing.messages == "perceiver: \(table): has no label for \(folder.path)/boat/boat.jpg\n")
        let unknown = try labelled("file,label\ndog.jpg,unicorn\nboat.jpg,boat\n")
        #expect(unknown.messages.hasPrefix("perceiver: label unicorn: no class of photo"))
        let columns = try labelled("name,class\na,b\n")
        #expect(
            columns.status == 2
                && columns.messages
                    == "perceiver: --labels \(table): the first line must name the columns file and label\n"
        )
    }

    @Test(
        "What cannot be measured is told in a sentence",
        arguments: [
            (
                "--method lime dog.jpg", 64,
                "--method lime: this model has attention, coverage, occlusion, ablation, gradient, "
            ),
            ("--points 1 dog.jpg", 64, "--points must be at least 2"),
            ("--points 5000 dog.jpg", 64, "--points must be at most 1001"),
            (
                "--labels folder --target dog dog.jpg", 64,
                "--labels and --target both name the class; give one of them"
            ),
            ("--task flavour dog.jpg", 64, "--task flavour: for this input one of photo"),
            ("--target unicorn dog.jpg", 64, "--target unicorn: no class of photo"),
            ("--text a", 2, "the input has a single token; faithfulness ranks several"),
            ("--text 'a b' --labels folder", 2, "--labels folder is for files"),
            (
                "--labels missing.csv dog.jpg", 2,
                "--labels missing.csv: there is no such file; give a CSV table with the columns file and label"
            ),
            ("--labels dog.ogg dog.jpg", 2, "--labels dog.ogg: is no table; give a CSV table"),
            ("missing.jpg", 2, "missing.jpg: there is no such file"),
            ("", 64, "no input is named; name a file, or give a --text"),
        ]
    )
    func refusals(arguments: String, status: Int, message: String) throws {
        let outcome = try runner.perceiver("faithful \(arguments)")
        #expect(outcome.status == status && outcome.output.isEmpty)
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
    }

    @Test func otherModels() throws {
        let flow = try runner.perceiver(
            "faithful \(published("flow")) \(Programs.quoted(fixture("published/flow/first.png"))) \(Programs.quoted(fixture("published/flow/second.png")))"
        )
        #expect(
            flow.status == 2 && flow.messages.contains("has no task for pairs of pictures"),
            "\(flow.messages)"
        )
        let language = try runner.perceiver("faithful \(published("language")) --text 'ab[MASK]c'")
        #expect(
            language.status == 2 && language.messages.contains("has no task for texts"),
            "\(language.messages)"
        )
        let number = try runner.perceiver("faithful \(published("number")) --text 'a dog barks' --points 3")
        #expect(
            number.status == 0 && number.output.contains("curves are of the task's number"),
            "\(number.messages)"
        )
        #expect(number.output.contains("texts have no input energy"))
    }

    /// Another class than the first choice has other curves: they begin with its probability.
    @Test func anotherClass() throws {
        let arguments = "dog.jpg --task photo --target cat --method attention --points 3 --json"
        let object = try #require(try runner.perceiver("faithful \(tiny) \(arguments)").objects().first)
        #expect(object["target"] as? String == "cat" && object["task"] as? String == "photo")
        let answer = try runner.perceiver("predict \(tiny) dog.jpg --json").objects()
        let classes = try #require(answer.first?["predictions"] as? [[String: Any]])
        let cat = classes.first { $0["task"] as? String == "photo" && $0["label"] as? String == "cat" }
        #expect(object["whole"] as? Double == cat?["probability"] as? Double)
    }

    /// Attention of the bundled model finds what a spoken word hangs on; a random order does not.
    @Test func theBundledModel() throws {
        let outcome = try runner.perceiver("faithful seven.ogg --method attention --points 11")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.contains("attention: better than random by "), "\(outcome.output)")
    }
}
