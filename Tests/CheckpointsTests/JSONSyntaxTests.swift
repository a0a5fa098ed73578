import Checkpoints
import Foundation
import TestData
import Testing

// What is JSON and what is not.
extension ConfigurationFileTests {
    @Test(
        "What is not JSON is called that",
        arguments: [
            "{", "", "{}{}", "NaN", #"{"a" 1}"#, #"{"a":tru}"#, #"{'a':1}"#, #"{"a":"b"#, "{\"a\":\"\u{1}\"}",
            #"{"architecture":{"num_latents":01}}"#, #"{"architecture":{"num_latents":1.}}"#,
        ]
    )
    func syntax(text: String) {
        let problem = refusal(text)
        #expect(problem.hasPrefix("config.json: is not JSON: "), "\(problem)")
    }

    @Test(
        "What is not JSON is told with its place",
        arguments: [
            ("", "expected a value, found the end of the text, at line 1, column 1"),
            ("{\n \"é\" 1}", "expected “:” behind a key, found “1”, at line 2, column 6"),
            ("{\"a\":1,\r\n}", "expected a key in double quotation marks, found “}”, at line 2, column 1"),
            ("{'a':1}", "expected a key in double quotation marks, found “'”, at line 1, column 2"),
            ("{\"a\":[1,]}", "expected a value, found “]”, at line 1, column 9"),
            ("{\"a\":[1 2]}", "expected “,” or “]”, found “2”, at line 1, column 9"),
            ("{\"a\":01}", "expected “,” or “}”, found “1”, at line 1, column 7"),
            ("{\"a\":-}", "expected a digit, found “}”, at line 1, column 7"),
            ("{\"a\":1e+}", "expected a digit, found “}”, at line 1, column 9"),
            ("{} 日", "expected the end of the text, found “日”, at line 1, column 4"),
            ("{\"a\":\"\n\"}", "expected “\"” at the end of a text, found “\u{FFFD}”, at line 1, column 7"),
            ("{\"a\":\"\\u12x4\"}", "expected a hexadecimal digit, found “x”, at line 1, column 11"),
            (
                "{\"a\":\"\\x\"}",
                "expected one of “\"”, “\\”, “/”, “b”, “f”, “n”, “r”, “t” and “u” behind “\\”, found “x”, at line 1, column 8"
            ),
        ]
    )
    func syntaxErrors(text: String, problem: String) {
        #expect(refusal(text) == "config.json: is not JSON: \(problem)")
    }

    @Test("What is not UTF-8 is no text")
    func notUTF8() {
        let contents = Data(#"{"a":""#.utf8) + [0xFF] + Data(#""}"#.utf8)
        #expect(
            message { _ = try ConfigurationFile(path: "a", contents: contents) }
                == "a: is not JSON: a text is not UTF-8, at line 1, column 6"
        )
    }

    @Test("Deep nesting is refused, and does no harm elsewhere in the file")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let deep = refusal(#"{"architecture":{"num_latents":1},"x":\#(nested(1000))}"#)
        #expect(deep.hasPrefix("config.json: is not JSON: Too many nested arrays or dictionaries"), "\(deep)")
        #expect(refusal(String(repeating: "[", count: 100_000)).contains("Too many nested"))
        #expect(refusal(String(repeating: #"{"a":"#, count: 100_000)).contains("Too many nested"))
        #expect(refusal(#"{"architecture":{"num_latents":1},"x":\#(nested(500))}"#) == "no error")
    }

    @Test("More values than any settings have are refused before they take memory")
    func manyValues() {
        let text = "[" + String(repeating: "0,", count: 1_000_000) + "0]"
        #expect(refusal(text) == "config.json: has 1000000 commas in it, expected fewer than 1000000")
    }
}
