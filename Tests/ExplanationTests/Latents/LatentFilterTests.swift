import Explanation
import Testing

@Suite struct LatentFilterTests {
    private static let columns: [LatentColumn] = [
        .latent, .weight, .effect, .inputs, .entropy, .lift, .centre("Hz"), .content, .twin,
    ]

    private func row(
        _ numbers: [LatentColumn: Double],
        kind: LatentKind? = nil,
        marks: Set<LatentMark> = []
    ) -> LatentRecord {
        LatentRecord(latent: 0, numbers: numbers, deviations: [:], kind: kind, twin: nil, marks: marks)
    }

    private func holds(_ text: String, _ row: LatentRecord) throws -> Bool {
        try LatentFilter(text, columns: Self.columns)(row)
    }

    @Test(arguments: [
        ("", true), ("  ", true), ("lift>3", true), ("lift > 4.5", false), ("H<=6 & lift>3", true),
        ("h<6", false), ("lift<3 | H=6", true), ("lift<3 | H=6 & weight>1", false), ("!(lift<3)", true),
        ("!dead", true), ("dead | duplicate", true), ("kind=sharp", true), ("kind != sharp", false),
        ("sharp", true), ("content>.5", false), ("content<.5 || twin>0", false), ("hz>=100&&lift!=3", true),
        ("effect > -0.5", true), ("effect<-1e-3", true), ("effect==-.25", true), ("!effect>0 & H<7", true),
    ])
    func conditions(text: String, isHeld: Bool) throws {
        let row = row(
            [.lift: 4.5, .entropy: 6, .weight: 0.1, .effect: -0.25, .centre("Hz"): 100],
            kind: .sharp,
            marks: [.duplicate]
        )
        let held = try holds(text, row)
        #expect(held == isHeld, "\(text)")
    }

    @Test(arguments: [
        ("lift", "expected <, <=, >, >=, = or != after lift (at the end)"),
        ("lift>", "expected a number (at the end)"),
        ("lift>three", "three is no number (at character 6)"),
        ("colour>3", "there is no colour; expected one of latent, weight, effect, inputs, H, lift, Hz"),
        ("lift>3 H<6", "expected & or | (at character 8)"),
        ("(lift>3", "expected ) (at the end)"),
        ("lift>3 &", "expected one of latent"),
        ("kind>sharp", "expected = or != after kind"),
        ("kind=odd", "expected one of content, position, sharp, periodic, broad (at character 6)"),
        ("lift>3)", "expected & or | (at character 7)"),
    ])
    func mistakes(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try LatentFilter(text, columns: Self.columns) }
        #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
    }
}
