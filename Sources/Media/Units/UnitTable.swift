internal import Files
internal import FoundationEssentials

/// The rows of such a file as they are written.
struct UnitTable {
    private let columns: [String]
    private let rows: [[String]]
    /// What a row is called in messages, with the number of the first.
    private let row: (name: String, first: Int)

    /// The rows of a table whose first line names the columns.
    init(_ text: String, _ name: String) throws(MediaError) {
        // Old ones end their lines with a carriage return alone.
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let head = String(lines.drop(while: \.isWhitespace).prefix { !$0.isNewline })
        let separator = UnitColumn.separators.first {
            UnitColumn.places(in: SeparatedValues.cells(of: head, separator: $0).first ?? []) != nil
        }
        let found = separator.map { SeparatedValues.cells(of: lines, separator: $0) } ?? []
        let filled = found.filter { $0.contains { !$0.isEmpty } }
        guard let first = filled.first else {
            throw MediaError(
                name,
                .damaged(kind: UnitFile.kind, "its first line names no columns type, x and y")
            )
        }
        columns = first
        rows = Array(filled.dropFirst())
        row = ("line", 2)
    }

    /// The objects of a list in JSON, or of the list `units` of an object.
    init(json bytes: [UInt8], _ name: String) throws(MediaError) {
        let objects: [[String: JSONField]]
        do {
            let decoder = JSONDecoder()
            let data = Data(bytes)
            objects =
                if let list = try? decoder.decode([[String: JSONField]].self, from: data) { list } else {
                    try decoder.decode(JSONUnits.self, from: data).units
                }
        } catch {
            throw MediaError(
                name,
                .damaged(
                    kind: UnitFile.kind,
                    "it is no JSON list of objects, nor an object with the list units"
                )
            )
        }
        let names = Set(objects.flatMap(\.keys)).sorted()
        columns = names
        rows = objects.map { object in names.map { object[$0]?.text ?? "" } }
        row = ("unit", 1)
    }

    /// The units.
    func units(_ name: String, notes: [String]) throws(MediaError) -> UnitSet {
        func damaged(_ reason: String) -> MediaError {
            MediaError(name, .damaged(kind: UnitFile.kind, reason))
        }
        guard !rows.isEmpty else { throw damaged("it has no units") }
        guard let places = UnitColumn.places(in: columns) else {
            throw damaged("its units have no type, x and y")
        }
        let read = rows.prefix(UnitFile.most)
        let owners = UnitOwners(read.lazy.compactMap { UnitCells($0, places)[.owner] })
        var (units, ownerless): ([UnitSet.Unit], Int) = ([], 0)
        for (number, cells) in read.enumerated() {
            do throws(UnitProblem) {
                if let unit = try unit(UnitCells(cells, places), owners) {
                    units.append(unit)
                } else {
                    ownerless += 1
                }
            } catch {
                throw damaged("\(row.name) \((number + row.first).grouped)\(error.reason)")
            }
        }
        guard !units.isEmpty else { throw damaged("none of its units belongs to a player") }
        var more: [String] = []
        if rows.count > UnitFile.most {
            more.append("the first \(UnitFile.most.grouped) of \(rows.count.grouped) units are read")
        }
        if ownerless > 0 { more.append("units of no player are left out: \(ownerless.grouped)") }
        if let names = owners.note { more.append(names) }
        if places[.owner] == nil {
            more.append("no column names an owner: all units are taken for player 1's")
        }
        if places[.age] == nil { more.append("no column tells an age: all units are taken for new") }
        return UnitSet(units: units, columns: columns, notes: notes + more)
    }

    /// One unit; `nil` if it belongs to no player.
    private func unit(_ cells: UnitCells, _ owners: UnitOwners) throws(UnitProblem) -> UnitSet.Unit? {
        guard let x = try cells.number(.x), let y = try cells.number(.y) else {
            throw UnitProblem(" has no x or y")
        }
        let age = max(0, try cells.number(.age) ?? 0)
        guard let owner = try owners.number(cells[.owner]) else { return nil }
        return UnitSet.Unit(
            type: printable(cells[.type] ?? "", limit: UnitFile.longestType),
            owner: owner,
            x: x,
            y: y,
            age: age
        )
    }
}

/// What is wrong with a unit, to follow its number.
private struct UnitProblem: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

/// The cells of one row, by what they tell.
private struct UnitCells {
    private let cells: [String]
    private let places: [UnitColumn: Int]

    init(_ cells: [String], _ places: [UnitColumn: Int]) { (self.cells, self.places) = (cells, places) }

    /// What is written; `nil` if nothing is.
    subscript(_ column: UnitColumn) -> String? {
        guard let place = places[column], place < cells.count else { return nil }
        let text = cells[place].trimmed
        return text.isEmpty ? nil : text
    }

    func number(_ column: UnitColumn) throws(UnitProblem) -> Double? {
        guard let text = self[column] else { return nil }
        guard let value = Double(text), abs(value) <= 1e6 else {
            let shown = printable(text, limit: 20)
            throw UnitProblem(": \(column.names[0]) is \(shown), which is no number up to a million")
        }
        return value
    }
}

/// Numbers owners 1 and 2, whatever they are called.
private struct UnitOwners {
    /// The names of players, in the order in which they come; none if they are called 1 and 2.
    private let names: [String]

    /// The players among some owners.
    init(_ owners: some Sequence<String>) {
        var (found, isKnown) = ([String](), Set<String>())
        for owner in owners where !Self.isNobody(owner) && isKnown.insert(owner).inserted {
            found.append(owner)
            // The third one is refused by its line.
            if found.count > 2 { break }
        }
        names = found.allSatisfy { Double($0) == 1 || Double($0) == 2 } ? [] : found
    }

    /// Who is who, if that is not written.
    var note: String? {
        guard !names.isEmpty else { return nil }
        let known = names.prefix(2).enumerated().map {
            "player \($0.offset + 1) is \(printable($0.element, limit: 20))"
        }
        return known.joined(separator: ", ")
    }

    /// 1 or 2; `nil` of what belongs to no player.
    func number(_ text: String?) throws(UnitProblem) -> Int? {
        guard let text else { return 1 }
        if Self.isNobody(text) { return nil }
        if names.isEmpty, let number = Double(text) { return Int(number) }
        guard let place = names.prefix(2).firstIndex(of: text) else {
            throw UnitProblem(
                " has a third owner, \(printable(text, limit: 20)); units of two players are read"
            )
        }
        return place + 1
    }

    /// Whether nobody has that number or that name: 0 or less, or 16, as the game counts.
    private static func isNobody(_ text: String) -> Bool {
        if let number = Double(text) { return number <= 0 || number == 16 }
        return ["neutral", "none", "null"].contains(text.lowercased())
    }
}

/// Units below a name of their own.
private struct JSONUnits: Decodable {
    let units: [[String: JSONField]]
}

/// A value of an object, if it is a text, a number or nothing; what else there is does not matter.
private struct JSONField: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let string = try? container.decode(String.self) {
            text = string
        } else if let number = try? container.decode(Double.self) {
            text = number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        } else {
            text = ""
        }
    }
}
