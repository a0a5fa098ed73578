import Explanation
import Models

extension Explorer {
    /// Takes in what happened; what must be done outside is returned.
    public mutating func apply(_ event: Event) -> [Effect] {
        let before = screen
        var effects: [Effect] = []
        switch event {
        case .terminal(.resized(let size)):
            self.size = size
        case .terminal(.key(let key)):
            notice = nil
            effects += press(key)
        case .terminal(.mouse(let mouse)):
            effects += use(mouse)
        case .terminal(.pasted(let paste)):
            notice = nil
            effects += insert(paste)
        case .modelLoaded(let place, let result):
            effects += modelLoaded(place, result)
        case .foundModels(let found):
            foundModels(found)
        case .recognised(let id, let modality):
            effects += recognised(id, modality)
        case .opened(let id, let result):
            effects += opened(id, result)
            forgetOld()
        case .ran(let id, let result):
            ran(id, result)
            forgetOld()
        case .listed(let path, let result):
            effects += listed(path, result)
        case .previewed(let path, let result):
            previewed(path, result)
        case .ticked(let number):
            effects += ticked(number)
        default:
            takeIn(event)
        }
        if case .compare(let state) = before { leave(state) }
        return effects + wanted()
    }

    /// Takes in a result that changes nothing but what is known.
    private mutating func takeIn(_ event: Event) {
        switch event {
        case .mapped(let key, let map):
            requestedMaps.remove(key)
            if entry(key.entry) != nil { maps.store(map, for: key) }
        case .mappedRow(let key, let row):
            forget(.row(key))
            guard requestedRows.remove(key) != nil, entry(key.entry) != nil else { return }
            rows.store(row, for: key)
        case .pooled(let key, let map):
            forget(.pooled(key))
            if requestedPooled == key { requestedPooled = nil }
            if entry(key.entry) != nil { pooledMaps.store(map, for: key) }
        case .progressed(let work, let progress):
            note(work, work == .portraits ? portrayed(progress) : progress)
        case .explained(let key, let relevance):
            forget(.relevance(key))
            if explaining == key { explaining = nil }
            if entry(key.entry) != nil { relevances.store(relevance, for: key) }
        case .compared(let key, let comparison):
            forget(.comparison(key))
            if comparing == key { comparing = nil }
            if entry(key.first) != nil { comparisons.store(comparison, for: key) }
        case .portrayed(let id, let portrait):
            if requestedPortrait == id { requestedPortrait = nil }
            if entry(id) != nil { portraits[id] = portrait }
        case .decoded(let id, let bytes):
            change(id) { entry in
                for position in bytes.positions { entry.decoded[position] = bytes }
            }
        case .reconstructed(let id, let reconstruction):
            forget(.reconstruction(id))
            change(id) { entry in
                entry.reconstruction = reconstruction
                entry.isReconstructing = false
            }
        case .saved(let path, let result):
            notice =
                switch result {
                case .success(let file):
                    Notice(
                        text: "wrote \(file)" + (file == path ? "" : ", as that name was taken"),
                        isError: false
                    )
                case .failure(let failure): Notice(text: failure.description, isError: true)
                }
        default:
            break
        }
    }

    private mutating func opened(_ id: EntryID, _ result: Result<OpenedMedium, Failure>) -> [Effect] {
        switch result {
        case .failure(let failure):
            guard entry(id) != nil else { return [] }
            change(id) { entry in
                entry.state = .failed(failure.description)
                entry.wantsRun = false
            }
            notice = Notice(text: failure.description, isError: true)
            return []
        case .success(let opened):
            change(id) { entry in
                entry.state = .opened(opened)
                entry.modality = opened.input.modality
            }
            guard let model = readyModel, entry(id)?.wantsRun == true else { return [] }
            return [.run(id, opened.input, model)]
        }
    }

    private mutating func ran(_ id: EntryID, _ result: Result<Run, Failure>) {
        forget(.run(id))
        guard entry(id)?.wantsRun == true else { return }
        switch result {
        case .success(let run):
            change(id) { entry in
                entry.run = run
                entry.wantsRun = false
                entry.askForMask()
            }
            if case .failure? = portraits[id] { portraits[id] = nil }
            askTheSame()
        case .failure(let failure):
            change(id) { $0.wantsRun = false }
            notice = Notice(text: failure.description, isError: true)
        }
    }
}
