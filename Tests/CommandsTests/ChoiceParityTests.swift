import Explanation
import Foundation
import Models
import Perceiver
import TestData
import Testing

/// The screen's maps are those of the command `attend`, whoever asks, and whatever they are to speak for.
@Suite struct ChoiceParityTests {
    @Test(
        "What each task looked at",
        arguments: ParityInput.small + ParityInput.bundled
    )
    func tasks(input: ParityInput) throws {
        var screen = try ScreenMaps(input)
        for _ in screen.run.tasks {
            screen.askNextTask()
            screen.showAttention()
            for layer in [screen.model.layer(nil), screen.model.layers.count - 1] {
                screen.look(atLayer: layer)
                try screen.compare()
            }
            if screen.explainsFirst { try screen.compareFirst() }
        }
    }

    @Test("Clustered matrices", arguments: ParityInput.small + ParityInput.bundled)
    func clustered(input: ParityInput) throws {
        var screen = try ScreenMaps(input)
        try compareClustered(&screen)
    }

    @Test("Clustered matrices of other kinds", arguments: ParityInput.toys.keys.sorted())
    func clusteredOfToys(name: String) throws {
        try ParityInput.withToy(name) { input in
            var screen = try ScreenMaps(input)
            try compareClustered(&screen)
        }
    }

    private func compareClustered(_ screen: inout ScreenMaps) throws {
        for layer in screen.model.layers.indices {
            screen.look(atLayer: layer)
            guard screen.askAll() else { continue }
            screen.reorder()
            for unit in AttentionUnit.allCases {
                screen.look(in: unit)
                try screen.compare()
            }
            screen.reorder()
        }
    }

    @Test("What speaks for classes", arguments: ParityInput.small)
    func classes(input: ParityInput) throws {
        var screen = try ScreenMaps(input)
        try compareExplanations(&screen)
        for isLast in [false, false, true] where !screen.run.tasks.isEmpty {
            screen.target(last: isLast)
            try compareExplanations(&screen)
        }
        for _ in screen.run.tasks {
            screen.askNextTask()
            try compareExplanations(&screen)
            screen.target(last: false)
            try compareExplanations(&screen)
        }
    }

    private func compareExplanations(_ screen: inout ScreenMaps) throws {
        for method in ExplanationMethod.all where screen.explain(by: method) {
            try screen.compare()
        }
    }

    @Test("What speaks for a class of the bundled model")
    func classesOfTheBundledModel() throws {
        var screen = try ScreenMaps(ParityInput.bundled[2])
        try compareExplanations(&screen)
        screen.target(last: true)
        try compareExplanations(&screen)
    }

    @Test("What speaks for a class in other kinds of models", arguments: ParityInput.toys.keys.sorted())
    func classesOfToys(name: String) throws {
        try ParityInput.withToy(name) { input in
            var screen = try ScreenMaps(input)
            try compareExplanations(&screen)
            screen.askNextTask()
            screen.target(last: true)
            try compareExplanations(&screen)
        }
    }

    /// Inputs with models that can be asked about places.
    private static let placed =
        ParityInput.own.filter { $0.testDescription.hasPrefix("structured") }
        + ParityInput.published.filter { input in
            ["flow", "language", "multimodal"].contains(input.subject.model.name)
        }

    @Test("What places of the input looked at", arguments: placed)
    func places(input: ParityInput) throws {
        var screen = try ScreenMaps(input)
        let decoder = screen.model.layers.count - 1
        for rank in [0, 3] {
            screen.look(atLayer: screen.model.layer(nil))
            try screen.ask(fromPeak: rank)
            try screen.compare()
            screen.look(atLayer: decoder)
            try screen.compare()
            try screen.compareDecoder()
        }
        guard !screen.run.tasks.isEmpty else { return }
        screen.askNextTask()
        try screen.compare()
    }

    @Test("What tokens asked that were chosen on the screen", arguments: ["ToyCausal", "ToyTokens"])
    func tokens(name: String) throws {
        try ParityInput.withToy(name) { input in
            var screen = try ScreenMaps(input)
            for rank in [0, 3] {
                try screen.ask(fromPeak: rank)
                try screen.compare()
            }
        }
    }

    /// Parts that were removed or masked with keys are those that the options name.
    @Test("What is left of an input", arguments: ParityInput.own)
    func edits(input: ParityInput) throws {
        for isMasking in [false, true] {
            var screen = try ScreenMaps(input)
            guard try screen.edit(masking: isMasking) else { continue }
            for layer in screen.model.layers.indices {
                screen.look(atLayer: layer)
                for unit in AttentionUnit.allCases {
                    screen.look(in: unit)
                    try screen.compare()
                }
            }
            try compareExplanations(&screen)
        }
    }
}
