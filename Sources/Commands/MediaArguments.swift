import ArgumentParser
import Media

/// The side that points are seen from, as the command line has it.
extension Viewpoint: ExpressibleByArgument {
    /// `front`, `side`, `top`, or two angles, and perhaps what leads upwards.
    public init?(argument: String) { self.init(argument) }
}

/// The colour behind transparent pictures, as the command line has it.
extension Pixel: ExpressibleByArgument {
    /// `white`, `black`, or six hexadecimal digits for red, green and blue.
    public init?(argument: String) {
        switch argument.lowercased() {
        case "white": self = .white
        case "black": self = Pixel(0, 0, 0)
        default:
            let digits = argument.hasPrefix("#") ? argument.dropFirst() : argument[...]
            guard digits.count == 6, digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: 16)
            else {
                return nil
            }
            self.init(UInt8(code >> 16), UInt8(code >> 8 & 0xFF), UInt8(code & 0xFF))
        }
    }
}
