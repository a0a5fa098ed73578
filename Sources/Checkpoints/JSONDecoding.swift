/// One value of a JSON text, for types to decode themselves from.
///
/// What does not fit is thrown as a ``JSONProblem`` with the keys of the text.
struct JSONDecoding: Decoder {
    let value: JSONValue
    let path: [String]

    init(_ value: JSONValue, path: [String]) { (self.value, self.path) = (value, path) }

    var codingPath: [any CodingKey] { path.map(AnyKey.init(stringValue:)) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw misfit("an object") }
        return KeyedDecodingContainer(JSONMembers<Key>(members, path: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let values) = value else { throw misfit("a list") }
        return JSONElements(values, path: path)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    private func misfit(_ expected: String) -> JSONProblem {
        path.isEmpty
            ? JSONProblem(reason: "is \(value.inWords), expected a JSON object")
            : JSONProblem(path: path, reason: "expected \(expected), found \(value.inWords)")
    }
}

extension JSONDecoding: SingleValueDecodingContainer {
    func decodeNil() -> Bool {
        if case .null = value { true } else { false }
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let value) = value else { throw misfit("true or false") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .text(let text) = value else { throw misfit("a text") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double { try fraction() }
    func decode(_ type: Float.Type) throws -> Float { try fraction() }
    func decode(_ type: Int.Type) throws -> Int { try whole() }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole() }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole() }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole() }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole() }
    func decode(_ type: UInt.Type) throws -> UInt { try whole() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole() }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    /// A whole number, which may be written with a point or an exponent.
    private func whole<Number: FixedWidthInteger>() throws -> Number {
        guard case .number(let text) = value else { throw misfit("a whole number") }
        guard let number = Number(text) ?? Double(text).flatMap({ Number(exactly: $0) }) else {
            throw outOfRange(text)
        }
        return number
    }

    private func fraction<Number: BinaryFloatingPoint & LosslessStringConvertible>() throws -> Number {
        guard case .number(let text) = value, text != "NaN" else { throw misfit("a number") }
        guard let number = Number(text), number.isFinite else { throw outOfRange(text) }
        return number
    }

    private func outOfRange(_ number: String) -> JSONProblem {
        let reason = "does not fit: too large, or a fraction where a whole number is expected"
        return JSONProblem(path: path, reason: "\(brief(number)) \(reason)")
    }
}

/// The members of an object.
private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let members: [String: JSONValue]
    /// As they stand in the text: whoever goes through them finds the same one wrong every time.
    private let keys: [String]
    private let path: [String]

    init(_ members: [(key: String, value: JSONValue)], path: [String]) {
        keys = members.map(\.key)
        self.members = Dictionary(members.lazy.map { ($0.key, $0.value) }) { first, _ in first }
        self.path = path
    }

    var codingPath: [any CodingKey] { path.map(AnyKey.init(stringValue:)) }
    var allKeys: [Key] { keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { members[name(of: key)] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: decoder(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(named: "super") }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    /// The key as the text has it.
    private func name(of key: Key) -> String {
        members[key.stringValue] != nil ? key.stringValue : snakeCase(key.stringValue)
    }

    private func decoder(_ key: Key) throws -> JSONDecoding { try decoder(named: name(of: key)) }

    private func decoder(named name: String) throws -> JSONDecoding {
        guard let value = members[name] else { throw JSONProblem(path: path + [name], reason: "is missing") }
        return JSONDecoding(value, path: path + [name])
    }
}

/// The elements of a list, one after the other.
private struct JSONElements: UnkeyedDecodingContainer {
    private let values: [JSONValue]
    private let path: [String]
    private(set) var currentIndex = 0

    init(_ values: [JSONValue], path: [String]) { (self.values, self.path) = (values, path) }

    var codingPath: [any CodingKey] { path.map(AnyKey.init(stringValue:)) }
    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex == values.count }

    mutating func decodeNil() throws -> Bool {
        guard try next().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try taken { try Value(from: $0) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try taken { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try taken { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try taken { $0 } }

    /// Goes on behind the next element, unless that does not fit.
    private mutating func taken<Value>(_ body: (JSONDecoding) throws -> Value) throws -> Value {
        let value = try body(next())
        currentIndex += 1
        return value
    }

    private func next() throws -> JSONDecoding {
        let path = path + [JSONValue.step(currentIndex)]
        guard !isAtEnd else { throw JSONProblem(path: path, reason: "is missing") }
        return JSONDecoding(values[currentIndex], path: path)
    }
}

/// A key of a JSON object, whatever it is.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}
