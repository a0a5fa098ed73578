import Cells
import Explorer
import Testing

@Suite("Characters two cells wide")
struct WideCharacterTests {
    private func characters(_ canvas: Canvas) -> [Character?] {
        canvas.cells.map(\.character)
    }

    @Test("lose both halves when another one covers either")
    func overwriting() {
        var canvas = Canvas(Size(width: 5, height: 1))
        canvas.write("日木", x: 0, y: 0)
        #expect(characters(canvas) == ["日", nil, "木", nil, " "])
        canvas.write("水", x: 1, y: 0)
        #expect(characters(canvas) == [" ", "水", nil, " ", " "])
        canvas.write("a", x: 2, y: 0)
        #expect(characters(canvas) == [" ", " ", "a", " ", " "])
    }

    @Test("are left out where half of them would be cut off")
    func clipping() {
        var canvas = Canvas(Size(width: 3, height: 1))
        #expect(canvas.write("a日本", x: 0, y: 0) == 3)
        #expect(characters(canvas) == ["a", "日", nil])
        #expect(canvas.write("日本", x: 0, y: 0, limit: 3) == 2)
    }
}
