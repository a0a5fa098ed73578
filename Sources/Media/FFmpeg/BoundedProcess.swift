internal import CKernels
internal import Glibc

/// Runs a program that reads one open file and writes to a pipe, within limits of time, memory and output.
package enum BoundedProcess {
    package struct Limits {
        /// Seconds of computing, and of waiting for it.
        let seconds: Int
        /// Bytes of address space.
        let memory: Int
        /// Bytes that it may write; more are not read.
        let output: Int

        package init(seconds: Int, memory: Int, output: Int) {
            (self.seconds, self.memory, self.output) = (seconds, memory, output)
        }
    }

    package struct Result {
        /// What it wrote to standard output.
        package let output: [UInt8]
        /// Whether it wrote more than it may.
        let isCut: Bool
        /// The beginning of what it wrote to standard error.
        let messages: [UInt8]
    }

    package struct Failure: Error {
        /// What happened: "it took longer than 60 s".
        let reason: String
    }

    private static let mostMessages = 1 << 16

    /// Runs a program to its end, or ends it.
    ///
    /// - Parameters:
    ///   - program: its path, or a name that is looked for in `PATH`.
    ///   - input: an open file, which the program gets as its standard input.
    ///   - environment: the variables that it gets, written `NAME=value`.
    /// - Throws: ``Failure`` if it cannot be started, takes too long, or is no longer wanted.
    package static func run(
        _ program: String,
        _ arguments: [String],
        input: Int32,
        environment: [String] = ["PATH=/usr/bin:/bin", "LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1"],
        _ limits: Limits
    ) throws(Failure) -> Result {
        let output = try Pipe(), messages = try Pipe()
        let child = try start(
            limited(limits) + [program] + arguments,
            [input, output.end, messages.end],
            environment
        )
        output.closeEnd()
        messages.closeEnd()
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        do throws(Failure) {
            let isCut = try collect(output, messages, limits, deadline)
            if isCut { kill(child, SIGKILL) }
            try waitForEnd(of: child, deadline)
            return Result(output: output.bytes, isCut: isCut, messages: messages.bytes)
        } catch {
            kill(child, SIGKILL)
            while waitpid(child, nil, 0) < 0 && errno == EINTR {}
            throw error
        }
    }

    /// A shell that sets the limits for itself and becomes the program.
    ///
    /// It may write no file.
    private static func limited(_ limits: Limits) -> [String] {
        let script =
            "ulimit -v \(limits.memory >> 10); ulimit -t \(limits.seconds); ulimit -f 0; ulimit -c 0; exec \"$@\""
        return ["/bin/sh", "-c", script, "sh"]
    }

    private static func start(
        _ command: [String],
        _ files: [Int32],
        _ environment: [String]
    ) throws(Failure) -> pid_t {
        var child: pid_t = 0
        let status = withStrings(command) { arguments in
            withStrings(environment) { environment in
                ck_spawn(arguments[0], arguments, environment, files, &child)
            }
        }
        guard status == 0 else { throw Failure(reason: "it cannot be started: \(ByteSource.reason(status))") }
        return child
    }

    private static func withStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// Reads both pipes to their ends.
    ///
    /// - Returns: whether more came than may.
    private static func collect(
        _ output: Pipe,
        _ messages: Pipe,
        _ limits: Limits,
        _ deadline: ContinuousClock.Instant
    ) throws(Failure) -> Bool {
        while output.isOpen || messages.isOpen {
            try check(deadline, limits)
            var polled = [output, messages].filter(\.isOpen).map(\.polled)
            let ready = poll(&polled, nfds_t(polled.count), 100)
            if ready <= 0 { continue }
            for pipe in [output, messages] where polled.contains(where: { pipe.isReady($0) }) {
                pipe.read(limit: pipe === output ? limits.output : mostMessages)
            }
            if output.isFull { return true }
        }
        return false
    }

    private static func check(_ deadline: ContinuousClock.Instant, _ limits: Limits) throws(Failure) {
        guard ContinuousClock.now < deadline else {
            throw Failure(reason: "it took longer than \(limits.seconds) s")
        }
        if Task.isCancelled { throw Failure(reason: "it was ended, as its answer is no longer wanted") }
    }

    /// A program that closed its pipes ends soon; if it does not, it is made to.
    private static func waitForEnd(of child: pid_t, _ deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            let ended = waitpid(child, nil, WNOHANG)
            if ended == child || (ended < 0 && errno != EINTR) { return }
            guard ContinuousClock.now < deadline else { throw Failure(reason: "it does not end") }
            usleep(2000)
        }
    }
}

/// A pipe from a child process, and what came through it.
private final class Pipe {
    private(set) var bytes: [UInt8] = []
    /// Whether more may come.
    private(set) var isOpen = true
    /// Whether more came than was wanted.
    private(set) var isFull = false
    private let source: Int32
    /// The child's end.
    let end: Int32
    private var endIsOpen = true

    init() throws(BoundedProcess.Failure) {
        var ends: [Int32] = [0, 0]
        guard ck_pipe(&ends) == 0 else {
            throw BoundedProcess.Failure(reason: "it gets no pipe: \(ByteSource.reason(errno))")
        }
        (source, end) = (ends[0], ends[1])
    }

    deinit {
        close(source)
        closeEnd()
    }

    func closeEnd() {
        if endIsOpen { close(end) }
        endIsOpen = false
    }

    var polled: pollfd { pollfd(fd: source, events: Int16(POLLIN), revents: 0) }

    func isReady(_ polled: pollfd) -> Bool { polled.fd == source && polled.revents != 0 }

    /// Takes what is there, and drops what goes beyond the limit.
    func read(limit: Int) {
        let block = 1 << 16
        let before = bytes.count
        let got = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block) { buffer in
            let got = Glibc.read(source, buffer.baseAddress, block)
            if got > 0 {
                bytes.append(
                    contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[..<min(got, limit - before)])
                )
            }
            return got
        }
        if got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN) { isOpen = false }
        if got > limit - before { isFull = true }
    }
}
