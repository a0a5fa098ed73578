import Numerics
import Testing

@Suite("Searches by halving")
struct PartitioningTests {
    @Test("find the first of those that come last, wherever they begin")
    func everyPlace() {
        for count in 0...20 {
            for limit in 0...count {
                #expect((0..<count).partitioningIndex { $0 >= limit } == limit)
            }
        }
    }

    @Test("find the first of equal elements, and the indices of slices")
    func slices() {
        #expect([9, 1, 2, 2, 2, 3][1...].partitioningIndex { $0 >= 2 } == 2)
        #expect([9, 1, 2, 2, 2, 3][1..<3].partitioningIndex { $0 >= 7 } == 3)
    }

    @Test("ask few times")
    func effort() {
        var asked = 0
        let place = (0..<1_000_000).partitioningIndex {
            asked += 1
            return $0 >= 777_777
        }
        #expect(place == 777_777 && asked <= 20)
    }
}
