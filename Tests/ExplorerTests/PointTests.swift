import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics
import Testing

/// A source whose tokens are points: no model of the fixtures has one, so it is drawn by itself.
@Suite struct PointTests {
    /// A spiral that comes nearer, some points behind others.
    private static let points = Layout.Points(
        dimensions: [
            .init(name: "x", unit: "m", range: -1...1), .init(name: "y", unit: "m", range: -1...1),
            .init(name: "z", unit: "m", range: 0...1),
        ],
        coordinates: (0..<90).flatMap { point -> [Double] in
            let (angle, radius) = (Double(point) / 5, Double(point % 60) / 60)
            return [radius * cos(angle), radius * sin(angle), Double(point) / 90]
        }
    )

    private static let opened = OpenedMedium(
        outline: .text(Text(""), byteCount: 0),
        input: InputArray(
            tokens: Matrix(rows: 90, columns: 1),
            layout: Layout(sections: [Layout.Section(name: "points", points: points)]),
            parts: points.parts(atMost: 8),
            modality: .text,
            note: nil
        )
    )

    private static let relevance = Relevance(
        values: (0..<90).map { Float($0 * 7 % 90) / 90 },
        isSigned: false,
        meaning: "share of attention"
    )

    private func drawing(_ depth: ColourDepth, cursor: Int? = nil, relevance: Relevance? = Self.relevance)
        -> InputDrawing
    {
        InputDrawing(
            Self.opened,
            relevance: relevance,
            lens: Lens(),
            appearance: Appearance(depth: depth, ascii: false),
            cursor: cursor
        )
    }

    @Test(arguments: [ColourDepth.full, .monochrome]) func areDrawn(depth: ColourDepth) throws {
        var canvas = Canvas(Size(width: 60, height: 22), Appearance(depth: depth, ascii: false))
        drawing(depth, cursor: 30).draw(in: Rectangle(x: 1, y: 1, width: 58, height: 20), on: &canvas)
        try expectGolden(canvas, "points-\(depth == .full ? "colour" : "mono")")
        let figure = MadeUp.figure(Self.opened, Self.relevance)
        let appearance = Appearance(depth: depth, ascii: false)
        #expect(figure.canvas(width: 60, appearance: appearance).rows.last?.contains("strongest of ") == true)
    }

    /// A click on a point's cell finds what it shows, and beside the points there is nothing.
    @Test func canBeClicked() throws {
        let area = Rectangle(x: 1, y: 1, width: 58, height: 20)
        let drawing = drawing(.full)
        let geometry = try #require(drawing.geometries(in: area).first)
        for token in 0..<90 {
            let cell = try #require(geometry.cell(of: token))
            let shown = try #require(drawing.token(x: cell.x, y: cell.y, in: area))
            #expect(Self.relevance.values[shown] >= Self.relevance.values[token])
            #expect(geometry.cell(of: shown).map { [$0.x, $0.y] } == [cell.x, cell.y])
        }
        #expect(drawing.token(x: 1, y: 20, in: area) == nil)
    }

    /// Files have the points' coordinates, and a picture all points.
    @Test func areWritten() throws {
        let figure = MadeUp.figure(Self.opened, Self.relevance)
        let lines = figure.figure.csv.split(separator: "\n")
        #expect(
            lines.count == 91 && lines[0] == "input,token,x,y,z,value"
                && lines[1].hasSuffix(",0,0.0,0.0,0.0,0.0")
        )
        let image = try #require(figure.pictures.first)
        #expect(image.width == image.height)
        let drawn = (0..<image.width * image.height).count {
            image[$0 % image.width, $0 / image.width] != image[0, image.height - 1]
        }
        #expect((60...90).contains(drawn), "\(drawn)")
    }

    /// Without a map the nearer point is seen.
    @Test func nearerPointsHideOthers() {
        let points = Layout.Points(
            dimensions: Self.points.dimensions,
            coordinates: [0, 0, 0.2, 0, 0, 0.9, 0, 0, 0.5]
        )
        let geometry = PointGeometry(points, in: Rectangle(x: 0, y: 0, width: 8, height: 4))
        #expect(geometry.cell(of: 0).flatMap { geometry.token(cellX: $0.x, cellY: $0.y) } == 1)
    }

    /// The cursor comes from every point to all others' cells.
    @Test func theCursorComesToAll() throws {
        let area = Rectangle(x: 0, y: 0, width: 40, height: 14)
        let drawing = drawing(.full)
        let geometry = try #require(drawing.geometries(in: area).first)
        func cell(_ token: Int) throws -> [Int] {
            let cell = try #require(geometry.cell(of: token))
            return [cell.x, cell.y]
        }
        var (visited, token) = (Set<[Int]>(), 0)
        for step in [-1, 1] {
            for _ in 0..<90 {
                token = drawing.moved(token, across: step, down: 0, in: area)
                visited.insert(try cell(token))
            }
        }
        #expect(visited == Set(try (0..<90).map(cell)))
        let up = drawing.moved(token, across: 0, down: -1, in: area)
        #expect(try cell(up)[1] <= cell(token)[1])
    }
}
