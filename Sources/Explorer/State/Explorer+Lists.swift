import Explanation
import Models

// Inputs and classes in their lists.
extension Explorer {
    mutating func stepInput(_ step: Int) -> [Effect] {
        let rows = listed
        guard !rows.isEmpty else { return [] }
        let index = rows.firstIndex { $0.id == selected } ?? 0
        select(rows[min(max(index + step, 0), rows.count - 1)].id)
        return []
    }

    mutating func removeInput() -> [Effect] {
        guard let selected, let index = listed.firstIndex(where: { $0.id == selected }) else { return [] }
        let rest = listed.filter { $0.id != selected }
        entries.removeAll { $0.id == selected }
        maps.remove { $0.entry == selected }
        rows.remove { $0.entry == selected }
        pooledMaps.remove { $0.entry == selected }
        relevances.remove { $0.entry == selected }
        comparisons.remove { $0.first == selected || $0.second == selected }
        portraits[selected] = nil
        if partner == selected { partner = nil }
        let effects = cancelWork(on: selected)
        let next = rest.isEmpty ? entries.first?.id : rest[min(index, rest.count - 1)].id
        if let next { select(next) } else { self.selected = nil }
        return effects
    }

    /// Classes of a task as the predictions list them: by rank, narrowed by the filter.
    func listedClasses(_ prediction: Prediction) -> [Int] {
        guard !classFilter.isEmpty else { return prediction.ranking }
        return prediction.ranking.filter {
            prediction.labels[$0].localizedCaseInsensitiveContains(classFilter)
        }
    }

    /// Another class becomes the target; past the ends of a task's rows, the neighbouring task's.
    ///
    /// Where places are answered and not tasks, another place becomes the one that maps are about.
    mutating func stepClass(_ step: Int) -> [Effect] {
        if let entry = current, let run = entry.run, case .bytes(let bytes) = run.output,
            run.predictions.isEmpty || entry.askedToken != nil && !bytes.positions.isEmpty
        {
            return stepPlace(step, of: bytes, run)
        }
        guard let entry = current, let run = entry.run, let target = entry.target(task: entry.task) else {
            return []
        }
        let rows = listedClasses(run.predictions[entry.task])
        guard !rows.isEmpty else { return [] }
        let index = rows.firstIndex(of: target) ?? (step > 0 ? -1 : 0)
        let visible = isExpanded ? rows.count : min(rows.count, PredictionsView.rowsPerTask(self))
        let next = index + step
        if !isExpanded && abs(step) == 1 && !(0..<max(visible, index + 1)).contains(next) {
            return stepTask(step, of: run)
        }
        let limit = isExpanded || index >= visible ? rows.count : visible
        let chosen = rows[min(max(next, 0), limit - 1)]
        changeCurrent { entry in
            entry.targets[entry.task] = chosen
            entry.point = nil
        }
        return []
    }

    /// Another masked place; from the first one up to the last task, if there are tasks.
    private mutating func stepPlace(_ step: Int, of bytes: BytePredictions, _ run: Run) -> [Effect] {
        guard let entry = current, !bytes.positions.isEmpty else { return [] }
        let index =
            entry.askedToken.flatMap { bytes.positions.firstIndex(of: $0) } ?? (step > 0 ? -1 : 0)
        if index + step < 0, !run.predictions.isEmpty {
            changeCurrent { entry in
                entry.point = nil
                entry.task = run.predictions.count - 1
            }
            return []
        }
        let next = min(max(index + step, 0), bytes.positions.count - 1)
        changeCurrent { $0.point = run.decoderQuery(token: bytes.positions[next]) }
        return []
    }

    private mutating func stepTask(_ step: Int, of run: Run) -> [Effect] {
        let rows = PredictionsView.rowsPerTask(self)
        changeCurrent { entry in
            let next = entry.task + step
            guard run.predictions.indices.contains(next) else {
                // Below the last task are the masked places.
                if step > 0 { entry.askForMask() }
                return
            }
            entry.task = next
            entry.point = nil
            let ranking = run.predictions[next].ranking
            entry.targets[next] = step > 0 ? ranking[0] : ranking[min(ranking.count, rows) - 1]
        }
        return []
    }
}
