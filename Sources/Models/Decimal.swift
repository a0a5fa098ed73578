import Foundation

/// A number with so many decimal places, always with a point.
public func decimal(_ value: Double, places: Int) -> String {
    String(format: "%.\(places)f", value)
}
