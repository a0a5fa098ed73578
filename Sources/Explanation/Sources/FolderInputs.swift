import Files
import FoundationEssentials
public import Media
public import Models

/// What a folder holds for a model: files that are inputs, told by their content, or one clip.
public struct FolderInputs: Sendable, Hashable {
    /// A file that is an input.
    public struct File: Sendable, Hashable {
        /// Its path, which begins with the folder's.
        public let path: String
        /// What its first bytes say that it is.
        public let modality: Modality

        /// A file of some kind.
        public init(path: String, modality: Modality) { (self.path, self.modality) = (path, modality) }
    }

    /// Why a file is passed over.
    public enum Reason: Sendable, Hashable {
        /// It is a link that leads nowhere.
        case missing
        /// Its first bytes are those of no input.
        case unknown
        /// It is of a kind that the model does not take.
        case notTaken(Modality)
        /// It is a text among more files of another kind.
        case beside
    }

    /// A file that is passed over.
    private struct Other: Sendable, Hashable {
        let name: String
        let reason: Reason
    }

    /// The inputs, as people sort their names; of a clip its pictures and sounds.
    public let files: [File]
    /// The names of other files that are not hidden, in the same order.
    public var passedOver: [String] { others.map(\.name) }
    /// The same, with the reason of each.
    private let others: [Other]
    /// Whether the folder is one clip: the model takes clips, and the pictures' names differ in their numbers alone.
    ///
    /// For a model that is asked other things of single pictures, one sound must lie beside them: photos of a camera
    /// have such names.
    public let isClip: Bool

    /// A folder that was looked at.
    public init(
        files: [File],
        passedOver: [(name: String, reason: Reason)] = [],
        isClip: Bool = false
    ) {
        (self.files, self.isClip) = (files, isClip)
        others = passedOver.map { Other(name: $0.name, reason: $0.reason) }
    }

    /// Looks at the files of a folder, but not into the folders in it.
    ///
    /// What a file is shows in its first bytes. Texts count only where they are at least as many as the files of
    /// every other kind: beside two hundred photos a text is about them, and no input.
    ///
    /// - Throws: `MediaError` if the folder cannot be listed; ``Failure`` if the model takes nothing of what is in it.
    public init(_ path: String, for model: Model) throws {
        let folder = path.hasSuffix("/") ? path : path + "/"
        let names = try Folder.names(in: path).filter { !$0.hasPrefix(".") && !Source.isFolder(folder + $0) }
        let known = names.sorted(byName: \.self).map {
            (name: $0, modality: Medium.modality(path: folder + $0, for: model.modalities))
        }
        let taken = Self.taken(known.compactMap(\.modality), by: model)
        let all = Self.kinds(of: model)
        files = known.compactMap { name, modality in
            modality.flatMap { taken.contains($0) ? File(path: folder + name, modality: $0) : nil }
        }
        others = known.compactMap { name, modality -> Other? in
            guard let modality else {
                return Other(name: name, reason: FileStatus.exists(folder + name) ? .unknown : .missing)
            }
            guard !taken.contains(modality) else { return nil }
            return Other(name: name, reason: all.contains(modality) ? .beside : .notTaken(modality))
        }
        let asksPictures = model.tasks.contains {
            $0.modalities.contains(.image) && !$0.modalities.contains(.clip)
        }
        let isSure = !asksPictures || files.count { $0.modality == .audio } == 1
        isClip = model.modalities.contains(.clip) && files.areFrames && isSure
        guard !files.isEmpty else {
            let kinds = Modality.list(model.modalities)
            throw Failure("\(path): holds no file that \(model.name) takes; it takes \(kinds)")
        }
    }

    /// The kinds of files that count, of those that a folder has.
    private static func taken(_ found: [Modality], by model: Model) -> Set<Modality> {
        var kinds = kinds(of: model)
        let counts = Dictionary(grouping: found, by: \.self).mapValues(\.count)
        let others = [Modality.image, .audio, .points, .units].filter(kinds.contains).compactMap {
            counts[$0]
        }
        if let most = others.max(), most > counts[.text] ?? 0 { kinds.remove(.text) }
        return kinds
    }

    /// The kinds of files that a model can get.
    private static func kinds(of model: Model) -> Set<Modality> {
        var kinds = Set(model.modalities)
        if kinds.contains(.pair) { kinds.insert(.image) }
        return kinds
    }

    /// What was passed over and why, in a sentence that names a few; `nil` if nothing was.
    public var note: String? {
        guard !others.isEmpty else { return nil }
        let all = files.count + others.count
        var reasons: [Reason] = []
        for other in others where !reasons.contains(other.reason) { reasons.append(other.reason) }
        let groups = reasons.map { reason -> String in
            let names = others.filter { $0.reason == reason }.map(\.name)
            let rest = names.count > 3 ? " and \((names.count - 3).grouped) more" : ""
            return "\(names.prefix(3).joined(separator: ", "))\(rest) (\(reason.words))"
        }
        return "passed over \(others.count.grouped) of \(all.grouped) files: "
            + groups.joined(separator: "; ")
    }
}

extension FolderInputs.Reason {
    /// In a few words.
    fileprivate var words: String {
        switch self {
        case .missing: "a link that leads nowhere"
        case .unknown: "of no kind that is read"
        case .notTaken(let modality): "the model takes no \(modality.words)"
        case .beside: "fewer texts than other inputs"
        }
    }
}

extension [FolderInputs.File] {
    /// Whether there are pictures, and their names are the same but for the number before the ending.
    fileprivate var areFrames: Bool {
        let stems = filter { $0.modality == .image }.map {
            URL(filePath: $0.path).deletingPathExtension().lastPathComponent
        }
        let digits = stems.map { $0.reversed().prefix(while: \.isASCIIDigit).count }
        return !stems.isEmpty && !digits.contains(0)
            && Set(zip(stems, digits).map { $0.dropLast($1) }).count == 1
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
