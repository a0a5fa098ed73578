/// What became of a checkpoint's files: which tensor is used for what, and what was read out of them.
public struct MappingReport: Sendable, Hashable, Codable {
    /// A tensor of the file, or one that is missing.
    public struct Tensor: Sendable, Hashable, Codable {
        /// Its name in the file.
        public let name: String
        /// Its shape; what it should be if it is missing.
        public let shape: [Int]
        /// What it is used for; `nil` for one that nothing asks for.
        public let role: String?
    }

    /// A tensor whose shape is not what it should be.
    public struct Misfit: Sendable, Hashable, Codable {
        /// Its name in the file.
        public let name: String
        /// Its shape.
        public let shape: [Int]
        /// The shape that the configuration asks for.
        public let expected: [Int]
    }

    /// Something that was found out, such as a size.
    public struct Fact: Sendable, Hashable, Codable {
        /// What it is about.
        public let name: String
        /// What was found.
        public let value: String

        init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// The file of the tensors, or the index of several.
    public let path: String
    /// Tensors that are used, in the order in which data passes them.
    public let used: [Tensor]
    /// Tensors that belong to models of this kind but are not needed, with the reason as their role.
    public let idle: [Tensor]
    /// Tensors of the file that nothing asks for.
    public let unmatched: [Tensor]
    /// Tensors that are needed and not in the file.
    public let missing: [Tensor]
    /// Tensors of another shape than the configuration asks for.
    public let misfits: [Misfit]
    /// Sizes, and where they come from.
    public let sizes: [Fact]
    /// How media become numbers.
    public let preprocessing: [Fact]
    /// The classes' names; empty if the model does not classify.
    public let labels: [String]

    /// The number of trained numbers; the averages that a batch norm has seen are not trained.
    public var parameterCount: Int {
        used.filter { !$0.name.contains(".running_") }.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }
}
