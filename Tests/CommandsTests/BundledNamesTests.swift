import TestData
import Testing

/// The models that come with the program, by their names.
@Suite struct BundledNamesTests {
    private let runner = CommandTests()

    /// Models that come with the program are listed, and named without a path.
    @Test func bundledModelsAreNamed() throws {
        let listed = try runner.perceiver("models").output
        #expect(listed.hasPrefix("bundled: perceiver-mini"))
        for name in ["hubert-words", "imagegpt-digits"] {
            #expect(listed.contains("bundled: \(name)"), "\(listed)")
        }
        let whole = try runner.perceiver("models imagegpt-digits").output
        #expect(whole.contains("tensors used") && whole.contains("transformer.wte.weight"), "\(whole)")
        let sound = Programs.quoted(ParityInput.sample("seven.ogg"))
        let heard = try runner.perceiver("predict --model hubert-words --json \(sound)").output
        #expect(heard.contains("\"model\":\"hubert-words\""), "\(heard)")
        let refused = try runner.perceiver("predict --model hubert-word \(sound)")
        #expect(refused.status == 2 && refused.messages.contains("hubert-word"), "\(refused.messages)")
    }
}
