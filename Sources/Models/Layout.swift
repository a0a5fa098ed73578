/// Which part of the source each token stands for.
///
/// Tokens are numbered section by section. Most inputs have a single section; a clip has one for the
/// sound, one for the frames and one for the label. Heatmaps, cursors, occlusion and export of every
/// modality go through this type.
public struct Layout: Sendable, Hashable {
    /// Tokens that belong together, and where they lie.
    ///
    /// Most form a grid, numbered frame by frame, then row by row. A picture's grid has rows `y` and columns `x`;
    /// a spectrogram's rows are frequencies, the lowest first, and its columns times; a text is a single row of
    /// bytes; moving pictures have frames besides. Points and tokens without a place are a single row of items.
    public struct Section: Sendable, Hashable {
        /// How the tokens lie.
        public enum Shape: Sendable, Hashable {
            /// Cells of ``Layout/Section/columns``, ``Layout/Section/rows`` and ``Layout/Section/frames``.
            case grid
            /// Places in two or three dimensions, one for each token.
            case points(Points)
            /// No place in the source, as of a label or a classification token.
            case unplaced
        }

        /// What the tokens are, for example `image`.
        public let name: String
        /// The number of the first token.
        public let first: Int
        /// How the tokens lie.
        public let shape: Shape
        /// Left to right.
        public let columns: Axis
        /// `nil` where there is one row, as in a text.
        public let rows: Axis?
        /// `nil` where there is one frame.
        public let frames: Axis?
        /// How many frames a second there are, where that is known.
        public let framesPerSecond: Double?

        /// A grid of the given axes.
        public init(
            name: String,
            first: Int = 0,
            columns: Axis,
            rows: Axis? = nil,
            frames: Axis? = nil,
            framesPerSecond: Double? = nil
        ) {
            self.framesPerSecond = framesPerSecond
            self.name = name
            self.first = first
            shape = .grid
            self.columns = columns
            self.rows = rows
            self.frames = frames
        }

        /// Tokens that lie at points.
        public init(name: String, first: Int = 0, points: Points) {
            self.init(name: name, first: first, shape: .points(points), count: points.count)
        }

        /// So many tokens without a place, at least one.
        public init(name: String, first: Int = 0, unplaced count: Int) {
            self.init(name: name, first: first, shape: .unplaced, count: count)
        }

        private init(name: String, first: Int, shape: Shape, count: Int) {
            self.name = name
            self.first = first
            self.shape = shape
            columns = Axis(.item, edges: (0...count).map(Double.init))
            rows = nil
            frames = nil
            framesPerSecond = nil
        }
    }

    /// The sections, each beginning where the one before ends.
    public let sections: [Section]

    /// A layout of the given sections.
    ///
    /// - Precondition: there is at least one, and each begins where the one before ends.
    public init(sections: [Section]) {
        precondition(!sections.isEmpty)
        var next = 0
        for section in sections {
            precondition(section.first == next, "\(section.name) begins at \(section.first), not \(next)")
            next += section.count
        }
        self.sections = sections
    }

    /// A single grid of the given axes.
    public init(columns: Axis, rows: Axis?) {
        self.init(sections: [Section(name: "input", columns: columns, rows: rows)])
    }

    /// The number of tokens.
    public var count: Int { sections.reduce(0) { $0 + $1.count } }

    /// The tokens without a place that come before all others, as those of a model's own do.
    public var leadingUnplaced: Range<Int> {
        0..<sections.prefix { $0.shape == .unplaced }.reduce(0) { $0 + $1.count }
    }

    /// The section that a token lies in.
    public func section(of token: Int) -> Section {
        sections.last { $0.first <= token } ?? sections[0]
    }
}

extension Layout.Section {
    /// The number of tokens.
    public var count: Int { columnCount * rowCount * frameCount }
    /// The number of columns.
    public var columnCount: Int { columns.count }
    /// The number of rows.
    public var rowCount: Int { rows?.count ?? 1 }
    /// The number of frames.
    public var frameCount: Int { frames?.count ?? 1 }
    /// What one of its tokens is called that has no place: the section's name, or of several one of them with its number.
    public func name(of token: Int) -> String {
        guard count > 1 else { return name }
        return "\(name.hasSuffix("s") ? String(name.dropLast()) : name) \(token - first)"
    }
    /// The numbers of the tokens.
    public var tokens: Range<Int> { first..<first + count }

    /// The token in a column, a row and a frame.
    public func token(column: Int, row: Int, frame: Int = 0) -> Int {
        first + (frame * rowCount + row) * columnCount + column
    }

    /// The column, the row and the frame of a token of this section.
    public func cell(of token: Int) -> (column: Int, row: Int, frame: Int) {
        let (line, column) = (token - first).quotientAndRemainder(dividingBy: columnCount)
        return (column, line % rowCount, line / rowCount)
    }

    /// The tokens of a block of columns and rows of one frame.
    public func tokens(columns: Range<Int>, rows: Range<Int>, frame: Int = 0) -> [Int] {
        rows.flatMap { row in columns.map { token(column: $0, row: row, frame: frame) } }
    }

    /// Divides one frame's tokens into blocks of neighbours, `acrossColumns` by `acrossRows` of them or fewer.
    ///
    /// Each token is in one block. Blocks are ordered as tokens are: row by row.
    public func blocks(acrossColumns: Int, acrossRows: Int, frame: Int = 0) -> [[Int]] {
        let (across, down) = (min(acrossColumns, columnCount), min(acrossRows, rowCount))
        return (0..<down).flatMap { blockRow in
            (0..<across).map { blockColumn in
                tokens(
                    columns: columnCount * blockColumn / across..<columnCount * (blockColumn + 1) / across,
                    rows: rowCount * blockRow / down..<rowCount * (blockRow + 1) / down,
                    frame: frame
                )
            }
        }
    }
}

extension Layout.Section {
    /// Divides the tokens into blocks of neighbours that last for some frames: so many stretches of time, or one frame each.
    ///
    /// Each token is in one block.
    func blocks(times: Int, acrossColumns: Int, acrossRows: Int) -> [[Int]] {
        let times = min(times, frameCount)
        return (0..<times).flatMap { time -> [[Int]] in
            let frames = frameCount * time / times..<frameCount * (time + 1) / times
            let each = frames.map {
                blocks(acrossColumns: acrossColumns, acrossRows: acrossRows, frame: $0)
            }
            return each[0].indices.map { block in each.flatMap { $0[block] } }
        }
    }
}

extension Layout.Section {
    /// The points that the tokens lie at, if they do.
    public var points: Layout.Points? {
        if case .points(let points) = shape { points } else { nil }
    }

    /// Divides the tokens of one frame into at most `limit` parts of neighbours, for taking parts away.
    ///
    /// Each token is in one part: blocks of a grid, boxes of points, runs of tokens without a place.
    public func parts(atMost limit: Int, frame: Int = 0) -> [[Int]] {
        if let points { return points.parts(atMost: limit).map { $0.map { $0 + first } } }
        let across = rows == nil ? limit : Int(Double(limit).squareRoot())
        return blocks(acrossColumns: across, acrossRows: max(1, limit / across), frame: frame)
    }
}

// Layouts are used as if they were their first section with places: most have no other.
extension Layout {
    /// The first section whose tokens have places; the first of all if none has.
    public var placed: Section { sections.first { $0.shape != .unplaced } ?? sections[0] }
    /// The columns of the first section with places.
    public var columns: Axis { placed.columns }
    /// The rows of the first section with places.
    public var rows: Axis? { placed.rows }
    /// The number of columns of the first section with places.
    public var columnCount: Int { placed.columnCount }
    /// The number of rows of the first section with places.
    public var rowCount: Int { placed.rowCount }

    /// The token in a column and a row of the first section with places.
    public func token(column: Int, row: Int) -> Int { placed.token(column: column, row: row) }

    /// The column and the row of a token in its section.
    public func cell(of token: Int) -> (column: Int, row: Int) {
        let cell = section(of: token).cell(of: token)
        return (cell.column, cell.row)
    }

    /// Divides the tokens of the first section with places into blocks of neighbours, as its method does.
    public func blocks(acrossColumns: Int, acrossRows: Int) -> [[Int]] {
        placed.blocks(acrossColumns: acrossColumns, acrossRows: acrossRows)
    }
}
