import Media

extension Int {
    /// The number with what it counts: `1 input`, `2,000 inputs`.
    ///
    /// - Parameter plural: what several are called, if not the noun with an s.
    func counted(_ noun: String, plural: String? = nil) -> String {
        "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}
