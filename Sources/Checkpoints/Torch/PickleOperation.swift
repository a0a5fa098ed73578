/// The operations of pickles, protocols 2 to 5, that tensors, and the settings beside them, are built with, by their names in pickletools.
///
/// All others are refused. `inst` is there only so that what it names can be said.
enum PickleOperation: UInt8 {
    case mark = 0x28  // (
    case emptyTuple = 0x29  // )
    case binFloat = 0x47  // G
    case binInt = 0x4A  // J
    case binInt1 = 0x4B  // K
    case binInt2 = 0x4D  // M
    case none = 0x4E  // N
    case binPersistentID = 0x51  // Q
    case reduce = 0x52  // R
    case binUnicode = 0x58  // X
    case emptyList = 0x5D  // ]
    case append = 0x61  // a
    case build = 0x62  // b
    case global = 0x63  // c
    case appends = 0x65  // e
    case binGet = 0x68  // h
    case inst = 0x69  // i
    case longBinGet = 0x6A  // j
    case binPut = 0x71  // q
    case longBinPut = 0x72  // r
    case setItem = 0x73  // s
    case tuple = 0x74  // t
    case setItems = 0x75  // u
    case emptyDictionary = 0x7D  // }
    case proto = 0x80
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case newTrue = 0x88
    case newFalse = 0x89
    case newObject = 0x81
    case emptySet = 0x8F
    case addItems = 0x90
    case long1 = 0x8A
    case shortBinUnicode = 0x8C
    case binUnicode8 = 0x8D
    case stackGlobal = 0x93
    case memoize = 0x94
    case frame = 0x95
}
