import Models

// Two pictures as one input.
extension Explorer {
    /// Joins neighbouring picture files, the first with the second, the second with the third, and so on.
    mutating func joinPictures() {
        let files = entries.filter { $0.modality == nil || $0.modality == .image }
            .compactMap { entry -> String? in if case .file(let path) = entry.source { path } else { nil } }
        let pairs = zip(files, files.dropFirst()).map { Source.pair(path: $0, next: $1) }
        for pair in pairs.reversed() where !entries.contains(where: { $0.source == pair }) {
            let id = add(pair)
            if let index = entries.firstIndex(where: { $0.id == id }) {
                entries.insert(entries.remove(at: index), at: 0)
            }
            selected = id
        }
    }

    /// Why the selected input cannot be joined with another one.
    var pairObstacle: String? {
        guard case .file? = current?.source else { return "choose a picture's file first" }
        guard secondPicture != nil else { return "there is no other picture; mark one with Space" }
        guard let model = readyModel, model.modalities.contains(.pair) else {
            return "the model takes no pairs"
        }
        return nil
    }

    /// The picture that the selected one is joined with: the marked one, or the next of the list.
    private var secondPicture: Entry? {
        func isPicture(_ entry: Entry) -> Bool {
            guard case .file = entry.source, entry.id != selected else { return false }
            return entry.modality == nil || entry.modality == .image
        }
        if let partner, let marked = entry(partner), isPicture(marked) { return marked }
        guard let index = entries.firstIndex(where: { $0.id == selected }) else { return nil }
        return (entries[(index + 1)...] + entries[..<index]).first(where: isPicture)
    }

    /// Makes a pair of the selected picture and another one, and runs the model on it.
    mutating func join() -> [Effect] {
        guard case .file(let path)? = current?.source, case .file(let next)? = secondPicture?.source else {
            return []
        }
        focus = .attention
        return openAndRun(.pair(path: path, next: next))
    }
}
