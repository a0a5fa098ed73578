/// A PLY file: points, perhaps with faces between them.
struct PLYFile {
    private let bytes: [UInt8]
    private let header: PLYHeader

    init(_ bytes: [UInt8]) throws(PointProblem) {
        self.bytes = bytes
        header = try PLYHeader(bytes)
    }

    /// Reads the points and the faces; colours and what else there is are passed over.
    func mesh() throws(PointProblem) -> Mesh {
        guard let points = header.elements.first(where: { $0.name == "vertex" }),
            ["x", "y", "z"].allSatisfy({ name in
                points.properties.contains { $0.name == name && $0.listCount == nil }
            })
        else { throw .damaged("it has no points with x, y and z") }
        try checkRoom()
        return header.encoding == .ascii ? try readLines() : try readBytes()
    }

    /// Whether faces refer to points by their numbers.
    private var hasFaces: Bool { header.elements.contains { $0.name == "face" && $0.count > 0 } }

    /// Refuses more elements than the file has room for, before memory is taken for them.
    private func checkRoom() throws(PointProblem) {
        let room = bytes.count - header.end
        for element in header.elements {
            // A digit and what stands behind it, for each number.
            let least = header.encoding == .ascii ? 2 * element.properties.count : element.leastSize
            let needed = element.count.multipliedReportingOverflow(by: least)
            if needed.overflow || needed.partialValue > room + 1 {
                let claim = "\(element.count.grouped) × \(element.name)"
                throw .cutOff("\(claim) claimed, and \(room.grouped) bytes follow")
            }
        }
    }

    // MARK: written as text

    private func readLines() throws(PointProblem) -> Mesh {
        var mesh = Mesh(isCloud: !hasFaces)
        var lines = PointLines(bytes, from: header.end)
        for element in header.elements where !element.properties.isEmpty {
            let reader = ElementReader(element)
            reader.prepare(&mesh)
            for index in 0..<element.count {
                guard let line = lines.nextWithContent() else { throw element.cut(at: index) }
                guard reader.isWanted(mesh) else { continue }
                var numbers = PointNumbers(line)
                let isRead = try reader.read(into: &mesh) { _ in numbers.number(over: &lines) }
                guard isRead else {
                    throw .damaged("\(element.name) \(index.grouped) has too few numbers")
                }
            }
        }
        return mesh
    }

    // MARK: in binary

    private func readBytes() throws(PointProblem) -> Mesh {
        try bytes.withUnsafeBufferPointer { buffer throws(PointProblem) in
            try read(UnsafeRawBufferPointer(buffer))
        }
    }

    private func read(_ raw: UnsafeRawBufferPointer) throws(PointProblem) -> Mesh {
        var mesh = Mesh(isCloud: !hasFaces)
        var place = header.end
        let isBigEndian = header.encoding == .big
        for element in header.elements where !element.properties.isEmpty {
            let reader = ElementReader(element)
            reader.prepare(&mesh)
            for index in 0..<element.count {
                if element.isFixed && !reader.isWanted(mesh) {
                    place += (element.count - index) * element.leastSize
                    break
                }
                let isRead = try reader.read(into: &mesh) { type in
                    guard place + type.size <= raw.count else { return nil }
                    defer { place += type.size }
                    return type.number(raw, at: place, isBigEndian: isBigEndian)
                }
                guard isRead else { throw element.cut(at: index) }
            }
        }
        return mesh
    }
}

extension PLYHeader.Element {
    fileprivate func cut(at index: Int) -> PointProblem {
        .cutOff("\(index.grouped) of \(count.grouped) × \(name)")
    }
}

/// Reads the numbers of one element after the other.
private struct ElementReader {
    private let element: PLYHeader.Element
    /// Which of x, y and z each property is.
    private let axes: [Int?]
    /// The property that lists the corners of a face.
    private let corners: Int?

    init(_ element: PLYHeader.Element) {
        self.element = element
        let isPoint = element.name == "vertex"
        axes = element.properties.map { property in
            isPoint && property.listCount == nil ? ["x", "y", "z"].firstIndex(of: property.name) : nil
        }
        corners =
            element.name == "face"
            ? element.properties.firstIndex {
                $0.listCount != nil && ["vertex_indices", "vertex_index"].contains($0.name)
            } : nil
    }

    private var isPoint: Bool { element.name == "vertex" }

    func prepare(_ mesh: inout Mesh) { if isPoint { mesh.claimed = element.count } }

    /// Whether anything of the next element is wanted.
    func isWanted(_ mesh: Mesh) -> Bool { isPoint ? mesh.hasRoom : corners != nil }

    /// Reads the next element.
    ///
    /// - Parameter next: the next number, of a type; `nil` where there is none.
    /// - Returns: whether all of it was there.
    func read(into mesh: inout Mesh, next: (Scalar) -> Double?) throws(PointProblem) -> Bool {
        var point = SIMD3<Double>()
        var face: [Int] = []
        for (index, property) in element.properties.enumerated() {
            guard let count = property.listCount else {
                guard let number = next(property.type) else { return false }
                if let axis = axes[index] { point[axis] = number }
                continue
            }
            guard let length = next(count), length >= 0, length <= 1e9 else { return false }
            for _ in 0..<Int(length) {
                guard let number = next(property.type) else { return false }
                if index == corners { face.append(abs(number) < 1e15 ? Int(number) : -1) }
            }
        }
        if isPoint && mesh.hasRoom { mesh.add(point) }
        if corners != nil { try mesh.add(face: face) }
        return true
    }
}
