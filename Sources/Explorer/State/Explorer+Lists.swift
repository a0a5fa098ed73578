import Explanation
import Models

// Inputs and classes in their lists.
extension Explorer {
    /// Forgets the selected input; what was being done on it is given up, as nobody needs it any more.
    mutating func removeInput() {
        guard let selected = list.selected, let index = listed.firstIndex(where: { $0.id == selected }) else {
            return
        }
        let rest = listed.filter { $0.id != selected }
        list.remove(selected)
        let next = rest.isEmpty ? list.entries.first?.id : rest[min(index, rest.count - 1)].id
        if let next { visit(next) }
    }

    /// Classes of a task as the predictions list them: by rank, narrowed by the filter.
    func listedClasses(_ prediction: Prediction) -> [Int] {
        guard !main.classFilter.isEmpty else { return prediction.ranking }
        return prediction.ranking.filter {
            prediction.labels[$0].hasInIt(main.classFilter)
        }
    }

    /// Another class becomes the target; past the ends of a task's rows, the neighbouring task's.
    ///
    /// Where places are answered and not tasks, another place becomes the one that maps are about.
    mutating func stepClass(_ step: Int) {
        guard let input = current, let run = input.run else { return }
        if run.predictions.isEmpty || input.askedToken != nil && !run.output.places.isEmpty {
            return stepPlace(step, input, run)
        }
        guard let target = input.target(task: input.task) else { return }
        let rows = listedClasses(run.predictions[input.task])
        guard !rows.isEmpty else { return }
        let index = rows.firstIndex(of: target) ?? (step > 0 ? -1 : 0)
        let visible = main.isExpanded ? rows.count : min(rows.count, PredictionsView.rowsPerTask(self))
        let next = index + step
        if !main.isExpanded && abs(step) == 1 && !(0..<max(visible, index + 1)).contains(next) {
            return stepTask(step, input, run)
        }
        let limit = main.isExpanded || index >= visible ? rows.count : visible
        choose(rows[min(max(next, 0), limit - 1)], of: input.task)
    }

    /// Sets the target against the most probable other class, or explains it alone again.
    mutating func toggleContrast() {
        guard let input = current, let prediction = input.run?.predictions[input.task],
            let target = input.target(task: input.task)
        else { return }
        let task = input.task
        let other = input.opponents[task] == nil ? prediction.ranking.first { $0 != target } : nil
        changeCurrent { $0.opponents[task] = other }
        let names = other.map { "\(prediction.labels[target]) − \(prediction.labels[$0])" }
        notice = Notice(
            text: names.map { "explained: \($0)" } ?? "explained: \(prediction.labels[target])",
            isError: false
        )
    }

    /// Makes a class of a task the target that maps are about.
    mutating func choose(_ target: Int, of task: Int) {
        changeCurrent { entry in
            (entry.chosenTask, entry.point) = (task, nil)
            entry.targets[task] = target
        }
        noteTask()
    }

    /// Other inputs are shown by the task that was chosen, too; what Compare asks of its sides is another matter.
    mutating func noteTask() {
        if case .compare = screen { return }
        guard let input = current, let run = input.run, run.predictions.indices.contains(input.task) else {
            return
        }
        lens.task = run.predictions[input.task].task
    }

    /// Another masked place, or another letter; from the first one up to the last task, if there are tasks.
    private mutating func stepPlace(_ step: Int, _ input: Input, _ run: Run) {
        let places = run.output.places
        guard !places.isEmpty else { return }
        let index = input.askedToken.flatMap(run.output.place) ?? (step > 0 ? -1 : 0)
        if index + step < 0, !run.predictions.isEmpty {
            changeCurrent { ($0.chosenTask, $0.point) = (run.predictions.byCertainty.last, nil) }
            return
        }
        choose(place: places[ScrolledList.moved(index, by: step, count: places.count)], run)
    }

    /// Makes a masked place, or a letter's frame, the one that maps are about.
    mutating func choose(place: Int, _ run: Run) {
        changeCurrent { $0.point = run.decoderQuery(token: place) }
    }

    /// The nearest class of the task that is listed above or below.
    private mutating func stepTask(_ step: Int, _ input: Input, _ run: Run) {
        let (order, rows) = (run.predictions.byCertainty, PredictionsView.rowsPerTask(self))
        let place = (order.firstIndex(of: input.task) ?? 0) + step
        guard order.indices.contains(place) else {
            // Below the last task are the masked places.
            if step > 0, let first = run.output.places.first {
                choose(place: first, run)
            }
            return
        }
        let ranking = run.predictions[order[place]].ranking
        choose(step > 0 ? ranking[0] : ranking[min(ranking.count, rows) - 1], of: order[place])
    }
}
