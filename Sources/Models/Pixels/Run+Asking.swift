extension Model {
    /// The same input, where another pixel is asked for.
    ///
    /// - Parameters:
    ///   - input: an input of this model.
    ///   - column: the pixel's column in the model's picture.
    ///   - row: its row.
    /// - Throws: ``ModelError`` if the model tells no pixels, if there is none such, or if the token that it is told from is
    ///   removed.
    public func asking(column: Int, row: Int, of input: InputArray) throws(ModelError) -> InputArray {
        guard let grid = input.pixels, input.asked != nil else {
            throw ModelError("this model tells no single pixels", isMisuse: true)
        }
        guard (0..<grid.width).contains(column), (0..<grid.height).contains(row) else {
            throw ModelError(
                "there is no pixel \(column), \(row): the model's picture has \(grid.width)×\(grid.height)",
                isMisuse: true
            )
        }
        let asked = PixelInput.asked(row * grid.width + column)
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
    /// - Parameter input: the run's own, as ``Model/asking(column:row:of:)`` changed it.
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
