import Explorer
import Foundation
import Numerics
import Testing

/// Maps as files.
@Suite struct FigureTests {
    private func figure(_ values: Matrix, latents: Int) -> MapFigure {
        MapFigure(
            name: "a",
            content: .latents(values, meaning: "share of attention", count: latents),
            title: "self.0"
        )
    }

    /// Where latents share a number the first of them is named.
    @Test func averagesNameTheirLatents() throws {
        let figure = figure(Matrix(rows: 2, columns: 2, [1, 2, 3, 4]), latents: 5)
        #expect(figure.csv == "query,key,value\n0,0,1.0\n0,2,2.0\n2,0,3.0\n2,2,4.0\n")
        let object = try JSONSerialization.jsonObject(with: figure.json()) as? [String: Any]
        #expect(object?["latents"] as? Int == 5)
    }

    /// A name without an end would neither say what to write nor be given a number.
    @Test(arguments: ["csv", "map", "map.txt"]) func namesWithoutAKindAreRefused(name: String) {
        let path = FileManager.default.temporaryDirectory.appending(path: name).path
        let figure = figure(Matrix(rows: 1, columns: 1, [1]), latents: 1)
        #expect(throws: Failure.self) { try figure.write(toNew: path) }
    }
}
