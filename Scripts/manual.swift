// Writes manual pages, one for each command, from what `perceiver --experimental-dump-help` says of them:
//
//     perceiver --experimental-dump-help | swift Scripts/manual.swift FOLDER VERSION
//
// The pages are in the language of man(7).

import Foundation

struct Dump: Decodable { let command: Command }

struct Command: Decodable {
    let superCommands: [String]?
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let subcommands: [Command]?
    let arguments: [Argument]?

    var words: [String] { (superCommands ?? []) + [commandName] }
    var page: String { words.joined(separator: "-") }
    var shown: [Command] {
        (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
    }
}

struct Argument: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String
        var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?
    let discussion: String?

    var value: String? { kind == "flag" ? nil : valueName.map { "<\($0)>" } }
}

/// Text as man(7) takes it: nothing in it is a request.
func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
}

/// Paragraphs; lines that are indented stay as they are, and a line in capitals is a heading.
func paragraphs(_ text: String) -> [String] {
    var lines: [String] = [".PP"]
    var verbatim = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        let indented = line.hasPrefix("  ")
        if indented != verbatim && !line.isEmpty {
            lines += indented ? [".nf"] : [".fi"]
            verbatim = indented
        }
        if line.isEmpty {
            lines.append(".PP")
        } else if !indented && line.count > 3 && line == line.uppercased() {
            lines.append(".SH \(escaped(line))")
        } else {
            lines.append(escaped(indented ? String(line.dropFirst(2)) : line))
        }
    }
    return lines + (verbatim ? [".fi"] : [])
}

/// What the command's line looks like.
func synopsis(_ command: Command) -> String {
    let positional = (command.arguments ?? []).filter { $0.kind == "positional" && $0.shouldDisplay }
    let places = positional.map { argument in
        let name = escaped(argument.value ?? "") + (argument.isRepeating ? " ..." : "")
        return argument.isOptional ? "[\(name)]" : name
    }
    let options = (command.arguments ?? []).contains { $0.kind != "positional" && $0.shouldDisplay }
    let words = ["\\fB\(escaped(command.words.joined(separator: " ")))\\fR"]
    return (words + (options ? ["[options]"] : []) + places).joined(separator: " ")
}

/// One argument or option with its meaning.
func entry(_ argument: Argument) -> [String] {
    let names = (argument.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
    let value = argument.value.map { "\\fI\(escaped($0))\\fR" } ?? ""
    var meaning = argument.abstract ?? ""
    if let given = argument.defaultValue, argument.kind == "option" { meaning += " (default: \(given))" }
    let lines = [".TP", [names, value].filter { !$0.isEmpty }.joined(separator: " "), escaped(meaning)]
    return lines + (argument.discussion.map { paragraphs($0).dropFirst().map(\.self) } ?? [])
}

/// The whole page of a command.
func page(_ command: Command, version: String, root: Command) -> String {
    let title = command.page.uppercased()
    var lines = [
        ".TH \"\(title)\" 1 \"\" \"perceiver \(version)\" \"User Commands\"",
        ".SH NAME", "\(escaped(command.page)) \\- \(escaped(command.abstract ?? ""))", ".SH SYNOPSIS",
        synopsis(command),
    ]
    let (described, examples) = split(command.discussion ?? command.abstract ?? "")
    lines += [".SH DESCRIPTION"] + paragraphs(described).dropFirst()
    let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
    if !arguments.isEmpty { lines += [".SH OPTIONS"] + arguments.flatMap(entry) }
    if !command.shown.isEmpty {
        lines += [".SH COMMANDS"]
        lines += command.shown.flatMap {
            [".TP", "\\fB\(escaped($0.page))\\fR(1)", escaped($0.abstract ?? "")]
        }
    }
    if !examples.isEmpty { lines += paragraphs(examples).dropFirst() }
    let others = ([root] + root.shown).filter { $0.page != command.page }.map {
        "\\fB\(escaped($0.page))\\fR(1)"
    }
    lines += [".SH SEE ALSO", others.joined(separator: ", ")]
    return lines.joined(separator: "\n") + "\n"
}

/// A discussion's text, and its examples.
func split(_ discussion: String) -> (text: String, examples: String) {
    guard let range = discussion.range(of: "EXAMPLES\n") else { return (discussion, "") }
    let text = discussion[..<range.lowerBound].trimmingCharacters(in: .newlines)
    return (text, String(discussion[range.lowerBound...]))
}

func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
        FileHandle.standardError.write(Data("usage: swift manual.swift FOLDER VERSION < help.json\n".utf8))
        exit(2)
    }
    let root = try JSONDecoder().decode(Dump.self, from: FileHandle.standardInput.readDataToEndOfFile())
        .command
    for command in [root] + root.shown {
        let file = URL(filePath: arguments[1]).appending(path: "\(command.page).1")
        try page(command, version: arguments[2], root: root).write(
            to: file,
            atomically: true,
            encoding: .utf8
        )
    }
}

try main()
