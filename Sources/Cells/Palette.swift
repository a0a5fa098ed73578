/// A colour map for numbers, perceptually uniform and fit for colour-blind eyes.
package struct Palette: Sendable, Hashable {
    /// As shown and as typed.
    package let name: String
    /// Colours at equal distances from least to most.
    private let stops: [RGB]
    /// Colours 16…255 of a 256-colour terminal whose lightness rises without exception, for colour-blind eyes, too.
    ///
    /// The nearest such colour of each stop would make lightness go back and forth.
    private let ramp: [UInt8]

    private init(_ name: String, _ stops: [UInt32], ramp: [UInt8]) {
        self.name = name
        self.stops = stops.map(RGB.init(hex:))
        self.ramp = ramp
    }

    /// The colour of a number in 0…1.
    package func callAsFunction(_ share: Double) -> RGB {
        let place = min(max(share, 0), 1) * Double(stops.count - 1)
        let index = min(Int(place), stops.count - 2)
        let rest = place - Double(index)
        let (a, b) = (stops[index], stops[index + 1])
        func between(_ x: UInt8, _ y: UInt8) -> UInt8 {
            UInt8(Double(x) + (Double(y) - Double(x)) * rest + 0.5)
        }
        return RGB(between(a.red, b.red), between(a.green, b.green), between(a.blue, b.blue))
    }

    /// The same in one of 64 levels: a map then needs fewer colours.
    package func level(_ share: Double) -> RGB { self((share * 63).rounded() / 63) }

    /// The same for a terminal: one of 64 levels, or of the ramp where there are 256 colours.
    package func colour(_ share: Double, depth: ColourDepth) -> Colour {
        let share = min(max(share, 0), 1)
        if depth == .indexed { return .indexed(ramp[min(Int(share * Double(ramp.count)), ramp.count - 1)]) }
        return level(share).colour
    }

    // Colours of the first four: matplotlib's, which are in the public domain (CC0), every sixteenth.

    package static let inferno = Palette(
        "inferno",
        [
            0x000004, 0x0B0724, 0x210C4A, 0x3D0965, 0x57106E, 0x71196E, 0x8A226A, 0xA32C61, 0xBC3754,
            0xD24644,
            0xE45A31, 0xF1731D, 0xF98E09, 0xFCAC11, 0xF9CB35, 0xF2EA69, 0xFCFFA4,
        ],
        ramp: [16, 232, 233, 17, 53, 89, 125, 161, 166, 208, 214, 222, 229]
    )

    package static let viridis = Palette(
        "viridis",
        [
            0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
            0x1FA088,
            0x28AE80, 0x3FBC73, 0x5EC962, 0x84D44B, 0xADDC30, 0xD8E219, 0xFDE725,
        ],
        ramp: [53, 54, 24, 30, 36, 76, 149, 220, 227]
    )

    package static let magma = Palette(
        "magma",
        [
            0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81, 0x832681, 0x9C2E7F, 0xB73779,
            0xD0416F,
            0xE75263, 0xF56B5C, 0xFC8961, 0xFEA772, 0xFEC488, 0xFDE2A3, 0xFCFDBF,
        ],
        ramp: [16, 232, 233, 17, 53, 90, 126, 161, 167, 203, 209, 216, 223, 230]
    )

    package static let cividis = Palette(
        "cividis",
        [
            0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D, 0x61656F, 0x6F7073, 0x7D7C78,
            0x8C8878,
            0x9B9476, 0xABA072, 0xBCAE6C, 0xCDBB63, 0xDEC958, 0xF0D846, 0xFEE838,
        ],
        ramp: [17, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 143, 180, 184, 221, 227]
    )

    package static let grey = Palette("grey", [0x000000, 0xFFFFFF], ramp: [16] + Array(232...255) + [231])

    /// For signed numbers: blue against, dark neutral, orange for; the lighter, the farther from zero.
    ///
    /// Zero is in the middle. The hues are 250° and 62° of OKLab, and both ends are equally light.
    package static let signed = Palette(
        "blue–orange",
        [
            0x8BC3FD, 0x58ABFC, 0x1392F6, 0x0E7BD1, 0x0A65AD, 0x06508B, 0x0D3C66, 0x112941, 0x161616,
            0x3A2107, 0x572F03, 0x724005, 0x8F5208, 0xAD640D, 0xCC7711, 0xEC8B16, 0xFDA856,
        ],
        ramp: [117, 75, 32, 25, 18, 233, 52, 94, 130, 172, 215]
    )

    /// What the user can choose from for unsigned numbers.
    package static let all = [inferno, viridis, magma, cividis, grey]
}
