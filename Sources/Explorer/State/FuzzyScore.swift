/// How far a name is from what was typed: 0 for its beginning, 1 for a part of it, 2 for beginnings of its words;
/// more where letters are scattered over it, and `nil` if they do not occur in order.
package func fuzzyScore(_ typed: String, _ name: String) -> Int? {
    if typed.isEmpty { return 0 }
    let (wanted, letters) = (Array(typed.lowercased()), Array(name.lowercased()))
    if name.lowercased().hasPrefix(typed.lowercased()) { return 0 }
    if name.lowercased().contains(typed.lowercased()) { return 1 }
    var words = name.lowercased().split(separator: " ")[...]
    let areBeginnings = typed.lowercased().split(separator: " ").allSatisfy { part in
        words = words.drop { !$0.hasPrefix(part) }
        return words.popFirst() != nil
    }
    if areBeginnings { return 2 }
    var index = 0
    var gaps = 3
    for (place, letter) in letters.enumerated() where index < wanted.count {
        if letter == wanted[index] { index += 1 } else if index > 0 { gaps += place > 0 ? 1 : 0 }
    }
    return index == wanted.count ? gaps : nil
}
