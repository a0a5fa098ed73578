internal import CKernels

// Names as people sort them and look for them: capitals and accents make no difference.

extension Sequence {
    /// In the order in which people sort names: `9.png` before `10.png`, `École` between `duck` and `fox`.
    ///
    /// - Parameter name: the name of an element.
    public func sorted(byName name: (Element) -> String) -> [Element] {
        let named = map { element in
            let name = name(element)
            return (element: element, name: name, folded: name.folded)
        }
        let sorted = named.sorted { a, b in
            let order = strverscmp(a.folded, b.folded)
            return order == 0 ? a.name < b.name : order < 0
        }
        return sorted.map(\.element)
    }
}

extension String {
    /// Whether what a person typed is somewhere in a name.
    public func hasInIt(_ typed: String) -> Bool { typed.isEmpty || folded.contains(typed.folded) }
}
