import Explanation

/// The page that leads from outputs through latents to regions of the input, and back.
struct TraceState: Sendable {
    /// What stands side by side.
    enum Column: Int, Sendable, CaseIterable {
        case outputs, latents, regions
    }

    /// Whose shares a column lists.
    enum Origin: Sendable, Hashable {
        case output, latent, region
    }

    /// The column that the arrows move in.
    var column = Column.outputs
    /// The output that is chosen; `nil` for the one that maps are about.
    var output: Int?
    var latent = 0
    var region = 0
    /// Whose shares the latents have: what they are to an output, or read of a region.
    var latentsBy = Origin.output
    /// Whose shares the regions have: an output's, or a latent's.
    var regionsBy = Origin.output
    /// How readings are led to the latents.
    var way = AnswerTrace.Way.direct
    /// The place of the threshold among ``thresholds``.
    var level = 3
    /// Whether the effect of each latent is wanted.
    var wantsEffects = false
    /// The trace that is drawn: the last one that was there.
    var seen: TraceQuestion?

    /// Shares below which nothing is listed.
    static let thresholds = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]

    var threshold: Double { Self.thresholds[level] }

    /// The same for another input.
    func leaving() -> TraceState {
        var state = TraceState()
        (state.way, state.level, state.wantsEffects) = (way, level, wantsEffects)
        return state
    }
}

/// What the columns of a trace list.
struct TraceLists: Sendable {
    /// One row of a column.
    struct Row: Sendable, Hashable {
        /// Its place among all outputs, latents or regions.
        let index: Int
        /// Its share of what is chosen; `nil` of outputs while one of these is.
        let share: Float?
    }

    let trace: AnswerTrace
    let state: TraceState
    /// The output that is chosen.
    let output: Int

    init(_ trace: AnswerTrace, _ state: TraceState, asked: FoundAsker?) {
        self.trace = trace
        self.state = state
        let usual = trace.outputs.firstIndex { $0.found.query == asked?.query } ?? 0
        output = min(state.output ?? usual, max(0, trace.outputs.count - 1))
    }

    /// The latent and the region that are chosen.
    var latent: Int { min(state.latent, max(0, trace.latentCount - 1)) }
    var region: Int { min(state.region, max(0, trace.regions.count - 1)) }

    /// The place of what is chosen in a column.
    func chosen(in column: TraceState.Column) -> Int {
        switch column {
        case .outputs: output
        case .latents: latent
        case .regions: region
        }
    }

    /// The shares of all latents.
    var latentShares: [Float] {
        state.latentsBy == .region ? trace.latents(ofRegion: region) : trace.latents(ofOutput: output)
    }

    /// The shares of all regions.
    var regionShares: [Float] {
        state.regionsBy == .latent ? trace.regions(ofLatent: latent) : trace.regions(ofOutput: output)
    }

    /// What a column lists, the largest share first; outputs keep their order.
    ///
    /// Of the column that the arrows move in the chosen row stays.
    func rows(_ column: TraceState.Column) -> [Row] {
        switch column {
        case .outputs: return outputs
        case .latents: return listed(latentShares, keeping: state.column == .latents ? latent : nil)
        case .regions: return listed(regionShares, keeping: state.column == .regions ? region : nil)
        }
    }

    private var outputs: [Row] {
        let shares: [Float]? =
            switch state.column {
            case .outputs: nil
            case .latents: trace.outputs(ofLatent: latent)
            case .regions: trace.outputs(ofRegion: region)
            }
        return trace.outputs.indices.map { Row(index: $0, share: shares?[$0]) }
    }

    private func listed(_ shares: [Float], keeping kept: Int?) -> [Row] {
        var places = AnswerTrace.ranked(shares, atLeast: state.threshold)
        if let kept, shares.indices.contains(kept), !places.contains(kept) { places.append(kept) }
        return places.map { Row(index: $0, share: shares[$0]) }
    }
}

// Which rows belong together.
extension TraceLists {
    /// A line between rows of neighbouring columns.
    struct Edge: Sendable, Hashable {
        let left: Int
        let right: Int
        /// The share that flows along it.
        let share: Float
    }

    /// The lines between outputs and latents.
    var leftEdges: [Edge] {
        let (outputs, latents) = (rows(.outputs).map(\.index), rows(.latents).map(\.index))
        switch state.column {
        case .outputs: return latents.map { edge(output, $0, trace.weights[output, $0]) }
        case .latents: return outputs.map { edge($0, latent, trace.weights[$0, latent]) }
        case .regions:
            return outputs.flatMap { output in
                latents.map { edge(output, $0, trace.share(output: output, latent: $0, region: region)) }
            }
        }
    }

    /// The lines between latents and regions.
    var rightEdges: [Edge] {
        let (latents, regions) = (rows(.latents).map(\.index), rows(.regions).map(\.index))
        switch state.column {
        case .outputs:
            return latents.flatMap { latent in
                regions.map { edge(latent, $0, trace.share(output: output, latent: latent, region: $0)) }
            }
        case .latents: return regions.map { edge(latent, $0, trace.reading[latent, $0]) }
        case .regions: return latents.map { edge($0, region, trace.reading[$0, region]) }
        }
    }

    private func edge(_ left: Int, _ right: Int, _ share: Float) -> Edge {
        Edge(left: left, right: right, share: share)
    }
}
