import Explorer
import Foundation
import Media
import Models

/// How the explorer's inputs are read: files, folders of frames, pairs of pictures, texts.
enum SourceReading {
    /// Reads an input and prepares it for a model.
    static func open(_ source: Source, _ model: Model) throws -> OpenedMedium {
        try OpenedMedium(read(source, for: model), model: model, options: source.options)
    }

    /// Reads an input; a folder only for a model that takes clips.
    static func read(_ source: Source, for model: Model) throws -> Medium {
        switch source {
        case .partial(let source, _, _): return try read(source, for: model)
        case .file("-"):
            throw CommandFailure("-: standard input is read when the program begins; name a file")
        case .file(let path) where CommandInput.isFolder(path):
            try CommandInput.checkClip(path, for: model)
            return .clip(try Clip.read(folder: path))
        case .pair(let path, let next): return try CommandInput.pair(path, next)
        default: return try CommandInput.read(source)
        }
    }

    /// What the file browser shows of a file or a folder.
    static func preview(_ path: String, _ model: Model) throws -> FilePreview {
        guard CommandInput.isFolder(path) else {
            return .medium(try OpenedMedium(read(.file(path: path), for: model), model: model))
        }
        // What is wrong with a folder as a clip concerns models that take clips.
        let takesClips = model.modalities.contains(.clip)
        let clip = takesClips ? try ClipFolder(path) : try? ClipFolder(path)
        return clip.map { .clip(ClipFolderOutline($0)) } ?? .folder
    }

    /// What kind of input a source is; `nil` if that cannot be told.
    static func modality(_ source: Source) -> Modality? {
        switch source {
        case .file(let path): CommandInput.isFolder(path) ? .clip : Medium.modality(path: path)
        case .standardInput(let bytes): Medium.modality(of: bytes)
        case .partial(let source, _, _): modality(source)
        case .pair, .text: source.modality
        }
    }
}

/// A folder as the file browser lists it.
enum FolderListing {
    /// Its items: folders first, each kind by name as people sort.
    static func items(_ path: String) -> Result<[FolderItem], Failure> {
        let keys: Set<URLResourceKey> = [.isDirectoryKey, .fileSizeKey]
        do {
            let folder = URL(filePath: path)
            let items = try Folder.names(in: path).map { name -> FolderItem in
                let url = folder.appending(path: name)
                let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: keys)
                let isFolder = values?.isDirectory ?? false
                return FolderItem(
                    name: name,
                    isFolder: isFolder,
                    size: values?.fileSize ?? 0
                )
            }
            return .success(
                items.sorted { a, b in
                    a.isFolder == b.isFolder
                        ? a.name.localizedStandardCompare(b.name) == .orderedAscending : a.isFolder
                }
            )
        } catch {
            return .failure(Failure("\(error)"))
        }
    }
}
