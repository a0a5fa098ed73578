// What the pages say that lead through a model.
extension ScreenHelp {
    static let trace = ScreenHelp(
        "The trace: from an answer through latents to the input, and back",
        "Left, the outputs: tasks with their targets, or what is asked for. Middle, the latents. Right, regions of the input.",
        "Choose an output with ↑ and ↓: the middle lists the latents that it reads, the right the regions behind these.",
        "→ goes to the latents: each has its own regions. → again goes to the regions: which latents read one, and which "
            + "outputs they feed. ← goes back.",
        "A latent's number is the decoder's weight, its share of what the answer reads. A region's number is its share of "
            + "attention: of the output through all latents, or of one latent.",
        "+ and - change the threshold: smaller shares are not listed. Lines are the stronger, the more flows.",
        "v follows the decoder's weights back through self-attention, as rollout does. Then a part comes from the latents "
            + "as they were learned, and from no place of the input; the line below says how much.",
        "e computes what the target loses without each latent. A latent that is read need not matter.",
        "Enter opens the chosen latent's map, the attention behind the output, or the region's place."
    )
}
