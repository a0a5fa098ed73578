import Foundation
import Media
import Models
import TestData
import Testing

/// Texts of which a model reads the first part, and masks behind it.
@Suite struct TextLimitsTests {
    private static let folders = ["models/structured", "published/language"]

    private func model(_ folder: String) throws -> Model { try Model(folder: URL(filePath: fixture(folder))) }

    private func refusal(_ model: Model, _ text: Text, _ masked: Range<Int>) -> String? {
        do throws(ModelError) {
            _ = try model.prepare(.text(text), options: InputOptions(masked: [masked]))
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A text without a character is refused", arguments: folders + ["published/sequence"])
    func nothing(folder: String) throws {
        let model = try model(folder)
        let error = #expect(throws: ModelError.self) { try model.prepare(.text(Text(""))) }
        #expect(error?.description == "the text is empty; expected at least one character")
    }

    @Test("Masks that the model would not read are refused", arguments: folders)
    func masks(folder: String) throws {
        let model = try model(folder)
        let text = Text(String(repeating: "ab", count: 600))
        let edges = try model.prepare(.text(text)).layout.columns.edges
        let read = try Int(#require(edges.last))
        let limit = "cannot be masked: the model reads the first \(read) of 1,200 bytes"
        #expect(refusal(model, text, read - 2..<read) == nil)
        #expect(refusal(model, text, read - 2..<read + 2) == "bytes \(read - 2)–\(read + 1) \(limit)")
        #expect(refusal(model, text, 700..<706) == "bytes 700–705 \(limit)")
        #expect(refusal(model, text, 700..<701) == "byte 700 \(limit)")
    }

    @Test("A range outside a text is told as it was given", arguments: folders)
    func outside(folder: String) throws {
        let model = try model(folder)
        let limit = "cannot be masked in a text of 12 bytes, counted from 0"
        #expect(refusal(model, Text("a short text"), 3..<101) == "bytes 3–100 \(limit)")
        #expect(refusal(model, Text("a short text"), 12..<13) == "byte 12 \(limit)")
    }

    @Test("A mask that is written behind the part that is read is told of", arguments: folders)
    func writtenMasks(folder: String) throws {
        let model = try model(folder)
        let start = String(repeating: "ab", count: 600)
        let masked = try #require(try model.prepare(.text(Text(start + "[MASK]"))).note)
        let plain = try #require(try model.prepare(.text(Text(start + "[mask]"))).note)
        #expect(masked.contains(" of 1,206 bytes, and no [MASK] behind them"))
        #expect(plain.contains(" of 1,206 bytes") && !plain.contains("MASK"))
        #expect(try model.prepare(.text(Text("[MASK]" + start))).note?.contains("MASK") == false)
    }
}
