/// The pairs of colours in use on the screen, by the numbers that ncurses knows them by.
///
/// A terminal has room for 65,536 pairs, or for 64. The table fills from frame to frame until it is emptied
/// as a whole, which ncurses does better than forgetting single pairs. A screen that by itself needs more
/// can get the nearest of the pairs there are.
package struct Pairs {
    /// Tells ncurses what a number stands for; `false` if it will not have it.
    package typealias Define = (_ number: Int32, _ foreground: Int32, _ background: Int32) -> Bool

    /// Whether the terminal's own colours had to do for a pair since ``begin(takingNearest:)``.
    package private(set) var lackedRoom = false
    private var takesNearest = false

    private let limit: Int
    private let define: Define
    private var numbers: [UInt64: Int32] = [:]
    private var inUse: [(foreground: Int32, background: Int32)] = []
    /// Up to 256 of the pairs in use, by what they look like; filled when there is no more room.
    private var candidates: [(number: Int32, foreground: OKLab, background: OKLab)] = []
    private var last: (key: UInt64, number: Int32)?

    /// An empty table for the numbers 1 to `limit - 1`; 0 always means the terminal's own colours.
    package init(limit: Int, define: @escaping Define) {
        self.limit = limit
        self.define = define
    }

    /// Begins a frame, in which a pair for which there is no room becomes the nearest one in use, or just the
    /// terminal's own colours.
    package mutating func begin(takingNearest: Bool) {
        lackedRoom = false
        takesNearest = takingNearest
        last = nil
    }

    /// The number of a pair of colours, or what takes its place if the table is full.
    package mutating func number(_ foreground: Int32, _ background: Int32, _ colours: ColourNumbers) -> Int32
    {
        if foreground < 0, background < 0 { return 0 }
        let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
        if let last, last.key == key { return last.number }
        let number = numbers[key] ?? add(foreground, background, key, colours)
        last = (key, number)
        return number
    }

    /// Forgets all pairs; ncurses has to be told the same.
    package mutating func removeAll() {
        numbers.removeAll(keepingCapacity: true)
        inUse.removeAll(keepingCapacity: true)
        candidates = []
        last = nil
    }

    private mutating func add(
        _ foreground: Int32,
        _ background: Int32,
        _ key: UInt64,
        _ colours: ColourNumbers
    ) -> Int32 {
        let next = Int32(inUse.count + 1)
        if next < limit, define(next, foreground, background) {
            inUse.append((foreground, background))
            numbers[key] = next
            return next
        }
        guard takesNearest else {
            lackedRoom = true
            return 0
        }
        let number = nearest(foreground, background, colours)
        numbers[key] = number
        return number
    }

    private mutating func nearest(_ foreground: Int32, _ background: Int32, _ colours: ColourNumbers) -> Int32
    {
        if candidates.isEmpty {
            candidates = stride(from: 0, to: inUse.count, by: inUse.count / 256 + 1).map { index in
                let pair = inUse[index]
                return (
                    Int32(index + 1), colours.appearance(of: pair.foreground),
                    colours.appearance(of: pair.background)
                )
            }
        }
        let front = colours.appearance(of: foreground)
        let back = colours.appearance(of: background)
        let distances = candidates.map {
            $0.foreground.distance(to: front) + $0.background.distance(to: back)
        }
        let best = distances.indices.min { distances[$0] < distances[$1] }
        return best.map { candidates[$0].number } ?? 0
    }
}
