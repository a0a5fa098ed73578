import Explanation
import Models

// Work that takes so long that it tells how far it is.
extension Explorer {
    /// The work that the footer shows: what was begun last.
    var shownWork: (question: any Question, share: Double)? {
        guard let (asked, share) = ledger.progress.last else { return nil }
        switch asked.question {
        case is PortraitQuestion:
            return (asked.question, portrayed(share) { ledger[PortraitQuestion($0)] != nil })
        case is LatentStatesQuestion:
            return (asked.question, portrayed(share) { ledger[LatentStatesQuestion($0)] != nil })
        case is LatentProfilesQuestion: return (asked.question, profiled(share))
        default: return (asked.question, share)
        }
    }

    /// Gives up the work that the footer shows, by no longer needing it.
    mutating func giveUpShownWork() {
        guard let question = shownWork?.question else { return }
        var text = "Cancelled."
        switch question {
        case let question as RunQuestion:
            for entry in list.entries where entry.source == question.subject.source {
                change(entry.id) { $0.wantsRun = false }
            }
        case is MapQuestion where layer?.usualQuery != .all:
            lens.query = .one(lens.latent)
            text = "Cancelled. Only \(askerWord) \(lens.latent) is shown."
        case is SheetQuestion:
            guard case .sheet = screen else { return }
            screen = .main
        case is TraceQuestion:
            if case .trace = screen { screen = .main }
        case is OverviewQuestion, is ComponentsQuestion:
            if case .overview = screen { screen = .main }
        case is MapRemovalsQuestion, is ControlCurvesQuestion, is RandomisationQuestion: main.box = .latent
        case is RelevanceQuestion where latentsState != nil:
            changeLatents { $0.wantsEffects = false }
            text = "Cancelled. Effects are not shown."
        case is LatentProfilesQuestion, is AttendersQuestion: screen = .main
        case is RelevanceQuestion where comparesEffects:
            changeComparison { $0.wantsEffects = false }
            text = "Cancelled. Effects are not compared."
        case is RelevanceQuestion where sheetObstacle != nil:
            screen = .sheet(SheetState())
            text = "Cancelled. Latents are sorted by number."
        case is RelevanceQuestion, is ReconstructionQuestion:
            if method == .output, case .clip? = current?.run?.output {
                changeCurrent { $0.decodes = false }
            } else {
                lens.method = .attention
                text = "Cancelled. Attention is shown again."
            }
        case is PortraitQuestion:
            changeComparison { if $0.table.isOfAll { $0.table = .predictions } }
        case is LatentStatesQuestion, is CentredComparisonQuestion:
            changeComparison { $0.table = .predictions }
        case is ComparisonQuestion:
            if case .compare = screen { screen = .main }
        default: set(layer: nil)
        }
        notice = Notice(text: text, isError: false)
    }

    /// Whether the maps of Compare are there, and only effects of latents are still computed for the table below.
    private var comparesEffects: Bool {
        guard case .compare(let state) = screen, state.table == .views else { return false }
        return viewComparisonQuestion(state).map { ledger[$0] != nil } ?? false
    }

    /// About how long the rest of a work takes, in seconds, if that can be told.
    func remaining(_ question: any Question, share: Double) -> Double? {
        guard let relevance = question as? RelevanceQuestion, let run = ledger[RunQuestion(relevance.subject)]
        else { return nil }
        return run.duration / .seconds(1) * Double(relevance.method.steps(run)) * (1 - share)
    }
}
