extension Sound {
    /// As long a sound in which nothing is to be heard.
    public var silent: Sound {
        with([Float](repeating: 0, count: samples.count))
    }
}
