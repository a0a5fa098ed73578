/// An index of a model in several files, such as `model.safetensors.index.json`.
private struct ShardIndex: Decodable {
    /// The name of the file each tensor is in.
    let weightMap: [String: String]
}

extension TensorSet {
    /// The most files of one model; the largest published ones have some 200.
    private static let mostFiles = 1000

    /// Opens the files an index lists; they lie beside it, and each must have the tensors the index says.
    init(index path: String) throws(CheckpointError) {
        let file = try ConfigurationFile(path: path)
        let map = try file.decode(ShardIndex.self).weightMap
        let names = Set(map.values).sorted()
        try file.check(names.count, "weight_map", in: 1...TensorSet.mostFiles)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var files: [String: TensorSet] = [:]
        for name in names {
            guard TensorSet.isFileName(name) else {
                throw file.error(
                    at: "weight_map",
                    "\(quoted(name)) is no name of a file of tensors beside the index"
                )
            }
            files[name] = try TensorSet(path: folder + name)
        }
        var stored: [String: StoredTensor] = [:]
        // In order of names, so that of several errors always the same one is reported.
        for (tensor, name) in map.sorted(by: { $0.key < $1.key }) {
            guard let found = files[name]?[tensor] else {
                throw file.error(at: "weight_map.\(tensor)", "\(quoted(name)) has no such tensor")
            }
            stored[tensor] = found
        }
        self.init(path: path, stored, metadata: files[names[0]]?.metadata ?? [:])
    }

    /// Whether a name stays in its folder and is no index.
    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.hasSuffix(".json")
            && !name.utf8.contains { [0, UInt8(ascii: "/"), UInt8(ascii: "\\")].contains($0) }
    }
}
