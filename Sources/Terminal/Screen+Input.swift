import CKernels
import CNcurses
import Cells
import Glibc

/// What a loop was woken for.
public struct News<Message: Sendable>: Sendable {
    /// What was done at the terminal, in order.
    public var events: [TerminalEvent] = []
    /// What work in the background has to say, in order.
    public var messages: [Message] = []
    /// Whether the terminal is gone: nothing will come from it any more.
    public var isOver = false
}

extension Screen {
    /// Waits until something is done at the terminal or a message arrives, or until the time is over.
    ///
    /// Everything that has come in by then is returned together, so that what comes in faster than
    /// it can be drawn, such as pasted text, is drawn once. While nothing happens this takes no time of the
    /// processor. ^C and ^Z arrive as keys, and a request to stop from elsewhere (SIGTSTP) does as ^Z;
    /// answer it with ``suspend()``.
    ///
    /// - Parameters:
    ///   - mailbox: where messages arrive.
    ///   - timeout: the longest time to wait; `nil` waits for ever.
    /// - Returns: what has happened; nothing if the time is over.
    public func wait<Message>(for mailbox: Mailbox<Message>, timeout: Duration? = nil) -> News<Message> {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        var news = News<Message>()
        while true {
            news.isOver = !isOpen || !sleep(until: deadline, wakingFor: mailbox.bell)
            heedSignals()
            news.messages = mailbox.take()
            let typed = isOpen ? readInput() : []
            news.events = pending + typed
            pending = []
            let isTimeOver = deadline.map { $0 <= .now } ?? false
            if news.isOver || isTimeOver || !news.events.isEmpty || !news.messages.isEmpty { return news }
        }
    }

    /// Sleeps until there may be something to do; returns whether the terminal is still there.
    private func sleep(until deadline: ContinuousClock.Instant?, wakingFor mailbox: Int32) -> Bool {
        guard pending.isEmpty else { return true }
        var watched = [device.descriptor, device.bell, mailbox].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let milliseconds = deadline.map { deadline in
            let left = (deadline - .now) / .milliseconds(1)
            return Int32(max(0, min(left.rounded(.up), 1e9)))
        }
        poll(&watched, nfds_t(watched.count), milliseconds ?? -1)
        return Int32(watched[0].revents) & (POLLHUP | POLLERR | POLLNVAL) == 0
    }

    private func heedSignals() {
        ck_bell_silence(device.bell)
        let notices = Int(ck_notices_take())
        if notices & CK_CONTINUED != 0 {
            resume()
            // Whoever draws does so only after an event.
            pending.append(.resized(size))
        }
        if notices & CK_RESIZED != 0 { adoptSize() }
        if notices & CK_STOP_ASKED != 0 { pending.append(.key(.control("z"))) }
    }

    /// Everything that has been typed and clicked by now; what the terminal has said of itself is taken in.
    func readInput() -> [TerminalEvent] {
        device.setEscapeDelay(escapeDelay)
        let (input, hasEnded) = readRawInput()
        let now = ContinuousClock.now
        if !input.isEmpty {
            if decoder.isInside, now - lastInput > patience { decoder.giveUp() }
            lastInput = now
        }
        let events = decoder.events(input) + (hasEnded ? decoder.endPaste() : [])
        heedAnswers()
        return events
    }

    /// What ncurses has, and whether no more is on its way.
    private func readRawInput() -> (input: [RawInput], hasEnded: Bool) {
        var input: [RawInput] = []
        var failures = 0
        // Someone may feed the terminal without end; the screen should be drawn now and then all the same.
        while input.count < 1 << 16, failures < 64 {
            var code = wint_t()
            switch wget_wch(device.input, &code) {
            case OK: input.append(.character(code))
            case KEY_CODE_YES: input.append(Self.special(Int32(bitPattern: code)))
            default:
                // There is no more, or these bytes were no UTF-8, or the terminal is gone.
                failures += 1
                // The rest of a paste would be taken for keys if it came too late, so slow lines get time.
                if !hasInput(within: decoder.isPasting(after: input) ? 2000 : 0) { return (input, true) }
            }
        }
        return (input, false)
    }

    /// How long after its beginning the rest of a sequence or control string may come.
    private var patience: Duration {
        decoder.isBarelyInside ? .milliseconds(max(escapeDelay, Inquiry.answerDelay)) : .seconds(2)
    }

    func hasInput(within milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: device.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) > 0 && Int32(watched.revents) == POLLIN
    }

    /// A key that the description of the terminal has; ncurses numbers those it has no constant for.
    private static func special(_ code: Int32) -> RawInput {
        if code > KEY_MAX, let name = keyname(code) { return .named(String(cString: name)) }
        return .key(code)
    }
}
