public import Models

/// What a change to an input does to a map: the map of the changed input less that of the input before; or what becomes of
/// a look at the input: the map of a later layer less that of an earlier one.
public struct DifferenceQuestion: Mapping, ComposedQuestion {
    /// The map of the changed input, or of the later layer.
    public let map: any MapAsking
    /// The same map of the input before, or of the earlier layer.
    public let former: any MapAsking

    /// A map less another one.
    public init(_ map: any MapAsking, less former: any MapAsking) {
        (self.map, self.former) = (map, former)
    }

    /// The changed input, or the one that is looked at.
    public var subject: Subject { map.subject }

    /// What it is made of.
    public var parts: [AnyHashable] { [map.asked, former.asked] }

    /// What must be known first.
    public var needs: [any Question] {
        [map, former, RunQuestion(map.subject), RunQuestion(former.subject)]
    }
    /// What is being done, in a word or two.
    public var title: String { "difference" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .quick }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the maps lie over other places.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapAnswer {
        let (run, before) = (known(RunQuestion(map.subject)), known(RunQuestion(former.subject)))
        guard run.input.layout.isAlike(before.input.layout) else {
            throw Failure("the change moved the input's places, so its maps cannot be subtracted")
        }
        let (answer, other) = (known.map(map), known.map(former))
        let removed = run.input.removed.union(before.input.removed)
        return try answer.less(other, without: removed, since: firstLook)
    }

    /// The layer whose look is subtracted; `nil` where it is the map of another input.
    private var firstLook: String? {
        map.subject == former.subject ? (former as? MapQuestion)?.layer : nil
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapAnswer) -> Int { MapAnswer.size(answer) }
}

extension MapQuestion {
    /// How those that ask look at the input in this layer, less how they did in the first one.
    ///
    /// Of the first one it is the last one that is meant.
    ///
    /// - Returns: `nil` where a model has a single look, or the layer is none, or all ask.
    public func sinceFirstLook(of model: Model) -> DifferenceQuestion? {
        let looks = model.looks
        guard looks.count > 1, query != .all, let place = looks.firstIndex(of: model.layer(layer)) else {
            return nil
        }
        let later = looks[place == 0 ? looks.count - 1 : place]
        return DifferenceQuestion(
            about(layer: model.layers[later].name),
            less: about(layer: model.layers[looks[0]].name)
        )
    }

    private func about(layer: String) -> MapQuestion {
        MapQuestion(
            subject,
            layer: layer,
            head: head,
            query: query,
            unit: unit,
            part: part,
            asker: asker,
            order: order
        )
    }

    /// The same map of another input; of it the same asks.
    ///
    /// - Parameter asker: whose answer the map is about, where that was not chosen.
    public func about(_ subject: Subject, asker: Asker? = nil) -> MapQuestion {
        MapQuestion(
            subject,
            layer: layer,
            head: head,
            query: query,
            unit: unit,
            part: part,
            asker: self.asker ?? asker,
            order: order
        )
    }
}

extension RelevanceQuestion {
    /// The same class of another input, explained in the same way.
    ///
    /// - Parameter run: of the input that this one is about, whose task and first choice are meant without others.
    public func about(_ subject: Subject, _ run: Run) -> RelevanceQuestion {
        if let place { return RelevanceQuestion(subject, method, place: .query(place)) }
        guard !run.predictions.isEmpty else {
            return RelevanceQuestion(subject, method, place: run.found(nil).map { .query($0.query) })
        }
        let task = task ?? run.predictions.leading
        return RelevanceQuestion(
            subject,
            method,
            task: task,
            target: target ?? run.predictions[task].best,
            against: other
        )
    }
}
