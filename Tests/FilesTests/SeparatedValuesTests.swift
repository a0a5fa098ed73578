import Files
import Testing

@Suite struct SeparatedValuesTests {
    @Test func quotedCells() {
        let cells = SeparatedValues.cells(of: "a,\"b \"\"c\"\"\r\nd\",\"\"\r\n,e\n")
        #expect(cells == [["a", "b \"c\"\nd", ""], ["", "e"]])
        #expect(SeparatedValues.cells(of: "a;b,c\n", separator: 0x3B) == [["a", "b,c"]])
    }

    /// Nothing behind a quotation mark that is not closed is lost.
    @Test func unclosedQuotes() {
        #expect(SeparatedValues.cells(of: "a,b\n\"c,d\ne") == [["a", "b"], ["\"c,d\ne\n"]])
        #expect(SeparatedValues.cells(of: "\"").count == 1)
    }
}
