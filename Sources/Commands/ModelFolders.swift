import Assets
import Checkpoints
import Explorer
import Foundation
import Models

extension Model {
    /// Reads the model at a place.
    init(_ place: ModelPlace) throws(CheckpointError) {
        switch place {
        case .bundled: try self.init(folder: Assets.model)
        case .folder(let path): try self.init(folder: URL(filePath: path))
        }
    }
}

extension ModelListing {
    /// The models at some places: each place itself if it is a model's folder, and the folders in it that are.
    ///
    /// No weights are read.
    static func find(in places: [ModelPlace]) -> [ModelListing] {
        var (seen, found): (Set<String>, [ModelListing]) = ([], [])
        for place in places {
            guard case .folder(let path) = place else {
                if !found.contains(where: { $0.place == place }) { found.append(ModelListing(place)) }
                continue
            }
            for folder in [path] + folders(in: path) {
                let real = URL(filePath: folder).resolvingSymlinksInPath().path
                guard isModel(folder), seen.insert(real).inserted else { continue }
                found.append(ModelListing(.folder(path: folder)))
            }
        }
        return found
    }

    private static func folders(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { path == "/" ? "/" + $0 : path + "/" + $0 }
    }

    /// Whether a folder is a model's.
    static func isModel(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/config.json")
    }

    /// What the files at a place say of themselves.
    private init(_ place: ModelPlace) {
        let folder =
            switch place {
            case .bundled: Assets.model
            case .folder(let path): URL(filePath: path)
            }
        do {
            let summary = try ModelSummary(folder: folder)
            self.init(
                place: place,
                kind: summary.kind,
                modalities: summary.modalities,
                parameterCount: summary.parameterCount,
                problem: summary.problem.map { "\($0)" }
            )
        } catch {
            self.init(place: place, kind: nil, problem: "\(error)")
        }
    }
}
