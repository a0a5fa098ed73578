import Media
import Testing

/// The sides that points are seen from.
@Suite struct ViewpointTests {
    /// What is seen where: to the right, upwards, towards the eye.
    @Test func namedSides() {
        let point = SIMD3(1.0, 2, 3)
        #expect(Viewpoint.front.seen(point) == SIMD3(1, 2, 3))
        #expect(Viewpoint.side.seen(point) == SIMD3(-3, 2, 1))
        #expect(Viewpoint.top.seen(point) == SIMD3(1, -3, 2))
        #expect(Viewpoint(turn: 180, tilt: 0).seen(point) == SIMD3(-1, 2, -3))
    }

    /// Where z leads upwards, y leads away from the eye.
    @Test func zLeadsUpwards() {
        let point = SIMD3(1.0, 2, 3)
        #expect(Viewpoint.front.with(up: .z).seen(point) == SIMD3(1, 3, -2))
        #expect(Viewpoint.side.with(up: .z).seen(point) == SIMD3(2, 3, 1))
        #expect(Viewpoint.top.with(up: .z).seen(point) == SIMD3(1, 2, 3))
        // Turned by as much, a cloud that stands looks like one that was made to stand.
        let (turned, standing) = (Viewpoint(turn: 35, tilt: -50, up: .z), Viewpoint(turn: 35, tilt: -50))
        let difference = turned.seen(point) - standing.seen(SIMD3(1, 3, -2))
        #expect((difference * difference).sum() < 1e-20)
    }

    /// Distances stay what they are.
    @Test func turnsKeepDistances() {
        let view = Viewpoint(turn: 35, tilt: -50)
        let seen = view.seen(SIMD3(1, 2, 3))
        #expect(abs((seen * seen).sum() - 14) < 1e-12)
    }

    @Test func words() {
        #expect(Viewpoint("side") == .side && Viewpoint("90,0")?.words == "side")
        #expect(Viewpoint("30,-15")?.written == "30,-15")
        #expect(Viewpoint(turn: 195, tilt: 0) == Viewpoint(turn: -165, tilt: 0))
        #expect(Viewpoint("front,z") == Viewpoint(turn: 0, tilt: 0, up: .z))
        #expect(Viewpoint("30,-15,z")?.written == "30,-15,z" && Viewpoint("0,90,y") == .top)
        #expect(Viewpoint("side,z")?.words == "side, z upwards" && Viewpoint("side,z")?.written == "side,z")
        let wrong = ["z", "front,x", "front,z,z", "30,z", "", "back", "1", "1,2,3", "1.5,2", "4000,0"]
        for text in wrong { #expect(Viewpoint(text) == nil) }
    }

    /// A box that is seen along an axis is the same box by the axes themselves.
    @Test(arguments: [
        Viewpoint.front, .side, .top, Viewpoint(turn: -90, tilt: 0), Viewpoint(turn: 180, tilt: -90),
        Viewpoint.front.with(up: .z), Viewpoint.side.with(up: .z), Viewpoint.top.with(up: .z),
    ])
    func straightBoxes(_ view: Viewpoint) {
        let box = PointBox(-1...0.5, 0...2, view: view)
        #expect(box.straight.view == .front)
        for number in 0..<125 {
            let point = SIMD3(Double(number % 5), Double(number / 5 % 5), Double(number / 25)) - 2
            #expect(box.contains(point) == box.straight.contains(point))
        }
    }

    @Test func partsOfClouds() throws {
        let cloud = PointCloud([SIMD3(0, 0, 0), SIMD3(2, 0, 0), SIMD3(0, 4, 0)])
        let left = try #require(cloud.without(PointBox(1...9, PointBox.all)))
        #expect(left.count == 1 && left.cloud.points == [SIMD3(0, 0, 0), SIMD3(0, 4, 0)])
        #expect(cloud.without(PointBox(PointBox.all, PointBox.all)) == nil)
        // The other cloud is fitted into the same box: its upper half is at y 2 to 4 here.
        let other = PointCloud([SIMD3(10, 10, 5), SIMD3(11, 11, 5), SIMD3(11, 10.25, 5)])
        let changed = try #require(cloud.replacing(PointBox(PointBox.all, 2...9), with: other))
        #expect(changed.points == [SIMD3(0, 0, 0), SIMD3(2, 0, 0), SIMD3(2, 4, 0)])
    }
}
