import Explanation
import Models
import Perceiver

/// What a screen shows, in a few lines for someone who sees it for the first time.
struct ScreenHelp {
    let title: String
    let lines: [String]

    init(_ explorer: Explorer) {
        switch explorer.screen {
        case .main: self = Self.main(explorer)
        case .sheet: self = explorer.hasLatents ? Self.sheet : Self.sheetOfTokens
        case .trace: self = Self.trace
        case .overview: self = explorer.hasLatents ? Self.overviewOfHeads : Self.overviewOfTokens
        case .compare(let state): self = Self.compare(state.table)
        case .browser: self = Self.browser
        case .editor: self = Self.editor
        case .models: self = Self.models
        case .latents(let state): self = state.page == .table ? Self.latents : Self.latentInputs
        case .attenders: self = Self.attenders
        }
    }

    private init(title: String, lines: [String]) { (self.title, self.lines) = (title, lines) }

    init(_ title: String, _ lines: String...) {
        self.title = title
        self.lines = lines.filter { !$0.isEmpty }
    }

    // MARK: main screen

    private static func main(_ explorer: Explorer) -> ScreenHelp {
        let help =
            switch explorer.main.focus {
            case .inputs: explorer.hasLatents ? overview : mainOfTokens
            case .predictions: predictions(explorer)
            case .attention: map(explorer)
            }
        let lines = box(explorer.main.box) + clip(explorer) + help.lines
        return ScreenHelp(title: help.title, lines: explorer.turnObstacle == nil ? lines + [points] : lines)
    }

    private static func clip(_ explorer: Explorer) -> [String] {
        guard explorer.main.focus != .predictions, explorer.current?.modality == .clip else { return [] }
        return [
            "A clip: the chosen frame is large (< and > go on, P plays). Below it a filmstrip and the sound lie on one axis of "
                + "time, each with its map.",
            "The line above the scale tells how much of the map lies on the sound and on the picture, and what the target is "
                + "without either. S takes all of the sound away, I all of the picture.",
        ]
    }

    private static let points =
        "A point cloud is seen from one side, nearer points lighter: press @, and the arrows turn it. Each point has the colour "
        + "of the token whose centre is nearest. A region takes all that lies behind it."

    private static let overview = ScreenHelp(
        "The main screen: one input, what speaks for the answer, what the model predicts",
        "Left, the inputs: move with ↑ and ↓, and the model runs on each. Beside each name is the model's answer.",
        "Middle, the map: the input with colours over it. Orange places speak for the target, blue ones against it. Large "
            + "models begin with attention: bright places get much of it.",
        "Right, the predictions: each task is a question. Its classes have a probability and a score.",
        "> marks the target, the class that the map explains.",
        "The model reads the input through latents, a small set of learned vectors. In the encoder each latent attends "
            + "to the input; in self-attention layers latents attend to each other; the decoder reads the answer.",
        "Press x for other methods, a for attention. Attention shows what was read, not what mattered.",
        "Press Enter to go to the map, s for the maps of all latents, c to compare two inputs.",
        "Press Tab here for a glossary."
    )

    private static func predictions(_ explorer: Explorer) -> ScreenHelp {
        if FeaturesView.isShown(explorer) { return features }
        switch explorer.current?.run?.output {
        case .flow:
            return ScreenHelp(
                "The flow: how far each pixel moves from the first picture to the second",
                "The lengths are in pixels. The drift is the mean movement to the right and down.",
                "The wheel shows which colour stands for which direction; strong colours are long movements."
            )
        case .transcript: return transcript
        case .bytes(let bytes)
        where explorer.current?.run?.predictions.isEmpty == true || bytes.positions.count > 0:
            return ScreenHelp(
                "The masked text: what the model would write",
                "First the text with its masks filled in, then each masked byte with its best guesses.",
                "The numbers are probabilities. Choose a place with ↑ and ↓; the map shows the attention behind it.",
                "A text is masked in the editor (t, then ^X), or on the map with the cursor."
            )
        default: return classes
        }
    }

    private static let classes = ScreenHelp(
        "The predictions: the model's answer to each task",
        "Tasks are sorted: the answer that is furthest above chance comes first.",
        "prob. is the class's probability; in each task they sum to 1. score is the raw output (logit).",
        "change, of a changed input, is how much more probable the class is than before; what changed most is named above.",
        "Some models answer with a number instead: value is that number, and answer heads a list of both.",
        "margin is the best probability minus the second. Entropy is the uncertainty in bits: 0 is certain.",
        "> marks the target of each task. Move it with ↑ and ↓; press Enter to see all classes.",
        "Most maps explain the target. Attention (a) is the same for every class; the lower edge says so.",
        "Below are facts about the latent that you looked at last: how many inputs it reads effectively, how few tokens "
            + "hold half of its attention, how much the decoder query in the heading reads it, and which latents attend "
            + "most like it."
    )

    private static func map(_ explorer: Explorer) -> ScreenHelp {
        if let method = explorer.method.explanation {
            return explanation(method)
        }
        if let run = explorer.current?.run, explorer.showsOutput(run) { return output }
        guard explorer.hasLatents else { return attentionOfTokens }
        guard let layer = explorer.layer else { return attention }
        if layer.queries == .outputs && layer.keys == .latents { return decoder }
        return layer.keys == .input ? attention : selfAttention(explorer)
    }

    private static let attention = ScreenHelp(
        "The attention map: what was read of the input",
        "In the encoder each latent attends to the input's tokens. Bright places get much of it.",
        "\"attention behind photo\": the maps of all latents, weighted by how much the answer to photo reads each.",
        "← and → show single latents, a the mean of all. ↑ and ↓ go to other layers, [ and ] to other heads.",
        "A head is one of several attention patterns of a layer.",
        "Below the map: the place with the most attention, or with Enter the place under the cursor.",
        "If places can be asked, i shows the attention of the one under the cursor. Esc goes back.",
        "weight is its share of attention. lift is the multiple of uniform attention: 3 is three times as much as if "
            + "all places got the same. rank and %ile tell its position among all places.",
        "The last line shows which colours stand for which numbers. Press u for other units.",
        "C tells scores apart: what content adds to them, what position adds, and the rest.",
        "Attention shows what was read, not what mattered, and is the same for every class. Press x for the class."
    )

    private static func selfAttention(_ explorer: Explorer) -> ScreenHelp {
        let hasCursor = explorer.main.isInspecting
        return ScreenHelp(
            "Self-attention: which latents read which",
            "Each row is a latent that attends; each column is a latent that is attended to. Bright: much attention.",
            "> and < mark the row of the chosen latent. "
                + (hasCursor
                    ? "The cursor is on: ← and → move it, ↑ and ↓ choose another latent, Esc puts it away."
                    : "← and → choose another, ↑ and ↓ another layer."),
            "Latents have no place in the input: here they combine what the encoder gave them.",
            "H puts latents together that attend alike, and are attended to alike. They keep their numbers. Again: by number.",
            hasCursor
                ? "Below: the chosen latent, and its attention to the one under the cursor."
                : "Below: the chosen latent, where it attends most, and the weight of that.",
            "effective keys tells over how many latents its attention is spread."
        )
    }

    private static let decoder = ScreenHelp(
        "The decoder: which latents the answer reads",
        "Each bar is a latent; its height is the share of attention that the answer pays to it.",
        "Tasks have queries of their own: press y for another task.",
        "Below: the latent with the most weight, or with Enter the one under the cursor.",
        "effective keys tells over how many latents the attention is spread."
    )

    private static func explanation(_ method: ExplanationMethod) -> ScreenHelp {
        let label = method.label
        let kind =
            label.seesClass
            ? "It is about the target: another target gives another map (press 3 and move with ↑ and ↓)."
            : "It is the same for every class."
        let signs =
            label.isSigned
            ? "Both colours count: one speaks for the target, the other against it."
            : "Bright places count most."
        return ScreenHelp(
            "\(method.title): what the answer comes from",
            label.summary,
            kind + " " + signs,
            method.variant == nil
                ? "" : "All tokens of a part share its number. In log p, 0.69 halves the probability.",
            method.variant == nil ? "" : "Q makes the parts smaller. V changes what takes a part's place.",
            "What it does not say: " + label.caveat,
            "Cost: \(label.cost). Source: \(label.source).",
            "x goes on to the next method, X back; a shows attention."
        )
    }

    private static let output = ScreenHelp(
        "The output: what the model made of the input",
        "For two pictures this is the flow: colours tell how far and where each pixel moves.",
        "Otherwise it is the input as decoded from the latents, beside the original: what the latents still know.",
        "PSNR is how close both are, in decibels: more is closer, 20 dB is rough.",
        "Press x or a for attention."
    )

    // MARK: other screens

    private static let sheet = ScreenHelp(
        "The sheet: the maps of all latents",
        "A latent is one of the learned vectors through which the model reads the input. Each thumbnail shows where "
            + "one of them attends, on a colour scale of its own: colours of two thumbnails cannot be compared.",
        "Choose with the arrows and press Enter to open a map.",
        "r sorts: by number, by how much the decoder reads each latent, or the most focused first.",
        "After an ablation r also sorts by effect: how much the target's log probability drops when the latent learns "
            + "nothing from the input. The largest drop comes first. To have it, press x on the map until it shows ablation.",
        "[ and ] show other heads, u other units, y the weights for another task."
    )

    private static let latents = ScreenHelp(
        "The latents as a table",
        "Each row is a latent: what it reads of the input, and what depends on it.",
        "weight is its share of what the answer reads. effect is how much the target's log probability drops if the "
            + "latent learns nothing from the input. It may be negative.",
        "inputs: over how many tokens its attention would spread if it were even. H is the same as entropy in bits.",
        "lift: how many times more attention its best place gets than an even share. Then the centre of its map.",
        "content: the share of its scores' differences that comes from what is there. The rest comes from position. "
            + "With head max it and kind are of the heads' mean score: a maximum has no parts.",
        "twin: the latent most like it, and how much of their attention overlaps; from .9 it is a duplicate.",
        "dead: it reads about evenly, or its effect is below a thousandth of the largest.",
        "kind: by what it chooses. sharp is a few neighbouring bytes, periodic bytes at equal distances, broad neither.",
        "/ lists only some: lift>20 & H<8.5, kind=periodic | content>.8, !dead. ← and → choose the column that sorts.",
        "Mark two or more inputs (Space in the list) and the table has their means."
    )

    private static let latentInputs = ScreenHelp(
        "What a latent looks for",
        "The inputs of the list that the chosen latent reads most sharply, with its map over each of them.",
        "They are sorted by lift: how many times more attention its best place gets than an even share. The number of "
            + "tokens is in it, so that short and long inputs can be compared.",
        "Choose with the arrows and press Enter to open an input with this map. f goes back to the table."
    )

    private static let attenders = ScreenHelp(
        "Who attends to a place",
        "All who read the input in any layer, each head by itself, by how much attention this place gets from them.",
        "lift compares it with an even share: 3 is three times as much. mass is its share of the attention.",
        "inputs: over how many tokens the attention of that head would spread if it were even.",
        "Enter opens the map. Esc goes back to the cursor; mark a part with Space first to ask for more than one token."
    )

    private static func compare(_ table: CompareState.Table) -> ScreenHelp {
        switch table {
        case .predictions:
            ScreenHelp(
                "Compare: two inputs, and the classes that both could get",
                "Above are both inputs with their maps. Tab switches sides; > and < put another input on that side.",
                "Below are the classes that both inputs' tasks share, with each side's probability.",
                "P(same class): the chance that both get the same class, if each is drawn by its probabilities.",
                "v shows more tables: latents, most similar latents, a ranking of all inputs, and all pairs."
            )
        case .latents:
            ScreenHelp(
                "Compare: latent by latent",
                "Each row is a latent. The cosine tells how similar its final state is for both inputs: 1 is the same "
                    + "direction, 0 is unrelated.",
                "Entropy tells how widely it reads each input, in bits: more is wider.",
                "Some latents are alike for any two inputs."
            )
        case .pairs:
            ScreenHelp(
                "Compare: the most similar latents",
                "For each latent of the left input, the latent of the right one whose final state is most similar, with "
                    + "their cosine. = marks the same latent."
            )
        case .ranking:
            ScreenHelp(
                "Compare: all inputs, by how similar they are to one",
                "classes: the probability that both get the same class. latents: the cosine of what is read from their "
                    + "latents, minus the mean of inputs of that kind.",
                "r sorts by the other. = marks files with the same name, such as dog.jpg and dog.ogg.",
                "Enter puts the chosen input on the active side."
            )
        case .views: views
        case .matrix:
            ScreenHelp(
                "Compare: all pairs of inputs",
                "Each number tells how similar the row's and the column's inputs are, in hundredths. r changes the "
                    + "measure: classes or latents.",
                "classes: the probability that both get the same class. A doubtful input is not even like itself.",
                "Enter shows the chosen pair side by side."
            )
        }
    }

    private static let browser = ScreenHelp(
        "The file browser",
        "Choose a picture, a sound or a text; the right side is a preview. Enter opens it and runs the model.",
        "Folders can be opened, or run as a clip (c) if the model takes clips.",
        "/ narrows the list. Esc goes back."
    )

    private static let editor = ScreenHelp(
        "The editor",
        "Type a text and press Enter to run the model on it. Esc goes back; what you typed is kept."
    )

    private static let models = ScreenHelp(
        "The models",
        "The list has the model that comes with the program, and those in folders that you visited.",
        "Below is what is known of the chosen one. Enter loads it; f browses to a folder with more."
    )
}
