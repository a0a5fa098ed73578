import Media
import Models

/// Media of usual sizes, made up.
enum MadeUp {
    /// What a model is usually given, with names.
    static func media(for model: Model) -> [(String, Medium)] {
        model.usualInputs.map { input in
            switch input {
            case .picture(let width, let height):
                ("picture, \(width)×\(height)", .image(image(width: width, height: height)))
            case .pictures(let width, let height):
                (
                    "pictures, \(width)×\(height)",
                    .pair(image(width: width, height: height), image(width: width, height: height, from: 3))
                )
            case .sound(let rate, let count):
                ("sound, \(count / rate) s", .sound(sound(sampleRate: rate, count: count)))
            case .text(let bytes): ("text, \(bytes.grouped) bytes", .text(text(bytes: bytes)))
            case .points(let count): ("points, \(count.grouped)", .points(points(count)))
            case .units(let count): ("units, \(count.grouped)", .units(units(count)))
            case .clip(let frames, let side, let rate, let samples):
                (
                    "clip, \(frames) frames",
                    .clip(
                        Clip(
                            frames: (0..<frames).map { image(width: side, height: side, from: $0) },
                            sound: sound(sampleRate: rate, count: samples),
                            framesPerSecond: Clip.usualRate
                        )
                    )
                )
            }
        }
    }

    static func image(width: Int, height: Int, from first: Int = 0) -> Image {
        let pixels = (first..<first + width * height * 3).map { UInt8($0 * 7 % 251) }
        return Image(width: width, height: height, pixels: pixels)
    }

    private static func sound(sampleRate: Int, count: Int) -> Sound {
        Sound(sampleRate: sampleRate, samples: (0..<count).map { Float($0 * 31 % 997) / 997 - 0.5 })
    }

    private static func points(_ count: Int) -> PointCloud {
        let points = (0..<count).map { number in
            let (x, y, z) = (number * 31 % 997, number * 57 % 991, number * 83 % 983)
            return SIMD3<Double>(Double(x), Double(y), Double(z))
        }
        return PointCloud(points)
    }

    private static func units(_ count: Int) -> UnitSet {
        let units = (0..<count).map { number in
            UnitSet.Unit(
                type: ["Probe", "Zealot", "Marine", "SCV"][number % 4],
                owner: number % 2 + 1,
                x: Double(number * 31 % 97),
                y: Double(number * 57 % 89),
                age: Double(number * 83 % 600)
            )
        }
        return UnitSet(units: units)
    }

    private static func text(bytes count: Int) -> Media.Text {
        Media.Text(String(repeating: "a dog barks at the train. ", count: count / 26 + 1).prefix(count) + "")
    }
}
