import Foundation
import Models

// Inputs decoded from the latents, whole or where a part was removed.
extension Explorer {
    /// Why the selected input cannot be decoded, if so.
    var decodingObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        switch run.output {
        case .clip, .tokens: return nil
        case .bytes(let bytes):
            return bytes.positions.isEmpty
                ? "a text is decoded where it is masked (Space)"
                : "what was decoded stands beside the map, where something is masked"
        case .classes, .flow: return "this model cannot decode its inputs"
        }
    }

    /// Shows what was decoded beside the input; of what is decoded in no time, or no longer.
    mutating func showReconstruction() -> [Effect] {
        guard let entry = current, let run = entry.run else { return [] }
        if case .tokens = run.output {
            // What is needed for it is asked for when it is shown.
            lens.method = lens.method == .result ? .attention : .result
            return []
        }
        lens.method = .result
        return reconstruct(entry, run)
    }

    /// Decodes an input, unless that was done or is being done.
    mutating func reconstruct(_ entry: Entry, _ run: Run) -> [Effect] {
        guard entry.reconstruction == nil, !entry.isReconstructing, let opened = entry.opened else {
            return []
        }
        change(entry.id) { $0.isReconstructing = true }
        note(.reconstruction(entry.id), 0)
        return [.reconstruct(entry.id, opened, run)]
    }

    /// Whether an entry's result is shown instead of a map.
    func showsResult(_ run: Run) -> Bool {
        guard lens.method == .result else { return false }
        switch run.output {
        case .flow, .clip, .tokens: return true
        case .bytes, .classes: return false
        }
    }

    // MARK: what the model does not get

    /// Why nothing can be masked or removed here, if so.
    var maskObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard let model = readyModel, let modality = current?.opened?.input.modality else {
            return "there is no input"
        }
        if modality != .clip && model.reconstructs(modality) { return nil }
        return modality == .text
            ? "this model cannot fill in masks" : "this model cannot fill in what is removed"
    }

    /// Why the cursor is at no place of the input, if so.
    var placeObstacle: String? {
        guard let entry = current else { return nil }
        switch sight(of: entry) {
        case .matrix, .strip: return Self.overLatents
        case .message, .source, .result, .overInput: break
        }
        return entry.cursor == nil ? "move the cursor first" : nil
    }

    /// Masks a text between the mark and the cursor of the map, or removes a part of a picture or a sound, and runs
    /// the model on what is left; without a mark, makes one.
    mutating func maskAtCursor() -> [Effect] {
        guard let entry = current, let cursor = entry.cursor, let opened = entry.opened else { return [] }
        guard let start = entry.mark else {
            changeCurrent { $0.mark = cursor }
            let text =
                opened.input.modality == .text
                ? "move to the last byte of the part, then Space masks it"
                : "move to the opposite corner, then Space removes the part"
            notice = Notice(text: text, isError: false)
            return []
        }
        changeCurrent { $0.mark = nil }
        if case .text(let text)? = opened.input.seen {
            return mask(entry, text, opened.input.layout, from: min(start, cursor), to: max(start, cursor))
        }
        return remove(from: entry, opened.input, opened.input.layout.part(from: start, to: cursor))
    }

    private mutating func remove(from entry: Entry, _ input: InputArray, _ removal: Removal) -> [Effect] {
        guard input.removed.union(input.layout.tokens(in: removal)).count < input.layout.count else {
            notice = Notice(text: "nothing of the input would be left", isError: true)
            return []
        }
        let name = removal.name(on: input.layout)
        lens.method = .result
        return runPart(of: entry, entry.source.without(name) { $0.removed.append(removal) })
    }

    /// Runs the model on what is left of an entry.
    mutating func runPart(of entry: Entry, _ part: Source) -> [Effect] {
        let effects = openAndRun(part)
        // What is lost is seen in the same task.
        changeCurrent { $0.chosenTask = $0.chosenTask ?? entry.task }
        return effects
    }

    /// The tokens between the mark and the cursor, which are to be masked or removed.
    func marked(_ entry: Entry) -> Set<Int> {
        guard isInspecting, selected == entry.id, let start = entry.mark, let cursor = entry.cursor,
            let input = entry.opened?.input
        else { return [] }
        return input.modality == .text
            ? Set(min(start, cursor)...max(start, cursor))
            : input.layout.tokens(in: input.layout.part(from: start, to: cursor))
    }
}

extension Entry {
    /// Makes maps be about the first mask of a text that has any, as these are what was asked for.
    mutating func askForMask() {
        guard point == nil, let run, !run.predictions.isEmpty, case .bytes(let bytes) = run.output else {
            return
        }
        point = bytes.positions.first.flatMap { run.decoderQuery(token: $0) }
    }
}

extension Removal {
    /// What is removed, as the option of commands has it: pixels from the left, from above, width, height; seconds.
    ///
    /// Read again, it denotes the same tokens.
    package func name(on layout: Layout) -> String {
        let across = layout.columns.written(columns, places: layout.columns.quantity == .time ? 2 : 0)
        guard layout.columns.quantity == .time else {
            let down = layout.rows.flatMap { axis in rows.map { axis.written($0, places: 0) } }
            let (x, y) = (across, down ?? WrittenRange())
            return [x.from, y.from, x.length, y.length].joined(separator: ",")
        }
        let seconds = "\(across.from)-\(across.to) s"
        guard let rows, let axis = layout.rows,
            rows.lowerBound > axis.edges[0] || rows.upperBound < axis.edges[axis.count]
        else { return seconds }
        let hertz = axis.written(rows, places: 0)
        return "\(seconds), \(hertz.from)-\(hertz.to) Hz"
    }
}

/// A range of an axis as decimal numbers.
private struct WrittenRange {
    var from = "0"
    var to = "0"
    /// How far it is from one to the other.
    var length = "0"

    /// The numbers that a reader makes of it.
    var numbers: (from: Double, to: Double, length: Double)? {
        guard let start = Double(from), let end = Double(to), let length = Double(length), start <= end else {
            return nil
        }
        return (start, end, length)
    }
}

extension Axis {
    /// A range from edge to edge in the fewest decimal places that denote the same cells, rounded inwards, since every
    /// cell that a range touches belongs to it.
    fileprivate func written(_ range: ClosedRange<Double>, places fewest: Int) -> WrittenRange {
        let wanted = cells(in: range)
        var written = WrittenRange()
        for places in fewest...9 {
            let unit = pow(10, Double(places))
            let from = max(0, (range.lowerBound * unit).rounded(.up))
            // One unit less where the sum of both numbers comes out above the edge.
            for less in 0...1 {
                let to = max(from, (range.upperBound * unit).rounded(.down) - Double(less))
                written = WrittenRange(
                    from: decimal(from / unit, places: places),
                    to: decimal(to / unit, places: places),
                    length: decimal((to - from) / unit, places: places)
                )
                guard let read = written.numbers, read.length > 0 else { continue }
                let ends = [read.to, read.from + read.length]
                if ends.allSatisfy({ cells(in: read.from...$0) == wanted }) { return written }
            }
        }
        return written
    }
}
