import Checkpoints
import Explanation
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

@Suite struct IntegratedGradientsTests {
    /// Captum, in 64 bits, from the same average content in as many steps (`Tests/Fixtures/explanations.py`).
    @Test func agreesWithCaptum() throws {
        let model = try Model(folder: URL(filePath: fixture("models/structured")))
        let picture = try TensorSet(path: fixture("models/structured-picture.safetensors"))
        let shape = try #require(picture.tensors["pixels"]).shape
        let pixels = try picture.matrix("pixels").elements.map { UInt8($0) }
        let image = Image(width: shape[1], height: shape[0], pixels: pixels)
        let run = try model.run(model.prepare(.image(image)))
        let found = try ExplanationMethod.integrated.explain(Explained(run, task: 0, class: 1).byOdds)
        let file = try TensorSet(path: fixture("gradients/integrated.safetensors"))
        #expect(relativeError(found.relevance.values, try file.matrix("values").elements) <= 1e-5)
        let scalars = try file.matrix("scalars").elements.map(Double.init)
        let measures = Dictionary(uniqueKeysWithValues: found.measures.map { ($0.name, $0.value) })
        #expect(abs((measures["change"] ?? 0) - scalars[0]) <= 1e-5 * abs(scalars[0]))
        // Captum's gap has its attributions first.
        #expect(abs((measures["gap"] ?? 0) - scalars[1]) <= 2e-5)
    }
}
