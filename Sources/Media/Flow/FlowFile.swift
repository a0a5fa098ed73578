/// A file of optical flow as the Middlebury benchmark has it, `.flo`.
///
/// Little-endian: the number 202021.25, width and height as 32-bit integers, then two 32-bit floats for each
/// pixel, row by row. A displacement above 10⁹ means that the flow of a pixel is not known.
public struct FlowFile: Sendable, Hashable {
    /// The displacements.
    public let field: FlowField

    /// Above this the flow of a pixel is not known.
    public static let unknown: Float = 1e9

    // "PIEH" when its bytes are read as text.
    private static let magic: Float = 202_021.25
    private static let headLength = 12
    private static let largestFile = SizeLimit(kind: "a flow", bytes: 1 << 30)

    /// A file of the given displacements.
    public init(_ field: FlowField) { self.field = field }

    /// Reads the file at a path.
    ///
    /// - Throws: ``MediaError`` if it is no such file, or of another length than its size asks for.
    public init(path: String) throws(MediaError) {
        try self.init(ByteSource(path: path))
    }

    /// A file in memory; `name` stands for it in messages.
    public init(_ bytes: [UInt8], name: String) throws(MediaError) {
        try self.init(ByteSource(bytes, name: name))
    }

    private init(_ source: ByteSource) throws(MediaError) {
        let kind = "a flow"
        guard source.count > 0 else { throw source.error(.empty) }
        let bytes = try source.bytes(limit: Self.largestFile)
        guard bytes.count >= Self.headLength, Self.number(bytes, 0) == Self.magic.bitPattern else {
            throw source.error(.notAFlow)
        }
        let (width, height) = (
            Int(Int32(bitPattern: Self.number(bytes, 1))), Int(Int32(bitPattern: Self.number(bytes, 2)))
        )
        try Image.checkSize(width: width, height: height, source.name)
        let wanted = Self.headLength + width * height * 8
        guard bytes.count >= wanted else {
            throw source.error(
                .cutOff(kind: kind, "\(bytes.count) of \(wanted) bytes for \(width)×\(height)")
            )
        }
        guard bytes.count == wanted else {
            let reason = "\(bytes.count) bytes where \(width)×\(height) pixels take \(wanted)"
            throw source.error(.damaged(kind: kind, reason))
        }
        let values = (0..<width * height * 2).map { Float(bitPattern: Self.number(bytes, $0 + 3)) }
        if let index = values.firstIndex(where: \.isNaN) {
            throw source.error(.damaged(kind: kind, "pixel \(index / 2) is not a number"))
        }
        field = FlowField(width: width, height: height, values: values)
    }

    private static func number(_ bytes: [UInt8], _ index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[index * 4 + $1]) << UInt32(8 * $1) }
    }

    /// The file's bytes.
    public var bytes: [UInt8] {
        let head = [Self.magic.bitPattern, UInt32(field.width), UInt32(field.height)]
        return (head + field.values.map(\.bitPattern)).flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
        }
    }

    /// Writes the file, in place of what is there.
    public func write(to path: String) throws(MediaError) {
        try OutputFile.write(bytes, to: path)
    }
}
