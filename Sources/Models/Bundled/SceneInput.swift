import Media
import Numerics

/// The front end for clips: lips first, then the sound as other sounds have it; either may be missing.
struct SceneInput: Sendable {
    let lips: LipInput
    let audio: AudioInput

    func callAsFunction(_ clip: Clip) -> InputArray {
        let seen = lips.seen(clip)
        let heard = clip.sound.flatMap(beginning)
        var (sections, matrices, parts) = ([Layout.Section](), [Matrix](), [[Int]]())
        var (counts, notes) = ([Int](), [String]())
        if let seen {
            let section = lips.section(frames: seen.frames.count, region: seen.region)
            sections.append(section)
            matrices.append(lips.tokens(seen.frames))
            // The cells of a frame, each over an eighth of the frames.
            parts += section.blocks(times: 8, acrossColumns: 4, acrossRows: 4)
            counts.append(lips.contentChannels)
            notes += seen.notes
        }
        if let heard {
            let first = sections.first?.count ?? 0
            let own = heard.input.layout.placed
            sections.append(
                Layout.Section(
                    name: ClipSide.sound.section,
                    first: first,
                    columns: own.columns,
                    rows: own.rows
                )
            )
            matrices.append(heard.input.tokens)
            parts += heard.input.parts.map { $0.map { $0 + first } }
            counts.append(audio.stem.contentChannels)
            notes += [heard.input.note].compactMap { $0 }
        }
        let shown = Clip(
            frames: seen?.frames ?? [],
            sound: heard?.sound,
            framesPerSecond: lips.settings.framesPerSecond
        )
        return InputArray(
            tokens: matrices.count == 1 ? matrices[0] : Matrix(stacking: matrices),
            layout: Layout(sections: sections),
            parts: parts,
            modality: .clip,
            spectrogram: heard?.input.spectrogram,
            seen: .clip(shown),
            makeup: .beside(contentChannels: counts),
            note: notes.isEmpty ? nil : notes.joined(separator: "; ")
        )
    }

    /// The beginning of the sound, as long as the model hears.
    private func beginning(of sound: Sound) -> (sound: Sound, input: InputArray)? {
        let longest = Int(audio.settings.seconds * Double(sound.sampleRate))
        let part = sound[0..<min(longest, sound.samples.count)]
        guard !part.samples.isEmpty else { return nil }
        return (part, audio(part))
    }
}
