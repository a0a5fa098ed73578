import Explanation
import Models

// Two pictures as one input.
extension Explorer {
    /// Joins neighbouring picture files, the first with the second, the second with the third, and so on.
    mutating func joinPictures() {
        let files = list.entries.filter { !$0.isFolder && ($0.modality == nil || $0.modality == .image) }
            .compactMap { entry -> (path: String, options: Source.Options)? in
                if case .file(let path) = entry.source.origin { (path, entry.source.options) } else { nil }
            }
        let pairs = zip(files, files.dropFirst()).map {
            Source(.pair(path: $0.path, next: $1.path), options: $0.options)
        }
        for pair in pairs.reversed() where !list.entries.contains(where: { $0.source == pair }) {
            list.selected = list.add(pair, at: 0)
        }
    }

    /// Why the selected input cannot be joined with another one.
    var pairObstacle: String? {
        guard case .file? = current?.source.origin else { return "choose a picture file first" }
        guard secondPicture != nil else { return "there is no other picture" }
        guard let model = readyModel, model.modalities.contains(.pair) else {
            return "this model does not take pairs"
        }
        return nil
    }

    /// The picture that the selected one is joined with: the marked one, or the next of the list.
    private var secondPicture: Entry? {
        func isPicture(_ entry: Entry) -> Bool {
            guard case .file = entry.source.origin, entry.id != list.selected else { return false }
            return entry.modality == nil || entry.modality == .image
        }
        if let marked = list.counterpart.flatMap(list.entry), isPicture(marked) { return marked }
        guard let index = list.entries.firstIndex(where: { $0.id == list.selected }) else { return nil }
        return (list.entries[(index + 1)...] + list.entries[..<index]).first(where: isPicture)
    }

    /// Makes a pair of the selected picture and another one, and runs the model on it.
    mutating func join() {
        guard let source = current?.source, case .file(let path) = source.origin,
            case .file(let next)? = secondPicture?.source.origin
        else { return }
        main.focus = .attention
        openAndRun(Source(.pair(path: path, next: next), options: source.options))
    }
}
