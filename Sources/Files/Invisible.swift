/// Characters that a terminal shows as nothing, though somebody wrote them.
package enum Invisible {
    /// The places of the scalars of a text, or of a character, that nothing is seen of and that nothing needs.
    ///
    /// What changes how a neighbour is drawn is expected there and not among them: a joiner within an emoji or between
    /// letters of scripts whose letters join, one variation selector behind what has variants, the tags of a flag.
    package static func places(in scalars: String.UnicodeScalarView) -> [String.UnicodeScalarView.Index] {
        var found: [String.UnicodeScalarView.Index] = []
        var before: Unicode.Scalar?
        // How many tags may follow: the flags of regions have up to six, and one that ends them.
        var tags = 0
        for index in scalars.indices {
            let scalar = scalars[index]
            if !scalar.properties.isDefaultIgnorableCodePoint {
                tags = scalar == blackFlag ? 7 : 0
            } else if isTag(scalar), tags > 0 {
                tags -= 1
            } else if !isExpected(scalar, behind: before) {
                found.append(index)
            }
            before = scalar
        }
        return found
    }

    /// Whether something beside it looks for such a scalar.
    private static func isExpected(_ scalar: Unicode.Scalar, behind before: Unicode.Scalar?) -> Bool {
        guard let before, isVariant(before) || !before.properties.isDefaultIgnorableCodePoint else {
            return false
        }
        switch scalar.value {
        case 0x200C, 0x200D: return before.value >= 0x590
        case 0xFE00...0xFE0F, 0x180B...0x180D, 0x180F:
            return !isVariant(before) && (before.value >= 0x80 || isKeycap(before))
        case 0xE0100...0xE01EF: return before.properties.isIdeographic
        default: return false
        }
    }

    private static func isVariant(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isVariationSelector }
    private static func isTag(_ scalar: Unicode.Scalar) -> Bool { (0xE0020...0xE007F).contains(scalar.value) }
    private static func isKeycap(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || scalar == "#" || scalar == "*"
    }

    private static let blackFlag: Unicode.Scalar = "\u{1F3F4}"
}
