import Models
import Testing

/// Tokens of models that fill in texts.
@Suite struct ByteTokenTests {
    @Test(
        "Tokens have one name in lists",
        arguments: [
            (.byte(0x6C), "'l'"), (.byte(0x20), "' '"), (.byte(0x0A), "'␊'"), (.byte(0x7F), "'␡'"),
            (.byte(0xCD), "xCD"), (.special(.mask), "[MASK]"), (.unknown(300), "[300]"),
        ] as [(ByteToken, String)]
    )
    func names(token: ByteToken, name: String) {
        #expect(token.name == name)
    }
}
