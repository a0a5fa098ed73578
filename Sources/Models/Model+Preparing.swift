public import Media

extension Model {
    /// Turns a medium into tokens.
    ///
    /// - Parameters:
    ///   - medium: one of ``modalities``, whose notes come before those of the input. A model of clips takes a sound or a picture as a clip of only that.
    ///   - options: choices that some kinds offer.
    /// - Throws: ``ModelError`` if the model does not take such media, not of that size, or not that option.
    public func prepare(
        _ medium: Medium,
        options: InputOptions = InputOptions()
    ) throws(ModelError) -> InputArray {
        try checkTakes(medium.modality)
        try check(options, for: medium.modality)
        return try architecture.prepare(medium, options).noting(medium.notes).removing(options.removed)
    }

    /// Refuses a kind of input that the model does not take, which then need not be read.
    ///
    /// - Throws: ``ModelError`` that says what it takes.
    public func checkTakes(_ modality: Modality) throws(ModelError) {
        guard modalities.contains(modality) else { throw .modality(modality, accepted: modalities) }
    }

    /// Refuses options that would have no effect.
    private func check(_ options: InputOptions, for modality: Modality) throws(ModelError) {
        if let size = options.size {
            if let refusal = architecture.sizeRefusal { throw ModelError(refusal, isMisuse: true) }
            guard (1...4096).contains(size) else {
                throw ModelError("a size of \(size): 1 to 4096 are accepted", isMisuse: true)
            }
        }
        if options.tile != nil && !architecture.hasTiles {
            throw ModelError("only models of optical flow have tiles; leave out --tile", isMisuse: true)
        }
        if !options.masked.isEmpty {
            guard modality == .text else {
                throw ModelError("\(modality.described) has no bytes to mask", isMisuse: true)
            }
            guard masksTexts else {
                throw ModelError("this model cannot fill in masks", isMisuse: true)
            }
        }
        if !options.removed.isEmpty && !removes(from: modality) {
            throw ModelError(
                "this model needs all of \(modality.described): no part can be removed",
                isMisuse: true
            )
        }
    }
}
