#!/usr/bin/env python3
"""Writes media/encodings/: texts in encodings that people have, as Python's codecs write them.

    python Tests/Fixtures/texts.py

Each file holds what `expected.txt` says in UTF-8, in the encoding of its name, but for `latin1.txt`, which has no
characters beyond Latin-1 (`expected-latin1.txt`), for `table.txt` with all that Windows-1252 has beyond ASCII
(`expected-table.txt`), and for `koi8-r.txt` and `gbk.txt`, which are not read.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent / "media" / "encodings"

TEXT = "Ein Hund – „wuff“ – läuft über die Wiese.\r\nUn chien marron court à côté du pré: 5 €…\n"
LATIN1 = "Un chien marron court à côté du pré, et aboie près de la forêt.\n"
MARKED = {"utf16le": b"\xff\xfe", "utf16be": b"\xfe\xff", "utf32le": b"\xff\xfe\0\0", "utf32be": b"\0\0\xfe\xff"}
CODECS = {"utf16le": "utf-16-le", "utf16be": "utf-16-be", "utf32le": "utf-32-le", "utf32be": "utf-32-be"}


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name, codec in CODECS.items():
        (HERE / f"{name}.txt").write_bytes(MARKED[name] + TEXT.encode(codec))
    for name in ("utf16le", "utf16be"):
        (HERE / f"{name}-unmarked.txt").write_bytes(TEXT.encode(CODECS[name]))
    (HERE / "windows1252.txt").write_bytes(TEXT.encode("cp1252"))
    (HERE / "latin1.txt").write_bytes(LATIN1.encode("latin-1"))
    (HERE / "expected.txt").write_bytes(TEXT.encode())
    (HERE / "expected-latin1.txt").write_bytes(LATIN1.encode())
    # With letters between them, as in a text.
    table = b"".join(b"a" + bytes([code]) for code in range(0x80, 0x100) if code not in GAPS)
    (HERE / "table.txt").write_bytes(table)
    (HERE / "expected-table.txt").write_bytes(table.decode("cp1252").encode())
    (HERE / "koi8-r.txt").write_bytes("Коричневая собака бежит по полю и лает на овец.\n".encode("koi8-r"))
    (HERE / "gbk.txt").write_bytes("一只棕色的狗跑过田野,对着羊叫。\n".encode("gbk"))


# What Windows-1252 leaves open.
GAPS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)

if __name__ == "__main__":
    main()
