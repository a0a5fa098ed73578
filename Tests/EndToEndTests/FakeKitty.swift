import Foundation
import Media
import Testing

/// The pictures of a terminal that speaks kitty's graphics protocol, as far as ``RecordingTerminal`` records it.
final class FakeKitty {
    /// A picture as it was given.
    struct Kept {
        /// The cells it is to be drawn over.
        var columns: Int
        var rows: Int
        /// Whether it is drawn over placeholders.
        var isVirtual: Bool
        /// The pixels, row by row, four bytes each.
        var pixels: [UInt8]
        var width: Int
        var height: Int
        /// How many pieces it came in.
        var pieces: Int
    }

    /// Something that no terminal would take.
    private(set) var faults: [String] = []
    /// What was given and not taken away, by number.
    private(set) var pictures: [Int: Kept] = [:]
    /// How many pictures were given in all.
    private(set) var given = 0
    /// The most that there were at a time.
    private(set) var most = 0
    /// What it says to a question that it is not asked about pictures.
    var name = "kitty(0.42.1)"
    /// Whether it refuses each picture.
    var refuses = false
    private var begun: (keys: [String: String], payload: String, pieces: Int)?

    /// What it answers to a request, as ``EmulatedScreen`` has it.
    func answer(_ request: String) -> String {
        switch request {
        case "]11;?": return "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\"
        case "[>q": return "\u{1B}P>|\(name)\u{1B}\\"
        case "[16t": return "\u{1B}[6;20;10t"
        case "[c": return "\u{1B}[?62;c"
        default: return request.hasPrefix("_G") ? command(String(request.dropFirst(2))) : ""
        }
    }

    private func command(_ text: String) -> String {
        let parts = text.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        let pairs = parts[0].split(separator: ",").map { $0.split(separator: "=").map(String.init) }
        var keys = Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
        var payload = parts.count > 1 ? parts[1] : ""
        if payload.utf8.count > 4096 { faults.append("a piece of \(payload.utf8.count) bytes") }
        var pieces = 1
        if let before = begun {
            if keys["a"] != nil { faults.append("another command in the midst of a picture") }
            if keys["m"] != "0", payload.utf8.count % 4 != 0 { faults.append("a piece that is no base64") }
            (payload, pieces) = (before.payload + payload, before.pieces + 1)
            keys = before.keys.merging(keys) { $1 }
        }
        begun = keys["m"] == "1" ? (keys, payload, pieces) : nil
        return begun == nil ? perform(keys, payload, pieces) : ""
    }

    private func perform(_ keys: [String: String], _ payload: String, _ pieces: Int) -> String {
        let number = keys["i"].flatMap { Int($0) } ?? 0
        switch keys["a"] {
        case "q": return "\u{1B}_Gi=\(number);OK\u{1B}\\"
        case "T" where refuses: return "\u{1B}_Gi=\(number);ENOSPC:no room\u{1B}\\"
        case "T": keep(number, keys, payload, pieces)
        case "d" where keys["d"] == "I": pictures[number] = nil
        case "d" where keys["d"] == "R":
            let (from, to) = (Int(keys["x"] ?? "") ?? 0, Int(keys["y"] ?? "") ?? 0)
            pictures = pictures.filter { !(from...to).contains($0.key) }
        default: faults.append("\(keys)")
        }
        return ""
    }

    private func keep(_ number: Int, _ keys: [String: String], _ payload: String, _ pieces: Int) {
        guard let bytes = Data(base64Encoded: payload), let columns = keys["c"].flatMap({ Int($0) }),
            let rows = keys["r"].flatMap({ Int($0) }), let width = keys["s"].flatMap({ Int($0) }),
            let height = keys["v"].flatMap({ Int($0) })
        else {
            faults.append("no picture: \(keys)")
            return
        }
        var pixels = [UInt8](bytes)
        if keys["f"] == "100" {
            guard case .image(let image) = try? Medium.read(pixels, name: "picture"),
                image.width == width, image.height == height
            else {
                faults.append("no PNG of \(width)×\(height)")
                return
            }
            pixels = image.pixels.enumerated().flatMap {
                $0.offset % 3 == 2 ? [$0.element, 255] : [$0.element]
            }
        }
        if pixels.count != width * height * 4 {
            faults.append("\(pixels.count) bytes for \(width)×\(height)")
        }
        pictures[number] = Kept(
            columns: columns,
            rows: rows,
            isVirtual: keys["U"] == "1",
            pixels: pixels,
            width: width,
            height: height,
            pieces: pieces
        )
        given += 1
        most = max(most, pictures.count)
    }

    // MARK: what is seen

    /// The mean colour of the upper and the lower half of each cell that a picture is drawn over.
    func seen(on screen: EmulatedScreen) -> [Int: [[Double]]] {
        var seen: [Int: [[Double]]] = [:]
        for (index, cell) in screen.cells.enumerated() where cell.scalars[0] == "\u{10EEEE}" {
            guard cell.scalars.count == 3, let row = Self.number(cell.scalars[1]),
                let column = Self.number(cell.scalars[2]), let picture = picture(cell.foreground),
                picture.isVirtual, row < picture.rows, column < picture.columns
            else {
                faults.append("a placeholder of nothing: \(cell)")
                continue
            }
            seen[index] = [0, 1].map { picture.mean(column, row, half: $0) }
        }
        return seen
    }

    private func picture(_ foreground: String) -> Kept? {
        let parts = foreground.split(separator: ";").compactMap { Int($0) }
        guard parts.count == 5, parts[1] == 2 else { return nil }
        return pictures[parts[2] << 16 | parts[3] << 8 | parts[4]]
    }

    /// Some of the marks by their numbers, from kitty's list.
    private static func number(_ mark: Unicode.Scalar) -> Int? { marks.firstIndex(of: mark.value) }

    private static let marks: [UInt32] = [
        0x305, 0x30D, 0x30E, 0x310, 0x312, 0x33D, 0x33E, 0x33F, 0x346, 0x34A, 0x34B, 0x34C, 0x350, 0x351,
        0x352,
        0x357, 0x35B, 0x363, 0x364, 0x365, 0x366, 0x367, 0x368, 0x369, 0x36A, 0x36B, 0x36C, 0x36D, 0x36E,
        0x36F,
        0x483, 0x484, 0x485, 0x486, 0x487, 0x592, 0x593, 0x594, 0x595, 0x597, 0x598, 0x599, 0x59C, 0x59D,
        0x59E,
        0x59F, 0x5A0, 0x5A1, 0x5A8, 0x5A9, 0x5AB, 0x5AC, 0x5AF, 0x5C4, 0x610, 0x611, 0x612, 0x613, 0x614,
        0x615,
        0x616, 0x617, 0x657, 0x658, 0x659, 0x65A, 0x65B, 0x65D, 0x65E, 0x6D6, 0x6D7, 0x6D8, 0x6D9, 0x6DA,
        0x6DB,
        0x6DC, 0x6DF, 0x6E0, 0x6E1, 0x6E2, 0x6E4, 0x6E7, 0x6E8, 0x6EB, 0x6EC, 0x730, 0x732, 0x733, 0x735,
        0x736,
        0x73A, 0x73D, 0x73F, 0x740, 0x741, 0x743, 0x745, 0x747, 0x749, 0x74A,
    ]
}

extension FakeKitty.Kept {
    /// The mean of the pixels of a half of a cell: red, green, blue, and how many have a colour.
    fileprivate func mean(_ column: Int, _ row: Int, half: Int) -> [Double] {
        let (across, down) = (width / columns, height / rows)
        var sums = [0.0, 0, 0, 0]
        for y in row * down + half * down / 2..<row * down + (half + 1) * down / 2 {
            for x in column * across..<(column + 1) * across {
                let place = (y * width + x) * 4
                guard pixels[place + 3] == 255 else { continue }
                for part in 0..<3 { sums[part] += Double(pixels[place + part]) }
                sums[3] += 1
            }
        }
        return sums[3] == 0
            ? [0, 0, 0, 0] : [sums[0] / sums[3], sums[1] / sums[3], sums[2] / sums[3], sums[3]]
    }
}
