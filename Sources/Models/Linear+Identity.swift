import Numerics

extension Linear {
    /// A map that changes nothing.
    static func identity(_ channels: Int) -> Linear {
        let weight = Matrix(rows: channels, columns: channels) { target in
            target.initialize(repeating: 0)
            for channel in 0..<channels { target[channel * (channels + 1)] = 1 }
        }
        return Linear(weight: weight, bias: [Float](repeating: 0, count: channels))
    }
}
