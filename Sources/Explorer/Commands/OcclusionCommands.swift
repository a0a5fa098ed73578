import Cells
import Explanation
import Models

extension Command {
    static let occlusionCommands: [Command] = [
        Command(
            "smaller parts",
            [.character("Q")],
            hint: "parts",
            help: "Occlusion: smaller parts, down to single tokens; then the largest again.",
            in: .maps,
            footer: 22,
            unless: { $0.sheetObstacle ?? $0.partsObstacle }
        ) { explorer in
            explorer.changeVariant { $0.grain = $0.grain.next }
            explorer.notice = Notice(text: "parts: \(explorer.variant?.grain.rawValue ?? "")", isError: false)
        },
        Command(
            "what takes a part's place",
            [.character("V")],
            hint: "fill",
            help: "Occlusion: remove parts, average, blur or silence them, or mask them.",
            in: .maps,
            footer: 23,
            unless: { $0.sheetObstacle ?? $0.partsObstacle }
        ) { explorer in
            guard let run = explorer.current?.run else { return }
            let fills = Fill.all(for: run.model, run.input.modality)
            guard !fills.isEmpty else { return }
            explorer.changeVariant {
                let index = fills.firstIndex(of: $0.fill) ?? 0
                $0.fill = fills[(index + 1) % fills.count]
            }
            explorer.notice = Notice(text: "parts are \(explorer.variant?.fill.words ?? "")", isError: false)
        },
    ]
}

extension Explorer {
    /// How occlusion takes parts away, if that is what is shown.
    fileprivate var variant: OcclusionVariant? { method.explanation?.variant }

    /// Why parts are neither larger nor smaller: none are taken away.
    fileprivate var partsObstacle: String? {
        if let drawingObstacle { return drawingObstacle }
        return variant == nil ? "only occlusion takes parts away; press x until it is shown" : nil
    }

    fileprivate mutating func changeVariant(_ change: (inout OcclusionVariant) -> Void) {
        guard var variant else { return }
        change(&variant)
        lens.method = .explanation(.occluding(variant))
    }
}
