import Foundation
import Media
import Models

// Folders of `Tests/Fixtures/speech`.
extension PublishedFolder {
    init(speech name: String) throws { try self.init("speech/\(name)") }

    func sound() throws -> Sound {
        guard case .sound(let sound) = try Medium.read(path: "\(path)/sound.wav") else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return sound
    }

    /// The model's run on the sound.
    func run() throws -> Run { try model.run(model.prepare(.sound(sound()))) }
}
