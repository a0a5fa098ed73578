import Cells
import Explanation
import Models

/// A clip with its map: frames at even distances, its wave with the map below, and what has no place.
struct ClipPlate {
    private let input: InputPlate
    private let clip: ClipOutline

    /// How many frames are shown at most, and how many of them beside each other.
    private static let (most, across) = (8, 4)
    private static let frameWidth = 200.0

    init(_ input: InputPlate, _ clip: ClipOutline) { (self.input, self.clip) = (input, clip) }

    var plate: Plate {
        var plate = Plate(width: 0, height: 0)
        let layout = input.drawing.opened.input.layout
        if let section = layout.picturesFromCorner, !clip.frames.isEmpty {
            plate.add(frames(section, layout), x: 0, y: 0)
        }
        if let sound = clip.sound, let section = layout.section(of: .sound), section.rows != nil {
            plate.add(input.sound(sound, layout, section), x: 0, y: plate.height + 6)
        } else if let sound = clip.sound, let wave = layout.wave {
            plate.add(input.wave(sound, gutter: nil), x: 0, y: plate.height + 6)
            let axis = PlateAxis("time in seconds", from: 0, to: sound.duration, atMost: 12)
            plate.add(input.row(wave, axis, width: InputPlate.soundWidth), x: 0, y: plate.height)
        }
        for section in layout.sections where section.shape == .unplaced {
            plate.add(input.items(section), x: 0, y: plate.height + 6)
        }
        return plate
    }

    private func frames(_ section: Layout.Section, _ layout: Layout) -> Plate {
        let shown = min(Self.most, clip.frames.count)
        let height = Self.frameWidth * Double(clip.height) / Double(max(1, clip.width))
        var plate = Plate(width: 0, height: 0)
        for place in 0..<shown {
            let frame = place * clip.frames.count / shown
            let (column, row) = (place % Self.across, place / Self.across)
            let (x, y) = (Double(column) * (Self.frameWidth + 8), Double(row) * (height + 26))
            let image = input.lit(
                clip.frames[frame],
                clip.width,
                clip.height,
                layout,
                section: section,
                frame: frame
            )
            plate.add(.image(image, Plate.Box(x: x, y: y, width: Self.frameWidth, height: height)))
            let label = Plate.Lettering(
                text: "frame \(frame + 1)",
                place: Plate.Point(x: x, y: y + height + 15),
                size: Plate.small,
                colour: input.theme.faint
            )
            plate.write(label)
            plate.grow(width: x + Self.frameWidth, height: y + height + 22)
        }
        return plate
    }
}
