import Explanation
import Testing

@Suite struct ChoicesTests {
    @Test func namesRoundTrip() throws {
        for head in [HeadChoice.mean, .max, .one(2)] { #expect(HeadChoice(name: head.name) == head) }
        for query in [QueryChoice.mean, .output, .all, .one(0)] {
            #expect(QueryChoice(name: query.name) == query)
        }
        #expect(
            HeadChoice(name: "-1") == nil && QueryChoice(name: "") == nil && HeadChoice(name: "all") == nil
        )
        let model = try Tiny.model.get()
        #expect(model.layers.map(\.name) == ["encoder", "self.0", "self.1", "self.2", "self.3", "decoder"])
        for (index, layer) in model.layers.enumerated() {
            #expect(model.layer(named: layer.name) == index)
        }
        #expect(model.layer(named: "self.x") == nil && model.layer(named: "self.-1") == nil)
    }

    /// A layer of one head has nothing to choose from.
    @Test func headsOfALayer() {
        #expect(HeadChoice.all(heads: 1) == [.one(0)])
        #expect(HeadChoice.all(heads: 2) == [.mean, .max, .one(0), .one(1)])
    }
}
