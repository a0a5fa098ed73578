import CKernels
import CNcurses
import Cells
import Glibc

/// The opened terminal, and what had to be changed in the process to use it.
final class TerminalDevice {
    /// The terminal, for reading.
    let descriptor: Int32
    /// A descriptor that is readable when a signal has said something about the terminal.
    let bell: Int32
    /// What the terminal can show.
    private(set) var appearance: Appearance
    /// What it is asked.
    let inquiry: Inquiry
    /// How many milliseconds the rest of a key's sequence may come after Escape.
    let escapeDelay: Int
    /// A window that is never shown: reading through one that is would draw it at each key.
    let input: UnsafeMutablePointer<WINDOW>?

    private let file: UnsafeMutablePointer<FILE>
    private let screen: OpaquePointer
    /// What ends all that was begun on the terminal.
    private var undo: [UInt8]
    /// Whether the terminal can report the mouse, and tell pasted text from keys.
    private let hasModes: Bool
    /// Whether it is wanted.
    private var wantsMouse: Bool

    /// Opens the terminal of the process and takes it over.
    init(_ options: TerminalOptions) throws(TerminalError) {
        let canWriteUTF8 = Self.chooseLocale()
        let file = try Self.file()
        let taken: Taken
        do {
            taken = try Taken(file, options, canWriteUTF8: canWriteUTF8)
        } catch {
            fclose(file)
            throw error
        }
        self.file = file
        (descriptor, bell, screen) = (fileno(file), taken.bell, taken.screen)
        (appearance, undo, inquiry) = (taken.appearance, taken.undo, taken.inquiry)
        escapeDelay = options.escapeDelay
        hasModes = taken.speaksECMA48
        wantsMouse = options.mouse
        input = newpad(1, 1)
        configure()
    }

    /// The terminal of the process.
    static func file() throws(TerminalError) -> UnsafeMutablePointer<FILE> {
        guard let file = fopen("/dev/tty", "r+e") else {
            throw .noTerminal(reason: String(cString: strerror(errno)))
        }
        return file
    }

    /// Gives everything back.
    func close() {
        curs_set(1)
        endModes()
        endwin()
        ck_guard_disarm()
        ck_notices_end()
        delwin(input)
        delscreen(screen)
        fclose(file)
        Glibc.close(bell)
    }

    /// Gives the terminal back, stops the process group, and returns when it goes on.
    func suspend() {
        endModes()
        endwin()
        ck_guard_disarm()
        ck_stop_group()
        // That it goes on is no news here, and its size is looked up anyway.
        _ = ck_notices_take()
    }

    /// Sets the terminal's modes as they were before ``suspend()``; the next refresh does the rest.
    func takeBack() {
        ck_guard_arm(descriptor, undo.map { CChar(bitPattern: $0) }, undo.count)
        reset_prog_mode()
        beginModes()
    }

    /// The size the terminal has now; `nil` if it does not tell.
    func actualSize() -> Size? {
        var window = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return nil
        }
        return Size(width: Int(window.ws_col), height: Int(window.ws_row))
    }

    /// Keys as they are pressed, no echo, no cursor.
    private func configure() {
        raw()
        noecho()
        nonl()
        keypad(input, true)
        nodelay(input, true)
        leaveok(cnc_window(), true)
        // Shifting a part of a line goes wrong where the terminal takes other widths than ncurses.
        idcok(cnc_window(), false)
        curs_set(0)
        startColours()
        // The mouse is read by EscapeSequence, which knows one way for all terminals: that of ncurses
        // depends on their descriptions, stops at column 223 in tmux, and turns the order of events round.
        define_key(nil, KEY_MOUSE)
        beginModes()
    }

    /// Asks the terminal to say more than keys, and what it is.
    private func beginModes() {
        reportMouse(wantsMouse)
        bracketPastes(true)
        request("\u{1B}[?2031h" + inquiry.questions)
    }

    /// Asks it to say no more than keys.
    private func endModes() {
        reportMouse(false)
        bracketPastes(false)
        request("\u{1B}[?2031l")
    }

    /// Writes something that ncurses knows nothing of, between its own frames.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&writable, 1, -1) >= 0 { continue }
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Has something written first of all when the terminal is given back, however that happens.
    func undoFirst(_ bytes: [UInt8]) {
        guard !undo.starts(with: bytes) else { return }
        undo = bytes + undo
        ck_guard_change(undo.map { CChar(bitPattern: $0) }, undo.count)
    }

    /// How long ncurses waits after Escape, in milliseconds.
    func setEscapeDelay(_ milliseconds: Int) { set_escdelay(Int32(milliseconds)) }

    /// Takes the mouse, or leaves it to the terminal, whose own selection then works.
    func setMouse(_ on: Bool) {
        wantsMouse = on
        reportMouse(on)
    }

    /// Lets ncurses use colours if they are wanted, and settles for fewer if it has fewer.
    private func startColours() {
        guard appearance.depth != .monochrome, has_colors(), start_color() == OK, use_default_colors() == OK
        else {
            // Without this ncurses crashes when it is asked for a pair.
            appearance.depth = .monochrome
            return
        }
        if cnc_colours() < 256 { appearance.depth = .named }
    }

    /// Asks the terminal to report presses, releases, the wheel, and where the pointer goes while a button is held, with
    /// decimal coordinates; or no longer to.
    private func reportMouse(_ on: Bool) {
        request(on ? "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l")
    }

    /// Asks the terminal to put pasted text between two sequences, so that it is not taken for keys; or no longer to.
    private func bracketPastes(_ on: Bool) {
        request(on ? "\u{1B}[?2004h" : "\u{1B}[?2004l")
    }

    private func request(_ modes: String) {
        if hasModes { write(Array(modes.utf8)) }
    }

    /// Sets the characters of the environment's locale, or if that one cannot write UTF-8, of one that can.
    ///
    /// ncurses shows blanks for characters that the locale lacks. Numbers stay as they are everywhere else.
    private static func chooseLocale() -> Bool {
        setlocale(LC_CTYPE, "")
        let isUTF8 = nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
        return isUTF8 || setlocale(LC_CTYPE, "C.UTF-8") != nil
    }
}

/// The steps of taking over a terminal that can fail, each of which leaves nothing behind if it does.
private struct Taken {
    let bell: Int32
    let screen: OpaquePointer
    let appearance: Appearance
    let undo: [UInt8]
    let speaksECMA48: Bool
    let inquiry: Inquiry

    init(
        _ file: UnsafeMutablePointer<FILE>,
        _ options: TerminalOptions,
        canWriteUTF8: Bool
    ) throws(TerminalError) {
        let terminal = try TerminalDescription(type: options.type, descriptor: fileno(file))
        appearance = Appearance(options: options, terminal: terminal, canWriteUTF8: canWriteUTF8)
        speaksECMA48 = terminal.speaksECMA48
        inquiry = Inquiry(terminal, options)
        let isOurs = speaksECMA48 && [.indexed, .full].contains(appearance.depth)
        undo = isOurs ? ECMA48Terminal.undo : terminal.undo
        bell = try openBell()
        guard ck_guard_arm(fileno(file), undo.map { CChar(bitPattern: $0) }, undo.count) != 0 else {
            close(bell)
            throw .alreadyOpen
        }
        // Before newterm, which leaves alone the signals that are handled already.
        ck_notices_begin(bell)
        // The size is the terminal's, not what COLUMNS and LINES were when a shell exported them.
        use_env(false)
        use_tioctl(true)
        let started = isOurs ? Self.startWithOwnDescription(file) : newterm(terminal.knownAs, file, file)
        guard let screen = started else {
            ck_notices_end()
            ck_guard_disarm()
            close(bell)
            throw .unknownType(options.type)
        }
        self.screen = screen
    }

    private static func startWithOwnDescription(_ file: UnsafeMutablePointer<FILE>) -> OpaquePointer? {
        let before = getenv("TERMINFO").map { String(cString: $0) }
        setenv("TERMINFO", ECMA48Terminal.entry, 1)
        defer {
            if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
        }
        return newterm(ECMA48Terminal.type, file, file)
    }
}
