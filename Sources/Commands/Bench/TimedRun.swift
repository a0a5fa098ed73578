import Numerics
import Perceiver

/// One run through a trunk, with the seconds of its layers.
struct TimedRun {
    /// The vectors that answers are read from.
    let final: Matrix
    /// The seconds of layers whose queries ask another space.
    let crossAttention: Double
    /// The seconds of layers in which vectors ask each other.
    let selfAttention: Double

    init(_ trunk: Trunk, _ inputs: Matrix) {
        let clock = ContinuousClock()
        var states = [Space.input: inputs]
        states[.latents] = trunk.latents
        var (crossing, own) = (Duration.zero, Duration.zero)
        for layer in trunk.layers {
            guard let x = states[layer.queries], let y = states[layer.keys] else { continue }
            let time = clock.measure { states[layer.queries] = layer(x, over: y) }
            if layer.isSelfAttention { own += time } else { crossing += time }
        }
        final = states[trunk.readSpace] ?? inputs
        crossAttention = crossing / .seconds(1)
        selfAttention = own / .seconds(1)
    }
}
