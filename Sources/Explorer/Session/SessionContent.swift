import Cells
public import Explanation
import Media

/// What a step of a session shows.
public enum SessionContent: Codable, Sendable, Hashable {
    /// A map, and how it is drawn.
    case map(SessionMap, drawing: SessionDrawing)
    /// How pixels of two pictures move, and how that is drawn.
    case flow(drawing: SessionDrawing)
    /// The table of latents.
    case table(SessionTable)
    /// Removal curves of a map.
    case curves(SessionCurves)
    /// How alike the inputs are.
    case likeness(SessionLikeness)
    /// Two maps beside each other.
    case pair(SessionPair)
    /// A page of the overview.
    case overview(SessionOverview)
    /// Nothing that can be made again, for a reason in a sentence.
    case nothing(why: String)

    private enum CodingKeys: String, CodingKey {
        case map, drawing, flow, table, curves, likeness, pair, overview, nothing
    }

    /// Writes what it is, and beside it how it is drawn.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .map(let map, let drawing):
            try values.encode(map, forKey: .map)
            try values.encode(drawing, forKey: .drawing)
        case .flow(let drawing): try values.encode(drawing, forKey: .flow)
        case .table(let table): try values.encode(table, forKey: .table)
        case .curves(let curves): try values.encode(curves, forKey: .curves)
        case .likeness(let likeness): try values.encode(likeness, forKey: .likeness)
        case .pair(let pair): try values.encode(pair, forKey: .pair)
        case .overview(let overview): try values.encode(overview, forKey: .overview)
        case .nothing(let reason): try values.encode(reason, forKey: .nothing)
        }
    }

    /// Reads it.
    ///
    /// - Throws: `DecodingError` unless it is one of these.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if values.contains(.map) {
            self = .map(
                try values.decode(SessionMap.self, forKey: .map),
                drawing: try values.decode(SessionDrawing.self, forKey: .drawing)
            )
        } else if values.contains(.flow) {
            self = .flow(drawing: try values.decode(SessionDrawing.self, forKey: .flow))
        } else if values.contains(.table) {
            self = .table(try values.decode(SessionTable.self, forKey: .table))
        } else if values.contains(.curves) {
            self = .curves(try values.decode(SessionCurves.self, forKey: .curves))
        } else if values.contains(.likeness) {
            self = .likeness(try values.decode(SessionLikeness.self, forKey: .likeness))
        } else if values.contains(.pair) {
            self = .pair(try values.decode(SessionPair.self, forKey: .pair))
        } else if values.contains(.overview) {
            self = .overview(try values.decode(SessionOverview.self, forKey: .overview))
        } else if values.contains(.nothing) {
            self = .nothing(why: try values.decode(String.self, forKey: .nothing))
        } else {
            let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "is none")
            throw DecodingError.dataCorrupted(context)
        }
    }
}

/// How figures are drawn: what makes a difference in them.
public struct SessionDrawing: Codable, Sendable, Hashable {
    private let overlay: String
    private let palette: String
    private let scale: String
    /// From 0 to 1.
    private let strength: Double
    private let hasArrows: Bool
    /// The side that point clouds are seen from, if not the front.
    private let view: String?
    private let background: String

    init(_ lens: Lens, on background: Background) {
        (overlay, palette, scale) = (lens.overlay.rawValue, lens.palette.name, lens.scale.rawValue)
        (strength, hasArrows, self.background) = (lens.strength, lens.hasArrows, background.rawValue)
        view = lens.view == .front ? nil : lens.view.written
    }

    fileprivate func figure(_ figure: Figure) throws(SessionError) -> DrawnFigure {
        DrawnFigure(figure, lens: try lens(), background: try page())
    }

    /// The background of its page.
    func page() throws(SessionError) -> Background { try Background(session: background, "background") }

    /// What makes a difference in drawings.
    func lens() throws(SessionError) -> Lens {
        var lens = Lens()
        lens.overlay = try Overlay(session: overlay, "overlay")
        lens.scale = try ScaleKind(session: scale, "scale")
        guard let palette = Palette.all.first(where: { $0.name == palette }) else {
            throw .unknown(what: "palette", word: palette, accepted: Palette.all.map(\.name))
        }
        guard (0...1).contains(strength) else {
            throw .unknown(what: "strength", word: "\(strength)", accepted: ["numbers from 0 to 1"])
        }
        (lens.palette, lens.strength, lens.hasArrows) = (palette, strength, hasArrows)
        if let view {
            guard let known = Viewpoint(view) else {
                throw .unknown(what: "view", word: view, accepted: Viewpoint.named.map(\.name))
            }
            lens.view = known
        }
        return lens
    }
}

extension DrawnFigure {
    /// Draws a figure as it was drawn in a session.
    ///
    /// - Throws: ``SessionError`` if a word is not known.
    public init(_ figure: Figure, drawing: SessionDrawing) throws(SessionError) {
        self = try drawing.figure(figure)
    }
}
