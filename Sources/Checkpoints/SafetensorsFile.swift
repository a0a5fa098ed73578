/// Reading a safetensors file.
enum SafetensorsFile {
    /// Checks the header: that it fits the file, and that every byte of the data belongs to one tensor.
    static func tensors(of file: MappedFile) throws(CheckpointError) -> TensorSet {
        let header = try TensorHeader(of: file.bytes, path: file.path)
        let stored = header.tensors.mapValues { tensor in
            StoredTensor(
                description: tensor.description,
                file: file,
                start: header.dataStart + tensor.bytes.lowerBound,
                strides: nil
            )
        }
        return TensorSet(path: file.path, stored, metadata: header.metadata)
    }
}

/// What people take for a file of tensors by mistake, by how it begins; empty, or added to a message.
func lookalike(_ file: UnsafeRawBufferPointer) -> String {
    if file.starts(with: [0x89, 0x48, 0x44, 0x46]) {
        return "; it is an HDF5 file, as those of TensorFlow are"
    }
    if file.starts(with: "version https://git-lfs".utf8) {
        return "; it is Git LFS's pointer to the file: fetch the file itself with git lfs pull"
    }
    return ""
}
