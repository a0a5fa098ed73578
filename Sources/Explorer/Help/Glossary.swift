/// The words of the screens; the help and docs/glossary.md show them.
public enum Glossary {
    /// A word and what it means.
    public struct Entry: Sendable, Hashable {
        /// The word as screens have it.
        public let term: String
        /// What it means, in a sentence or two.
        public let meaning: String
    }

    /// All entries, by their words.
    public static let entries: [Entry] = words.map { Entry(term: $0.0, meaning: $0.1) }

    private static let words = [
        (
            "ablation",
            "What a class loses when one latent learns nothing from the input. The map shows where the latents attend "
                + "that the class needs."
        ),
        (
            "attention",
            "How a layer reads: each query takes a weighted mean of what the keys hold. The weights of a query sum to 1."
        ),
        (
            "block",
            "A part that occlusion removes as a whole: a square of a picture, a rectangle of a spectrogram. Texts have "
                + "words."
        ),
        ("class", "One of the possible answers to a task, such as dog."),
        (
            "clustered",
            "Of a matrix of self-attention: latents that attend alike, and are attended to alike, stand together. They "
                + "keep their numbers."
        ),
        (
            "comprehensiveness",
            "The drop in the class's probability when what a map ranks first is removed: 20 % of the tokens unless it says "
                + "otherwise. Higher is better."
        ),
        (
            "content",
            "What is there: a token's colours, sounds or bytes, without where it is. C shows its part of scores."
        ),
        (
            "cp-lrp",
            "The first map: the target is handed back layer by layer to the tokens. Positive numbers speak for it, negative "
                + "ones against. The weights of attention are held constant."
        ),
        (
            "decoder",
            "The last layer. Each answer has a query of its own, which attends to the latents and reads the result."
        ),
        ("decoder weight", "How much attention the answer pays to a latent. Over all latents it sums to 1."),
        (
            "deletion",
            "Tokens are removed in a map's order, and the class's probability is drawn against their share. The smaller "
                + "the area below the curve, the better the map."
        ),
        (
            "drop in log p",
            "The logarithm of the class's probability with the whole input, minus that without a part. Positive: the "
                + "part speaks for the class. 0.69 halves the probability."
        ),
        (
            "effective inputs",
            "Over how many places attention is spread: 2 to the power of its entropy. 1 is a single place."
        ),
        (
            "encoder",
            "The layer in which latents attend to the input, and the only one that sees it. Where there are several, they "
                + "are called cross.0, cross.1 and so on."
        ),
        ("entropy", "Uncertainty in bits. 0 is certain; log2 of the number of classes is a guess."),
        (
            "head",
            "One of several attention patterns that a layer computes side by side. mean and max combine them."
        ),
        (
            "input energy",
            "A ranking that knows nothing of the model: how far a place's colour is from the picture's mean, or how loud "
                + "a place is. A good map beats it."
        ),
        (
            "insertion",
            "Tokens are added to nothing in a map's order, and the class's probability is drawn against their share. The "
                + "larger the area below the curve, the better the map."
        ),
        ("key", "What can be attended to: the input's tokens in the encoder, the latents elsewhere."),
        (
            "latent",
            "One of a few dozen to a few hundred learned vectors through which everything passes. A latent has a number "
                + "and no place in the input."
        ),
        ("layer", "One step of the model: the encoder, a self-attention, or the decoder."),
        (
            "lift",
            "A multiple of uniform attention: a weight times the number of places. Above 1: more than its share."
        ),
        ("map", "A number for each place of the input, drawn as colours over it."),
        ("margin", "The best class's probability minus the second best's."),
        (
            "mask",
            "To hide bytes of a text behind mask tokens, which the model fills in. Only texts can be masked."
        ),
        (
            "modality",
            "A kind of input: picture, sound, text, clip, point cloud, units of a game, or pair of pictures."
        ),
        (
            "occlusion",
            "What mattered: parts of the input are removed one after the other, and the map shows the drop in log p."
        ),
        ("overlay", "How the map and the input are drawn together."),
        ("percentile (%ile)", "The share of places with the same number or a lower one."),
        (
            "point cloud",
            "Points in space, as on the surface of a chair. Each token is a point and those around it."
        ),
        (
            "polarity",
            "The share of groups of tokens with a positive sum in the map whose removal lowers the class's probability."
        ),
        ("position", "Where a token is. With content and a rest it adds up to a score."),
        (
            "probability (prob.)",
            "How likely a class is according to the model, calibrated. Each task's sum to 1."
        ),
        (
            "PSNR",
            "How close a decoded input is to the original, in decibels. More is closer; 20 dB is rough."
        ),
        ("query", "Who attends: a latent in the encoder, an answer in the decoder."),
        (
            "region",
            "A part of the input that you selected: a rectangle, a stretch of a sound or of a clip, words of a text, units."
        ),
        ("remove", "To leave tokens out, so that the model never gets them. Nothing stands in for them."),
        ("run", "One pass of an input through the model."),
        (
            "SaCo",
            "Salience coefficient: whether what a map ranks higher also matters more, over ten groups of tokens. 1 is "
                + "always, -1 never."
        ),
        ("score", "A class's raw output, before probabilities are made of the scores (logit)."),
        (
            "score before the softmax",
            "How well a query and a key match, before attention is shared out. Unbounded."
        ),
        ("self-attention", "A layer in which latents attend to latents and combine what they found."),
        ("sheet", "The maps of all latents, side by side."),
        ("signed map", "A map with numbers for and against a class. Zero has a colour of its own."),
        (
            "sufficiency",
            "The drop in the class's probability when only what a map ranks first is kept: 20 % of the tokens unless it "
                + "says otherwise. Lower is better."
        ),
        (
            "target",
            "The class that class-specific maps explain: a confident answer at first, until you choose another."
        ),
        ("task", "A question that the model answers with one of several classes, such as which sound it is."),
        (
            "token",
            "One vector of the input: a patch of a picture, a piece of a spectrogram, one or more bytes of a text, a unit."
        ),
        ("twin", "The latent whose attention overlaps most with another's."),
        (
            "uniform attention",
            "Attention spread evenly: each place gets the same weight, and a lift of 1."
        ),
        ("unit", "What a map's numbers are: weight, score before the softmax, or lift."),
        ("weight", "A share of attention."),
    ]
}
