import Cells
import Explanation
import Explorer
import Testing

/// What the panes say, and what gives way where there is little room.
@Suite struct WordsTests {
    @Test func titlesKeepTheTargetAndTheUnit() throws {
        let session = try Session()
        #expect(session.rows[0].contains("cat.png") && session.rows[0].contains("target: boat (1st, .77)"))
        #expect(session.rows[1].contains("cp-lrp · photo: boat"))
    }

    /// Of a long name the beginning and the end are left.
    @Test func longNamesAreCutInTheMiddle() throws {
        let text = "a sentence about two dogs and their bones"
        let session = try Session(sources: [.text(text)])
        #expect(session.rows[0].contains("\"a sen") && session.rows[0].contains("bones\""))
        #expect(session.rows[0].contains("target: cat (subject: 1st, .73)"))
        #expect(session.rows[2].contains("> \"a s") && session.rows[2].contains("cat│"))
    }

    /// Of several tasks the header names the target's, where there is room; the target stays in any case.
    @Test func headersNameTheTask() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text, Session.picture])
        #expect(session.rows[0].contains("target: cat (subject: 1st, .73)"))
        session.send(.terminal(.resized(Size(width: 60, height: 24))))
        #expect(session.rows[0].contains("target: cat (") && session.rows[0].contains("1st, .73)"))
        session.send(.terminal(.resized(Size(width: 40, height: 24))))
        #expect(session.rows[0].contains("target: cat (1st, .73)"), "\(session.rows[0])")
        // With a single task there is nothing to tell apart.
        session = try Session(width: 120, height: 40)
        #expect(session.rows[0].contains("target: boat (1st, .77)"))
    }

    /// Titles and legends lose parts as a whole: nothing is cut within a word.
    @Test func titlesLoseWholeParts() throws {
        var session = try Session(width: 80, height: 24, sources: [Session.text])
        for _ in 0..<4 {
            #expect(!session.rows[1].contains("…"), "\(session.rows[1])")
            session.press(.character("y"))
        }
        session.press(.character("a"))
        for unit in ["weight", "score", "lift"] {
            #expect(session.rows[1].contains(unit))
            let legend = session.rows[21].split(separator: "│").dropFirst().first ?? ""
            #expect(!legend.contains("…"), "\(legend)")
            #expect(session.screen.contains(unit == "weight" ? "Words by share" : "Words by \(unit)"))
            session.press(.character("u"))
        }
        session.press(.character("s"))
        session.press(.character("r"), .character("r"))
        #expect(!session.rows[1].contains("…") && session.rows[1].contains("weight, by concentration"))
    }

    /// A filter stands in the title, and what there is no room for goes as a whole.
    @Test func filtersTouchNoHeading() throws {
        var session = try Session()
        session.press(.character("3"), .character("/"))
        session.type("boat")
        #expect(session.rows[1].contains(" /boat ") && session.rows[1].contains("─prob. score"))
        session.type("s and more of them")
        #expect(session.rows[1].contains(" /boats and more of them ") && !session.rows[1].contains("prob."))
    }

    /// At the usual size the names and answers of the list are whole; of a long name the answer takes nothing.
    @Test func listsHaveRoomForNamesAndAnswers() throws {
        let session = try Session(sources: [.file(path: "/home/ada/cat.txt"), Session.text])
        #expect(session.rows[2].contains("> cat.txt") && !session.rows[2].prefix(22).contains("…"))
        let long = Source.text(String(repeating: "a dog and ", count: 5))
        let other = try Session(sources: [long])
        #expect(other.rows[2].prefix(22).hasSuffix(" cat│"), "\(other.rows[2])")
    }

    /// The box says whose reading its numbers are of, and what there are so many of.
    @Test func latentFactsNameTheirAskerAndTheirTokens() throws {
        let session = try Session(width: 120, height: 40)
        #expect(session.screen.contains("Latent 0 · decoder query: photo"))
        #expect(session.screen.contains(#/50 % of attention in \d+ tokens/#))
        let narrow = try Session()
        #expect(narrow.screen.contains("Latent 0 · query: photo"))
        #expect(narrow.screen.contains(#/50 % in \d+ tokens/#))
    }

    /// Columns have headings, which stand above their numbers.
    @Test func columnsHaveHeadings() throws {
        let session = try Session()
        let (edge, row) = (session.rows[1], session.rows[3])
        let end = { (text: String, part: String) in
            text.firstRange(of: part).map { text.distance(from: text.startIndex, to: $0.upperBound) }
        }
        #expect(end(edge, "prob.") == end(row, ".77") && end(edge, "score") == end(row, "1.5"))
        #expect(edge.contains("answer"))
    }

    /// The surest task stands first, and one without an answer last, wherever the target is.
    @Test func sureTasksStandFirst() throws {
        var session = try Session(width: 120, height: 40, model: Session.shared, unsure: ["photo"])
        func place(_ task: String) -> Int? {
            session.rows.firstIndex { $0.contains(task) && $0.contains("bits") }
        }
        let (sure, unsure) = (try #require(place("concept")), try #require(place("photo")))
        #expect(sure < unsure)
        session.press(.character("3"), .down, .down, .down)
        #expect(place("concept") == sure && place("photo") == unsure)
        for _ in 0..<20 { session.press(.down) }
        #expect(session.rows[0].contains("target: dog ") || session.rows[0].contains("target: boat "))
    }

    /// A map that would be the same for another target says so.
    @Test func mapsSayWhetherTheyAreAboutTheTarget() throws {
        var session = try Session()
        #expect(session.rows[22].contains("map: for the target"))
        session.press(.character("a"))
        #expect(session.rows[22].contains("map: same for every class"))
    }

    /// Ranks of occlusion count what was removed, not the tokens that share a number.
    @Test func occlusionCountsBlocksAndWords() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("x"), .character("x"), .character("2"), .enter)
        #expect(session.screen.contains(" blocks") && !session.screen.contains("%ile"))
        session.press(.character("J"), .character("J"), .enter)
        #expect(session.screen.contains("of 5 words"), "\(session.screen)")
    }

    @Test func legendsOfMasksSayWhatIsShown() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("o"), .escape)
        #expect(session.screen.contains("60 % of the positive sum"))
        session.press(.character("a"))
        #expect(session.screen.firstMatch(of: #/bright: 60 % of the mass, \d+ of 64 tokens/#) != nil)
    }

    /// Help begins with what the screen shows.
    @Test(
        arguments: [
            ([], "The main screen"), ([.character("2")], "cp-lrp: what the answer comes from"),
            ([.character("a"), .character("2")], "The attention map"),
            ([.character("2"), .character("}")], "Self-attention"), ([.character("3")], "The predictions"),
            ([.character("x"), .character("x"), .character("2")], "occlusion: what the answer comes from"),
            ([.character("s")], "The sheet"),
            ([.character("c")], "Compare"), ([.character("f")], "The file browser"),
            ([.character("M")], "The models"),
        ] as [([Key], String)]
    )
    func helpBeginsWithTheScreen(keys: [Key], title: String) throws {
        var session = try Session()
        for key in keys { session.press(key) }
        session.press(.character("?"))
        #expect(session.rows[2].hasPrefix("│\(title)"), "\(session.rows[2])")
        let keysBegin = session.rows.firstIndex { $0.contains("Keys: ") } ?? 24
        #expect(keysBegin > 4)
        session.press(.tab)
        #expect(session.rows[1].contains("Glossary") && session.rows[2].contains("ablation"))
    }

    @Test func glossaryIsInOrder() {
        let terms = Glossary.entries.map(\.term)
        #expect(terms == terms.sorted { $0.lowercased() < $1.lowercased() })
        for entry in Glossary.entries { #expect(entry.meaning.hasSuffix("."), "\(entry.term)") }
    }
}
