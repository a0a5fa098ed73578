import ArgumentParser
import Media

/// Numbers of queries on the command line, such as `0,17,5`.
struct QueryNumbers: ExpressibleByArgument {
    /// The numbers, none below 0, in the order they were given in.
    let numbers: [Int]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        numbers = parts.compactMap { $0 }
        guard !numbers.isEmpty, numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
    }

    /// The numbers, all of them below `count`.
    func checked(below count: Int, _ option: String, _ what: String) throws -> [Int] {
        if let number = numbers.first(where: { $0 >= count }) {
            throw WrongUsage("\(option) \(number): there are \(what) 0 to \((count - 1).grouped)")
        }
        return numbers
    }
}
