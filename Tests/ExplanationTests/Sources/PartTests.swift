import Explanation
import Models
import TestData
import Testing

/// Parts of inputs, as people write them.
@Suite struct PartTests {
    @Test func written() throws {
        for (text, place) in [
            ("10,20,64,48", Part.Place.box(x: 10, y: 20, width: 64, height: 48)),
            ("0,0.5,1,2", .box(x: 0, y: 0.5, width: 1, height: 2)),
            ("4-7", .interval(4...7, hertz: nil)), ("3-3", .interval(3...3, hertz: nil)),
            ("1.2-2.0,500-2000", .interval(1.2...2, hertz: 500...2000)),
        ] {
            let part = try Part(text)
            #expect(part.place == place && part.label == text)
            // What is written out can be read again.
            #expect(try Part(part.written).place == place)
        }
        #expect(try Part("1.2-2.0,500-2000").written == "1.2-2,500-2000")
        #expect(Part(.bytes(4..<8)).written == "4-7" && Part(.bytes(4..<8)).label == "bytes 4–7")
        #expect(Part(.span("dog")).label == "\"dog\"")
        #expect(Part(.bytes(4..<8), label: "\"dog\"").label == "\"dog\"")
    }

    @Test(
        arguments: [
            "", " ", "dog", "1", "1,2", "1,2,3", "1,2,0,4", "1,2,3,0", "1,2,3,4,5", "-1,2,3,4", "1,2,3,x",
            "nan,1,2,3", "1,2,inf,3", "7-4", "1-", "-4", "1--2", "1-2-3", "1-2,", ",1-2", "1-2,9-3",
            "1-2,3-4,5-6", "1-2,3", "1-inf", "0x10-0x20", "0-1e3", "+1-2", "1,2,0x3,4",
        ]
    )
    func nonsenseIsRefused(text: String) {
        let failure = #expect(throws: Failure.self) { try Part(text) }
        let message = failure?.description ?? ""
        #expect(message.hasPrefix("\(text): a part is "))
        for help in [Part.boxHelp, Part.intervalHelp, Part.bytesHelp] { #expect(message.contains(help)) }
    }

    /// A part of another kind of input is refused with how it would be written.
    @Test(
        arguments: [
            ("dog.jpg", "1-2", Part.boxHelp), ("dog.jpg", "1-2,3-4", Part.boxHelp),
            ("seven.ogg", "1,2,3,4", Part.intervalHelp), ("seven.ogg", "1-1", Part.intervalHelp),
        ]
    )
    func partsOfOtherInputs(file: String, part: String, help: String) throws {
        var answers = Answers()
        let source = Given.sample(file).editing(.remove(try Part(part)))
        let failure = #expect(throws: Failure.self) {
            try answers(OpenQuestion(Subject(source, model: .bundled)))
        }
        #expect(failure?.description == "\(source.given): --remove \(part): \(help)")
    }

    @Test func bytesOfTexts() throws {
        var answers = Answers()
        func message(_ source: Source, _ part: Part) -> String? {
            let subject = Subject(source.editing(.mask(part)), model: Given.published[4].subject.model)
            let failure = #expect(throws: Failure.self) { try answers(OpenQuestion(subject)) }
            return failure?.description
        }
        let text = Source.text("a dog")
        let box = Part(.box(x: 1, y: 2, width: 3, height: 4))
        #expect(message(text, box) == "\"a dog\": 1,2,3,4: \(Part.bytesHelp)")
        #expect(message(text, try Part("1.5-2")) == "\"a dog\": 1.5-2: \(Part.bytesHelp)")
        #expect(
            message(text, try Part("0-1" + String(repeating: "0", count: 30)))?.contains(Part.bytesHelp)
                == true
        )
        let missing = "\"a dog\": --mask \"cat\": the text does not contain it"
        #expect(message(text, Part(.span("cat"))) == missing)
        #expect(message(text, Part(.span("")))?.contains("the text does not contain it") == true)
        #expect(message(text, Part(.bytes(2..<9)))?.contains("cannot be masked in a text of 5 bytes") == true)
    }

    /// A block of tokens is written in the fewest decimals that denote the same tokens.
    @Test(arguments: ["dog.jpg", "seven.ogg"]) func blocksOfTokens(file: String) throws {
        var answers = Answers()
        let source = Given.sample(file)
        let layout = try answers(OpenQuestion(Subject(source, model: .bundled))).input.layout
        for (first, last) in [
            (0, 0), (1, layout.columnCount + 3), (0, layout.count - 2), (7, layout.count - 1),
        ] {
            let removal = layout.part(from: first, to: last)
            let tokens = layout.tokens(in: removal)
            guard tokens.count < layout.count else { continue }
            let part = Part(removal, on: layout)
            #expect(try Part(part.written).place == part.place)
            let edited = Subject(source.editing(.remove(part)), model: .bundled)
            #expect(try answers(OpenQuestion(edited)).input.removed == tokens, "\(part.written)")
        }
        let label = Part(layout.part(from: 0, to: 1), on: layout).label
        #expect(file == "dog.jpg" || label.hasSuffix(" Hz"), "\(label)")
    }
}
