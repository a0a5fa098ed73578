import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import TestData
import Testing

/// Point clouds on the screen: turned, selected and drawn.
@Suite struct CloudTests {
    private func session(_ width: Int = 80, _ height: Int = 24, _ depth: ColourDepth = .full) throws
        -> Session
    {
        try Session(
            width: width,
            height: height,
            depth: depth,
            sources: [Session.cloud, Session.text],
            model: Session.points
        )
    }

    @Test(arguments: [(80, 24, ColourDepth.full), (80, 24, .monochrome), (160, 45, .full)])
    func screens(_ width: Int, _ height: Int, _ depth: ColourDepth) throws {
        var session = try session(width, height, depth)
        let name = "\(width)x\(height)-\(depth == .full ? "colour" : "mono")"
        try expectGolden(session.explorer.view(), "cloud-\(name)")
        session.press(.character("@"), .right, .right, .up)
        try expectGolden(session.explorer.view(), "cloud-turned-\(name)")
    }

    /// The arrows turn it, and the three sides have keys of their own.
    @Test func turning() throws {
        var session = try session()
        #expect(session.screen.contains(" x "))
        session.press(.character("@"), .right, .up)
        #expect(session.screen.contains("turned 15°, tilted 15°"))
        session.press(.left, .left, .down, .down)
        #expect(session.screen.contains("turned -15°, tilted -15°"))
        let turned = session.screen
        session.press(.character("s"))
        #expect(session.screen.contains(" z ") && session.screen != turned)
        session.press(.character("t"))
        let top = session.screen
        session.press(.character("f"), .escape)
        #expect(session.screen != top && !session.screen.contains("f front"))
        // Afterwards they choose latents and layers again.
        session.press(.right)
        #expect(!session.screen.contains("turned"))
    }

    /// What lies on its back in the file is made to stand, for the view alone.
    @Test func zLeadsUpwards() throws {
        var session = try session(160, 45)
        let (runs, front) = (session.asked(RunQuestion.self).count, session.screen)
        session.press(.character("@"))
        #expect(session.screen.contains("z z up"))
        session.press(.character("z"))
        #expect(session.screen.contains(" z ") && !session.screen.contains(" y  "))
        #expect(session.screen.contains("z y up"))
        session.press(.right)
        #expect(session.screen.contains("turned 15°, tilted 0°, z upwards"))
        session.press(.character("t"), .character("z"), .character("f"), .character("@"), .character("1"))
        #expect(session.screen == front)
        #expect(session.asked(RunQuestion.self).count == runs)
    }

    /// Each latent's map lies over the cloud, as the input beside it.
    @Test(arguments: [ColourDepth.full, .monochrome]) func sheets(_ depth: ColourDepth) throws {
        for (width, height) in [(80, 24), (160, 45)] {
            var session = try session(width, height, depth)
            session.press(.character("s"))
            let name = "\(width)x\(height)-\(depth == .full ? "colour" : "mono")"
            try expectGolden(session.explorer.view(), "cloud-sheet-\(name)")
        }
    }

    @Test(arguments: [ColourDepth.full, .monochrome]) func compared(_ depth: ColourDepth) throws {
        for (width, height) in [(80, 24), (160, 45)] {
            var session = try Session(
                width: width,
                height: height,
                depth: depth,
                sources: [Session.cloud, Session.wall],
                model: Session.points
            )
            session.press(.character("c"))
            let name = "\(width)x\(height)-\(depth == .full ? "colour" : "mono")"
            try expectGolden(session.explorer.view(), "cloud-compare-\(name)")
        }
    }

    /// What is no cloud cannot be turned, and says so.
    @Test func onlyCloudsTurn() throws {
        var session = try session()
        session.press(.down, .character("@"))
        #expect(session.screen.contains("only point clouds can be turned"))
    }

    /// A region lies in the plane that is seen, and takes everything behind it.
    @Test func regions() throws {
        var session = try session()
        session.press(
            .character("@"),
            .character("s"),
            .character("@"),
            .enter,
            .character(" "),
            .up,
            .up,
            .up
        )
        session.press(.left, .left, .character(" "))
        #expect(session.screen.contains("remove"))
        session.press(.character("d"))
        let edits = session.asked(OpenQuestion.self).map(\.subject.source.edits).filter { !$0.isEmpty }
        guard case .remove(let part)? = edits.last?.first, case .space(let box) = part.place else {
            Issue.record("no region was removed")
            return
        }
        // Of the side view the axes are z and y; x has no limits.
        #expect(box.view == .front && box.ranges[0] == PointBox.all)
        #expect(box.ranges[1] != PointBox.all && box.ranges[2] != PointBox.all)
        #expect(session.screen.contains("tokens are removed"))
    }

    /// The cursor moves over tokens that are seen, each time farther in its direction.
    @Test func cursor() throws {
        let (geometry, _) = try geometry()
        for token in 0..<20 where geometry.contains(token) {
            let here = try #require(geometry.cell(of: token))
            if let next = geometry.moved(token, across: 1, down: 0, over: nil) {
                #expect(try #require(geometry.cell(of: next)).x >= here.x && next != token)
            }
            if let next = geometry.moved(token, across: 0, down: 1, over: nil) {
                #expect(try #require(geometry.cell(of: next)).y >= here.y && next != token)
            }
        }
    }

    private func geometry(_ view: Viewpoint = .front) throws -> (PointGeometry, CloudOutline) {
        let model = try Session.model(Session.points).get()
        let input = try model.prepare(.points(Session.screw))
        guard case .points(let cloud) = Outline(.points(Session.screw), input),
            let points = input.layout.placed.points
        else { throw CocoaError(.featureUnsupported) }
        let area = Rectangle(x: 0, y: 0, width: 60, height: 20)
        return (PointGeometry(points, cloud: cloud, view: view, in: area), cloud)
    }

    /// At each pixel the nearest point is seen; finer pixels show the same in more detail.
    @Test(arguments: [Viewpoint.front, Viewpoint(turn: 180, tilt: 0)]) func hiding(_ view: Viewpoint) throws {
        let (geometry, cloud) = try geometry(view)
        let places = cloud.points.map(view.seen)
        let ends = (0..<2).map { axis in
            (places.map { $0[axis] }.min() ?? 0, places.map { $0[axis] }.max() ?? 0)
        }
        let (width, height) = geometry.pixels
        var nearest: [Int: Int] = [:]
        for (index, place) in places.enumerated() {
            let shares = (0..<2).map { (place[$0] - ends[$0].0) / (ends[$0].1 - ends[$0].0) }
            let x = Int(min(shares[0] * Double(width), Double(width) - 0.5))
            let y = height - 1 - Int(min(shares[1] * Double(height), Double(height) - 0.5))
            let pixel = y * width + x
            if nearest[pixel].map({ places[$0].z < place.z }) ?? true { nearest[pixel] = index }
        }
        for y in 0..<height {
            for x in 0..<width {
                #expect(geometry.token(x: x, y: y) == nearest[y * width + x].map { cloud.tokens[$0] })
            }
        }
        let fine = geometry.finer(Density(x: 8, y: 16))
        #expect(fine.pixels.width == 8 * width && fine.pixels.height == 8 * height)
        let filled = (0..<fine.pixels.width * fine.pixels.height).count {
            fine.token(x: $0 % fine.pixels.width, y: $0 / fine.pixels.width) != nil
        }
        // Discs, not single pixels: 600 points would be as many.
        #expect(filled > 3000)
        #expect(fine.cell(of: 3).map { [$0.x, $0.y] } == geometry.cell(of: 3).map { [$0.x, $0.y] })
    }

    /// Points that stand close are a surface: it has no holes, hides what is behind it, and ends where it did.
    @Test(arguments: [Density.sextants, Density(x: 5, y: 10), Density(x: 8, y: 16)])
    func surfaces(_ density: Density) throws {
        var random = Generator(seed: 3)
        func place(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
        // A square wall with a window, far in front of another one; both have a frame of their own.
        let front = (0..<6000).compactMap { _ -> SIMD3<Double>? in
            let point = SIMD3(place(-1...1), place(-1...1), 1)
            return max(abs(point.x), abs(point.y)) < 0.5 ? nil : point
        }
        let back = (0..<4000).map { _ in SIMD3(place(-1...1), place(0...1), -1) }
        let corners = [SIMD3(-1.0, -1, 1), SIMD3(1, 1, 1)]
        let points = Layout.Points(
            dimensions: ["x", "y", "z"].map { .init(name: $0, range: -1...1) },
            coordinates: [0, 0, 1, 0, 0, -1]
        )
        let layout = Layout(sections: [.init(name: "points", points: points)])
        let cloud = CloudOutline(PointCloud(front + back + corners), layout: layout)
        let area = Rectangle(x: 0, y: 0, width: 24, height: 12)
        let geometry = PointGeometry(points, cloud: cloud, in: area).finer(density)
        let (width, height) = geometry.pixels
        var (right, wrong) = (0, 0)
        for pixel in 0..<width * height {
            let (x, y) = (pixel % width, pixel / width)
            let across = 2 * (Double(x) + 0.5) / Double(width) - 1
            let down = 2 * (Double(y) + 0.5) / Double(height) - 1
            let distance = max(abs(across), abs(down))
            // Pixels at the edges may belong to either side.
            guard abs(distance - 0.5) > 0.15, distance > 0.5 || abs(down) > 0.15 else { continue }
            // Through the upper half of the window the wall behind it is seen.
            let wanted = distance > 0.5 ? 0 : down < 0 ? 1 : nil
            if geometry.token(x: x, y: y) == wanted { right += 1 } else { wrong += 1 }
        }
        #expect(right > 700 && 50 * wrong < right, "\(wrong) of \(right + wrong)")
    }
}
