import CKernels
import COpenBLAS
import Dispatch

/// How work is spread over processors; the only place that decides it.
///
/// OpenBLAS always runs on one thread, and products and kernels are split here. Its own worker threads
/// would spin for about a tenth of a second after every product, so that an idle program looked busy.
public enum Threads {
    /// The number of processors this process may use, at least 1.
    public static let count: Int = {
        _ = setup
        return max(1, Int(openblas_get_num_procs()))
    }()

    /// The name of OpenBLAS's kernels in use, and whether they had to be corrected.
    public static var kernels: (name: String, corrected: Bool) {
        let corrected = setup
        return (String(cString: ck_blas_kernels()), corrected)
    }

    /// Makes OpenBLAS ready; must have run before any product.
    static let setup: Bool = {
        let corrected = ck_choose_blas_kernels() == 1
        openblas_set_num_threads(1)
        // Matrices of a layer are freed and made again all the time. Given back to the system, their pages would
        // be cleared each time, which takes some percent of a run; only larger ones, such as inputs, are.
        ck_keep_memory(64 << 20)
        return corrected
    }()

    /// Calls `body` with consecutive parts of `0..<count`, at the same time where that pays.
    ///
    /// - Parameters:
    ///   - count: how many items there are.
    ///   - work: an estimate of the floating-point operations of all of them. Small work is not split,
    ///     and neither is work that is itself a part.
    ///   - body: must be safe to call at the same time for different parts.
    public static func split(_ count: Int, work: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = insidePart ? 1 : min(Threads.count, count, work / smallestPart)
        guard parts > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            ck_guard_thread()
            $insidePart.withValue(true) {
                body(count * part / parts..<count * (part + 1) / parts)
            }
        }
    }

    /// Changes every element of an array, several at the same time where that pays.
    ///
    /// - Parameters:
    ///   - elements: what is changed.
    ///   - work: an estimate of the floating-point operations of all of them.
    ///   - body: is called once for each element, with its index.
    public static func update<Element>(
        _ elements: inout [Element],
        work: Int,
        _ body: @Sendable (inout Element, Int) -> Void
    ) {
        elements.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let pointer = Pointer(value: start)
            split(buffer.count, work: work) { part in
                for index in part { body(&pointer.value[index], index) }
            }
        }
    }

    @TaskLocal private static var insidePart = false

    /// Operations below which a part is not worth a thread: some 20 microseconds.
    private static let smallestPart = 1_000_000
}
