import Checkpoints

/// What became of a checkpoint's files: which tensor is used for what, and what was read out of them.
public struct MappingReport: Sendable, Hashable, Codable {
    /// A tensor of the file, or one that is missing.
    public struct Tensor: Sendable, Hashable, Codable {
        /// Its name in the file, without what ``notes`` say was left out.
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

        /// Something that was found out.
        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
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
    /// What is odd about the files, and how it was read, in sentences.
    public let notes: [String]

    /// The number of trained numbers; the averages that a batch norm has seen are not trained.
    public var parameterCount: Int {
        used.filter { !$0.name.contains(".running_") }.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// What keeps the model from running, if anything does: the first few of what is missing or misshapen.
    var problem: CheckpointError? {
        let wrong = missing.count + misfits.count
        guard wrong > 0 else { return nil }
        let first =
            missing.prefix(3).map { "“\($0.name)” \($0.shape) is missing" }
            + misfits.prefix(3).map { "“\($0.name)” has the shape \($0.shape), expected \($0.expected)" }
        let more = wrong > first.count ? "; and \(wrong - first.count) more" : ""
        let which = "does not fit config.json: \(wrong) of \(used.count + wrong) tensors: "
        return CheckpointError(path: path, .malformed(which + first.joined(separator: "; ") + more))
    }
}

/// What a kind of model tells of itself beside its tensors, for the report.
package struct ModelFacts: Sendable {
    /// Sizes, and where they come from.
    package var sizes: [MappingReport.Fact]
    /// How media become numbers.
    package var preprocessing: [MappingReport.Fact]
    /// The classes' names; empty if the model does not classify.
    package var labels: [String]

    /// Facts, of which all are empty that are not given.
    package init(
        sizes: [MappingReport.Fact] = [],
        preprocessing: [MappingReport.Fact] = [],
        labels: [String] = []
    ) {
        self.sizes = sizes
        self.preprocessing = preprocessing
        self.labels = labels
    }
}
