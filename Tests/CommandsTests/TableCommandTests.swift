import Foundation
import TestData
import Testing

/// Tables of comma-separated values have the numbers of the JSON.
@Suite struct TableCommandTests {
    private let runner = CommandTests()

    /// The rows of a table by the columns' names; no cell here has a line break.
    private func table(_ outcome: CommandTests.Outcome) throws -> [[String: String]] {
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = outcome.output.split(separator: "\n").map(cells)
        let columns = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
    }

    /// The cells of a line, without the quotation marks that some of them need.
    private func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var (isQuoted, before): (Bool, Character?) = (false, nil)
        for character in line {
            if character == "\"" {
                // A second one right after the first stands for one.
                if !isQuoted, before == "\"" { cells[cells.count - 1].append(character) }
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
            before = character
        }
        return cells
    }

    @Test("Classes: a row for each of them, with what is said of its task")
    func classes() throws {
        let inputs = "dog.jpg dog.ogg dog.txt --top 2"
        let rows = try table(runner.perceiver("predict \(inputs) --csv -"))
        var rest = rows[...]
        for object in try runner.perceiver("predict \(inputs) --json").objects() {
            let tasks = try #require(object["tasks"] as? [[String: Any]])
            let facts = Dictionary(uniqueKeysWithValues: tasks.map { ($0["task"] as? String ?? "", $0) })
            for answer in try #require(object["predictions"] as? [[String: Any]]) {
                let row = try #require(rest.first)
                rest = rest.dropFirst()
                #expect(
                    row["input"] == object["input"] as? String && row["label"] == answer["label"] as? String
                )
                #expect(row["modality"] == object["modality"] as? String)
                #expect(row["index"].flatMap { Int($0) } == answer["index"] as? Int)
                let task = try #require(row["task"].flatMap { facts[$0] })
                for (column, value) in [
                    ("probability", answer["probability"]), ("logit", answer["logit"]),
                    ("margin", task["margin"]),
                    ("entropy_bits", task["entropyBits"]),
                ] {
                    let (cell, number) = (
                        row[column].flatMap { Double($0) } ?? .nan, value as? Double ?? .nan
                    )
                    #expect(abs(cell - number) < 1e-6, "\(column)")
                }
            }
        }
        #expect(rest.isEmpty && rows.count { $0["rank"] == "1" } == rows.count { $0["rank"] == "2" })
        // The margin is that of the two probabilities.
        let best = rows.prefix(2).compactMap { $0["probability"].flatMap { Double($0) } }
        #expect(abs(best[0] - best[1] - (rows[0]["margin"].flatMap { Double($0) } ?? 0)) < 1e-12)
    }

    @Test("A table is written whole, and beside JSON; files that failed are not in it")
    func files() throws {
        let path = runner.temporary("table.csv")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try runner.perceiver("predict dog.jpg missing.jpg cat.jpg --top 1 --csv \(path) --json")
        #expect(outcome.status == 1 && outcome.messages.hasSuffix("wrote \(path)\n"))
        #expect(try outcome.objects().count == 2)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let header =
            "input,modality,model,task,position,byte,rank,label,index,probability,logit,margin,entropy_bits,value"
        #expect(lines[0] == header && lines.count == 5)
        #expect(try runner.perceiver("predict missing.jpg --csv \(path).csv").status == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(path).csv"))
    }

    @Test("What decoded inputs are like is in the table, too")
    func ratios() throws {
        let picture = runner.temporary("kept.png")
        defer { try? FileManager.default.removeItem(atPath: picture) }
        let model = "--model \(Programs.quoted(fixture("models/structured")))"
        let command = "predict \(model) dog.jpg --remove 0,0,90,90 --reconstruct \(picture)"
        let rows = try table(runner.perceiver("\(command) --csv -"))
        let object = try #require(try runner.perceiver("\(command) --json").objects().first)
        let ratios = try #require(object["reconstruction"] as? [String: Any])
        for (column, field) in [("psnr", "psnr"), ("removed_psnr", "removedPSNR")] {
            let value = try #require(ratios[field] as? Double)
            let cells = rows.map { row in row[column].flatMap { Double($0) } ?? .infinity }
            #expect(!cells.isEmpty && cells.allSatisfy { abs($0 - value) < 1e-9 })
        }
        let plain = try table(runner.perceiver("predict \(model) dog.jpg --csv -"))
        #expect(plain.allSatisfy { $0["psnr"] == nil })
    }

    @Test("Masks and flows have columns of their own")
    func otherResults() throws {
        func model(_ name: String) -> String { "--model \(Programs.quoted(fixture("published/\(name)")))" }
        let filling = "predict \(model("language")) --text 'ab[MASK]c' --top 3"
        let masks = try table(runner.perceiver("\(filling) --csv -"))
        #expect(masks.map { $0["rank"] } == ["1", "2", "3"] && masks.allSatisfy { $0["byte"] == "2" })
        let mask = try #require(
            (try runner.perceiver("\(filling) --json").objects().first?["masks"] as? [[String: Any]])?.first
        )
        let tokens = try #require(mask["alternatives"] as? [[String: Any]]).map { $0["token"] as? String }
        #expect(masks.map { $0["label"] } == tokens)
        let plain = try table(runner.perceiver("predict \(model("language")) --text abc --csv -"))
        #expect(plain.count == 1 && plain[0]["rank"] == "")
        let pictures = ["first", "second"].map { Programs.quoted(fixture("published/flow/\($0).png")) }
        let command = "predict \(model("flow")) \(pictures.joined(separator: " "))"
        let flow = try #require(
            try runner.perceiver("\(command) --json").objects().first?["flow"] as? [String: Any]
        )
        let row = try #require(try table(runner.perceiver("\(command) --csv -")).first)
        #expect(
            row["width"] == "46"
                && abs((row["mean_right"].flatMap { Double($0) } ?? 0) - (flow["meanRight"] as? Double ?? 1))
                    < 1e-9
        )
    }

    @Test("A trace has a line for each latent")
    func traceLines() throws {
        let outcome = try runner.perceiver("trace dog.txt --task subject")
        #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count > 3)
        #expect(outcome.output.contains("\n  latent "))
    }

    @Test("Maps of inputs of several kinds share one table")
    func maps() throws {
        let rows = try table(runner.perceiver("attend dog.jpg dog.ogg --explain attention --csv -"))
        let (picture, sound) = (
            rows.filter { $0["input"] == "dog.jpg" }, rows.filter { $0["input"] == "dog.ogg" }
        )
        #expect(picture.count == 1024 && picture.count + sound.count == rows.count && !sound.isEmpty)
        #expect(picture.allSatisfy { $0["x_from"]?.isEmpty == false && $0["time_from"]?.isEmpty == true })
        #expect(sound.allSatisfy { $0["x_from"]?.isEmpty == true && $0["time_from"]?.isEmpty == false })
        #expect(abs(picture.compactMap { $0["value"].flatMap { Double($0) } }.reduce(0, +) - 1) < 1e-3)
    }

    @Test("Comparisons have a row for each measure of each pair")
    func comparisons() throws {
        let two = try table(runner.perceiver("compare dog.jpg dog.ogg --csv -"))
        #expect(two.map { $0["measure"] } == ["agreement", "mean_latent_cosine"])
        #expect(two.allSatisfy { $0["first"] == "dog.jpg" && $0["second"] == "dog.ogg" })
        let inputs = "dog.jpg dog.ogg dog.txt cat.txt cat.jpg seven.jpg"
        let object = try #require(try runner.perceiver("compare \(inputs) --json").objects().first)
        let names = try #require(object["names"] as? [[Double?]])
        let rows = try table(runner.perceiver("compare \(inputs) --csv -"))
        let words = inputs.split(separator: " ").map(String.init)
        for row in rows where row["measure"] == "names" {
            let places = ["first", "second"].compactMap { row[$0].flatMap { words.firstIndex(of: $0) } }
            #expect(places[0] < places[1])
            #expect(
                abs((row["value"].flatMap { Double($0) } ?? 9) - (names[places[0]][places[1]] ?? 8)) < 1e-9
            )
        }
        #expect(rows.count { $0["measure"] == "names" } == 15)
        // The two texts are the only ones: without their mean nothing is known of them.
        #expect(rows.count { $0["measure"] == "latents" } == 14)
    }

    @Test("A pipe gets plain numbers, in blocks if there is a width, and colours if they are asked for")
    func likenessInPipes() throws {
        let inputs = "dog.jpg dog.ogg cat.jpg dog.txt"
        let free = try runner.perceiver("compare \(inputs)").output
        let lines = free.split(separator: "\n")
        #expect(lines[0] == "classes: probability that both get the same class")
        #expect(lines[1].split(separator: " ") == ["1", "2", "3", "4", "input"])
        #expect(lines[2].split(separator: " ").map(String.init).last == "dog.jpg")
        #expect(lines[2].split(separator: " ").count == 6)
        #expect(!free.contains { "░▒▓█…".contains($0) } && !free.contains("hundredths"))
        let narrow = try runner.perceiver("compare \(inputs)", before: "COLUMNS=30").output
        #expect(narrow.firstMatch(of: /\n +3 +4  input\n/) != nil, "\(narrow)")
        #expect(try runner.perceiver("compare \(inputs) --ascii").output.contains { $0 == "–" } == false)
        #expect(try runner.perceiver("compare \(inputs) --color 256").output.contains("\u{1B}[0"))
    }

    @Test("A pipe gets whole names")
    func wholeNames() throws {
        let folder = runner.temporary("names")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let name = String(repeating: "a very long name ", count: 4) + ".jpg"
        for sample in ["dog", "cat", "seven"] {
            let copy = "\(folder)/\(sample) \(name)"
            try FileManager.default.copyItem(atPath: "\(CommandTests.samples)/\(sample).jpg", toPath: copy)
        }
        let lines = try runner.perceiver("compare \(folder)").output.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("1 ") && $0.hasSuffix("  cat \(name)") } == 2, "\(lines)")
    }
}
