import Explanation
import Models
import Perceiver
import TestData
import Testing

/// What tells questions apart, what they need, and where they are answered.
@Suite struct QuestionTests {
    private static let cat = Source.file(path: "cat.jpg")
    private static let place = ModelPlace.folder(path: "/models/tuned")

    private static var large: Source.Options {
        var options = Source.Options()
        options.size = 224
        return options
    }

    private static let subjects: [Subject] = [
        Subject(cat, model: .bundled),
        Subject(cat, model: place),
        Subject(.file(path: "dog.jpg"), model: .bundled),
        Subject(.text("cat.jpg"), model: .bundled),
        Subject(Source(.file(path: "cat.jpg"), options: large), model: .bundled),
        Subject(cat.editing(.remove(Part(.box(x: 1, y: 2, width: 3, height: 4)))), model: .bundled),
        Subject(cat.editing(.remove(Part(.box(x: 1, y: 2, width: 3, height: 5)))), model: .bundled),
        Subject(cat.editing(.mask(Part(.bytes(1..<2)))), model: .bundled),
        Subject(cat.editing(.replace("cat")), model: .bundled),
    ]

    private static func questions(_ subject: Subject) -> [any Question] {
        let other = Subject(.text("other"), model: subject.model)
        return [
            OpenQuestion(subject), RunQuestion(subject), ReconstructionQuestion(subject),
            PortraitQuestion(subject), BytesQuestion(subject, position: 1),
            BytesQuestion(subject, position: 2),
            ReadingQuestion(subject), ReadingQuestion(subject, asker: .task(1)),
            ReadingQuestion(subject, asker: .query(1)),
            ComparisonQuestion(subject, other), ComparisonQuestion(other, subject),
            ComparisonQuestion(subject, other, tasks: (0, 1)),
            ComparisonQuestion(subject, other, tasks: (1, 0)),
            RelevanceQuestion(subject, .occlusion), RelevanceQuestion(subject, .ablation),
            RelevanceQuestion(subject, .occlusion, task: 1),
            RelevanceQuestion(subject, .occlusion, target: 1),
            MapQuestion(subject), MapQuestion(subject, layer: "self.0"), MapQuestion(subject, head: .max),
            MapQuestion(subject, query: .all), MapQuestion(subject, unit: .lift),
            MapQuestion(subject, asker: .task(1)), MapQuestion(subject, asker: .query(1)),
            SheetQuestion(subject), SheetQuestion(subject, layer: "self.0"),
            SheetQuestion(subject, head: .max),
            SheetQuestion(subject, unit: .score), SheetQuestion(subject, largestWhole: 5),
        ]
    }

    /// Built twice, questions are the same; no two different ones are.
    @Test func questionsAreKeys() {
        func all() -> [AnyQuestion] {
            let ofSubjects = Self.subjects.flatMap(Self.questions).map { $0.asked }
            return ofSubjects + [
                ModelQuestion(.bundled).asked, ModelQuestion(Self.place).asked,
                ListingsQuestion([.bundled]).asked, ListingsQuestion([.bundled, Self.place]).asked,
                ModalityQuestion(Self.cat).asked, FolderQuestion(path: "cat.jpg").asked,
                PreviewQuestion(path: "cat.jpg", model: .bundled).asked,
                PreviewQuestion(path: "cat.jpg", model: Self.place).asked,
            ]
        }
        let (first, second) = (all(), all())
        #expect(Set(first).count == first.count)
        for (a, b) in zip(first, second) { #expect(a == b && a.hashValue == b.hashValue) }
    }

    /// Where nobody's answer matters, the same map is not asked for twice.
    @Test func askersThatDoNotMatterAreLeftOut() {
        let subject = Self.subjects[0]
        for query in [QueryChoice.all, .mean, .one(3)] {
            #expect(
                MapQuestion(subject, query: query, asker: .task(2)) == MapQuestion(subject, query: query)
            )
        }
    }

    @Test func needs() {
        let subject = Self.subjects[5]
        let (model, open, run) = (
            ModelQuestion(.bundled).asked, OpenQuestion(subject).asked, RunQuestion(subject).asked
        )
        #expect(model.needs.isEmpty && model.helps.isEmpty)
        #expect(open.needs == [model] && Set(run.needs) == [open, model])
        for question in [
            MapQuestion(subject).asked, SheetQuestion(subject).asked, ReadingQuestion(subject).asked,
            BytesQuestion(subject, position: 0).asked, RelevanceQuestion(subject, .occlusion).asked,
        ] { #expect(question.needs == [run] && question.helps.isEmpty) }
        #expect(Set(ReconstructionQuestion(subject).asked.needs) == [run, open])
        let other = Self.subjects[2]
        #expect(Set(ComparisonQuestion(subject, other).asked.needs) == [run, RunQuestion(other).asked])
        let portrait = PortraitQuestion(subject).asked
        #expect(portrait.needs == [model] && portrait.helps == [run])
        #expect(PreviewQuestion(path: "a", model: .bundled).asked.needs == [model])
        #expect(FolderQuestion(path: "a").asked.needs.isEmpty)
    }

    /// What reads files does not keep others waiting; what may take seconds is done one after the other.
    @Test func lanes() {
        let (subject, known) = (Self.subjects[0], Known())
        let files: [any Question] = [
            ModelQuestion(.bundled), OpenQuestion(subject), FolderQuestion(path: "a"),
            PreviewQuestion(path: "a", model: .bundled), ListingsQuestion([]), ModalityQuestion(Self.cat),
        ]
        for question in files { #expect(question.lane(known) == .files) }
        let long: [any Question] = [
            RunQuestion(subject), RelevanceQuestion(subject, .ablation), PortraitQuestion(subject),
            ComparisonQuestion(subject, subject), ReconstructionQuestion(subject),
        ]
        for question in long { #expect(question.lane(known) == .long) }
        #expect(ReadingQuestion(subject).lane(known) == .quick)
        #expect(BytesQuestion(subject, position: 0).lane(known) == .quick)
    }
}
