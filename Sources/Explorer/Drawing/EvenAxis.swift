import Cells

/// How numbers lie along a side of a plot: each takes equally many places, or equally many share one.
struct EvenAxis: Sendable {
    /// How many numbers there are.
    let count: Int
    /// How many numbers share a place; 1 where each has its own.
    let shared: Int
    /// The places that a number takes, or those that share one.
    let size: Int

    init(_ count: Int, in room: Int) {
        self.count = max(1, count)
        shared = max(1, (count + max(1, room) - 1) / max(1, room))
        size = max(1, room / ((self.count + shared - 1) / shared))
    }

    /// The places that all of them take.
    var length: Int { size * ((count + shared - 1) / shared) }

    /// The numbers that a place stands for.
    func numbers(at place: Int) -> Range<Int> {
        let first = min(count - 1, place / size * shared)
        return first..<min(count, first + shared)
    }

    /// The middle one of a number's places.
    func place(of number: Int) -> Int { number / shared * size + (size - 1) / 2 }

    /// Numbers at equal and round distances, of which labels can stand so many places apart.
    ///
    /// - Parameter whole: how many things the numbers stand for, where neighbours share one.
    func ticks(apart places: Int, of whole: Int) -> [Int] {
        let steps = (0...8).lazy.flatMap { power in [1, 2, 5].map { $0 * Self.power(power) } }
        let step = steps.first { $0 * size * count >= places * shared * whole } ?? whole
        return Array(stride(from: 0, to: whole, by: max(1, step)))
    }

    private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}

/// A line of labels, of which none touches another.
struct LabelLine {
    private let area: Rectangle
    private var taken: [Range<Int>] = []

    /// Labels in the first line of an area.
    init(_ area: Rectangle) { self.area = area }

    /// Writes a label that begins at a cell, unless it would touch one that was written before or leave the line.
    mutating func write(_ label: String, x: Int, style: Style, on canvas: inout Canvas) {
        let cells = x..<x + Glyphs.width(of: label)
        guard area.height > 0, cells.lowerBound >= area.x, cells.upperBound <= area.x + area.width,
            !taken.contains(where: { $0.lowerBound <= cells.upperBound && cells.lowerBound <= $0.upperBound })
        else { return }
        taken.append(cells)
        canvas.write(label, x: x, y: area.y, style: style)
    }
}
