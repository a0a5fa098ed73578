internal import Files

extension TensorSet {
    /// The names of files that models are published in; the first one that is there counts.
    static let fileNames = [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
        "pytorch_model.bin.index.json",
    ]

    /// Weights of other programs, which are recognised but not read.
    private static let otherNames = ["tf_model.h5", "flax_model.msgpack", "model.ckpt.index"]

    /// Opens the weights in the folder of a model: `model.safetensors`, the files that
    /// `model.safetensors.index.json` lists, `pytorch_model.bin`, or the files that its index lists, whichever
    /// is there first.
    ///
    /// - Throws: if there are none, or the first of them cannot be read.
    public init(folder: String) throws(CheckpointError) {
        func isThere(_ name: String) -> Bool { FileStatus.exists("\(folder)/\(name)") }
        guard let name = TensorSet.fileNames.first(where: isThere) else {
            let others = TensorSet.otherNames.filter(isThere)
            let problem = CheckpointError(path: folder, .noWeights(others: others))
            throw CheckpointError.adapter(in: folder) ?? problem
        }
        try self.init(path: "\(folder)/\(name)")
    }

    /// Opens one file of tensors (safetensors, or what `torch.save` wrote since PyTorch 1.6), or an index
    /// (`….index.json`) and the files it lists.
    public init(path: String) throws(CheckpointError) {
        if path.hasSuffix(".json") {
            try self.init(index: path)
            return
        }
        let isTorch = path.hasSuffix(".bin")
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
