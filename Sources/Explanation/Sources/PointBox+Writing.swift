import Glibc
package import Media

extension PointBox {
    /// A box as it is written: six numbers, of which those that are missing are no limits, and perhaps `@TURN,TILT`.
    package init?(written text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = halves[0].split(separator: ",", omittingEmptySubsequences: false)
        guard ends.count == 6, let view = halves.count == 2 ? Viewpoint(String(halves[1])) : .front else {
            return nil
        }
        var ranges: [ClosedRange<Double>] = []
        for axis in 0..<3 {
            let (low, high) = (ends[2 * axis], ends[2 * axis + 1])
            let from = low.isEmpty ? -Double.infinity : Self.number(low)
            let to = high.isEmpty ? Double.infinity : Self.number(high)
            guard let from, let to, from <= to else { return nil }
            ranges.append(from...to)
        }
        self.init(ranges[0], ranges[1], ranges[2], view: view)
    }

    private static func number(_ text: Substring) -> Double? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || ".-+eE".contains($0)) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// As it is written.
    package var written: String {
        func number(_ number: Double) -> String { number.isFinite ? number.written : "" }
        let ends = ranges.flatMap { [number($0.lowerBound), number($0.upperBound)] }
        return ends.joined(separator: ",") + (view == .front ? "" : "@\(view.written)")
    }

    /// What people call it: `x 0–1, z above 2`.
    var words: String {
        let names = view == .front ? ["x", "y", "z"] : ["across", "up", "near"]
        let parts = zip(names, ranges).compactMap { name, range -> String? in
            switch (range.lowerBound.isFinite, range.upperBound.isFinite) {
            case (true, true): "\(name) \(range.lowerBound.written)–\(range.upperBound.written)"
            case (true, false): "\(name) above \(range.lowerBound.written)"
            case (false, true): "\(name) below \(range.upperBound.written)"
            case (false, false): nil
            }
        }
        let place = parts.isEmpty ? "all points" : parts.joined(separator: ", ")
        return place + (view == .front ? "" : " (\(view.words))")
    }

    /// The box rounded outwards to the fewest decimals with which it still holds the same.
    func rounded(_ isSame: (PointBox) -> Bool) -> PointBox {
        for places in 0...9 {
            let unit = pow(10, Double(places))
            let ranges = ranges.map { range in
                (range.lowerBound * unit).rounded(.down) / unit...(range.upperBound * unit).rounded(.up)
                    / unit
            }
            let box = PointBox(ranges[0], ranges[1], ranges[2], view: view)
            if isSame(box) { return box }
        }
        return self
    }
}

extension Part {
    /// A cloud without the points of this part.
    ///
    /// - Throws: ``Failure`` if it has none there, or no others.
    func emptied(_ cloud: PointCloud) throws(Failure) -> PointCloud {
        guard let (left, count) = cloud.without(try space("--blank")) else {
            throw Failure("--blank \(written): no point would be left")
        }
        guard count > 0 else { throw Failure("--blank \(written): there is no point") }
        return left
    }

    /// A cloud with the same part of another one in it.
    ///
    /// - Throws: ``Failure`` if neither has a point there.
    func swapped(_ cloud: PointCloud, _ other: PointCloud) throws(Failure) -> PointCloud {
        guard let changed = cloud.replacing(try space("--swap"), with: other) else {
            throw Failure("--swap \(written): neither has a point there")
        }
        return changed
    }

    private func space(_ option: String) throws(Failure) -> PointBox {
        guard case .space(let box) = place else { throw Failure("\(option) \(written): \(Self.spaceHelp)") }
        return box
    }
}
