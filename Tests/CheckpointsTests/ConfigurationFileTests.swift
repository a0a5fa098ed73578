import Checkpoints
import Foundation
import TestData
import Testing

@Suite("Configuration files")
struct ConfigurationFileTests {
    struct Settings: Decodable, Equatable {
        var architecture: Architecture
        var labels: [Int: String]?
        var concepts: [String: String]?
        var rate: Float?
        var name: String?
        var isOpen: Bool?
        var byte: UInt8?
    }

    struct Architecture: Decodable, Equatable {
        var numLatents: Int
        var shape: [Int]?
        var activation: Activation?
        var loudest: Double?

        enum CodingKeys: String, CodingKey {
            case numLatents, activation
            case shape = "outputShape"
            case loudest = "lowestReferenceDecibel"
        }
    }

    enum Activation: String, Decodable {
        case gelu, relu
    }

    func file(_ text: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: "config.json", contents: Data(text.utf8))
    }

    func refusal(_ text: String) -> String {
        message { _ = try file(text).decode(Settings.self) }
    }

    @Test("Settings of all kinds are decoded; other keys are ignored")
    func decoding() throws {
        let text = #"""
            {"architecture": {"num_latents": 2.0, "output_shape": [1, 16], "activation": "gelu", "other": {},
                "lowest_reference_decibel": -20},
             "labels": {"0": "cat", "12": "dog"}, "rate": 1, "name": null, "is_open": true, "byte": 255, "more": 1}
            """#
        let architecture = Architecture(numLatents: 2, shape: [1, 16], activation: .gelu, loudest: -20)
        #expect(
            try file(text).decode(Settings.self)
                == Settings(
                    architecture: architecture,
                    labels: [0: "cat", 12: "dog"],
                    rate: 1,
                    isOpen: true,
                    byte: 255
                )
        )
    }

    @Test(
        "The keys of dictionaries are data and stay as they are, while the keys of settings in them change case"
    )
    func dictionaries() throws {
        struct Concept: Decodable, Equatable {
            var labels: [String: String]
            var maxCount: Int
        }
        let text = #"""
            {"spoken word": {"labels": {"spoken word": "a_b", "spoken_word": "c", "Photo": "d"}, "max_count": 1},
             "spoken_word": {"labels": {}, "max_count": 2}}
            """#
        let labels = ["spoken word": "a_b", "spoken_word": "c", "Photo": "d"]
        #expect(
            try file(text).decode([String: Concept].self)
                == [
                    "spoken word": Concept(labels: labels, maxCount: 1),
                    "spoken_word": Concept(labels: [:], maxCount: 2),
                ]
        )
    }

    @Test(
        "Errors name the key as the file has it, what was expected and what was found",
        arguments: [
            (#"{}"#, "key architecture: is missing"),
            (#"{"architecture":{}}"#, "key architecture.num_latents: is missing"),
            (#"{"architecture":3}"#, "key architecture: expected an object, found 3"),
            (
                #"{"architecture":{"num_latents":true}}"#,
                "key architecture.num_latents: expected a whole number, found true"
            ),
            (
                #"{"architecture":{"num_latents":null}}"#,
                "key architecture.num_latents: expected a whole number, found null"
            ),
            (
                #"{"architecture":{"num_latents":"many"}}"#,
                #"key architecture.num_latents: expected a whole number, found "many""#
            ),
            (
                #"{"architecture":{"num_latents":1,"activation":"swish"}}"#,
                "key architecture.activation: Cannot initialize Activation from invalid String value swish"
            ),
            (
                #"{"architecture":{"num_latents":1,"output_shape":[1,"x"]}}"#,
                #"key architecture.output_shape[1]: expected a whole number, found "x""#
            ),
            (
                #"{"architecture":{"num_latents":1,"output_shape":{}}}"#,
                "key architecture.output_shape: expected a list, found an object"
            ),
            (
                #"{"architecture":{"num_latents":1},"is_open":0}"#,
                "key is_open: expected true or false, found 0"
            ),
            (#"{"architecture":{"num_latents":1},"name":[]}"#, "key name: expected a text, found a list"),
            (
                #"{"architecture":{"num_latents":1},"labels":{"7":1.5}}"#,
                "key labels.7: expected a text, found 1.5"
            ),
            (
                #"{"architecture":{"num_latents":1},"concepts":{"aB_c":false}}"#,
                "key concepts.aB_c: expected a text, found false"
            ),
            (#"[]"#, "is a list, expected a JSON object"),
            ("3", "is 3, expected a JSON object"),
        ]
    )
    func errors(text: String, problem: String) {
        #expect(refusal(text) == "config.json: \(problem)")
    }

    @Test(
        "A number that does not fit is shown with its key",
        arguments: [
            (#"{"num_latents":1.5}"#, "key architecture.num_latents: 1.5 does not fit"),
            (#"{"num_latents":1e30}"#, "key architecture.num_latents: 1e30 does not fit"),
            (
                #"{"num_latents":99999999999999999999}"#,
                "key architecture.num_latents: 99999999999999999999 does not fit"
            ),
            (
                #"{"num_latents":1,"output_shape":[-1,0.25]}"#,
                "key architecture.output_shape[1]: 0.25 does not fit"
            ),
            (
                #"{"a":{"b\"}":[[{"1.5":2.5,"c":15},"1.5"]]},"num_latents":1.5}"#,
                "key architecture.num_latents: 1.5 does not fit"
            ),
        ]
    )
    func numbers(architecture: String, place: String) {
        let problem = ": too large, or a fraction where a whole number is expected"
        #expect(refusal(#"{"architecture":\#(architecture)}"#) == "config.json: \(place)\(problem)")
    }

    @Test("A number that does not fit is shown with its own key, also if it stands elsewhere too")
    func repeatedNumbers() {
        let text = refusal(#"{"rest":[0.5],"architecture":{"num_latents":0.5}}"#)
        #expect(text.hasPrefix("config.json: key architecture.num_latents: 0.5 does not fit: "))
    }

    @Test("Numbers that are none may stand where nobody reads them, as Python writes them")
    func noNumbers() {
        func refusal(_ rate: String) -> String {
            self.refusal(#"{"architecture":{"num_latents":1},"x":[NaN,-Infinity,Infinity],"rate":\#(rate)}"#)
        }
        #expect(refusal("1") == "no error")
        #expect(refusal("NaN") == "config.json: key rate: expected a number, found NaN")
        #expect(refusal("-Infinity").hasPrefix("config.json: key rate: -Infinity does not fit"))
        #expect(
            refusal("Nan").hasPrefix(
                "config.json: is not JSON: expected a value, found “N”, at line 1, column"
            )
        )
    }

    @Test("Texts mean what is written, in UTF-8 and UTF-16")
    func texts() throws {
        let text = #"{ "t\u0065xt" : "\"\\\/\b\f\n\r\t é \u00e9\uD83D\ude00 👍" }"# + "\r\n"
        let expected = ["text": "\"\\/\u{8}\u{C}\n\r\t é é😀 👍"]
        #expect(try file(text).decode([String: String].self) == expected)
        #expect(try file("\u{FEFF}" + text).decode([String: String].self) == expected)
        let wide = try #require(text.data(using: .utf16))
        #expect(try ConfigurationFile(path: "", contents: wide).decode([String: String].self) == expected)
    }

    @Test("Half of a character is replaced, and what is behind it stays")
    func halves() throws {
        let text = #"{"a":"x\ud800y","b":"\ud800\u0041","c":"\udc00","d":"\ud800\ud83d\ude00"}"#
        let expected = ["a": "x\u{FFFD}y", "b": "\u{FFFD}A", "c": "\u{FFFD}", "d": "\u{FFFD}😀"]
        #expect(try file(text).decode([String: String].self) == expected)
    }

    @Test("Of equal keys the first counts")
    func equalKeys() throws {
        #expect(try file(#"{"a":1,"b":2,"a":3}"#).decode([String: Int].self) == ["a": 1, "b": 2])
    }

    @Test("Keys that are to be numbers must be")
    func keysOfNumbers() {
        let problem = refusal(#"{"architecture":{"num_latents":1},"labels":{"cat":"0"}}"#)
        #expect(problem.hasPrefix("config.json: key labels.cat: Expected Int key"), "\(problem)")
    }

    @Test("Numbers must fit their type")
    func ranges() {
        for (key, number) in [("byte", "256"), ("byte", "-1"), ("rate", "1e300"), ("rate", "1e999")] {
            let text = refusal(#"{"architecture":{"num_latents":1},"\#(key)":\#(number)}"#)
            #expect(text.contains("config.json: key \(key): \(number) does not fit"), "\(text)")
        }
    }

    @Test("What a type's own rules refuse is named too")
    func ownRules() {
        struct Even: Decodable {
            init(from decoder: any Decoder) throws {
                let number = try decoder.singleValueContainer().decode(Int.self)
                guard number % 2 == 0 else {
                    let reason = "expected an even number, found \(number)\u{1B}"
                    throw DecodingError.dataCorrupted(
                        .init(codingPath: decoder.codingPath, debugDescription: reason)
                    )
                }
            }
        }
        let text = message { _ = try file(#"{"pairs":[2,3]}"#).decode([String: [Even]].self) }
        #expect(text == "config.json: key pairs[1]: expected an even number, found 3\u{FFFD}")
    }

    @Test("Numbers are checked against bounds")
    func bounds() throws {
        let file = try file("{}")
        #expect(try file.check(64, "num_latents", in: 1...65_536) == 64)
        #expect(
            message { try file.check(1_000_000_000_000, "architecture.num_latents", in: 1...65_536) }
                == "config.json: key architecture.num_latents: 1000000000000 is out of range, expected 1 to 65536"
        )
        #expect(message { try file.check(Double.nan, "rate", in: 0...1) }.contains("nan is out of range"))
        let error = file.error(at: "hidden_act", "“swish” is not known, expected “gelu”")
        #expect("\(error)" == "config.json: key hidden_act: “swish” is not known, expected “gelu”")
    }

    @Test("A published kind of file is read from disk")
    func fromDisk() throws {
        struct Settings: Decodable {
            var architectures: [String]
            var id2label: [Int: String]
            var qkChannels: Int?
            var useQueryResidual: Bool
            var layerNormEps: Float
        }
        let file = try ConfigurationFile(path: fixture("perceiver/image-conv/config.json"))
        let settings = try file.decode(Settings.self)
        #expect(settings.architectures == ["PerceiverForImageClassificationConvProcessing"])
        #expect(settings.id2label[4] == "label 4")
        #expect(settings.qkChannels == 16 && settings.useQueryResidual && settings.layerNormEps == 1e-12)
    }

    @Test("What is no file, and what is too large")
    func files() throws {
        let folder = try TemporaryFolder()
        #expect(
            message { _ = try ConfigurationFile(path: "\(folder.path)/config.json") }
                == "\(folder.path)/config.json: cannot be opened: No such file or directory; expected a JSON file"
        )
        let large = try folder.write([UInt8](repeating: 0x20, count: 16_000_001), as: "config.json")
        #expect(
            message { _ = try ConfigurationFile(path: large) }
                == "\(large): is 16000001 bytes long; expected at most 16000000"
        )
    }
}
