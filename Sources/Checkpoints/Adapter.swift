internal import Files

/// What `adapter_config.json` says, which Hugging Face PEFT writes beside an adapter's weights.
private struct AdapterKeys: Decodable {
    let peftType: String?
    let baseModelNameOrPath: String?
}

extension CheckpointError {
    /// The name of the file that tells an adapter.
    private static let adapterFile = "adapter_config.json"

    /// Whether a folder holds an adapter, such as LoRA's matrices.
    package static func isAdapter(_ folder: String) -> Bool {
        FileStatus.exists("\(folder)/\(adapterFile)")
    }

    /// That a folder holds an adapter and no model; `nil` if it holds none.
    package static func adapter(in folder: String) -> CheckpointError? {
        guard isAdapter(folder) else { return nil }
        let file = try? ConfigurationFile(path: "\(folder)/\(adapterFile)")
        let keys = try? file?.decode(AdapterKeys.self)
        return CheckpointError(
            path: folder,
            .adapter(kind: keys?.peftType ?? "PEFT", base: keys?.baseModelNameOrPath)
        )
    }
}
