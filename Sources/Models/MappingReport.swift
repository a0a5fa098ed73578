/// What became of a checkpoint's files: which tensor is used for what, and what was read out of them.
public struct MappingReport: Sendable, Hashable, Codable {
    /// A tensor, or one that is missing.
    public struct Tensor: Sendable, Hashable, Codable {
        /// Its name in the file.
        public let name: String
        /// Its shape.
        public let shape: [Int]
        /// What it is used for; `nil` for one that nothing asks for.
        public let role: String?
    }

    /// Something that was found out, such as a size.
    public struct Fact: Sendable, Hashable, Codable {
        /// What it is about.
        public let name: String
        /// What was found.
        public let value: String
    }

    /// Tensors that are used, in the order in which data passes them.
    public let used: [Tensor]
    /// Tensors of the file that nothing asks for.
    public let unmatched: [Tensor]
    /// Tensors that are needed and not in the file, with the shapes they should have.
    public let missing: [Tensor]
    /// Sizes, and where they come from.
    public let sizes: [Fact]
    /// How media become numbers.
    public let preprocessing: [Fact]
    /// The classes' names.
    public let labels: [String]
}
