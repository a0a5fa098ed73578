/// Wavefront's files of objects: corners and faces, written as text.
enum OBJFile {
    private static let keywords: Set<Substring> = [
        "v", "vt", "vn", "vp", "f", "l", "p", "g", "o", "s", "mg", "mtllib", "usemtl", "cstype", "deg",
        "curv", "curv2", "surf", "parm", "trim", "hole", "end",
    ]

    /// Whether the first lines are those of such a file: all begin with its keywords, and one is a corner.
    static func isFound(in head: HeadLines) -> Bool {
        var words: [[Substring]] = []
        for line in head.words {
            // A backslash at the end of a line continues it.
            if let last = words.last?.last, last.hasSuffix("\\") {
                words[words.count - 1] = words[words.count - 1].dropLast() + [last.dropLast()] + line
            } else {
                words.append(line)
            }
        }
        words = words.map { $0.filter { !$0.isEmpty } }.filter { !$0.isEmpty }
        guard words.allSatisfy({ keywords.contains($0[0]) }) else { return false }
        return words.contains { line in
            line[0] == "v" && line.count >= 4 && line[1...3].allSatisfy { Double($0) != nil }
        }
    }

    /// Reads the corners, then the faces, which may stand before corners that they name.
    static func mesh(_ bytes: [UInt8]) throws(PointProblem) -> Mesh {
        var mesh = Mesh(isCloud: false)
        var lines = PointLines(bytes)
        while let line = next(&lines) {
            guard let rest = rest(of: line, after: "v") else { continue }
            mesh.claimed += 1
            guard mesh.hasRoom else { continue }
            var numbers = PointNumbers(rest)
            guard let x = numbers.number(), let y = numbers.number(), let z = numbers.number() else {
                throw .damaged("line \(lines.number) has no three coordinates")
            }
            mesh.add(SIMD3(x, y, z))
        }
        lines = PointLines(bytes)
        var before = 0
        while let line = next(&lines) {
            if rest(of: line, after: "v") != nil {
                before += 1
            } else if let rest = rest(of: line, after: "f") {
                try mesh.add(face: face(rest, before: before))
            }
        }
        return mesh
    }

    /// The next line with those that continue it, as a backslash at its end says.
    private static func next(_ lines: inout PointLines) -> ArraySlice<UInt8>? {
        guard var line = lines.nextWithContent() else { return nil }
        while line.last == UInt8(ascii: "\\"), let more = lines.next() {
            line[line.endIndex - 1] = 0x20
            line += more
        }
        return line
    }

    /// What stands behind a keyword of one letter; `nil` in lines of other keywords.
    private static func rest(of line: ArraySlice<UInt8>, after letter: Character) -> ArraySlice<UInt8>? {
        let line = line.drop { $0 == 0x20 || $0 == 0x09 }
        guard line.first == letter.asciiValue, let space = line.dropFirst().first,
            space == 0x20 || space == 0x09
        else { return nil }
        return line.dropFirst(2)
    }

    /// The corners of a face, from 0; numbers below 0 count back from the last corner before it.
    private static func face(_ line: ArraySlice<UInt8>, before: Int) -> [Int] {
        var (words, face): (PointNumbers, [Int]) = (PointNumbers(line), [])
        while let word = words.word() {
            let name = word.prefix { $0 != UInt8(ascii: "/") }
            guard let number = PointNumbers.number(name), number == number.rounded(), abs(number) < 1e15
            else { break }
            face.append(number > 0 ? Int(number) - 1 : number < 0 ? before + Int(number) : -1)
        }
        return face
    }
}
