import Media
import Testing

@Suite struct UnitFileTests {
    private func read(_ text: String) throws(MediaError) -> UnitSet? {
        if case .units(let set) = try Medium.read(Array(text.utf8), name: "u") { set } else { nil }
    }

    private func problem(_ text: String) -> String? {
        do throws(MediaError) {
            _ = try read(text)
            return nil
        } catch {
            return error.description
        }
    }

    /// The same units in each way in which people write them.
    @Test(arguments: [
        "type,x,y,owner,age\nProbe,3,4.5,1,60\nDrone,7,8,2,0\n",
        "Age\tPlayer\tUnit\tPos_X\tPos_Y\r\n60\t1\tProbe\t3\t4.5\r\n\r\n0\t2\tDrone\t7\t8",
        "\u{FEFF}name;x;y;team;seconds\n\"Probe\";3;4.5;1;60\nDrone;7;8;2;0",
        "type,x,y,owner,age\rProbe,3,4.5,1,60\rDrone,7,8,2,0\r",
        "\n\ntype,x,y,owner,age,\"remark, if any\"\nProbe,3,4.5,1,60,\"a \"\"b\"\",\nc\"\nDrone,7,8,2,0,\n",
        #"[{"type": "Probe", "x": 3, "y": 4.5, "owner": 1, "age": 60}, {"type": "Drone", "x": "7", "y": 8, "owner": 2}]"#,
        #"{"map": "Port", "units": [{"type":"Probe","x":3,"y":4.5,"player":1,"age":60,"tags":[1]},"#
            + #"{"type":"Drone","x":7,"y":8,"player":2,"age":0,"tags":null}]}"#,
    ]) func forms(text: String) throws {
        let set = try #require(try read(text))
        #expect(
            set.units == [
                .init(type: "Probe", owner: 1, x: 3, y: 4.5, age: 60),
                .init(type: "Drone", owner: 2, x: 7, y: 8, age: 0),
            ]
        )
        #expect(Medium.modality(of: Array(text.utf8)) == .units)
    }

    /// Tables and JSON of something else stay texts.
    @Test(arguments: [
        "name,price\ntea,3\n", "x,y,z\n1,2,3\n", "The type, x and y of it\n", #"{"x": 1, "y": 2}"#,
        #"[{"type": "a"}]"#, "[1, 2, 3]", "{",
    ]) func othersAreNone(text: String) {
        #expect(Medium.modality(of: Array(text.utf8)) != .units)
    }

    @Test func ownersByName() throws {
        let set = try #require(
            try read("type,x,y,owner\nA,1,1,red\nB,2,2,blue\nC,3,3,red\nD,4,4,neutral\nE,5,5,0\n")
        )
        #expect(set.units.map(\.owner) == [1, 2, 1])
        #expect(set.notes.contains("player 1 is red, player 2 is blue"))
        #expect(set.notes.contains("units of no player are left out: 2"))
        // Numbers of players need not be 1 and 2, and two of them are never taken for one.
        for (owners, expected) in [
            (["1", "3", "1"], [1, 2, 1]), (["3", "2", "-1"], [1, 2]), (["2", "1", "16"], [2, 1]),
        ] {
            let rows = owners.map { "A,1,1,\($0)" }.joined(separator: "\n")
            let set = try #require(try read("type,x,y,owner\n\(rows)\n"))
            #expect(set.units.map(\.owner) == expected, "\(owners)")
        }
        let alone = try #require(try read("type,x,y\nA,1,1\n"))
        #expect(alone.units[0].owner == 1 && alone.notes.contains { $0.contains("no column names an owner") })
    }

    @Test(arguments: [
        ("type,x,y\n", "it has no units"), ("type,x,y\nA,1\n", "line 2 has no x or y"),
        ("type,x,y\nA,1,2\nB,nan,2\n", "line 3: x is nan, which is no number up to a million"),
        ("type,x,y\nA,1,1e9\n", "line 2: y is 1e9"), ("type,x,y,age\nA,1,1,old\n", "line 2: age is old"),
        ("type,x,y,owner\nA,1,1,a\nA,1,1,b\nA,1,1,c\n", "line 4 has a third owner, c"),
        ("type,x,y,owner\nA,1,1,0\n", "none of its units belongs to a player"),
        ("type,x,y\nA,1,1\n\"B,2,2\nC,3,3\n", "line 3 has no x or y"),
        (#"[{"type":"A","x":1,"y":2},"#, "it is no JSON list"),
        (#"{"type":"A","x":1,"y":2}"#, "it is no JSON list"),
        (#"[{"type":"A","x":1,"y":2},{"type":"B"}]"#, "unit 2 has no x or y"),
    ]) func whatIsWrongIsSaid(text: String, words: String) {
        let problem = problem(text)
        #expect(
            problem?.hasPrefix("u: is a set of units") == true && problem?.contains(words) == true,
            "\(problem ?? "")"
        )
    }
}
