import Explorer
import Media
import Models

extension PredictionReport {
    /// For people: a block of lines.
    var text: String {
        var lines = [heading]
        if let note { lines.append("  \(note)") }
        lines += classes
        if let pixels { lines += self.lines(pixels) }
        if let masks, let filled { lines += self.lines(masks, filled) }
        if let speech { lines += self.lines(speech) }
        if let flow { lines += self.lines(flow) }
        if let features {
            lines.append(
                "  no classes; features: \(features.numbers.counted("number")) for each of "
                    + "\(features.tokens.counted("token")), which export writes"
            )
        }
        if let reconstruction {
            lines += self.lines(reconstruction)
        }
        return lines.printed
    }

    /// A line for each class, with headings; what is said of a task stands beside its first class.
    private var classes: [String] {
        guard let first = predictions.first else { return [] }
        let isValue = first.value != nil
        let isChanged = predictions.contains { $0.change != nil }
        let changes = isChanged ? ["before", "change"] : []
        let headings =
            isValue
            ? ["task", "value"] + changes + ["name"]
            : ["task", "probability"] + changes + ["logit", "margin", "entropy (bits)", "class"]
        let rows = tasks.flatMap { task in
            predictions.filter { $0.task == task.task }.enumerated().map { place, answer in
                let name = place == 0 ? task.task : ""
                let changes =
                    isChanged ? [Self.number(answer.before, 4), Self.signed(answer.change)] : []
                return isValue
                    ? [name, Self.number(answer.value, 4)] + changes + [answer.label]
                    : [name, Self.number(answer.probability, 4)] + changes + [
                        Self.number(answer.logit, 2), place == 0 ? Self.number(task.margin, 4) : "",
                        place == 0 ? Self.number(task.entropyBits, 2) : "", answer.label,
                    ]
            }
        }
        return ([headings] + rows).aligned(right: 1...headings.count - 2).map { "  " + $0 } + movers
    }

    /// The classes that changed most, for each task a line.
    private var movers: [String] {
        tasks.compactMap { task in
            task.movers.map { movers in
                let list = movers.map { "\($0.label) \(Self.signed($0.change))" }
                return "  most changed, \(task.task): \(list.joined(separator: ", "))"
            }
        }
    }

    private static func signed(_ value: Double?) -> String {
        value.map { ($0 > 0 ? "+" : "") + decimal($0, places: 4) } ?? ""
    }

    private static func number(_ value: (some BinaryFloatingPoint)?, _ places: Int) -> String {
        value.map { decimal(Double($0), places: places) } ?? ""
    }

    private func lines(_ masks: [Mask], _ filled: String) -> [String] {
        guard !masks.isEmpty else {
            return ["  nothing is masked: write [MASK] for each byte, or use --mask"]
        }
        let rows = masks.map { mask in
            let alternatives = mask.alternatives.map { "\($0.token) \(decimal($0.probability, places: 4))" }
            return ["\(mask.position)", "\(mask.byte)", alternatives.joined(separator: "  ")]
        }
        // The lines of a text stay lines.
        return "  filled: \(filled)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            + ([["position", "byte", "tokens with their probabilities"]] + rows).aligned(right: 0...1).map {
                "  " + $0
            }
    }

    private func lines(_ speech: Speech) -> [String] {
        guard !speech.letters.isEmpty else { return ["  no letter was read"] }
        let rows = speech.letters.map { letter in
            [letter.letter == " " ? "space" : letter.letter]
                + [letter.from, letter.end].map { decimal($0, places: 3) }
                + [decimal(letter.probability, places: 4)]
        }
        return ["  said: \(speech.text)"]
            + ([["letter", "from (s)", "to (s)", "probability"]] + rows).aligned(right: 1...3).map {
                "  " + $0
            }
    }

    private func lines(_ reconstruction: Reconstruction) -> [String] {
        let ratios: [(String, [Double]?)] = [
            ("frames", reconstruction.framePSNR), ("sound", reconstruction.soundPSNR.map { [$0] }),
            ("reconstruction", reconstruction.psnr.map { [$0] }),
            ("what was removed", reconstruction.removedPSNR.map { [$0] }),
        ]
        return ratios.compactMap { name, values in
            values.map { values in
                let numbers = values.map { decimal($0, places: 2) }.joined(separator: " ")
                return "  \(name), PSNR in dB: \(numbers)"
            }
        }
    }

    private func lines(_ pixels: Pixels) -> [String] {
        let own = pixels.nats.map { "\(decimal($0, places: 3)) nats, rank \(pixels.rank)" }
        return [
            "  pixel \(pixels.column), \(pixels.row) is \(pixels.colour): \(own ?? "not told")",
            "  all pixels: \(decimal(pixels.meanNats, places: 3)) nats a pixel, "
                + "\(decimal(pixels.totalNats, places: 1)) in all",
        ]
    }

    private func lines(_ flow: Flow) -> [String] {
        func number(_ value: Double) -> String { decimal(value, places: 2) }
        var lines = [
            "  mean displacement \(number(flow.meanRight)) px right, \(number(flow.meanDown)) px down",
            "  mean length \(number(flow.meanLength)) px, longest \(number(flow.longest)) px",
        ]
        if let error = flow.endPointError, let pixels = flow.endPointPixels {
            lines.append(
                "  end-point error \(decimal(error, places: 4)) px over \(pixels.counted("pixel"))"
            )
        }
        return lines
    }
}

extension [[String]] {
    /// Rows as lines of columns, two cells apart; those in a range are aligned to the right.
    func aligned(right: ClosedRange<Int>) -> [String] {
        let count = self.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in self.map { $0[column].count }.max() ?? 0 }
        return self.map { row in
            let line = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return right.contains(column) ? padding + cell : cell + padding
            }
            return String(line.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}
