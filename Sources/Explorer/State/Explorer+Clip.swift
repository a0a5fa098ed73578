import Explanation
import Models

// Moving through the frames of a clip.
extension Explorer {
    /// The frame of the selected clip that is shown.
    var frameShown: Int { current?.frame ?? 0 }

    /// The number of frames that can be shown of the selected clip; 0 for other inputs.
    var frameCount: Int {
        guard case .clip(let clip)? = current?.opened?.outline else { return 0 }
        return clip.frames.count
    }

    mutating func stepFrame(_ step: Int) {
        let count = frameCount
        guard count > 0 else { return }
        show(frame: (frameShown + step + count) % count)
    }

    /// Shows a frame that was asked for; a clip that is played pauses there.
    mutating func goTo(frame: Int) {
        main.isPlaying = false
        show(frame: frame)
    }

    /// Shows a frame; the cursor stays where it is in the picture.
    private mutating func show(frame: Int) {
        let pictures = current?.opened?.input.layout.pictures
        changeCurrent { entry in
            entry.frame = frame
            guard let cursor = entry.cursor, let pictures, pictures.tokens.contains(cursor) else { return }
            let (column, row, _) = pictures.cell(of: cursor)
            entry.cursor = pictures.token(
                column: column,
                row: row,
                frame: min(frame, pictures.frameCount - 1)
            )
        }
    }

    /// Shows the frame that a token lies in.
    mutating func showFrame(of token: Int) {
        guard let pictures = current?.opened?.input.layout.pictures, pictures.tokens.contains(token) else {
            return
        }
        changeCurrent { $0.frame = pictures.cell(of: token).frame }
    }

    /// Lets frames, or the pixels of a completed picture, follow each other to the last one, or stops them.
    ///
    /// If the last one is shown, it begins with the first.
    mutating func play() {
        main.isPlaying.toggle()
        if let completion {
            if main.isPlaying && completion.isWhole { draw(pixels: 0) }
        } else if main.isPlaying && frameShown == frameCount - 1 {
            show(frame: 0)
        }
        main.timer = main.isPlaying ? tick(after: frameSeconds) : nil
    }

    private var frameSeconds: Double {
        if completion != nil { return 0.04 }
        guard case .clip(let clip)? = current?.opened?.outline else { return 0.1 }
        return max(0.04, 1 / clip.framesPerSecond)
    }

    /// The next frame, while the clip is played.
    mutating func playOn() {
        if let completion, main.isPlaying, case .main = screen {
            draw(pixels: completion.drawn + completion.pace)
            main.isPlaying = self.completion?.isWhole == false
            main.timer = main.isPlaying ? tick(after: frameSeconds) : nil
            return
        }
        guard main.isPlaying, case .main = screen, frameShown + 1 < frameCount else {
            main.isPlaying = false
            return
        }
        show(frame: frameShown + 1)
        main.isPlaying = frameShown + 1 < frameCount
        main.timer = main.isPlaying ? tick(after: frameSeconds) : nil
    }
}

extension Layout {
    /// The moving pictures with places counted from the corner of what is seen.
    var picturesFromCorner: Section? {
        pictures.map { section in
            func moved(_ axis: Axis) -> Axis {
                Axis(axis.quantity, edges: axis.edges.map { $0 - axis.edges[0] })
            }
            return Section(
                name: section.name,
                first: section.first,
                columns: moved(section.columns),
                rows: section.rows.map(moved),
                frames: section.frames
            )
        }
    }
    /// The section that is a sound's wave, if there is one.
    var wave: Section? { sections.first { $0.columns.quantity == .time && $0.rows == nil } }
}
