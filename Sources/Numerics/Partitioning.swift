extension RandomAccessCollection {
    /// The index of the first element that a condition holds for, or the end index; found by halving.
    ///
    /// - Precondition: it holds for all elements behind one for which it does.
    package func partitioningIndex(where condition: (Element) -> Bool) -> Index {
        var rest = self[...]
        while !rest.isEmpty {
            let middle = rest.index(rest.startIndex, offsetBy: rest.count / 2)
            rest = condition(rest[middle]) ? rest[..<middle] : rest[rest.index(after: middle)...]
        }
        return rest.startIndex
    }
}
