extension Model {
    /// Whether it tells each pixel of a picture from those before it, and can be asked for any of them.
    public var tellsPixels: Bool { architecture.tellsPixels }

    /// Whether there are classes that it answers with: those of tasks, or the colours of a pixel.
    public var hasClasses: Bool { !tasks.isEmpty || tellsPixels }

    /// The same input, where another pixel is asked for.
    ///
    /// - Parameters:
    ///   - asking: which pixel, and how the picture is completed from it on.
    ///   - input: an input of this model.
    /// - Throws: ``ModelError`` if the model tells no pixels, if there is none such, or if the token that it is told from is
    ///   removed.
    public func asking(_ asking: PixelAsking, of input: InputArray) throws(ModelError) -> InputArray {
        guard let grid = input.pixels, let usual = input.asked else {
            throw ModelError("this model tells no single pixels", isMisuse: true)
        }
        let place = asking.place ?? grid.place(of: usual.pixel)
        guard (0..<grid.width).contains(place.column), (0..<grid.height).contains(place.row) else {
            throw ModelError(
                "there is no pixel \(place.column), \(place.row): the model's picture has \(grid.width)×\(grid.height)",
                isMisuse: true
            )
        }
        var asked = PixelInput.asked(place.row * grid.width + place.column)
        (asked.seed, asked.temperature) = (asking.seed, asking.temperature)
        guard !input.removed.contains(asked.token) else {
            throw ModelError(
                "\(grid.name(of: asked.pixel)) is told from the pixel before it, which is removed",
                isMisuse: true
            )
        }
        var input = input
        input.asked = asked
        return input
    }
}

extension Run {
    /// The same run, where another pixel of its input is asked for.
    ///
    /// - Parameter input: the run's own, as ``Model/asking(_:of:)`` changed it.
    public func asked(_ input: InputArray) -> Run {
        Run(
            model: model,
            input: input,
            trace: trace,
            predictions: model.tasks(of: input).map {
                model.predict($0, latents: trace.final, of: input.modality)
            },
            output: output,
            duration: duration
        )
    }
}
