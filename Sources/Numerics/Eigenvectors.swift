/// The eigenvectors of a symmetric matrix with the largest eigenvalues, where none is negative.
struct Eigenvectors {
    /// Each of length 1, the one with the largest eigenvalue first: `[count, n]`.
    ///
    /// The number that is farthest from 0 in each of them is positive.
    let vectors: Matrix
    /// Their eigenvalues.
    let values: [Double]

    /// More vectors than are wanted make the wanted ones settle sooner.
    private static let spare = 8
    private static let mostSteps = 400
    /// After so many steps that change nothing all is settled.
    private static let mostIdle = 6

    /// Multiplies some vectors by the matrix again and again (Rutishauser 1969, simultaneous iteration).
    init(count: Int, of matrix: Matrix) {
        let size = min(matrix.rows, count + Self.spare)
        var basis = Self.start(size, matrix.rows)
        var (values, rotation) = ([Double](), [[Double]]())
        var (best, idle) = (-Double.infinity, 0)
        for _ in 0..<Self.mostSteps where idle < Self.mostIdle {
            Self.orthonormalise(&basis)
            let moved = Self.product(basis, matrix)
            let small = basis.map { a in moved.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
            (values, rotation) = Self.jacobi(small)
            basis = Self.combined(moved, rotation)
            // The sum of the wanted values grows until rounding is all that changes it.
            let sum = values.prefix(count).reduce(0, +)
            idle = sum > best + 1e-7 * abs(best) ? 0 : idle + 1
            best = max(best, sum)
        }
        Self.orthonormalise(&basis)
        self.values = values.prefix(count).map { max($0, 0) }
        let numbers = basis.prefix(count).flatMap { vector -> [Float] in
            let largest = vector.max { abs($0) < abs($1) } ?? 0
            return vector.map { Float(largest < 0 ? -$0 : $0) }
        }
        vectors = Matrix(rows: min(count, basis.count), columns: matrix.rows, numbers)
    }

    /// Vectors to begin with, the same each time.
    private static func start(_ count: Int, _ size: Int) -> [[Double]] {
        (0..<count).map { row in
            (0..<size).map { column in
                let mixed = UInt32(truncatingIfNeeded: (row * size + column + 1)) &* 2_654_435_761
                return Double(mixed >> 8) / Double(1 << 24) - 0.5
            }
        }
    }

    private static func product(_ basis: [[Double]], _ matrix: Matrix) -> [[Double]] {
        let rows = Matrix(rows: basis.count, columns: matrix.rows, basis.flatMap { $0.map { Float($0) } })
        let result = rows.times(matrix)
        return (0..<basis.count).map { result[row: $0].map(Double.init) }
    }

    /// Makes each vector orthogonal to those before it, and of length 1 (Gram and Schmidt, twice).
    private static func orthonormalise(_ basis: inout [[Double]]) {
        for place in basis.indices {
            for _ in 0..<2 {
                for other in 0..<place {
                    let product = zip(basis[place], basis[other]).reduce(0) { $0 + $1.0 * $1.1 }
                    for i in basis[place].indices { basis[place][i] -= product * basis[other][i] }
                }
            }
            let length = basis[place].reduce(0) { $0 + $1 * $1 }.squareRoot()
            for i in basis[place].indices { basis[place][i] = length > 1e-30 ? basis[place][i] / length : 0 }
        }
    }

    /// Sums of vectors, with a column of factors for each.
    private static func combined(_ vectors: [[Double]], _ factors: [[Double]]) -> [[Double]] {
        factors[0].indices.map { column in
            var sum = [Double](repeating: 0, count: vectors[0].count)
            for (row, vector) in vectors.enumerated() {
                for i in sum.indices { sum[i] += factors[row][column] * vector[i] }
            }
            return sum
        }
    }

    /// All eigenvalues of a small symmetric matrix, the largest first, with its eigenvectors in columns (Jacobi 1846).
    private static func jacobi(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
        let count = matrix.count
        var a = matrix
        var v = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
        for _ in 0..<50 {
            var rest = 0.0
            for p in 0..<count { for q in p + 1..<max(p + 1, count) { rest += a[p][q] * a[p][q] } }
            if rest < 1e-28 * a.indices.reduce(1e-300, { $0 + a[$1][$1] * a[$1][$1] }) { break }
            for p in 0..<count {
                for q in p + 1..<max(p + 1, count) where a[p][q] != 0 { rotate(&a, &v, p, q) }
            }
        }
        let order = (0..<count).sorted { (a[$0][$0], $1) > (a[$1][$1], $0) }
        return (order.map { a[$0][$0] }, v.map { row in order.map { row[$0] } })
    }

    /// Makes one element 0.
    private static func rotate(_ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int) {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in a.indices {
            let (x, y) = (a[k][p], a[k][q])
            (a[k][p], a[k][q]) = (c * x - s * y, s * x + c * y)
        }
        for k in a.indices {
            let (x, y) = (a[p][k], a[q][k])
            (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y)
        }
        for k in v.indices {
            let (x, y) = (v[k][p], v[k][q])
            (v[k][p], v[k][q]) = (c * x - s * y, s * x + c * y)
        }
    }
}
