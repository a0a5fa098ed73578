internal import Files
import FoundationEssentials

extension TensorSet {
    /// The names of files that models are published in; the first one that is there counts.
    static let fileNames = [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
        "pytorch_model.bin.index.json",
    ]

    /// Weights of other programs, which are recognised but not read.
    private static let otherNames = ["tf_model.h5", "flax_model.msgpack", "model.ckpt.index"]

    /// How the names of files end that PyTorch, and what trains with it, write by whatever name.
    private static let torchEndings = [".ckpt", ".pt", ".pth"]

    /// Opens the weights in the folder of a model: `model.safetensors`, the files that
    /// `model.safetensors.index.json` lists, `pytorch_model.bin`, or the files that its index lists, whichever
    /// is there first; otherwise the only file whose name ends in `.ckpt`, `.pt` or `.pth`.
    ///
    /// - Throws: if there are none, or the first of them cannot be read.
    public init(folder: String) throws(CheckpointError) {
        func isThere(_ name: String) -> Bool { FileStatus.exists("\(folder)/\(name)") }
        guard let name = TensorSet.fileNames.first(where: isThere) else {
            let others = TensorSet.otherNames.filter(isThere)
            if let problem = CheckpointError.adapter(in: folder) { throw problem }
            let single = others.isEmpty ? TensorSet.singleNames(in: folder) : []
            guard single.count < 2 else {
                let names = single.prefix(4).map(quoted).joined(separator: ", ")
                let wanted = "expected a single one, or one called model.safetensors or pytorch_model.bin"
                throw CheckpointError(
                    path: folder,
                    .malformed("holds \(single.count) files of weights: \(names); \(wanted)")
                )
            }
            guard let name = single.first else {
                throw CheckpointError(path: folder, .noWeights(others: others))
            }
            try self.init(path: "\(folder)/\(name)")
            return
        }
        try self.init(path: "\(folder)/\(name)")
    }

    /// Files of weights that are called as their writers liked, in order.
    private static func singleNames(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in !name.hasPrefix(".") && torchEndings.contains(where: name.hasSuffix) }
            .sorted()
    }

    /// Opens one file of tensors (safetensors, or what `torch.save` wrote since PyTorch 1.6), or an index
    /// (`….index.json`) and the files it lists.
    public init(path: String) throws(CheckpointError) {
        if path.hasSuffix(".json") {
            try self.init(index: path)
            return
        }
        let isTorch = ([".bin"] + TensorSet.torchEndings).contains(where: path.hasSuffix)
        let file = try MappedFile(
            path: path,
            wanted: isTorch ? "a file of PyTorch" : "a safetensors file"
        )
        if isTorch || TorchFile.isArchive(file.bytes) || TorchFile.isLegacy(file.bytes) {
            self = try TorchFile.tensors(of: file)
        } else {
            self = try SafetensorsFile.tensors(of: file)
        }
    }
}
