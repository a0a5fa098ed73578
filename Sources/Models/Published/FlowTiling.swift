import Media

/// How pictures larger than the model's are cut into tiles that overlap, and put together again.
struct FlowTiling: Sendable {
    /// The pictures' size.
    let height: Int
    let width: Int
    /// The model's size.
    let tile: (height: Int, width: Int)
    /// The tiles, row by row.
    let regions: [Image.Region]

    /// The least overlap of neighbours, as the published demonstration has it.
    private static let overlap = 20

    /// The tiling of pictures that are nowhere smaller than a tile.
    init(height: Int, width: Int, tile: (height: Int, width: Int)) {
        precondition(height >= tile.height && width >= tile.width)
        self.height = height
        self.width = width
        self.tile = tile
        let rows = Self.starts(tile.height, of: height)
        let columns = Self.starts(tile.width, of: width)
        regions = rows.flatMap { y in
            columns.map { Image.Region(x: $0, y: y, width: tile.width, height: tile.height) }
        }
    }

    /// Every `tile − overlap`, pulled back where a tile would stick out; none twice.
    private static func starts(_ tile: Int, of size: Int) -> [Int] {
        var starts: [Int] = []
        for start in stride(from: 0, to: size, by: max(1, tile - overlap)) {
            let pulled = min(start, size - tile)
            if starts.last != pulled { starts.append(pulled) }
        }
        return starts
    }

    /// The tile whose middle is nearest to the pictures'.
    var middle: Int {
        regions.indices.min { distance(regions[$0]) < distance(regions[$1]) } ?? 0
    }

    private func distance(_ region: Image.Region) -> Int {
        let across = 2 * region.x + region.width - width
        let down = 2 * region.y + region.height - height
        return across * across + down * down
    }
}

/// The displacements of tiles, averaged where they overlap.
struct FlowSum: Sendable {
    private let width: Int
    private let height: Int
    private var sums: [Float]
    private var weights: [Float]

    init(_ tiling: FlowTiling) {
        width = tiling.width
        height = tiling.height
        sums = Array(repeating: 0, count: width * height * 2)
        weights = Array(repeating: 0, count: width * height)
    }

    /// Adds a tile's displacements, row by row; the nearer a pixel is to the tile's edge the less it counts.
    mutating func add(_ values: [Float], at region: Image.Region) {
        for y in 0..<region.height {
            for x in 0..<region.width {
                let weight = Float(min(x + 1, region.width - x, y + 1, region.height - y))
                let place = (region.y + y) * width + region.x + x
                weights[place] += weight
                for channel in 0..<2 {
                    sums[2 * place + channel] += weight * values[2 * (y * region.width + x) + channel]
                }
            }
        }
    }

    /// The upper left part of the averages.
    func field(width partWidth: Int, height partHeight: Int) -> FlowField {
        var values: [Float] = []
        values.reserveCapacity(partWidth * partHeight * 2)
        for y in 0..<partHeight {
            for place in y * width..<y * width + partWidth {
                values.append(sums[2 * place] / weights[place])
                values.append(sums[2 * place + 1] / weights[place])
            }
        }
        return FlowField(width: partWidth, height: partHeight, values: values)
    }
}
