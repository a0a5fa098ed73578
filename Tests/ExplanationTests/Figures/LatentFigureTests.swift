import Explanation
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

// Maps over latents, and numbers.
extension FigureTests {
    /// A map whose content is made up.
    enum MadeUp {
        case overInput([Float])
        case matrix(PooledMatrix)
        case strip([Float])
    }

    func made(_ content: MadeUp) -> MapAnswer {
        let content: MapAnswer.Content =
            switch content {
            case .overInput(let values):
                .overInput(RankedRelevance(Relevance(values: values, isSigned: false, meaning: "")))
            case .matrix(let matrix): .matrix(matrix)
            case .strip(let values): .strip(values)
            }
        return MapAnswer(
            content,
            title: MapTitle(["self.0"]),
            facts: ["layer": "self.0"],
            meaning: "share of attention",
            quantity: "weight",
            isShare: true,
            seesClass: false,
            keys: .latents
        )
    }

    func madeFigure(_ content: MadeUp) throws -> Figure {
        var answers = Answers()
        let opened = try answers(OpenQuestion(Given.own[2].subject))
        return Figure(made(content), source: .text("a dog"), opened: opened)
    }

    /// The table of the made-up input.
    private static func csv(_ rows: String...) -> String {
        (["input,query,key,value"] + rows.map { "a dog," + $0 }).map { $0 + "\n" }.joined()
    }

    @Test func strips() throws {
        let subject = Given.own[6].subject
        for question in [
            MapQuestion(subject, layer: "self.1", query: .one(3)), MapQuestion(subject, layer: "decoder"),
        ] {
            let figure = try figure(subject, question)
            let values = try relevance(figure)
            let table = lines(figure)
            #expect(values.count == 7 && table.count == 8 && table[0] == ["query", "key", "value"])
            for (key, line) in table.dropFirst().enumerated() {
                #expect(line[0...1] == ["0", "\(key)"] && Float(line[2]) == values[key])
            }
            let object = try object(figure)
            #expect(try numbers(object) == values && object["shape"] as? [Int] == [1, 7])
            #expect(object["latents"] as? Int == 7 && object["axes"] == nil)
            #expect(object["layer"] as? String == question.layer)
        }
    }

    @Test func matrices() throws {
        let subject = Given.own[6].subject
        for (layer, count) in [("self.1", "latents"), ("encoder", "keys")] {
            let figure = try figure(subject, MapQuestion(subject, layer: layer, query: .all))
            let values = try relevance(figure)
            let keys = values.count / 7
            let table = lines(figure)
            #expect(table.count == values.count + 1 && table[0] == ["query", "key", "value"])
            for (place, line) in table.dropFirst().enumerated() {
                #expect(
                    line[0...1] == ["\(place / keys)", "\(place % keys)"] && Float(line[2]) == values[place]
                )
            }
            let object = try object(figure)
            #expect(try numbers(object) == values && object["shape"] as? [Int] == [7, keys])
            #expect(object[count] as? Int == keys && object["query"] as? String == "all")
        }
    }

    /// A row of a table has the same number in any order; JSON and arrays tell whose rows and columns they have.
    @Test func clusteredMatrices() throws {
        let subject = Given.own[6].subject
        let question = { MapQuestion(subject, layer: "self.1", query: .all, order: $0) }
        let (own, figure) = try (figure(subject, question(.number)), figure(subject, question(.clustered)))
        let (table, other) = (lines(own), lines(figure))
        #expect(table != other && Set(table) == Set(other) && table[0] == other[0])
        let order = stride(from: 1, to: 50, by: 7).compactMap { Int(other[$0][0]) }
        #expect(order.sorted() == Array(0..<7) && order != Array(0..<7))
        let object = try object(figure)
        #expect(object["queries"] as? [Int] == order && object["keyNumbers"] as? [Int] == order)
        #expect(object["order"] as? String == "clustered")
        #expect(try numbers(object) == relevance(figure))
        let arrays = try ArrayFileTests.members(figure.npz)
        #expect(arrays["queries.npy"] != nil && arrays["keyNumbers.npy"] == arrays["queries.npy"])
        let plain = try self.object(own)
        #expect(plain["queries"] == nil && plain["keyNumbers"] == nil && plain["order"] == nil)
    }

    /// Where latents share a number the first of them is named.
    @Test func averagesNameTheirFirst() throws {
        let matrix = PooledMatrix(
            values: Matrix(rows: 2, columns: 2, [1, 2, 3, 4]),
            queryCount: 5,
            keyCount: 7
        )
        let figure = try madeFigure(.matrix(matrix))
        #expect(figure.csv == Self.csv("0,0,1.0", "0,3,2.0", "2,0,3.0", "2,3,4.0"))
        let object = try object(figure)
        #expect(object["latents"] as? Int == 7 && object["shape"] as? [Int] == [2, 2])
    }

    /// A key that may not be read has a score of minus infinity, which no JSON knows.
    @Test func keysThatMayNotBeRead() throws {
        let matrix = PooledMatrix(values: Matrix(rows: 2, columns: 2, [1, -.infinity, 3, 4]))
        let figure = try madeFigure(.matrix(matrix))
        #expect(figure.csv == Self.csv("0,0,1.0", "0,1,", "1,0,3.0", "1,1,4.0"))
        #expect(try numbers(object(figure)) == [1, nil, 3, 4])
        let strip = try madeFigure(.strip([1, -.infinity]))
        #expect(strip.csv == Self.csv("0,0,1.0", "0,1,") && strip.title == "self.0")
        #expect(try numbers(object(strip)) == [1, nil])
        #expect(try object(strip)["meaning"] as? String == "share of attention")
    }

    /// Decimals in files are the shortest that are the same number.
    @Test func decimalsAreShort() throws {
        let json = String(decoding: try madeFigure(.strip([0.1, 1e-9])).json(), as: UTF8.self)
        #expect(
            json.contains("\"values\":[0.1,1e-09]") || json.contains("\"values\":[0.1,1.0e-09]"),
            "\(json)"
        )
    }
}
