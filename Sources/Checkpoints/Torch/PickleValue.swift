/// A value that a pickle builds.
///
/// What has parts is an index into a list of the `Pickle`, so a value that contains itself, or is nested a
/// million deep, is as small as any other, and nothing that looks at one needs recursion.
enum PickleValue {
    /// `None`, a float or a list: nothing that describes a tensor.
    case other
    case bool(Bool)
    case int(Int)
    case text(String)
    /// Index into `Pickle.tuples`.
    case tuple(Int)
    /// Index into `Pickle.dictionaries`.
    case dictionary(Int)
    /// Something of Python that was named.
    case name(PickleName)
    /// Index into `Pickle.storages`.
    case storage(Int)
    /// Index into `Pickle.tensors`.
    case tensor(Int)

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .other: "something else"
        case .bool: "a truth value"
        case .int: "a whole number"
        case .text: "a text"
        case .tuple: "a tuple"
        case .dictionary: "a dictionary"
        case .name: "a name"
        case .storage: "a storage"
        case .tensor: "a tensor"
        }
    }
}

/// Everything of Python that a pickle of tensors may name; nothing of it is ever run.
enum PickleName: Equatable {
    case orderedDictionary, rebuildTensor, rebuildParameter
    /// A class of settings, of which nothing but attributes is kept.
    case settings
    case storage(ElementType)

    /// The name in its module, as `torch._utils._rebuild_tensor_v2`; `nil` for any other.
    init?(_ name: String) {
        switch name {
        case "collections.OrderedDict": self = .orderedDictionary
        case "torch._utils._rebuild_tensor_v2": self = .rebuildTensor
        case "torch._utils._rebuild_parameter": self = .rebuildParameter
        default:
            if let elements = PickleName.storages[name] {
                self = .storage(elements)
            } else if PickleName.isSettings(name) {
                self = .settings
            } else {
                return nil
            }
        }
    }

    /// Whether a name is of something that PyTorch Lightning, or a package that trains with it, keeps beside tensors.
    private static func isSettings(_ name: String) -> Bool {
        let modules = [
            "perceiver.", "pytorch_lightning.", "lightning.", "lightning_fabric.", "jsonargparse.",
            "omegaconf.",
        ]
        let names = ["argparse.Namespace", "pathlib.PosixPath", "pathlib.WindowsPath", "torch.device"]
        return modules.contains(where: name.hasPrefix) || names.contains(name)
    }

    private static let storages: [String: ElementType] = [
        "torch.DoubleStorage": .float64, "torch.FloatStorage": .float32, "torch.HalfStorage": .float16,
        "torch.BFloat16Storage": .bfloat16, "torch.LongStorage": .int64, "torch.IntStorage": .int32,
        "torch.ShortStorage": .int16, "torch.CharStorage": .int8, "torch.ByteStorage": .uint8,
        "torch.BoolStorage": .bool,
    ]
}

/// A part of a torch file that tensors share, as the pickle describes it.
struct TorchStorage {
    let elements: ElementType
    /// The member `data/<key>` of the archive.
    let key: String
    /// The number of elements.
    let count: Int
}

/// A view of a storage, as the pickle describes it; unchecked.
struct TorchTensor {
    let storage: TorchStorage
    /// The first element.
    let offset: Int
    let shape: [Int]
    /// How far apart the elements of each dimension are.
    let strides: [Int]
}
