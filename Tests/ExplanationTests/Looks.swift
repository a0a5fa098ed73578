import Explanation
import Foundation
import Media
import Models
import TestData

/// Runs of models whose latents look at the input several times, some of them with gated MLPs.
enum Looks {
    static let names = ["v1", "v1-unshared", "pytorch", "pytorch-old", "perceiver-io-picture"]

    static func runs() throws -> [Run] { try ["v1", "pytorch"].map { try run($0) } }

    static func subject(_ name: String) -> Subject {
        let folder = fixture("packages/\(name)")
        return Subject(.file(path: "\(folder)/picture.png"), model: .folder(path: folder))
    }

    static func run(_ name: String, removing removed: Set<Int> = []) throws -> Run {
        let model = try Model(folder: URL(filePath: fixture("packages/\(name)")))
        let picture = try Medium.read(path: fixture("packages/\(name)/picture.png"))
        return try model.run(model.prepare(picture).leavingOut(removed))
    }
}
