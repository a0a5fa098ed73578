import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing
import ToyKinds

/// The way back through layers with a causal mask, against PyTorch's autograd in 64 bits under the same changed rules
/// (`Tests/Fixtures/explanations.py`).
@Suite struct CausalGradientTests {
    @Test("A causal transformer", arguments: BackwardRule.allCases)
    func causal(rule: BackwardRule) throws {
        ToyKinds.register()
        let folder = URL(filePath: fixture("gradients/causal"))
        let model = try Model(folder: folder)
        let bytes = try Data(contentsOf: folder.appending(path: "text.txt"))
        let run = try model.run(model.prepare(.text(Text(utf8: Array(bytes), name: "text"))))
        let file = try TensorSet(path: fixture("gradients/causal.safetensors"))
        let found = run.gradients(of: .logProbability(task: 0, class: 0), rule: rule)
        let value = try file.matrix("\(rule).scalars").elements[0]
        #expect(abs(found.value - Double(value)) <= 1e-5 * max(1, abs(Double(value))))
        let parts = [
            ("relevance", found.relevance), ("inputs", found.inputs?.elements ?? []),
            ("keys", found.keyWeights),
        ]
        for (name, got) in parts {
            let expected = try file.matrix("\(rule).\(name)").elements
            #expect(got.count == expected.count && expected.contains { $0 != 0 } || name == "keys")
            // Of a norm's input next to nothing is left with the plain rule: see Gradients.relevance.
            let error = relativeError(got, expected)
            #expect(error <= (name == "relevance" && rule == .gradient ? 1e-3 : 1e-5), "\(name): \(error)")
        }
    }
}
