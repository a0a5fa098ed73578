import Foundation
import Media
import Models
import Numerics
import Testing

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

/// Expects numbers as near as those of 32 bits come: 1e-4, and a hundred thousandth of the largest.
func expectSame(_ found: Matrix, _ expected: Matrix, _ name: String) {
    #expect(found.rows == expected.rows && found.columns == expected.columns, "\(name)")
    guard found.count == expected.count else { return }
    let most = expected.elements.map(abs).max() ?? 0
    let worst = zip(found.elements, expected.elements).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= 1e-4 + 1e-5 * most, "\(name)")
}
