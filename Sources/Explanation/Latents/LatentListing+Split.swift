// Which heads' scores are told apart into content and position.
extension LatentListing {
    /// The heads whose scores content and kinds are of.
    ///
    /// The parts of scores add up head by head and on average. A maximum over heads has no such parts: of that they are of the
    /// average.
    public var splitHead: HeadChoice { head == .max ? .mean : head }

    /// What content and kinds are of where that is not what the maps are of, in a few words.
    public var splitNote: String? { tellsOtherSplit ? "content and kind: of the heads' mean score" : nil }

    /// The same in fewer words.
    package var shortSplitNote: String? { tellsOtherSplit ? "content, kind: mean of heads" : nil }

    private var tellsOtherSplit: Bool {
        splitHead != head && (columns.contains(.content) || records.contains { $0.kind != nil })
    }
}
