import Foundation

/// A number with some decimal places, always with a point; what rounds to zero has no sign.
public func decimal(_ value: Double, places: Int) -> String {
    let text = String(format: "%.\(places)f", value)
    return text.hasPrefix("-") && text.allSatisfy("-0.".contains) ? String(text.dropFirst()) : text
}
