/// A kind of file that holds points, or a mesh that points are placed on.
enum PointFormat: String, Hashable {
    case ply = "PLY"
    case off = "OFF"
    case obj = "OBJ"
    /// Rows of numbers, with spaces or commas between them.
    case table = "XYZ"
    case npy = "NumPy"

    /// What messages call such a file.
    var words: String { "a point cloud (\(rawValue))" }

    /// Recognises a file by its first bytes; `nil` if it is none of these kinds.
    ///
    /// What could be a text is one unless several lines say otherwise.
    init?(head: [UInt8]) {
        guard let first = head.first else { return nil }
        if head.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
            self = .npy
            return
        }
        // The others are texts, at least at their beginning; a byte order mark may come first.
        guard first < 0x80 || first == 0xEF else { return nil }
        let lines = HeadLines(head)
        switch lines {
        case _ where PLYHeader.isFound(in: lines): self = .ply
        case _ where OFFFile.isFound(in: lines): self = .off
        case _ where OBJFile.isFound(in: lines): self = .obj
        case _ where PointTable.isFound(in: lines): self = .table
        default: return nil
        }
    }

    /// Reads a file of this kind.
    func read(_ source: ByteSource) throws(MediaError) -> PointCloud {
        let bytes = try source.bytes(limit: SizeLimit(kind: words, bytes: Self.largestFile))
        do throws(PointProblem) {
            var mesh: Mesh
            switch self {
            case .ply: mesh = try PLYFile(bytes).mesh()
            case .off: mesh = try OFFFile.mesh(bytes)
            case .obj: mesh = try OBJFile.mesh(bytes)
            case .table: mesh = try PointTable.mesh(bytes)
            case .npy: mesh = try PointArray(bytes).mesh()
            }
            return try mesh.cloud(format: rawValue)
        } catch {
            throw source.error(error.problem(words))
        }
    }

    /// The largest file, in bytes.
    private static let largestFile = 1 << 30
}

/// What is wrong with a file of points.
enum PointProblem: Error {
    /// It breaks off; how much of what it claims is there.
    case cutOff(String)
    /// It cannot be decoded, for this reason.
    case damaged(String)
    /// It is of a kind that is not read, in words.
    case unsupported(String)
    /// No point is left.
    case empty

    fileprivate func problem(_ kind: String) -> MediaError.Problem {
        switch self {
        case .cutOff(let detail): .cutOff(kind: kind, detail)
        case .damaged(let reason): .damaged(kind: kind, reason)
        case .unsupported(let words): .unsupported(words)
        case .empty: .noPoints(kind)
        }
    }
}
