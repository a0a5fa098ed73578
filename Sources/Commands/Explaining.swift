import ArgumentParser
import Explanation
import Models

// Which way of looking `attend` takes.
extension MapOptions {
    /// The method that was asked for, with the parts and the fill that were chosen.
    var method: ExplanationMethod? {
        guard case .method(let method)? = explain else { return nil }
        guard var variant = method.variant else { return method }
        variant.grain = grain ?? variant.grain
        variant.fill = fill ?? variant.fill
        return .occluding(variant)
    }

    /// Whether rows of attention are chosen, which methods of explanation do not have.
    var choosesRows: Bool {
        [layer, head, query].contains { $0 != nil } || unit != nil || part != nil || order != nil
            || sinceFirst
    }

    /// Whether attention was asked for, by its name or by what it alone has.
    var isOfAttention: Bool { explain == .attention || choosesRows || asking != nil && method == nil }

    /// The method that a run is explained by, as it was asked for or as is usual; `nil` for attention.
    func method(for run: Run) throws -> ExplanationMethod? {
        if let method { return method }
        let usual = isOfAttention ? nil : ExplanationMethod.usual(of: run)
        for (option, value) in [("--target", target), ("--against", against)] where usual == nil {
            guard let value else { continue }
            throw WrongUsage(
                "\(option) \(value): attention is shown, which knows no classes; give --explain, too"
            )
        }
        return usual
    }
}

/// What `--explain` names.
enum Explaining: Hashable, ExpressibleByArgument {
    /// What was read, whatever it was read for.
    case attention
    /// What the answer comes from.
    case method(ExplanationMethod)

    private static let attentionName = "attention"

    /// What a word on the command line names.
    init?(argument: String) {
        if argument == Self.attentionName {
            self = .attention
        } else {
            guard let method = ExplanationMethod(name: argument) else { return nil }
            self = .method(method)
        }
    }

    /// All words.
    static var allValueStrings: [String] { [attentionName] + ExplanationMethod.all.map(\.name) }
}
