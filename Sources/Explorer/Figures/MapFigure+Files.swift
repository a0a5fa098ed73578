import Explanation
public import Foundation
import Media
import Models

extension MapFigure {
    /// Writes the figure to a file, whose name tells by its end (`png`, `csv` or `json`) what kind it is to be.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    public func write(to path: String) throws(Failure) {
        let kind = URL(filePath: path).pathExtension.lowercased()
        guard kind == "png" || kind == "csv" || kind == "json" else {
            throw Failure("\(path): the name must end in .png, .csv or .json")
        }
        do throws(MediaError) {
            switch kind {
            case "png": try image().write(toPNG: path)
            case "csv": try OutputFile.write(Array(csv.utf8), to: path)
            default: try OutputFile.write(Array(json()), to: path)
            }
        } catch {
            throw Failure("\(error)")
        }
    }

    /// Writes the figure to a file that was not there before: if the name is taken, to one with a number.
    ///
    /// - Returns: the file that was written.
    /// - Throws: what went wrong, in a sentence with the file's name.
    public func write(toNew path: String) throws(Failure) -> String {
        let ending = URL(filePath: path).pathExtension
        var file = path
        var number = 2
        while !ending.isEmpty, FileManager.default.fileExists(atPath: file) {
            file = path.dropLast(ending.count + 1) + "-\(number).\(ending)"
            number += 1
        }
        try write(to: file)
        return file
    }

    /// A line for each number, with its place in the units of the source; the first line names the columns.
    ///
    /// Tokens that were removed have a line without a number.
    public var csv: String {
        switch content {
        case .input(let opened, let relevance): return csv(opened.input, relevance)
        case .flow(_, let field):
            var lines = ["x,y,right,down"]
            for y in 0..<field.height {
                for x in 0..<field.width {
                    lines.append("\(x),\(y),\(field[x, y].right),\(field[x, y].down)")
                }
            }
            return lines.joined(separator: "\n") + "\n"
        case .latents(let values, _, let count):
            // Of neighbours that share a number the first is named.
            func first(_ group: Int) -> Int { group * count / values.columns }
            var lines = ["query,key,value"]
            for row in 0..<values.rows {
                for column in 0..<values.columns {
                    lines.append("\(first(row)),\(first(column)),\(values[row, column])")
                }
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    private func csv(_ input: InputArray, _ relevance: Relevance) -> String {
        let layout = input.layout
        let hasSections = layout.sections.count > 1
        let all = layout.sections.map { section in
            [section.columns] + [section.rows, section.frames].compactMap { $0 }
        }
        // Sections have different axes: their cells are numbered, and only a single one has its places.
        let places =
            hasSections ? [] : all[0].map { "\($0.quantity.rawValue)_from,\($0.quantity.rawValue)_to" }
        let first = hasSections ? ["token,section,column,row,frame"] : ["token,column,row"] + places
        var lines = [(first + ["value"]).joined(separator: ",")]
        for (token, number) in relevance.values.enumerated() {
            let value = input.removed.contains(token) ? "" : "\(number)"
            let section = layout.section(of: token)
            let (column, row, frame) = section.cell(of: token)
            if hasSections {
                lines.append("\(token),\(section.name),\(column),\(row),\(frame),\(value)")
                continue
            }
            let edges = zip(all[0], [column, row, frame]).map { axis, cell in
                "\(axis.edges[cell]),\(axis.edges[cell + 1])"
            }
            lines.append((["\(token),\(column),\(row)"] + edges + [value]).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The numbers with what they are, as one JSON object on one line.
    ///
    /// Those of tokens that were removed are `null`.
    public func json() -> Data {
        var object: [String: any Sendable] = ["input": name, "title": title]
        for (key, value) in facts { object[key] = value }
        switch content {
        case .input(let opened, let relevance):
            let layout = opened.input.layout
            object["modality"] = opened.input.modality.rawValue
            object["meaning"] = relevance.meaning
            object["shape"] =
                layout.sections.count == 1 ? [layout.rowCount, layout.columnCount] : [layout.count]
            if layout.sections.count > 1 {
                object["sections"] = layout.sections.map {
                    ["name": $0.name, "first": $0.first] as [String: any Sendable]
                }
            }
            var axes = ["columns": Self.described(layout.columns)]
            if let rows = layout.rows { axes["rows"] = Self.described(rows) }
            object["axes"] = axes
            object["note"] = opened.input.note
            let removed = opened.input.removed
            object["values"] = relevance.values.enumerated().map { token, value -> any Sendable in
                removed.contains(token) ? NSNull() : Self.number(value)
            }
        case .flow(_, let field):
            object["meaning"] = "displacement to the right and downwards in pixels"
            object["shape"] = [field.height, field.width, 2]
            object["values"] = field.values.map(Self.number)
        case .latents(let values, let meaning, let count):
            object["meaning"] = meaning
            object["latents"] = count
            object["shape"] = [values.rows, values.columns]
            object["values"] = values.elements.map(Self.number)
        }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
    }

    private static func described(_ axis: Axis) -> [String: any Sendable] {
        ["quantity": axis.quantity.rawValue, "edges": axis.edges]
    }

    /// The shortest decimal number that is this one when read as 32 bits.
    private static func number(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

extension Run {
    /// The model and the kind of input, as files of its maps have them.
    package var facts: [String: String] {
        ["model": model.title, "modality": input.modality.rawValue]
    }
}
