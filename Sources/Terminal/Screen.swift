import CKernels
import CNcurses
import Cells
import Glibc

/// The terminal of the process while a full screen is shown on it.
///
/// It is `/dev/tty`, so that standard input and output stay free for pipes. However the program ends,
/// closed, left by an error, killed by a signal or crashed, the terminal is left as it was found.
///
///     let screen = try Screen()
///     defer { screen.close() }
///     screen.draw(canvas)
///     let news = screen.wait(for: mailbox)
///
/// A screen belongs to the thread that opened it, and a process has one at a time.
public final class Screen {
    /// What the terminal can show, as of the last event ``TerminalEvent/appeared(_:)``; views choose their characters
    /// and colours by it.
    public internal(set) var appearance: Appearance
    /// Columns and rows, as of the last event ``TerminalEvent/resized(_:)``.
    public private(set) var size: Size

    let device: TerminalDevice
    /// Events that did not come from the keyboard or the mouse.
    var pending: [TerminalEvent] = []
    var decoder = InputDecoder()
    /// When something was typed or answered last.
    var lastInput = ContinuousClock.now
    private(set) var isOpen = true

    let options: TerminalOptions
    var inquiry: Inquiry
    /// When the terminal was asked.
    var asked = ContinuousClock.now
    /// The terminal around tmux; `nil` if it makes no difference.
    let outer: OuterTerminal?
    private var encoder: RowEncoder
    private var store: PictureStore
    private var shown: Canvas?

    /// Takes over the terminal.
    public init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
        device = try TerminalDevice(options)
        self.options = options
        inquiry = device.inquiry
        appearance = device.appearance
        let asksTmux = inquiry.isInsideTmux && inquiry.isOpen && options.pixels == .auto
        outer = asksTmux ? OuterTerminal(options.environment, bell: device.bell) : nil
        store = PictureStore(process: getpid(), isWrapped: device.inquiry.isInsideTmux)
        size = Self.sizeOfWindow()
        let hasColours = appearance.depth != .monochrome
        let pairs = Pairs(limit: hasColours ? Int(cnc_pairs()) : 0) { number, foreground, background in
            init_extended_pair(number, foreground, background) == OK
        }
        let colours = ColourNumbers(depth: appearance.depth, count: Int(cnc_colours()))
        encoder = RowEncoder(ascii: appearance.ascii, colours: colours, pairs: pairs)
    }

    deinit { close() }

    /// Makes sure that the process has a terminal, before anything is done for it.
    ///
    /// - Throws: ``TerminalError/noTerminal(reason:)``.
    public static func requireTerminal() throws(TerminalError) { fclose(try TerminalDevice.file()) }

    /// Leaves the terminal as it was found; nothing is drawn and no input comes after that.
    public func close() {
        guard isOpen else { return }
        awaitAnswers()
        takePictures(allBut: [])
        isOpen = false
        outer?.stop()
        device.close()
    }

    /// Shows a canvas; what it has more than the screen is cut off, what it has less is blank.
    ///
    /// Only rows that changed are looked at, and only cells that changed are sent.
    public func draw(_ canvas: Canvas) {
        guard isOpen else { return }
        givePictures(canvas.pictures)
        encoder.pairs.begin(takingNearest: false)
        if !fill(canvas, changedSince: shown) {
            // The pairs of earlier frames are in the way. A screen that does not fit without them gets the nearest.
            forgetPairs()
            encoder.pairs.begin(takingNearest: true)
            _ = fill(canvas, changedSince: nil)
        }
        wrefresh(cnc_window())
        shown = canvas
        takePictures(allBut: canvas.pictures)
    }

    /// Gives the terminal the pictures that it lacks.
    private func givePictures(_ pictures: [Picture]) {
        let bytes = store.giving(pictures)
        if !bytes.isEmpty {
            device.undoFirst(store.takingAll)
            device.write(bytes)
        }
        encoder.pictures = store.numberOfKey
    }

    /// Takes away the pictures that are seen no longer.
    private func takePictures(allBut pictures: [Picture]) {
        let bytes = store.taking(allBut: pictures)
        if !bytes.isEmpty { device.write(bytes) }
    }

    /// Whether a picture of a number is one that was given here.
    func owns(picture number: UInt32) -> Bool { store.owns(number) }

    /// Draws everything anew at the next ``draw(_:)``, in case something else wrote to the terminal.
    public func redraw() {
        guard isOpen else { return }
        takePictures(allBut: [])
        drawAll()
    }

    /// Has every cell sent at the next ``draw(_:)``.
    private func drawAll() {
        shown = nil
        clearok(cnc_shown(), true)
    }

    /// Takes the mouse, or leaves it to the terminal, whose own selection then works.
    public func setMouse(_ isOn: Bool) {
        if isOpen { device.setMouse(isOn) }
    }

    /// Gives the terminal to the shell and stops the program, as ^Z does; returns when it goes on.
    ///
    /// Draw again afterwards; if the size has changed meanwhile, the next events say so.
    public func suspend() {
        guard isOpen else { return }
        awaitAnswers()
        takePictures(allBut: [])
        device.suspend()
        resume()
    }

    /// Takes the terminal back after something else had it.
    func resume() {
        device.takeBack()
        (inquiry, asked) = (inquiry.again, .now)
        redraw()
        adoptSize()
    }

    /// Follows the terminal's size, and reports it if it is a new one.
    func adoptSize() {
        guard let actual = device.actualSize(), actual != size else { return }
        resize_term(Int32(actual.height), Int32(actual.width))
        size = Self.sizeOfWindow()
        // Terminals differ in what they keep when their size changes, and in where the cursor is then.
        drawAll()
        pending.removeAll { if case .resized = $0 { true } else { false } }
        pending.append(.resized(size))
    }

    private static func sizeOfWindow() -> Size {
        Size(width: Int(getmaxx(cnc_window())), height: Int(getmaxy(cnc_window())))
    }

    /// Puts the rows that changed into ncurses's window; returns whether it came to the end.
    ///
    /// It gives up when there is no more room for pairs, unless it may take others for them.
    private func fill(_ canvas: Canvas, changedSince old: Canvas?) -> Bool {
        let sameSize = old?.size == canvas.size
        if !sameSize { werase(cnc_window()) }
        let columns = min(size.width, canvas.size.width)
        var line: [cchar_t] = []
        line.reserveCapacity(columns)
        for y in 0..<min(size.height, canvas.size.height) {
            let start = y * canvas.size.width
            let row = canvas.cells[start..<start + columns]
            if sameSize, let old, row == old.cells[start..<start + columns] { continue }
            encoder.encode(row, into: &line)
            if encoder.pairs.lackedRoom { return false }
            mvwadd_wchnstr(cnc_window(), Int32(y), 0, line, Int32(line.count))
        }
        return true
    }

    /// Makes room for new pairs.
    ///
    /// Their numbers will mean other colours, so every cell has to be sent again, but in its place: clearing the
    /// screen first, as ncurses intends, would flash.
    private func forgetPairs() {
        reset_color_pairs()
        clearok(cnc_shown(), false)
        wredrawln(cnc_window(), 0, Int32(size.height))
        encoder.forgetPairs()
    }
}
