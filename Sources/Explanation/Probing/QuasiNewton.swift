/// Finds where a convex function is least, from its values and gradients (L-BFGS; Liu and Nocedal 1989).
enum QuasiNewton {
    private struct Pair { let step, change: [Double], curvature: Double }

    /// The place where a function is least.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    static func minimum(
        from start: [Double],
        steps: Int = 1000,
        _ function: ([Double]) -> (Double, [Double])
    ) throws -> [Double] {
        var place = start
        var (value, gradient) = function(place)
        var pairs: [Pair] = []
        for _ in 0..<steps {
            try Task.checkCancellation()
            guard gradient.contains(where: { abs($0) > 1e-7 }) else { break }
            var way = direction(gradient, pairs)
            if product(way, gradient) >= 0 { way = gradient.map { -$0 } }
            let slope = product(way, gradient)
            var length = pairs.isEmpty ? min(1, 1 / product(gradient, gradient).squareRoot()) : 1
            var isFound = false
            while length > 1e-12 {
                let next = zip(place, way).map { $0 + length * $1 }
                let (nextValue, nextGradient) = function(next)
                guard nextValue <= value + 1e-4 * length * slope else {
                    length /= 2
                    continue
                }
                let step = way.map { $0 * length }
                let change = zip(nextGradient, gradient).map { $0 - $1 }
                let curvature = product(step, change)
                if curvature > 1e-14 { pairs.append(Pair(step: step, change: change, curvature: curvature)) }
                if pairs.count > 10 { pairs.removeFirst() }
                (place, value, gradient, isFound) = (next, nextValue, nextGradient, true)
                break
            }
            guard isFound else { break }
        }
        return place
    }

    private static func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
        var way = gradient.map { -$0 }
        var shares: [Double] = []
        for pair in pairs.reversed() {
            let share = product(pair.step, way) / pair.curvature
            shares.append(share)
            add(-share, pair.change, to: &way)
        }
        if let last = pairs.last {
            let scale = last.curvature / product(last.change, last.change)
            for i in way.indices { way[i] *= scale }
        }
        for (pair, share) in zip(pairs, shares.reversed()) {
            add(share - product(pair.change, way) / pair.curvature, pair.step, to: &way)
        }
        return way
    }

    private static func add(_ factor: Double, _ other: [Double], to way: inout [Double]) {
        for i in way.indices { way[i] += factor * other[i] }
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for i in a.indices { sum += a[i] * b[i] }
        return sum
    }
}
