import Checkpoints
import Perceiver

extension PixelFeatures {
    /// Pixels as perceiver-pytorch makes tokens of them.
    ///
    /// - Parameters:
    ///   - c: what `config.json` says.
    ///   - channels: the channels of tokens, as the tensors have them.
    init(_ c: PytorchSettings, channels: Int, _ file: ConfigurationFile) throws(CheckpointError) {
        guard c.inputAxis ?? 2 == 2 else {
            throw file.error(at: "input_axis", "\(c.inputAxis ?? 0) is not supported, expected 2: pictures")
        }
        guard c.fourierEncodeData ?? true else {
            try self.init(colours: channels, nil, file)
            return
        }
        // Positions take 2 + 4 · bands channels, so that the rest of a division by 4 tells colours from grey.
        let colours = c.inputChannels ?? (channels % 4 == 3 ? 1 : 3)
        let others = channels - colours
        if let bands = c.numFreqBands, others != 2 + 4 * bands {
            throw file.error(
                at: "num_freq_bands",
                "\(bands) bands make \(colours + 2 + 4 * bands) channels of a token, "
                    + "but the tensors have \(channels)"
            )
        }
        guard others >= 2, (others - 2) % 4 == 0 else {
            throw file.error(
                at: "input_channels",
                "\(colours) channels and positions cannot make the \(channels) channels of the tensors"
            )
        }
        let highest = Float((c.maxFreq ?? 2) / 2)
        let positions = FourierFeatures(
            bands: (others - 2) / 4,
            highest: [highest, highest],
            order: .byAxis
        )
        try self.init(colours: colours, positions, file)
    }

    /// Pixels of some channels, of which there must be one or three.
    init(colours: Int, _ positions: FourierFeatures?, _ file: ConfigurationFile) throws(CheckpointError) {
        guard colours == 1 || colours == 3 else {
            throw file.error(
                at: "input_channels",
                "tokens have \(colours) channels besides positions, expected 3 colours, or 1 grey"
            )
        }
        self.init(channels: colours, positions: positions)
    }
}
