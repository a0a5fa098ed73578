import Checkpoints

/// The names of a published Perceiver's tensors, as Hugging Face transformers has them, whatever held the model when it
/// was saved.
///
/// Programs that train put the model into an object of their own, and its name before all others: `module.` of PyTorch's
/// data parallelism, `_orig_mod.` of its compiler, `model.` of Lightning. Whoever saved the Perceiver without its head
/// left out `perceiver.`. The latents, which each model has once, show what stands before the names.
struct PublishedNames {
    /// What names are read as.
    let names: TensorNames

    private static let base = "perceiver."
    private static let latents = "embeddings.latents"
    /// The parts of the Perceiver itself.
    private static let parts = [
        "embeddings.", "encoder.", "decoder.", "input_preprocessor.", "output_postprocessor.", "classifier.",
    ]
    private static let wrappers = TensorNames.wrappers

    /// The names of some tensors.
    init(_ names: some Collection<String>) {
        let unwrapped = names.map { (name: $0, inner: Self.unwrapped($0)) }
        let prefixes = unwrapped.compactMap { Self.prefix($0.inner) }
        let outer = prefixes.count == 1 ? prefixes[0] : ""
        let isBare = prefixes.count == 1 && !prefixes.contains { $0.hasSuffix(Self.base) }
        let holder = isBare ? outer : String(outer.dropLast(min(outer.count, Self.base.count)))
        let renamed = unwrapped.map { ($0.name, Self.name($0.inner, holder: holder, isBare: isBare)) }
        guard Set(renamed.map(\.1)).count == renamed.count else {
            self.names = .unchanged
            return
        }
        let changes = Dictionary(uniqueKeysWithValues: renamed.filter { $0.0 != $0.1 })
        self.names = TensorNames(changes: changes, note: Self.note(Array(changes.keys), isBare: isBare))
    }

    private static func unwrapped(_ name: String) -> String {
        name.split(separator: ".", omittingEmptySubsequences: false).filter { !wrappers.contains($0) }
            .joined(separator: ".")
    }

    /// What stands before the name of the latents: nothing, or words that end in a point.
    private static func prefix(_ name: String) -> String? {
        guard name == latents || name.hasSuffix("." + latents) else { return nil }
        return String(name.dropLast(latents.count))
    }

    private static func name(_ inner: String, holder: String, isBare: Bool) -> String {
        let own = inner.hasPrefix(holder) ? String(inner.dropFirst(holder.count)) : inner
        return isBare && parts.contains(where: own.hasPrefix) ? base + own : own
    }

    private static func note(_ changed: [String], isBare: Bool) -> String? {
        guard !changed.isEmpty else { return nil }
        let outer = changed.compactMap(prefix).first ?? base
        let holder = outer.hasSuffix(base) ? String(outer.dropLast(base.count)) : outer
        if isBare {
            return outer.isEmpty
                ? "names of tensors lack “\(base)” at their beginning; they are read as if it were there"
                : "names of tensors begin with “\(outer)” in place of “\(base)”; they are read without it"
        }
        guard holder.isEmpty else {
            return "names of tensors begin with “\(holder)”; they are read without it"
        }
        let found = Set(changed.flatMap { $0.split(separator: ".") }).intersection(wrappers).sorted()
        return "names of tensors have \(found.map { "“\($0).”" }.joined(separator: ", ")) in them; "
            + "they are read without it"
    }
}

extension TensorSet {
    /// The first name of LoRA's matrices, which stand beside the weights that they change.
    var adapterName: String? {
        tensors.keys.filter { $0.contains(".lora_A.") || $0.contains(".lora_B.") }.min()
    }
}

extension TensorSet {
    /// The same tensors by the names that they are read by.
    func renamed(_ names: TensorNames) -> TensorSet { renamed(names.changes) }
}
