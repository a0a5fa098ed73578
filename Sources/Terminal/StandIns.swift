/// ASCII characters that stand in for others where nothing else can be shown.
package enum StandIns {
    /// The character itself if it is ASCII, else what looks or means most like it, else `?`.
    package static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F ? "?" : scalar }
        if let found = table[scalar] { return found }
        return switch scalar.value {
        case 0x2500...0x257F: "+"  // the corners and crossings of boxes; lines are in the table
        case 0x2581...0x2583, 0x2596, 0x2597: "."
        case 0x2584...0x2588, 0x2589...0x258C, 0x2590, 0x2599...0x259F: "#"
        case 0x258D...0x258F, 0x2595: "|"
        case 0x2801...0x28FF: "."
        case 0x2400...0x2421: "."  // pictures of control characters
        default: "?"
        }
    }

    /// Each row: the stand-in, and what it stands in for.
    private static let rows: [(Unicode.Scalar, String)] = [
        ("-", "▔─━┄┅┈┉╌╍╴╶╸╺╼╾‐‑‒–—―−"),
        ("|", "│┃┆┇┊┋╎╏╵╷╹╻╽╿║¦"),
        ("=", "═≡"),
        ("/", "╱⁄∕"), ("\\", "╲"), ("X", "╳"),
        ("#", "▀▌▐▓■▪◼"), (":", "░"), ("%", "▒"),
        ("\"", "“”„«»"), ("'", "▘▝‘’‚´′"), ("`", "ˋ"),
        (" ", "\u{00A0}\u{2002}\u{2003}\u{2009}\u{202F}\u{2800}"),
        (".", "…·∙⋅•"), ("o", "○◦●◌°"), ("*", "★☆∗✱◆◇"),
        ("<", "←◀◂‹≤⟨"), (">", "→▶▸›≥⟩"), ("^", "↑▲△▴ˆ"), ("v", "↓▼▽▾✓✔"), ("x", "×✗✘"),
        ("~", "≈∼˜"), ("+", "±†"), ("u", "µμ"), ("E", "Σ∑€"),
        ("A", "ÀÁÂÃÄÅĀĂĄÆ"), ("a", "àáâãäåāăąæª"), ("C", "ÇĆČ©"), ("c", "çćč"), ("D", "ĐÐĎ"), ("d", "đðď"),
        ("E", "ÈÉÊËĒĘĚ"), ("e", "èéêëēęě"), ("G", "Ğ"), ("g", "ğ"), ("I", "ÌÍÎÏĪİ"), ("i", "ìíîïīı"),
        ("L", "Ł"), ("l", "ł"), ("N", "ÑŃŇ"), ("n", "ñńň"), ("O", "ÒÓÔÕÖØŌŐŒ"), ("o", "òóôõöøōőœº"),
        ("R", "Ř®"), ("r", "ř"), ("S", "ŚŞŠ"), ("s", "śşšß"), ("T", "ŢŤ"), ("t", "ţť"),
        ("U", "ÙÚÛÜŪŮŰ"), ("u", "ùúûüūůű"), ("Y", "ÝŸ"), ("y", "ýÿ"), ("Z", "ŹŻŽ"), ("z", "źżž"),
        ("0", "⁰₀"), ("1", "¹₁"), ("2", "²₂"), ("3", "³₃"), ("4", "⁴₄"), ("5", "⁵₅"), ("6", "⁶₆"),
        ("7", "⁷₇"), ("8", "⁸₈"), ("9", "⁹₉"), ("!", "¡"),
    ]

    private static let table: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
        rows.flatMap { row in row.1.unicodeScalars.map { ($0, row.0) } },
        uniquingKeysWith: { first, _ in first }
    )
}
