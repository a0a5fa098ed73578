import Glibc

/// Why the system refused a call.
package struct SystemError: Error, Hashable {
    /// The error's number.
    package let code: Int32

    /// The error of the call that just failed.
    package init() { code = errno }

    /// The system's words, such as "No such file or directory".
    package var reason: String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
