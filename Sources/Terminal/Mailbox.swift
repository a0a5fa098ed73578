import CKernels
import Glibc
import Synchronization

/// Where work in the background leaves its messages for the loop that owns the screen.
///
/// Any task may ``post(_:)``; the loop sleeps in ``Screen/wait(for:timeout:)`` and is woken by it.
public final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    /// A descriptor that is readable while there may be messages.
    let bell: Int32

    /// An empty mailbox.
    public init() throws(TerminalError) {
        bell = try openBell()
    }

    deinit { close(bell) }

    /// Leaves a message; it is taken in the order of posting.
    public func post(_ message: Message) {
        messages.withLock { $0.append(message) }
        ck_bell_ring(bell)
    }

    /// Takes all messages there are, oldest first.
    public func take() -> [Message] {
        ck_bell_silence(bell)
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

/// A descriptor on which a thread can wait until another one, or a signal handler, rings it.
func openBell() throws(TerminalError) -> Int32 {
    let bell = ck_bell_open()
    guard bell >= 0 else { throw .noDescriptor(reason: String(cString: strerror(errno))) }
    return bell
}
