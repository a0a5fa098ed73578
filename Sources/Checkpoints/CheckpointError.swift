internal import Files

/// Why a file of a checkpoint cannot be used: which file, what is wrong, and what would be accepted.
public struct CheckpointError: Error, Equatable {
    /// The file, as it was named.
    public let path: String
    /// What is wrong with it.
    public let problem: Problem

    /// An error about the file at `path`.
    public init(path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// The ways in which a file can be wrong.
    public enum Problem: Equatable, Sendable {
        /// It cannot be read or written; a sentence about why.
        case inaccessible(String)
        /// It is not what it should be as a whole; a sentence about why.
        case malformed(String)
        /// A folder has no file of weights that is read; the names of weights of other kinds that it has.
        case noWeights(others: [String])
        /// A folder holds an adapter of this kind, such as `LORA`, which changes the base model of that name.
        case adapter(kind: String, base: String?)
        /// The header says something impossible of one tensor; a sentence about it.
        case header(tensor: String, String)
        /// A tensor that is needed is not in the file; the most similar names that are.
        case missing(tensor: String, similar: [String])
        /// A tensor has another shape than it should.
        case shape(tensor: String, expected: [Int], found: [Int])
        /// A tensor's elements are not floating-point numbers this program reads.
        case elements(tensor: String, found: ElementType)
        /// An element is infinite or not a number.
        case value(tensor: String, index: [Int], found: Float)
        /// The value of a key, such as `architecture.output_shape[2]`, is not what it should be.
        case key(String, String)
    }
}

extension CheckpointError: CustomStringConvertible {
    /// The file and a sentence about it.
    public var description: String { "\(path): \(problem)" }
}

extension CheckpointError.Problem: CustomStringConvertible {
    /// A sentence without the file.
    public var description: String {
        switch self {
        case .inaccessible(let reason), .malformed(let reason):
            reason
        case .noWeights(let others):
            "holds none of \(TensorSet.fileNames.joined(separator: ", ")), and no .ckpt, .pt or .pth file"
                + advice(others)
        case .adapter(let kind, let base):
            "is an adapter (\(brief(kind))), which is no model by itself; load it with its base model"
                + (base.map { " \(quoted($0))" } ?? "")
                + " in Python, merge both with merge_and_unload(), and save that with save_pretrained(folder)"
        case .header(let tensor, let reason):
            "tensor \(quoted(tensor)): \(reason)"
        case .missing(let tensor, let similar) where similar.isEmpty:
            "tensor \(quoted(tensor)) is missing"
        case .missing(let tensor, let similar):
            "tensor \(quoted(tensor)) is missing; similar names in the file: "
                + similar.map(quoted).joined(separator: ", ")
        case .shape(let tensor, let expected, let found):
            "tensor \(quoted(tensor)) has the shape \(brief(found)), expected \(brief(expected))"
        case .elements(let tensor, let found):
            "tensor \(quoted(tensor)) holds \(found.rawValue), expected F32, F16, BF16 or F64"
        case .value(let tensor, let index, let found):
            "tensor \(quoted(tensor)): the element at \(index) is \(found), expected finite numbers only"
        case .key(let key, let reason):
            "key \(brief(key)): \(reason)"
        }
    }
}

/// What to do with weights that other programs read.
private func advice(_ others: [String]) -> String {
    guard !others.isEmpty else { return "" }
    let names = others.joined(separator: ", ")
    return "; \(names) cannot be read: open the model in Python and save it with "
        + "save_pretrained(folder, safe_serialization=True)"
}

/// A name from a file between quotation marks, made safe to print.
func quoted(_ name: String) -> String {
    "“\(brief(name))”"
}

/// A text from a file, made safe to print, and cut where it has more characters than anyone wants to read.
func brief(_ text: String) -> String { printable(text, limit: 120) }

/// A shape, cut where it has more dimensions than anyone wants to read.
func brief(_ shape: [Int]) -> String {
    shape.count <= 8 ? "\(shape)" : "[\(shape.prefix(8).map(String.init).joined(separator: ", ")), …]"
}
