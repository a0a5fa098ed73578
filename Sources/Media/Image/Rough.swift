extension Image {
    /// The picture with nothing but its rough colours: as if it had been eight pixels high or wide, the longer side, and
    /// were enlarged again.
    public var rough: Image {
        let scale = 8 / Double(max(width, height))
        func side(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded())) }
        guard scale < 1 else { return self }
        return resized(width: side(width), height: side(height), filter: .box)
            .resized(width: width, height: height, filter: .bilinear)
    }
}
