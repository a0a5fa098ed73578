import Explorer
import FoundationEssentials
import Models
import Numerics

/// Measures and prints.
struct Meter {
    /// Rounds of each measurement.
    let rounds: Int
    let product: ProductRate

    /// The median time of one call, in seconds; the first call is not counted if there are several.
    func seconds<Result>(rounds: Int? = nil, _ body: () throws -> Result) rethrows -> Double {
        let rounds = rounds ?? self.rounds
        let clock = ContinuousClock()
        if rounds > 1 { _ = try body() }
        let times = try (0..<rounds).map { _ in try clock.measure { _ = try body() } / .seconds(1) }
        return times.sorted()[rounds / 2]
    }

    /// Prints a line: what was measured, its time, and the memory needed so far.
    ///
    /// - Parameter operations: floating-point operations, if their rate tells something: beside it stands what share
    ///   it is of the rate of a large product, at most 100 %.
    func report(_ what: String, _ seconds: Double, operations: Int? = nil) {
        let rate = operations.map { Double($0) / seconds / 1e9 }
        let share = rate.map { rate in
            // On a busy machine the product may have been the slower one.
            let percent = decimal(100 * rate / max(rate, product.rate), places: 0)
            return ", \(Numbers.short(rate)) GFLOP/s, \(percent) %"
        }
        print(Self.line(what, seconds) + (share ?? ""))
    }

    /// What was measured, its time, and the memory needed so far.
    static func line(_ what: String, _ seconds: Double) -> String {
        let padding = String(repeating: " ", count: max(1, 50 - what.count))
        return "\(what)\(padding)\(decimal(seconds * 1000, places: 2)) ms, peak \(peakMemory) MiB"
    }

    /// The most memory that this process has had, in MiB, mapped files included; 0 where the system does not tell.
    static var peakMemory: Int {
        // Not from getrusage: there it begins with what the program had that started this one.
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? 0) / 1024
    }
}

/// How fast this machine multiplies large matrices.
struct ProductRate: CustomStringConvertible {
    /// In GFLOP/s.
    let rate: Double

    private static let size = 1024

    init() {
        let a = Matrix(rows: Self.size, columns: Self.size, repeating: 0.5)
        let clock = ContinuousClock()
        _ = a.times(a)
        let seconds = (0..<9).map { _ in clock.measure { _ = a.times(a) } / .seconds(1) }.min() ?? .infinity
        rate = 2 * Double(Self.size * Self.size * Self.size) / seconds / 1e9
    }

    var description: String {
        let kernels = Threads.kernels
        let size = Self.size
        return """
            kernels: OpenBLAS \(kernels.name)\(kernels.corrected ? " (corrected)" : ""), \(Threads.count.counted("thread"))
            matrix product \(size)×\(size)×\(size): \(Numbers.short(rate)) GFLOP/s
            """
    }
}
