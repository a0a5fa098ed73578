import Cells
import FoundationEssentials
import Media

extension Plate {
    /// The page as an SVG file.
    ///
    /// - Parameter metadata: what it shows, as JSON.
    /// - Throws: `MediaError` if a picture in it is too large.
    package func svg(metadata: Data) throws(MediaError) -> [UInt8] {
        let (width, height) = (Self.number(width), Self.number(height))
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
            width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <metadata>\(String(decoding: metadata, as: UTF8.self).xml)</metadata>

            """
        for shape in shapes { text += try Self.element(shape) + "\n" }
        return Array((text + "</svg>\n").utf8)
    }

    private static func element(_ shape: Shape) throws(MediaError) -> String {
        switch shape {
        case .box(let box, let colour):
            return "<rect \(attributes(box)) fill=\"\(colour.hex)\" shape-rendering=\"crispEdges\"/>"
        case .line(let points, let colour, let width, let dash):
            let dashes = dash > 0 ? " stroke-dasharray=\"\(number(dash))\"" : ""
            return "<polyline points=\"\(places(points))\" fill=\"none\" stroke=\"\(colour.hex)\" "
                + "stroke-width=\"\(number(width))\"\(dashes) stroke-linejoin=\"round\"/>"
        case .area(let points, let colour, let opacity):
            return "<polygon points=\"\(places(points))\" fill=\"\(colour.hex)\" "
                + "fill-opacity=\"\(number(opacity))\"/>"
        case .text(let lettering): return element(lettering)
        case .image(let image, let box):
            let data = Data(try image.png()).base64EncodedString()
            return
                "<image \(attributes(box)) preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" "
                + "xlink:href=\"data:image/png;base64,\(data)\"/>"
        }
    }

    private static func element(_ lettering: Lettering) -> String {
        let family = lettering.isFixed ? "monospace" : "sans-serif"
        let anchor = lettering.anchor == .start ? "" : " text-anchor=\"\(lettering.anchor.rawValue)\""
        let weight = lettering.isBold ? " font-weight=\"bold\"" : ""
        return "<text x=\"\(number(lettering.place.x))\" y=\"\(number(lettering.place.y))\" "
            + "font-family=\"\(family)\" font-size=\"\(number(lettering.size))\"\(weight)\(anchor) "
            + "fill=\"\(lettering.colour.hex)\" xml:space=\"preserve\">\(lettering.text.xml)</text>"
    }

    private static func places(_ points: [Point]) -> String {
        points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    }

    private static func attributes(_ box: Box) -> String {
        "x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" height=\"\(number(box.height))\""
    }

    /// A number with at most two decimal places.
    private static func number(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard hundredths.isFinite, abs(hundredths) < 1e12 else { return "0" }
        let whole = Int(hundredths)
        if whole % 100 == 0 { return "\(whole / 100)" }
        return "\(Double(whole) / 100)"
    }
}

extension RGB {
    /// As style sheets have it: `#rrggbb`.
    fileprivate var hex: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension String {
    /// The text with what means something in XML escaped, and without what may not be in it at all.
    package var xml: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;".unicodeScalars
            case "<": text += "&lt;".unicodeScalars
            case ">": text += "&gt;".unicodeScalars
            case "\"": text += "&quot;".unicodeScalars
            case "\n", "\t": text.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": text.append("\u{FFFD}")
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}
