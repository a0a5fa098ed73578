import Cells

/// How the places of a sheet are laid out: one for the input, then one for each who asks.
struct SheetGrid {
    let columns: Int
    let rows: Int
    let cell: Size

    /// As large as the number of places allows.
    ///
    /// - Parameter listsWords: whether words are listed in them, and no pictures are drawn.
    init(_ count: Int, listsWords: Bool, in area: Rectangle) {
        columns =
            listsWords ? Self.columns(ofWords: count, in: area) : Self.columns(ofPictures: count, in: area)
        rows = max(1, (count + columns - 1) / columns)
        let (least, most) = listsWords ? (4, 9) : (6, Int.max)
        let height = area.height / rows
        // Too many for one screen: it shows some of them in a legible size.
        let isTooLow =
            height < (listsWords ? least : 2)
            || !listsWords && min(area.width / columns - 1, 2 * (height - 1)) < 3
        cell = Size(
            width: max(2, area.width / columns),
            height: max(2, isTooLow ? min(least, area.height) : min(most, height))
        )
    }

    /// The nearer a picture is to a square of pixels, and the larger, the better.
    private static func columns(ofPictures count: Int, in area: Rectangle) -> Int {
        func score(_ columns: Int) -> Int {
            let height = area.height / ((count + columns - 1) / columns)
            return height < 2 ? -1 : min(area.width / columns - 1, 2 * (height - 1))
        }
        let all = 1...max(1, area.width / 4)
        let best = all.reduce(1) { score($1) > score($0) ? $1 : $0 }
        return score(best) < 3 ? max(1, area.width / 12) : best
    }

    /// Words and numbers have room if all of them are seen then, with some words each.
    private static func columns(ofWords count: Int, in area: Rectangle) -> Int {
        let wide = max(1, area.width / 24)
        return (count + wide - 1) / wide * 6 <= area.height ? wide : max(1, area.width / 17)
    }
}
