import Media
import Models

/// How much there is of the input at each token, whatever the model makes of it: a control for maps.
///
/// A map that is no better than this one may have found nothing but what stands out by itself.
enum InputEnergy {
    /// A number for each token; of tokens without a place in the source 0.
    ///
    /// - Of pictures: how far the token's mean colour is from that of the whole picture, as the model sees it.
    /// - Of sounds: the token's mean level in the spectrogram, from 0 to 1.
    ///
    /// - Throws: ``Failure``, which says why there is no such thing.
    static func values(of input: InputArray) throws(Failure) -> [Float] {
        let section = input.layout.placed
        guard section.shape == .grid, section.frames == nil, let rows = section.rows else {
            throw Failure("\(input.modality.words) have no input energy")
        }
        let cells: [Float]
        if let spectrogram = input.spectrogram {
            cells = Self.levels(spectrogram, section.columns, rows)
        } else if case .image(let image)? = input.seen, input.modality == .image {
            cells = Self.contrasts(image, section.columns, rows)
        } else {
            throw Failure("\(input.modality.words) have no input energy")
        }
        var values = [Float](repeating: 0, count: input.tokens.rows)
        for (token, value) in zip(section.tokens, cells) { values[token] = value }
        return values
    }

    /// The distance of each cell's mean colour from that of the picture, row by row.
    private static func contrasts(_ image: Image, _ columns: Axis, _ rows: Axis) -> [Float] {
        let across = columns.spans(over: image.width)
        let down = rows.spans(over: image.height)
        func mean(_ x: Range<Int>, _ y: Range<Int>, _ channel: Int) -> Float {
            let sum = y.reduce(0) { sum, row in
                x.reduce(sum) { $0 + Int(image.pixels[(row * image.width + $1) * 3 + channel]) }
            }
            return Float(sum) / Float(x.count * y.count)
        }
        let whole = (0..<3).map { mean(0..<image.width, 0..<image.height, $0) }
        return down.flatMap { y in
            across.map { x in
                (0..<3).reduce(Float(0)) { sum, channel in
                    let difference = mean(x, y, channel) - whole[channel]
                    return sum + difference * difference
                }.squareRoot()
            }
        }
    }

    /// Each cell's mean level, row by row from the lowest frequency.
    private static func levels(_ sound: SpectrogramImage, _ columns: Axis, _ rows: Axis) -> [Float] {
        let frames = columns.spans(over: sound.frames)
        return evenSpans(rows.count, over: sound.bands).flatMap { bands in
            frames.map { frames in
                let sum = bands.reduce(Float(0)) { sum, band in
                    frames.reduce(sum) { $0 + sound.values[band * sound.frames + $1] }
                }
                return sum / Float(bands.count * frames.count)
            }
        }
    }

    /// Cells that divide some places evenly: frequencies in hertz are not spaced as bands are.
    private static func evenSpans(_ cells: Int, over count: Int) -> [Range<Int>] {
        Axis(.item, edges: (0...cells).map(Double.init)).spans(over: count)
    }
}

extension Axis {
    /// The places of each cell if the axis lies over some pixels or frames; at least one for each.
    fileprivate func spans(over count: Int) -> [Range<Int>] {
        let (first, length) = (edges[0], edges[edges.count - 1] - edges[0])
        func place(_ edge: Double) -> Int {
            let share = length > 0 ? (edge - first) / length : 0
            return min(max(0, Int((share * Double(count)).rounded())), count)
        }
        return (0..<self.count).map { cell in
            let start = min(place(edges[cell]), count - 1)
            return start..<max(start + 1, place(edges[cell + 1]))
        }
    }
}
