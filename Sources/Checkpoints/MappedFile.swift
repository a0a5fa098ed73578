import CKernels
internal import Files
import Glibc
import Numerics

/// The bytes of a file, mapped into memory and only ever read.
///
/// The bytes stay where they are as long as this object lives, even if the file is removed or replaced by
/// another. Nothing is read before it is looked at, so what is written into the file itself may show:
/// ``OpenedFile/checkUnchanged()`` tells. A look at what was cut off ends the program with a message.
final class MappedFile: MemoryOwner {
    /// The whole file; at least one byte.
    var bytes: UnsafeRawBufferPointer { memory.bytes }

    /// The file, as it was named.
    var path: String { file.path }

    /// The file itself.
    let file: OpenedFile

    private let memory: Memory

    // The mapping is private and read-only, so any thread may look at it at any time.
    private struct Memory: @unchecked Sendable {
        let bytes: UnsafeRawBufferPointer
    }

    /// Maps a regular file that is not empty.
    ///
    /// - Parameter wanted: what the file should be, for messages, such as "a safetensors file".
    init(path: String, wanted: String) throws(CheckpointError) {
        file = try OpenedFile(path: path, wanted: wanted)
        let count = file.size
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file.descriptor, 0), start != MAP_FAILED
        else {
            throw CheckpointError(
                path: path,
                .inaccessible("cannot be mapped into memory: \(SystemError().reason)")
            )
        }
        memory = Memory(bytes: UnsafeRawBufferPointer(start: start, count: count))
        ck_mapped_add(start, count, path)
    }

    /// Gives back the memory of bytes that will not be looked at soon; they are read again when they are.
    func release(_ part: UnsafeRawBufferPointer) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let start = part.baseAddress, let first = bytes.baseAddress, page > 0 else { return }
        // Whole pages only: others may hold what is still needed.
        let begin = (start - first + page - 1) / page * page
        let end = (start - first + part.count) / page * page
        guard begin < end else { return }
        madvise(UnsafeMutableRawPointer(mutating: first + begin), end - begin, Int32(MADV_DONTNEED))
    }

    deinit {
        ck_mapped_remove(bytes.baseAddress)
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
