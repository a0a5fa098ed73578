import Models

// Regions that are whole frames of a clip, or all frequencies of a sound, from one moment to another.
extension Layout.Section {
    /// The whole frames from one that a region touches to the other.
    func wholeFrames(_ region: TokenRegion) -> TokenRegion {
        let frames = [region.first, region.last].map { cell(of: $0).frame }.sorted()
        return TokenRegion(
            first: token(column: 0, row: 0, frame: frames[0]),
            last: token(column: columnCount - 1, row: rowCount - 1, frame: frames[1])
        )
    }

    /// The same region with everything that is seen or heard meanwhile: whole frames, or all frequencies.
    func wholeMoments(_ region: TokenRegion) -> TokenRegion {
        if frames != nil { return wholeFrames(region) }
        func corner(_ token: Int, row: Int) -> Int {
            self.token(column: cell(of: token).column, row: row)
        }
        return TokenRegion(first: corner(region.first, row: 0), last: corner(region.last, row: rowCount - 1))
    }

    /// The frames that a region is all of; `nil` if it is a part of frames.
    func frames(ofWhole region: TokenRegion) -> Range<Int>? {
        guard frames != nil, framesPerSecond != nil, columnCount * rowCount > 1 else { return nil }
        let (first, last) = (min(region.first, region.last), max(region.first, region.last))
        let whole = wholeFrames(TokenRegion(first: first, last: last))
        guard whole.first == first, whole.last == last else { return nil }
        return cell(of: first).frame..<cell(of: last).frame + 1
    }

    /// The tokens of one frame.
    func tokens(ofFrame frame: Int) -> [Int] {
        tokens(columns: 0..<columnCount, rows: 0..<rowCount, frame: frame)
    }
}

extension TokenRegion {
    /// Whether it has the same corners as another one.
    func covers(_ other: TokenRegion) -> Bool {
        (min(first, last), max(first, last)) == (min(other.first, other.last), max(other.first, other.last))
    }
}
