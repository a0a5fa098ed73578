/// How far a run is, in floating-point operations.
package struct RunProgress {
    private var done = 0
    private let whole: Int
    private let progress: (@Sendable (Double) -> Void)?

    init(operations: Int, progress: (@Sendable (Double) -> Void)?) {
        whole = max(1, operations)
        self.progress = progress
    }

    /// Does a part of the work.
    ///
    /// - Parameter part: the part; the operations that it tells of are its own, from 0 on.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    package mutating func part<Result>(_ part: ((Int) throws -> Void) throws -> Result) throws -> Result {
        let before = done
        var latest = before
        defer { done = latest }
        return try part { own in
            try Task.checkCancellation()
            latest = before + own
            progress?(min(1, Double(latest) / Double(whole)))
        }
    }
}
