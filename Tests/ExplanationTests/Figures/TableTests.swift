import Explanation
import Foundation
import TestData
import Testing

/// Tables as files of comma-separated values.
@Suite struct TableTests {
    private static let cells = [
        "plain", "", "a,b", "say \"hi\"", "two\nlines", "x,\"\n\",y", " spaces ", "ä→猫", "'", "\"", ",",
    ]

    @Test("Cells are quoted as Python's csv module quotes them")
    func quotes() throws {
        var table = Table(columns: ["number", "cell, with a comma", "again"])
        for (number, cell) in Self.cells.enumerated() { table.add(["\(number)", cell, cell]) }
        #expect(try table.csv == String(contentsOfFile: fixture("csv/table.csv"), encoding: .utf8))
    }

    @Test("A carriage return is quoted, which readers may take for the end of a line")
    func carriageReturns() {
        var table = Table(columns: ["a"])
        table.add(["x\ry"])
        table.add(["x\r\ny"])
        #expect(table.lines == "\"x\ry\"\n\"x\r\ny\"\n")
    }

    /// Columns of both are there once, in their order; where a row has none the cell is empty.
    @Test("Tables of different columns become one")
    func unions() {
        var table = Table(columns: ["input", "x", "value"])
        table.add(["a,\n\"b\"", "1", "2"])
        var other = Table(columns: ["input", "time", "value"])
        other.add(["c", "3", "4"])
        let all = Table.union([table.columns, other.columns, other.columns])
        #expect(all == ["input", "x", "value", "time"])
        #expect(table.rearranged(to: all).csv == "input,x,value,time\n\"a,\n\"\"b\"\"\",1,2,\n")
        #expect(other.rearranged(to: all).lines == "c,,4,3\n")
        #expect(Table(columns: other.columns, lines: other.lines) == other)
    }
}
