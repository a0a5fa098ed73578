import Numerics
import Synchronization

/// How many runs of one model are shared among processors.
///
/// Products of small models are too small to be divided well: there several runs go through the layers together, and
/// several such batches run at the same time, each on one thread.
package struct ManyRuns: Sendable {
    private let isSmall: Bool

    /// Operations of a run up to which several run at the same time; the products of larger ones are divided themselves.
    private static let largestShared = 4_000_000_000
    /// How many small runs go through the layers together.
    private static let batch = 8

    /// - Parameter operations: those of one run.
    package init(operations: Int) { isSmall = operations < Self.largestShared }

    /// Applies a function to all elements, batch by batch, and joins what it returns in their order.
    ///
    /// - Parameters:
    ///   - elements: what there is to run.
    ///   - batch: the most elements that are handed over together.
    ///   - progress: is told how far the work is, from 0 to 1, in the thread that asks.
    ///   - body: may be called at the same time for several batches.
    /// - Throws: what the function throws; `CancellationError` if the task it runs in was cancelled.
    package func map<Element: Sendable, Value: Sendable>(
        _ elements: [Element],
        batch: Int = ManyRuns.batch,
        progress: (Double) -> Void,
        _ body: @Sendable ([Element]) throws -> [Value]
    ) throws -> [Value] {
        let even = (elements.count + Threads.count - 1) / Threads.count
        let batches = elements.divided(isSmall ? max(1, min(batch, even)) : 1)
        var values: [Value] = []
        var done = 0
        for some in batches.divided(isSmall ? 2 * Threads.count : 1) {
            try Task.checkCancellation()
            progress(Double(done) / Double(elements.count))
            values += isSmall ? try Self.atOnce(some, body) : try some.flatMap(body)
            done += some.reduce(0) { $0 + $1.count }
        }
        return values
    }

    /// Several batches at the same time, of which each has one thread.
    private static func atOnce<Element: Sendable, Value: Sendable>(
        _ batches: [[Element]],
        _ body: @Sendable ([Element]) throws -> [Value]
    ) throws -> [Value] {
        let next = Mutex(0)
        let results = Mutex([Result<[Value], any Error>?](repeating: nil, count: batches.count))
        Threads.split(Threads.count, work: .max) { _ in
            while let index = next.withLock({ $0.taken(below: batches.count) }) {
                let result = Result { try body(batches[index]) }
                results.withLock { $0[index] = result }
            }
        }
        return try results.withLock { $0 }.flatMap { try $0?.get() ?? [] }
    }
}

extension Run {
    /// How several runs like this one are shared among processors.
    package var several: ManyRuns { ManyRuns(operations: model.trunk.operations(inputs: input.readCount)) }
}

extension Int {
    /// The number itself, which becomes the next one; `nil` at the limit.
    fileprivate mutating func taken(below limit: Int) -> Int? {
        guard self < limit else { return nil }
        defer { self += 1 }
        return self
    }
}

extension Array {
    /// The elements in order, at most so many together.
    fileprivate func divided(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
