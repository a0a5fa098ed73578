import FoundationEssentials
import Glibc
import Media

/// The letters of figures that are pictures: outlines to be filled, as no font can be asked for where a program runs alone.
///
/// All are equally wide. What is missing among them is a box with its code.
struct Letters: Sendable {
    /// The width of a letter, for an em.
    static let advance = 0.602
    /// All that there are.
    static let all = Letters()

    /// Closed lines whose inside is filled, in ems from the left end of the baseline, downwards.
    typealias Outline = [[Plate.Point]]

    private let outlines: [UInt32: Outline]

    private init() {
        var outlines: [UInt32: Outline] = [:]
        for text in [Self.latin, Self.others] {
            let bytes = Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()
            Self.read(Array(bytes), into: &outlines)
        }
        self.outlines = outlines
    }

    /// The outline of a character; of marks on a letter that has no form with them, that of the letter.
    func outline(_ character: Character) -> Outline {
        let composed = String(character).composed
        guard let scalar = composed.unicodeScalars.first, !scalar.properties.isWhitespace else { return [] }
        return outlines[scalar.value] ?? box(scalar.value)
    }

    /// Whether a character has a form of its own.
    func contains(_ character: Character) -> Bool {
        let composed = String(character).composed
        return composed.unicodeScalars.first.map { outlines[$0.value] != nil } ?? false
    }

    /// A frame with a code in two lines.
    private func box(_ code: UInt32) -> Outline {
        let digits = Array(String(code, radix: 16, uppercase: true))
        let half = (max(4, digits.count) + 1) / 2
        let padded = Array(repeating: Character("0"), count: 2 * half - digits.count) + digits
        let size = 0.9 / Double(half) / 1.1
        let frame =
            Self.rectangle(0.03, -0.76, 0.57, 0.18) + [Self.rectangle(0.07, -0.72, 0.53, 0.14)[0].reversed()]
        return frame
            + padded.enumerated().flatMap { place, digit -> Outline in
                let (x, y) = (0.085 + Double(place % half) * 0.43 / Double(half), place < half ? -0.34 : 0.06)
                return (outlines[digit.unicodeScalars.first?.value ?? 0] ?? []).map { line in
                    line.map { Plate.Point(x: x + $0.x * size, y: y + $0.y * size) }
                }
            }
    }

    private static func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Outline
    {
        [[(left, top), (right, top), (right, bottom), (left, bottom)].map { Plate.Point(x: $0.0, y: $0.1) }]
    }
}

// MARK: reading

extension Letters {
    private struct Stored {
        let x, y: Double
        let isOnCurve: Bool
    }

    /// Reads what `Scripts/font` wrote.
    private static func read(_ bytes: [UInt8], into outlines: inout [UInt32: Outline]) {
        var place = 0
        func next() -> Int {
            defer { place += 1 }
            return place < bytes.count ? Int(bytes[place]) : 0
        }
        while place < bytes.count {
            let code = next() | next() << 8
            outlines[UInt32(code)] = (0..<next()).map { _ in
                let points = (0..<next()).map { _ in
                    let (x, y) = (next(), next())
                    return Stored(x: Double(x & 127) / 128, y: Double(40 - y) / 128, isOnCurve: x > 127)
                }
                return flattened(points)
            }
        }
    }

    /// A closed line of points on and beside quadratic curves, in short straight pieces.
    private static func flattened(_ points: [Stored]) -> [Plate.Point] {
        guard let start = points.firstIndex(where: \.isOnCurve) else { return [] }
        let turned = Array(points[start...] + points[...start])
        var line = [Plate.Point(x: turned[0].x, y: turned[0].y)]
        var control: Stored?
        for point in turned.dropFirst() {
            if let beside = control {
                let end =
                    point.isOnCurve
                    ? point
                    : Stored(x: (beside.x + point.x) / 2, y: (beside.y + point.y) / 2, isOnCurve: true)
                line += curve(from: line[line.count - 1], by: beside, to: end)
                control = point.isOnCurve ? nil : point
            } else if point.isOnCurve {
                line.append(Plate.Point(x: point.x, y: point.y))
            } else {
                control = point
            }
        }
        return line
    }

    private static func curve(from start: Plate.Point, by control: Stored, to end: Stored) -> [Plate.Point] {
        (1...4).map { step in
            let (t, rest) = (Double(step) / 4, 1 - Double(step) / 4)
            let (a, b, c) = (rest * rest, 2 * rest * t, t * t)
            return Plate.Point(
                x: a * start.x + b * control.x + c * end.x,
                y: a * start.y + b * control.y + c * end.y
            )
        }
    }
}
