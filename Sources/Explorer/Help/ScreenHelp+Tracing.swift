// What the pages say that lead through a model.
extension ScreenHelp {
    static let views = ScreenHelp(
        "Compare: two views, of one input or of two",
        "On the main screen B pins a view: its input, model, target, layer and method. c puts it beside the present view.",
        "A pinned side keeps its view. Keys change the other one. = links it again; then both sides follow the keys.",
        "rank correlation: how alike both maps rank the same places (Spearman). 1 is the same order, 0 unrelated, -1 opposite.",
        "highest tenth shared: how much of the left map's highest tenth is in the right map's.",
        "Maps of different shapes have no rank correlation. What any two inputs of a model share are latents. The mean "
            + "cosine tells how alike these end: less their means over all inputs, or less the mean of all latents.",
        "decoder weights compares how much both answers read of each latent. effects compares what both targets lose "
            + "without each. v goes to the tables of latents.",
        "CKA tells how alike two models arrange the inputs of the list. Near 0 is unrelated, 1 the same. Go by the unbiased "
            + "number: the linear one is high for few inputs."
    )

    static let overviewOfHeads = ScreenHelp(
        "The overview: all heads of all layers, and what layers do to the latents",
        "Each row is a layer, from the input down to the answer. Each thumbnail is a head, on a scale of its own.",
        "Layers that read the input: the mean map of all latents. Self-attention: the matrix of latents, who reads whom. "
            + "Decoder: how much the answer reads of each latent.",
        "cosine compares each latent after the layer with itself before, as a mean: 1 means that no direction changed.",
        "update is the length of what the layer adds to a latent, as a share of the latent's length before.",
        "least names the latent whose direction changes most.",
        "Move with the arrows. Enter opens the chosen head's map.",
        "v shows the tokens instead. Their colours are their places along the three directions in which their keys differ "
            + "most (principal components): like colours, like keys. Below are the latents, in colours of their own.",
        "There the arrows move a cursor, and the right half shows the cosine of its token's key to all others, without the "
            + "mean of all keys: orange is alike, blue is opposite. c takes the tokens of another input."
    )

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
