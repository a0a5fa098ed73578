import Foundation

/// The path of a file in `Tests/Fixtures`.
package func fixture(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/\(name)").path
}

/// A new folder with the small model of the bundled kind, which answers only one of its tasks.
package func modelOfOneTask(_ name: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)")
    try FileManager.default.copyItem(at: URL(filePath: fixture("models/tiny")), to: folder)
    let path = folder.appending(path: "config.json")
    var config = try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any] ?? [:]
    let tasks = config["tasks"] as? [[String: Any]] ?? []
    config["tasks"] = tasks.filter { $0["name"] as? String == name }
    config["concepts"] = [[String: Any]]()
    try JSONSerialization.data(withJSONObject: config).write(to: path)
    return folder
}
