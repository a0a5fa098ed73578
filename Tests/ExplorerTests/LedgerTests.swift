import Explanation
import Explorer
import Testing

/// What is asked, given up, kept and forgotten.
@Suite struct LedgerTests {
    /// A question that is answered by its number.
    private struct Number: Question {
        let number: Int
        var needed: [Int] = []

        var needs: [any Question] { needed.map { Number(number: $0) } }
        var title: String { "number" }

        func answer(_ known: Known, progress: @escaping Progress) -> Int { number }

        static func size(of answer: Int) -> Int { 100 }
    }

    /// A ledger that expectations can change.
    private final class Book {
        private var ledger: Ledger

        init(limit: Int) { ledger = Ledger(limit: limit) }

        subscript(question: Number) -> Int? { ledger[question] }

        var bytes: Int { ledger.bytes }
        var count: Int { ledger.count }

        func failure(of question: Number) -> Failure? { ledger.failure(of: question) }
        func isUnderWay(_ question: Number) -> Bool { ledger.isUnderWay(question) }
        func isAwaiting(_ question: Number) -> Bool { ledger.isAwaiting(question) }

        func settle(_ needed: [Number], keeping kept: [Number] = []) -> [Effect] {
            ledger.settle(needed, keeping: kept)
        }

        func take(_ result: Result<any Sendable, Failure>, to question: AnyQuestion, id: Int) -> Bool {
            ledger.take(result, to: question, id: id)
        }

        func note(_ share: Double, of question: AnyQuestion, id: Int) {
            ledger.note(share, of: question, id: id)
        }

        func forgetFailure(of question: Number) { ledger.forgetFailure(of: question) }
        func forgetAll(from question: Number) { ledger.forgetAll(from: question) }
    }

    private func asks(_ effects: [Effect]) -> [Ask] {
        effects.compactMap { if case .ask(let ask) = $0 { ask } else { nil } }
    }

    private func cancelled(_ effects: [Effect]) -> [Int] {
        effects.compactMap { if case .cancel(let id) = $0 { id } else { nil } }
    }

    /// Lets what is asked be answered; returns whether all of it was taken.
    @discardableResult
    private func answer(_ effects: [Effect], _ ledger: Book) -> Bool {
        var areTaken = true
        for ask in asks(effects) {
            let answer = (ask.question.question as? Number)?.number ?? 0
            areTaken = ledger.take(.success(answer), to: ask.question, id: ask.id) && areTaken
        }
        return areTaken
    }

    @Test("What is under way is not asked again, nor what is known")
    func askedOnce() {
        let ledger = Book(limit: 1000)
        let question = Number(number: 1)
        let first = ledger.settle([question, question])
        #expect(asks(first).count == 1)
        #expect(ledger.settle([question]).isEmpty)
        #expect(answer(first, ledger))
        #expect(ledger[question] == 1)
        #expect(ledger.settle([question]).isEmpty)
    }

    @Test("What a question needs is asked first, and handed to it")
    func needs() throws {
        let ledger = Book(limit: 1000)
        let question = Number(number: 3, needed: [1, 2])
        let first = ledger.settle([question])
        #expect(asks(first).map(\.question) == [Number(number: 1).asked, Number(number: 2).asked])
        #expect(ledger.isAwaiting(question) && !ledger.isUnderWay(question))
        answer(first, ledger)
        let ask = try #require(asks(ledger.settle([question])).first)
        #expect(ask.question == question.asked)
        #expect(ask.known[Number(number: 1)] == 1 && ask.known[Number(number: 2)] == 2)
    }

    @Test("What is no longer needed is cancelled, and its answer is not taken")
    func givenUp() throws {
        let ledger = Book(limit: 1000)
        let ask = try #require(asks(ledger.settle([Number(number: 1)])).first)
        let effects = ledger.settle([Number(number: 2)])
        #expect(cancelled(effects) == [ask.id])
        #expect(asks(effects).map(\.question) == [Number(number: 2).asked])
        #expect(!ledger.isUnderWay(Number(number: 1)))
        #expect(!ledger.take(.success(1), to: ask.question, id: ask.id))
        #expect(ledger[Number(number: 1)] == nil && ledger.count == 0)
        // It is cancelled once.
        #expect(ledger.settle([Number(number: 2)]).isEmpty)
    }

    @Test("Work on what something else needs goes on only with it")
    func neededWork() throws {
        let ledger = Book(limit: 1000)
        let ask = try #require(asks(ledger.settle([Number(number: 3, needed: [1])])).first)
        #expect(ledger.settle([Number(number: 4, needed: [1])]).isEmpty)
        #expect(cancelled(ledger.settle([])) == [ask.id])
    }

    @Test("Of a question that was given up and asked again only the second asking counts")
    func askedAgain() throws {
        let ledger = Book(limit: 1000)
        let question = Number(number: 1)
        let old = try #require(asks(ledger.settle([question])).first)
        #expect(cancelled(ledger.settle([])) == [old.id])
        let new = try #require(asks(ledger.settle([question])).first)
        #expect(new.id != old.id)
        ledger.note(0.5, of: question.asked, id: old.id)
        #expect(!ledger.take(.success(7), to: question.asked, id: old.id))
        #expect(ledger[question] == nil && ledger.isUnderWay(question))
        #expect(ledger.take(.success(1), to: question.asked, id: new.id))
        #expect(ledger[question] == 1)
        #expect(!ledger.take(.success(7), to: question.asked, id: new.id))
        #expect(ledger[question] == 1)
    }

    @Test("What failed is not asked again before that is forgotten")
    func failures() throws {
        let ledger = Book(limit: 1000)
        let question = Number(number: 2, needed: [1])
        let ask = try #require(asks(ledger.settle([question])).first)
        #expect(ledger.take(.failure(Failure("no")), to: ask.question, id: ask.id))
        #expect(ledger.settle([question]).isEmpty && ledger.settle([question]).isEmpty)
        #expect(ledger.failure(of: question) == Failure("no"))
        #expect(!ledger.isAwaiting(question))
        ledger.forgetFailure(of: question)
        #expect(ledger.failure(of: question) == nil)
        #expect(asks(ledger.settle([question])).map(\.question) == [Number(number: 1).asked])
    }

    @Test("Beyond the limit what was not needed for longest is forgotten")
    func memory() {
        let ledger = Book(limit: 250)
        for number in 1...3 { answer(ledger.settle([Number(number: number)]), ledger) }
        #expect((1...3).map { ledger[Number(number: $0)] } == [nil, 2, 3])
        #expect(ledger.bytes == 200 && ledger.count == 2)
        // The second is used again, so that the third is the older one.
        #expect(ledger.settle([Number(number: 2)]).isEmpty)
        answer(ledger.settle([Number(number: 4)]), ledger)
        #expect((1...4).map { ledger[Number(number: $0)] } == [nil, 2, nil, 4])
    }

    @Test("What is needed or kept stays, whatever the limit")
    func neededMemory() {
        let ledger = Book(limit: 50)
        let (needed, kept) = ([1, 2].map { Number(number: $0) }, Number(number: 3))
        answer(ledger.settle([kept]), ledger)
        answer(ledger.settle(needed, keeping: [kept]), ledger)
        _ = ledger.settle(needed, keeping: [kept])
        #expect(ledger.bytes == 300)
        _ = ledger.settle([needed[0]])
        #expect(ledger.bytes == 100 && ledger[needed[0]] == 1)
    }

    /// With an answer all goes that was computed from it, be it through others.
    @Test func forgetsWhatWasMadeOfAnAnswer() {
        let book = Book(limit: 1000)
        let (root, middle) = (Number(number: 1), Number(number: 2, needed: [1]))
        let other = Number(number: 3)
        for _ in 0..<2 { answer(book.settle([root, middle, other]), book) }
        #expect(book[root] == 1 && book[middle] == 2 && book[other] == 3)
        book.forgetAll(from: root)
        #expect(book[root] == nil && book[middle] == nil && book[other] == 3 && book.bytes == 100)
    }
}
