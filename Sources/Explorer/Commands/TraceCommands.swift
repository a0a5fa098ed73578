import Cells
import Explanation

extension Command {
    static let traceCommands: [Command] = [
        Command(
            "trace",
            [.character("T")],
            help: "Trace outputs through latents to regions of the input, and back.",
            in: .main,
            footer: 33,
            unless: { $0.traceObstacle }
        ) { explorer in
            explorer.main.isInspecting = false
            explorer.screen = .trace(TraceState())
        },
        Command("trace up", Key.ups, hint: "choose", help: "Choose the row above.", in: .trace, footer: 6) {
            $0.moveInTrace(-1)
        },
        Command(
            "trace down",
            Key.downs,
            hint: "choose",
            help: "Choose the row below.",
            in: .trace,
            footer: 7
        ) { $0.moveInTrace(1) },
        Command(
            "trace left",
            Key.lefts,
            hint: "column",
            help: "Go to the column on the left: from regions to latents, from latents to outputs.",
            in: .trace,
            footer: 8
        ) { $0.crossTrace(-1) },
        Command(
            "trace right",
            Key.rights,
            hint: "column",
            help: "Go to the column on the right: from outputs to latents, from latents to regions.",
            in: .trace,
            footer: 9
        ) { $0.crossTrace(1) },
        Command(
            "open what is traced",
            [.enter],
            hint: "open",
            help: "Open the chosen latent's map, the attention behind the output, or the region's place.",
            in: .trace,
            footer: 5
        ) { $0.openTraced() },
        Command(
            "way of the trace",
            [.character("v")],
            hint: "trunk",
            help: "Follow the decoder's weights back through self-attention, or take them as they are.",
            in: .trace,
            footer: 10
        ) { explorer in explorer.changeTrace { $0.way = $0.way.next } },
        Command(
            "higher threshold",
            [.character("+"), .character("=")],
            hint: "threshold",
            help: "List only larger shares.",
            in: .trace,
            footer: 11
        ) { explorer in
            explorer.changeTrace { $0.level = min($0.level + 1, TraceState.thresholds.count - 1) }
        },
        Command(
            "lower threshold",
            [.character("-")],
            hint: "threshold",
            help: "List smaller shares, too.",
            in: .trace,
            footer: 12
        ) { explorer in explorer.changeTrace { $0.level = max($0.level - 1, 0) } },
        Command(
            "effects of latents",
            [.character("e")],
            hint: "effects",
            help: "Show what the target class loses without each latent.",
            in: .trace,
            footer: 13,
            unless: { $0.effectsObstacle }
        ) { explorer in explorer.changeTrace { $0.wantsEffects.toggle() } },
    ]
}
