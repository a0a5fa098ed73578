import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Models whose weights were drawn anew.
@Suite struct RedrawnTests {
    private static let folders =
        ["tiny", "structured"].map { "models/\($0)" }
        + ["flow", "image-learned", "language", "multimodal", "sequence"].map { "published/\($0)" }

    private func model(_ folder: String) throws -> Model { try Model(folder: URL(filePath: fixture(folder))) }

    private static func weights(_ layer: AttentionLayer) -> [Matrix] {
        [layer.query, layer.key, layer.value, layer.output, layer.hidden, layer.narrowing].map(\.weight)
    }

    /// Whether one has the other's numbers at other places.
    private static func isRedrawn(_ layer: AttentionLayer, _ other: AttentionLayer) -> Bool {
        zip(weights(layer), weights(other)).allSatisfy {
            $0.elements != $1.elements && $0.elements.sorted() == $1.elements.sorted()
        }
    }

    private static func isSame(_ layer: AttentionLayer, _ other: AttentionLayer) -> Bool {
        zip(weights(layer), weights(other)).allSatisfy { $0.elements == $1.elements }
    }

    @Test("From the answers down, each part with those before it", arguments: folders)
    func parts(folder: String) throws {
        let model = try model(folder)
        for part in RedrawnPart.allCases {
            let other = model.redrawn(part, seed: 1)
            for (layer, drawn) in zip(model.trunk.layers, other.trunk.layers) {
                let isDrawn = part == .all || part == .latents && layer.keys == layer.queries
                let isAsExpected =
                    isDrawn
                    ? Self.isRedrawn(layer.attention, drawn.attention)
                    : Self.isSame(layer.attention, drawn.attention)
                #expect(isAsExpected && layer.name == drawn.name && layer.mask == drawn.mask, "\(layer.name)")
            }
            if let decoder = model.layers.last, decoder.queries == .outputs {
                #expect(Self.isRedrawn(decoder.attention, try #require(other.layers.last).attention))
            }
            let latents = (model.trunk.latents, other.trunk.latents)
            #expect((latents.0?.elements == latents.1?.elements) == (part != .all))
        }
    }

    @Test("Layers that shared weights share them still")
    func shared() throws {
        let model = try model("published/image-learned")
        let (layers, others) = (model.trunk.layers, model.redrawn(.all, seed: 1).trunk.layers)
        for first in layers.indices {
            for second in layers.indices {
                let wasSame = Self.isSame(layers[first].attention, layers[second].attention)
                #expect(Self.isSame(others[first].attention, others[second].attention) == wasSame)
            }
        }
        #expect(
            model.trunk.blocks == 1
                || Self.isSame(layers[1].attention, layers[layers.count / 2 + 1].attention)
        )
    }

    @Test("The same seed draws the same answers, another one others")
    func seeds() throws {
        let model = try model("models/tiny")
        let run = try model.run(model.prepare(.text(Text("A small dog, and a cat."))))
        func logits(_ part: RedrawnPart, _ seed: UInt64) throws -> [[Float]] {
            try run.redrawn(part, seed: seed).predictions.map(\.logits)
        }
        for part in RedrawnPart.allCases {
            #expect(try logits(part, 1) == logits(part, 1))
            #expect(try logits(part, 1) != logits(part, 2))
            #expect(try logits(part, 1) != run.predictions.map(\.logits))
        }
        #expect(try run.redrawn(.decoder, seed: 1).trace.final == run.trace.final)
    }
}
