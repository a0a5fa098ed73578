package import Numerics

/// What a run's decoder can be asked: tasks, places, or tasks and after them places.
package struct DecoderQueries {
    /// How many queries there are.
    package let count: Int
    /// The query of the first task; `nil` if there are no tasks.
    package let firstTask: Int?
    /// The query that asks for the first of the input's tokens; `nil` if tokens cannot be asked for.
    package let firstToken: Int?
    /// Some of the queries, `[rows, E]`.
    package let vectors: (Range<Int>) -> Matrix
    /// What queries are called that are neither tasks nor places; empty if there are none.
    package var names: [String] = []
    private let places: () -> Layout?

    /// Which part of the source each query is about; `nil` if they are tasks.
    package var layout: Layout? { places() }

    /// Queries; their layout is made when somebody asks for it.
    package init(
        count: Int,
        layout: @autoclosure @escaping () -> Layout? = nil,
        firstTask: Int? = nil,
        firstToken: Int? = nil,
        vectors: @escaping (Range<Int>) -> Matrix
    ) {
        self.count = count
        places = layout
        self.firstTask = firstTask
        self.firstToken = firstToken
        self.vectors = vectors
    }

    /// What is neither a task nor a place, by names; it is not read by attention.
    package init(names: [String]) {
        self.init(count: names.count) { Matrix(rows: $0.count, columns: 0) }
        self.names = names
    }

    /// Tasks alone; those that are not read by attention have queries of no channels.
    package init(tasks: [ClassificationTask]) {
        self.init(count: tasks.count, firstTask: tasks.isEmpty ? nil : 0) { rows in
            let channels = tasks.first?.query?.vector.columns ?? 0
            return Matrix(
                rows: rows.count,
                columns: channels,
                tasks[rows].flatMap { $0.query?.vector.elements ?? [] }
            )
        }
    }
}
