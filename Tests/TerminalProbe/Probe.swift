import CKernels
import Cells
import Foundation
import Glibc
import Numerics
import Terminal

/// A program that shows what the module Terminal can do, and crashes on demand, for the end-to-end tests.
///
///     swift run TerminalProbe [--color none|16|256|24bit] [--ascii] [--background dark|light] [--pixels auto|kitty|sextant|half] [--no-mouse] [--twice] [--bench KIND FRAMES [--hold]]
///
/// Keys: t trap, s segmentation fault, o stack overflow, a abort, e thrown error, d trap in the background,
/// O stack overflow in another thread, P in a part of split work, x exit 3, m message from the background, c time out, 2 open a second screen, k no mouse, z or ^Z suspend,
/// ^L redraw, q quit.
@main
struct Probe {
    /// An error to be thrown.
    struct Thrown: Error {}

    static func main() {
        do {
            let arguments = try Arguments(CommandLine.arguments.dropFirst())
            if let bench = arguments.bench {
                print(try bench.run(arguments.options))
            } else {
                for _ in 0..<arguments.runs { print("events: \(try run(arguments.options))") }
            }
        } catch {
            FileHandle.standardError.write(Data("TerminalProbe: \(error)\n".utf8))
            exit(1)
        }
    }

    /// Runs until q is pressed; returns the number of events.
    private static func run(_ options: TerminalOptions) throws -> Int {
        let screen = try Screen(options)
        defer { screen.close() }
        let mailbox = try Mailbox<String>()
        var state = ProbeState(appearance: screen.appearance)
        while !state.isDone {
            screen.draw(state.view(screen.size))
            let news = screen.wait(for: mailbox, timeout: state.timeout)
            if news.isOver { break }
            if news.events.isEmpty, news.messages.isEmpty { state.note("time is over") }
            state.timeout = nil
            news.messages.forEach { state.note("message \($0)") }
            for event in news.events {
                state.note(String(describing: event))
                if case .appeared(let appearance) = event { state.appearance = appearance }
                if case .key(let key) = event { try act(on: key, screen, mailbox, &state) }
            }
        }
        return state.count
    }

    private static func act(
        on key: Key,
        _ screen: Screen,
        _ mailbox: Mailbox<String>,
        _ state: inout ProbeState
    ) throws {
        switch key {
        case .character("q"): state.isDone = true
        case .character("z"), .control("z"): screen.suspend()
        case .control("l"): screen.redraw()
        case .character("2"):
            do { _ = try Screen() } catch { state.note("\(error)") }
        case .character("k"): screen.setMouse(false)
        case .character("c"): state.timeout = .milliseconds(200)
        case .character("m"):
            Task.detached {
                try await Task.sleep(for: .milliseconds(50))
                for text in ["one", "two"] { mailbox.post(text) }
            }
        default: try Ending(key)?.happen()
        }
    }
}

/// Ways for a program to end that are not its own idea.
enum Ending: Character {
    case trap = "t"
    case fault = "s"
    case overflow = "o"
    case abort = "a"
    case thrown = "e"
    case trapInBackground = "d"
    case overflowInThread = "O"
    case overflowInPart = "P"
    case exit = "x"

    init?(_ key: Key) {
        guard case .character(let character) = key else { return nil }
        self.init(rawValue: character)
    }

    func happen() throws {
        switch self {
        case .trap: fatalError("the probe was told to")
        case .fault: UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
        case .overflow: print(Self.depth(of: 1))
        case .abort: Glibc.abort()
        case .thrown: throw Probe.Thrown()
        case .trapInBackground: Task.detached { try Self.trap.happen() }
        case .overflowInThread:
            Thread.detachNewThread {
                ck_guard_thread()
                print(Self.depth(of: 1))
            }
        case .overflowInPart:
            Threads.split(2, work: .max) { _ in
                // Until the part in another thread has ended the program.
                if Thread.isMainThread && Threads.count > 1 { sleep(60) }
                print(Self.depth(of: 1))
            }
        case .exit: Glibc.exit(3)
        }
    }

    /// Calls itself until the stack is full.
    @inline(never)
    private static func depth(of number: Int) -> Int {
        number == 0 ? 0 : depth(of: number + 1) + depth(of: number + 2)
    }
}

/// What was asked for on the command line.
struct Arguments {
    /// A wrong argument.
    struct Wrong: Error { let argument: String }

    var options = TerminalOptions()
    var runs = 1
    var bench: Bench?

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--color": options.depth = rest.popFirst().flatMap(ColourDepth.init)
            case "--background": options.background = rest.popFirst().flatMap(Background.init)
            case "--pixels": options.pixels = rest.popFirst().flatMap(PixelChoice.init) ?? .auto
            case "--ascii": options.ascii = true
            case "--no-mouse": options.mouse = false
            case "--twice": runs = 2
            case "--hold": bench?.holds = true
            case "--bench":
                guard let kind = rest.popFirst().flatMap(Bench.Kind.init),
                    let frames = rest.popFirst().flatMap({ Int($0) })
                else { throw Wrong(argument: argument) }
                bench = Bench(kind: kind, frames: frames)
            default: throw Wrong(argument: argument)
            }
        }
    }
}
