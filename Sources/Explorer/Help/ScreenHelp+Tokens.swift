// What screens show of models without latents, whose tokens attend to each other.
extension ScreenHelp {
    static let mainOfTokens = ScreenHelp(
        "The main screen: one input, a map over it, what the model makes of it",
        "Left, the inputs: move with ↑ and ↓, and the model runs on each. Beside each name is the model's answer.",
        "Middle, the map: the input with colours over it. Where it explains an answer, orange places speak for the target, "
            + "blue ones against it. Of attention bright places get much.",
        "Right, what the model predicts, with > at the target, the class that the map explains. A model without classes has "
            + "features instead.",
        "The model turns the input into tokens, which attend to each other, layer after layer. Some tokens are the model's "
            + "own and have no place in the input: each has a cell below the map.",
        "Press x for other methods, a for attention. Attention shows what was read, not what mattered.",
        "Press Enter to go to the map, s for the maps of all tokens, O for all layers and heads, c to compare two inputs.",
        "Press Tab here for a glossary."
    )

    static let attentionOfTokens = ScreenHelp(
        "The attention map: what was read of the input",
        "In each layer every token attends to all tokens that the layer lets it see. Bright places get much of it.",
        "\"attention behind\" a name: what the answer reads in this layer.",
        "← and → show single tokens, a the mean of all. ↑ and ↓ go to other layers, [ and ] to other heads.",
        "A head is one of several attention patterns of a layer.",
        "Tokens of the model's own have no place in the input: each has a cell below the map. Colours are made for the others.",
        "Below: the place with the most attention, or with Enter the place under the cursor.",
        "i shows what the token under the cursor attends to. Esc goes back.",
        "weight is its share of attention. lift is the multiple of uniform attention: 3 is three times as much as if "
            + "all places got the same. rank and %ile tell its position among all places.",
        "The last line shows which colours stand for which numbers. Press u for other units.",
        "Attention shows what was read, not what mattered, and is the same for every class. Press x for other methods."
    )

    static let features = ScreenHelp(
        "The features: what a model without classes makes",
        "Each token leaves the last layer as a list of numbers, its features. Other programs find, tell apart or cut out "
            + "things by them.",
        "perceiver export writes them. O, then v, shows them as colours, and how alike they are.",
        "x shows what in the input makes the features of the answer's token long in their own direction.",
        "Below are facts about the token that you looked at last: how many tokens it reads effectively, how few hold half "
            + "of its attention, how much the answer reads of it, and which tokens attend most like it."
    )

    static let sheetOfTokens = ScreenHelp(
        "The sheet: the maps of all tokens",
        "Each thumbnail shows where one token attends, on a colour scale of its own: colours of two thumbnails cannot be "
            + "compared. Beside its title are cells for tokens that have no place.",
        "Choose with the arrows and press Enter to open a map.",
        "r sorts: by number, by how much the answer reads each token, or the most focused first.",
        "[ and ] show other heads, u other units."
    )

    static let overviewOfTokens = ScreenHelp(
        "The overview: all heads of all layers",
        "Each row is a layer, from the input down to the answer. Each thumbnail is a head, on a scale of its own: the mean map "
            + "of all tokens.",
        "Move with the arrows. Enter opens the chosen head's map.",
        "v shows the tokens instead. Their colours are their places along the three directions in which they differ most "
            + "(principal components): like colours, like tokens. Features are compared, or where a model has none the keys of "
            + "the last layer.",
        "There the arrows move a cursor, and the right half shows the cosine of its token to all others: orange is alike, blue "
            + "is opposite. c takes the tokens of another input."
    )

    static let transcript = ScreenHelp(
        "The transcript: what the model heard, letter by letter",
        "Each letter has the seconds that it was read from, and how probable it is in its surest frame.",
        "Choose one with ↑ and ↓; the map shows what its frame attends to, or with x what speaks for it.",
        "Below stand the best tokens of that frame. Nothing lies between letters that are the same."
    )
}
