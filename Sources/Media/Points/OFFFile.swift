/// Geomview's files of objects: corners and faces, written as text.
enum OFFFile {
    /// Whether the first lines are those of such a file.
    static func isFound(in head: HeadLines) -> Bool {
        let words = head.words.prefix(2).flatMap(\.self)
        guard let first = words.first, let rest = rest(of: first) else { return false }
        if words.count > 1, words[1] == "BINARY" { return true }
        let numbers = ((rest.isEmpty ? [] : [rest]) + words.dropFirst()).prefix(2)
        return numbers.count == 2 && numbers.allSatisfy { Int($0) != nil }
    }

    /// What stands behind the keyword: some programs leave no space before the first number.
    private static func rest(of word: Substring) -> Substring? {
        var word = word
        for prefix in ["ST", "C", "N"] where word.hasPrefix(prefix) { word.removeFirst(prefix.count) }
        return word.hasPrefix("OFF") ? word.dropFirst(3) : nil
    }

    /// Reads the corners and the faces.
    static func mesh(_ bytes: [UInt8]) throws(PointProblem) -> Mesh {
        var lines = PointLines(bytes)
        var words: [Substring] = []
        // The numbers of corners and faces stand behind the keyword or in the next line.
        while words.count < 3, let line = lines.nextWithContent() {
            let found = Substring(String(decoding: line, as: UTF8.self)).split(whereSeparator: \.isWhitespace)
            if words.isEmpty, let first = found.first, let rest = rest(of: first) {
                words = ["OFF"] + (rest.isEmpty ? [] : [rest]) + found.dropFirst()
            } else {
                words += found
            }
            if words.count > 1, words[1] == "BINARY" { throw .unsupported("a binary OFF file") }
        }
        guard words.count >= 3, let corners = Int(words[1]), let faces = Int(words[2]), corners >= 0,
            faces >= 0
        else { throw .damaged("the numbers of corners and faces are missing") }
        let room = lines.rest
        // The shortest corner is “0 0 0” and the end of its line.
        guard corners <= room / 6 + 1, faces <= room / 2 + 1 else {
            throw .cutOff(
                "\(corners.grouped) corners and \(faces.grouped) faces claimed, and \(room.grouped) bytes follow"
            )
        }
        return try read(corners, faces, &lines)
    }

    private static func read(
        _ corners: Int,
        _ faces: Int,
        _ lines: inout PointLines
    ) throws(PointProblem) -> Mesh {
        var mesh = Mesh(isCloud: faces == 0)
        mesh.claimed = corners
        for index in 0..<corners {
            guard let line = lines.nextWithContent() else {
                throw .cutOff("\(index.grouped) of \(corners.grouped) corners")
            }
            guard mesh.hasRoom else { continue }
            var numbers = PointNumbers(line)
            mesh.add(try numbers.point(over: &lines))
        }
        for index in 0..<faces {
            guard let line = lines.nextWithContent() else {
                throw .cutOff("\(index.grouped) of \(faces.grouped) faces")
            }
            let (number, room) = (lines.number, line.count + lines.rest)
            var numbers = PointNumbers(line)
            guard let count = numbers.whole(over: &lines), (0...room).contains(count) else {
                throw .damaged("line \(number) is no face")
            }
            var face: [Int] = []
            for _ in 0..<count {
                guard let corner = numbers.whole(over: &lines) else {
                    throw .damaged("line \(number) is no face")
                }
                face.append(corner)
            }
            try mesh.add(face: face)
        }
        return mesh
    }
}
