import Foundation
import FoundationXML

/// An element of an SVG file.
package struct SVGElement {
    package let name: String
    package let attributes: [String: String]
    package fileprivate(set) var text = ""

    /// The points of a line or a polygon.
    package var points: [[Double]] {
        (attributes["points"] ?? "").split(separator: " ").map {
            $0.split(separator: ",").compactMap { Double($0) }
        }
    }

    /// The elements of a file, which is read strictly.
    ///
    /// - Throws: what is wrong with it as XML.
    package static func all(_ svg: some Sequence<UInt8>) throws -> [SVGElement] {
        let (parser, reader) = (XMLParser(data: Data(svg)), Reader())
        parser.delegate = reader
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
        return reader.elements
    }
}

private final class Reader: NSObject, XMLParserDelegate {
    var elements: [SVGElement] = []
    private var open: [Int] = []

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(SVGElement(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if let last = open.last { elements[last].text += text }
    }
}
