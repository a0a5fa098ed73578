"""Inputs unlike anything that was ever photographed, recorded or written.

Training makes some of these kinds (`batches.strange_*`), others not at all: they are told apart, as one says
little about the other.
"""

from __future__ import annotations

import base64
import codecs
from collections.abc import Callable

import numpy as np

from .configuration import Configuration
from .packs import Examples

RATE = 16000
# What rows of kinds that training did not make are marked by.
UNSEEN = " (not in training)"
# Unlike what all tasks of texts but one are learned from.
FOREIGN = "sentences of other languages"
# Photos of categories that no task has and training never saw.
OTHER_THINGS = "photos of other things"
Maker = Callable[[np.random.Generator, int], np.ndarray]


def pictures(configuration: Configuration, photos: Examples) -> tuple[dict[str, Maker], dict[str, Maker]]:
    """Makers of uint8 pictures [size · size · 3]: kinds that training made, and kinds that it did not."""
    size = configuration.image.size

    def grains(n: int) -> Maker:
        def make(rng, i):
            cells = rng.integers(0, 256, (size // n, size // n, 3))
            return cells.repeat(n, 0).repeat(n, 1)

        return make

    def blank(rng, i):
        return np.broadcast_to(rng.integers(0, 256, 3), (size, size, 3))

    def slope(rng, i):
        ends, along = rng.integers(0, 256, (2, 3)), np.linspace(0, 1, size)[:, None, None]
        rows = np.broadcast_to(ends[0] * (1 - along) + ends[1] * along, (size, size, 3))
        return rows if i % 2 else rows.transpose(1, 0, 2)

    def checkerboard(rng, i):
        side, colours = int(rng.choice([4, 8, 16])), rng.integers(0, 256, (2, 3))
        place = np.arange(size) // side
        return colours[(place[:, None] + place) % 2]

    def writing(rng, i):
        from PIL import Image, ImageDraw

        image = Image.new("L", (size, size), 255)
        for y in range(0, size, 10):
            ImageDraw.Draw(image).text((0, y), "".join(map(chr, rng.integers(33, 127, 14))), 0)
        return np.asarray(image.convert("RGB"))

    def shuffled(rng, i):
        return rng.permutation(np.array(photos[i % len(photos)]).reshape(-1, 3))

    def rings(rng, i):
        far = np.hypot(*np.meshgrid(*(np.arange(size) - rng.uniform(0, size) for _ in range(2))))
        return np.broadcast_to((127.5 + 127 * np.sin(far * rng.uniform(0.3, 1.5)))[..., None], (size, size, 3))

    made = {f"noise, {n}-pixel grain": grains(n) for n in (1, 2, 4, 8)} | {"one colour": blank, "gradient": slope}
    other = {"checkerboard": checkerboard, "random letters": writing, "photo, pixels shuffled": shuffled, "rings": rings}
    return as_bytes(made), as_bytes(other)


def as_bytes(makers: dict[str, Maker]) -> dict[str, Maker]:
    return {name: (lambda rng, i, make=make: make(rng, i).astype(np.uint8).ravel()) for name, make in makers.items()}


def sounds(recordings: Examples) -> tuple[dict[str, Maker], dict[str, Maker]]:
    """Makers of int16 sounds of one to five seconds."""

    def seconds(rng) -> int:
        return int(rng.uniform(1, 5) * RATE)

    def silence(rng, i):
        return np.zeros(seconds(rng))

    def noise(slope: float) -> Maker:
        def make(rng, i):
            count = seconds(rng)
            spectrum = np.fft.rfft(rng.standard_normal(count))
            return np.fft.irfft(spectrum * np.maximum(np.arange(len(spectrum)), 1) ** slope, n=count)

        return make

    def tone(rng, i):
        return np.sin(np.arange(seconds(rng)) * np.exp(rng.uniform(np.log(80), np.log(7000))) * 2 * np.pi / RATE)

    def clicks(rng, i):
        wave = np.zeros(seconds(rng))
        wave[:: int(RATE / rng.uniform(2, 60))] = 1
        return wave

    def chirp(rng, i):
        count = seconds(rng)
        hertz = np.geomspace(*rng.permutation([rng.uniform(100, 400), rng.uniform(3000, 7500)]), count)
        return np.sin(2 * np.pi * np.cumsum(hertz) / RATE)

    def swelling(rng, i):
        period = int(RATE * rng.uniform(0.1, 0.8))
        count = seconds(rng)
        return rng.standard_normal(count) * 10 ** (-2 * (1 - np.arange(count) % period / period))

    def shuffled(rng, i):
        wave = np.array(recordings[i % len(recordings)], dtype=np.float64)
        return rng.permutation(wave[: 5 * RATE]) + 1e-9

    made = {"silence": silence, "white noise": noise(0), "pink noise": noise(-0.5), "tone": tone}
    other = {"click train": clicks, "chirp": chirp, "swelling noise": swelling, "recording, samples shuffled": shuffled}
    return as_samples(made), as_samples(other)


def as_samples(makers: dict[str, Maker]) -> dict[str, Maker]:
    def scaled(wave: np.ndarray) -> np.ndarray:
        return (wave / max(np.abs(wave).max(), 1e-6) * 0.5 * 32767).astype(np.int16)

    return {name: (lambda rng, i, make=make: scaled(make(rng, i))) for name, make in makers.items()}


def texts(news: Examples) -> tuple[dict[str, Maker], dict[str, Maker]]:
    """Makers of byte strings."""

    def count(rng) -> int:
        return int(rng.integers(8, 200))

    def article(i: int) -> bytes:
        return np.array(news[i % len(news)]).tobytes()

    def any_bytes(rng, i):
        return rng.integers(0, 256, count(rng))

    def printable(rng, i):
        return rng.integers(32, 127, count(rng))

    def repeated(rng, i):
        return np.full(count(rng), rng.integers(33, 127))

    def base64_dump(rng, i):
        return np.frombuffer(base64.b64encode(rng.bytes(count(rng))), np.uint8)

    def shuffled(rng, i):
        words = [bytes(rng.permutation(np.array(list(w), np.uint8))) for w in article(i).split(b" ")]
        return np.frombuffer(b" ".join(words), np.uint8)

    def utf16(rng, i):
        return np.frombuffer(article(i).decode("utf-8", "replace").encode("utf-16-le"), np.uint8)

    def mixed_up(rng, i):
        return rng.permutation(np.frombuffer(article(i), np.uint8))

    def backwards(rng, i):
        return np.frombuffer(article(i), np.uint8)[::-1]

    def rot13(rng, i):
        return np.frombuffer(codecs.encode(article(i).decode("ascii", "replace"), "rot13").encode(), np.uint8)

    def hexadecimal(rng, i):
        return np.frombuffer(rng.bytes(count(rng)).hex(" ").encode(), np.uint8)

    made = {
        "random bytes": any_bytes,
        "random printable": printable,
        "one character": repeated,
        "news, bytes shuffled": mixed_up,
        "news as UTF-16": utf16,
    }
    other = {
        "base64": base64_dump,
        "hexadecimal": hexadecimal,
        "news, letters of words shuffled": shuffled,
        "news, backwards": backwards,
        "news, ROT13": rot13,
    }
    return tuple({n: (lambda rng, i, m=m: m(rng, i)[:256].astype(np.uint8)) for n, m in k.items()} for k in (made, other))
