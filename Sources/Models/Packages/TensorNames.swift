/// What names of tensors are read as, and what was changed for that.
package struct TensorNames: Sendable {
    /// The name for each tensor that has another one in the file.
    package let changes: [String: String]
    /// What was changed, in one sentence; `nil` if nothing.
    package let note: String?

    /// The names of the file.
    package static let unchanged = TensorNames(changes: [:], note: nil)

    package init(changes: [String: String], note: String?) {
        (self.changes, self.note) = (changes, note)
    }

    /// What training puts between the names of nested parts, anywhere: PyTorch's data parallelism and its compiler, FSDP
    /// and activation checkpoints.
    static let wrappers: Set<Substring> = [
        "module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module",
    ]
}

extension TensorNames {
    /// Names without wrappers, and without whatever held the model when it was saved: what stands before some names that
    /// each model has once.
    ///
    /// - Parameters:
    ///   - names: the names of the file.
    ///   - marks: alternatives of names that a model has together.
    ///   - isOwn: whether a word that training adds, too, belongs to the package's own names: its place among a name's
    ///     parts.
    init(
        _ names: some Collection<String>,
        marks: [[String]],
        isOwn: ([Substring], Int) -> Bool = { _, _ in false }
    ) {
        let inner = names.map { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            let kept = parts.indices.filter { !Self.wrappers.contains(parts[$0]) || isOwn(parts, $0) }
            return (name: name, inner: kept.map { parts[$0] }.joined(separator: "."))
        }
        let known = Set(inner.map(\.inner))
        let prefixes = Set(marks.flatMap { Self.prefixes(of: known, $0) })
        guard prefixes.count == 1, let prefix = prefixes.first else {
            self = .unchanged
            return
        }
        let renamed = inner.map { name, inner in
            (name, inner.hasPrefix(prefix) ? String(inner.dropFirst(prefix.count)) : inner)
        }
        guard Set(renamed.map(\.1)).count == renamed.count else {
            self = .unchanged
            return
        }
        changes = Dictionary(uniqueKeysWithValues: renamed.filter { $0.0 != $0.1 })
        note =
            changes.isEmpty
            ? nil
            : prefix.isEmpty
                ? "what training put into names of tensors is left out of them"
                : "names of tensors begin with “\(prefix)”; they are read without it"
    }

    /// What stands before all of some names: nothing, or words that end in a point.
    private static func prefixes(of names: Set<String>, _ mark: [String]) -> [String] {
        guard let first = mark.first else { return [] }
        return names.filter { $0 == first || $0.hasSuffix("." + first) }
            .map { String($0.dropLast(first.count)) }
            .filter { prefix in mark.allSatisfy { names.contains(prefix + $0) } }
    }
}
