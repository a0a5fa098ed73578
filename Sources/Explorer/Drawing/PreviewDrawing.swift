import Cells
import Explanation
import Media
import Models

/// Draws what the file browser shows of a file or a folder.
struct PreviewDrawing {
    private let explorer: Explorer

    init(_ explorer: Explorer) { self.explorer = explorer }

    func draw(_ preview: FilePreview, in area: Rectangle, on canvas: inout Canvas) {
        switch preview {
        case .medium(let opened): draw(opened, in: area, on: &canvas)
        case .clip(let clip): draw(clip, in: area, on: &canvas)
        case .model:
            canvas.paragraph("A model. Press M to list it, Enter to open the folder.", in: area, style: .dim)
        case .folder(let inputs): draw(inputs, in: area, on: &canvas)
        }
    }

    private func draw(_ opened: OpenedMedium, in area: Rectangle, on canvas: inout Canvas) {
        var picture = write(PreviewFacts.lines(opened), below: area, on: &canvas)
        if case .sound(let outline) = opened.outline, picture.height >= 12 {
            let (wave, rest) = picture.splitTop(4)
            WaveDrawing.draw(
                outline,
                in: wave.inset(left: SpectrogramAxes(rest).plot.x - rest.x),
                on: &canvas
            )
            picture = rest
        }
        InputDrawing(
            opened,
            relevance: nil,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: nil
        )
        .draw(in: picture, on: &canvas)
    }

    /// How many inputs of each kind there are.
    private func draw(_ inputs: FolderInputs?, in area: Rectangle, on canvas: inout Canvas) {
        guard let inputs else {
            return canvas.paragraph("Folder. Press Enter to open it.", in: area, style: .dim)
        }
        let counts = Modality.allCases.compactMap { kind -> String? in
            let count = inputs.files.count { $0.modality == kind }
            return count == 0 ? nil : "\(kind.rawValue): \(Numbers.grouped(count))"
        }
        let isClip =
            explorer.readyModel?.modalities.contains(.clip) == true
            && inputs.files.contains { $0.modality == .image }
        let clip = isClip ? "c to run its pictures as one clip, " : ""
        let hint = "Press a to list all of them, \(clip)Enter to open it."
        let lines = ["Inputs in this folder:", ""] + counts + ["", hint]
        canvas.paragraph(lines.joined(separator: "\n"), in: area, style: .dim)
    }

    /// The first frame, and below it the wave of the sound.
    private func draw(_ clip: ClipFolderOutline, in area: Rectangle, on canvas: inout Canvas) {
        let sound = clip.sound.map { outline in
            "sound of \(decimal(outline.origin.duration, places: 2)) s"
                + (clip.soundName.map { " (\($0))" } ?? "")
        }
        let facts = [
            clip.frames ?? "no frames", sound ?? "no sound",
            "Press c to run it as a clip, Enter to open it.",
        ]
        let inner = write(facts, below: area, on: &canvas)
        let areas = InputDrawing.ClipAreas(inner, hasFrames: clip.first != nil, hasSound: clip.sound != nil)
        if let first = clip.first { canvas.draw(first, in: areas.picture) }
        if let sound = clip.sound, areas.wave.height > 0 {
            WaveDrawing.draw(sound, in: areas.wave, on: &canvas)
        }
    }

    /// Writes at most three lines at the end of an area, and returns what is left of it.
    private func write(_ facts: [String], below area: Rectangle, on canvas: inout Canvas) -> Rectangle {
        let (rest, lines) = area.splitBottom(min(facts.count, 3))
        for (row, text) in facts.prefix(lines.height).enumerated() {
            canvas.line(text, in: lines, y: lines.y + row, style: .dim)
        }
        return rest
    }
}
