import CKernels

extension Matrix {
    /// The index of the first element, row by row, that is infinite or not a number.
    package var firstNonFinite: Int? {
        withElements { elements in
            guard let start = elements.baseAddress else { return nil }
            let (count, pointer) = (elements.count, Pointer(value: start))
            var parts = [Bool](repeating: true, count: Threads.count)
            let partCount = parts.count
            // A file of a gigabyte goes through this.
            Threads.update(&parts, work: 2 * count) { isFinite, part in
                let (from, to) = (count * part / partCount, count * (part + 1) / partCount)
                isFinite = ck_all_finite(pointer.value + from, to - from) != 0
            }
            return parts.contains(false) ? elements.firstIndex { !$0.isFinite } : nil
        }
    }

    /// Puts other numbers into a row.
    ///
    /// - Precondition: there is one for each column.
    public mutating func replaceRow(_ row: Int, with numbers: [Float]) {
        precondition(row >= 0 && row < rows && numbers.count == columns)
        let columns = columns
        withMutableElements { elements in
            for (column, number) in numbers.enumerated() { elements[row * columns + column] = number }
        }
    }

    /// Replaces each element by the other matrix's if that is larger.
    public mutating func formMaximum(with other: Matrix) {
        precondition(rows == other.rows && columns == other.columns)
        other.withElements { source in
            withMutableElements { target in
                for i in target.indices { target[i] = Swift.max(target[i], source[i]) }
            }
        }
    }

    /// Adds to every element of a row that row's number.
    ///
    /// - Precondition: there is one number a row.
    public mutating func add(toRows numbers: [Float]) {
        precondition(numbers.count == rows)
        let columns = columns
        withMutableElements { elements in
            for (row, number) in numbers.enumerated() {
                for column in 0..<columns { elements[row * columns + column] += number }
            }
        }
    }

    /// Multiplies some rows, each by a factor of its own.
    ///
    /// - Precondition: there are as many factors as rows in `range`.
    public mutating func scaleRows(_ range: Range<Int>, by factors: [Float]) {
        precondition(range.count == factors.count && range.lowerBound >= 0 && range.upperBound <= rows)
        let columns = columns
        withMutableElements { elements in
            guard let start = elements.baseAddress else { return }
            for (factor, row) in zip(factors, range) { ck_scale(start + row * columns, columns, factor) }
        }
    }
}
