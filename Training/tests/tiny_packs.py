"""Data packs of a few made-up examples, in the form that `packs.py` reads: enough to run every command."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
THINGS = ["dog", "train", "sheep"]
BREEDS = [f"{kind} {thing}" for kind in ("small", "large") for thing in THINGS]
EACH = {"train": 30, "test": 6}  # examples of a class; enough for one to be held out
RATE = 16000


def write_packs(folder: Path, seed: int = 0) -> None:
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    columns = ["concept", "photos64", "cifar10", "sounds", "concept_text"]
    table(folder / "concepts.tsv", columns, [[t] * len(columns) for t in THINGS])
    write_labels(folder / "photos64", THINGS)
    write_labels(folder / "photos64", BREEDS, "fine_labels.tsv")
    write_sounds(folder / "sounds", THINGS, rng)
    write_sounds(folder / "speech", [*DIGITS, "silence"], rng)
    write_texts(folder / "concept_text", THINGS, rng, word=True)
    write_texts(folder / "agnews", ["World", "Sports"], rng)
    write_texts(folder / "langid", ["English", "German"], rng)
    write_texts(folder / "sst2", ["negative", "positive"], rng)
    for name in ("mnist", "cifar10"):
        (folder / name).mkdir()
    (folder / "cifar10" / "labels.tsv").write_text("0\thorse\n1\tsheep\n2\tdog\n", encoding="utf-8")
    (folder / "english_corpus").mkdir()
    for split, each in EACH.items():
        write_photos(folder / "photos64" / f"{split}.npz", each, rng)
        write_photos(folder / "cifar10" / f"{split}.npz", each, rng)
        digits = rng.integers(0, 256, (10 * each, 28, 28), dtype=np.uint8)
        np.savez(folder / "mnist" / f"{split}.npz", images=digits, labels=np.arange(10 * each) % 10)
        name = "valid" if split == "test" else "train"
        with gzip.open(folder / "english_corpus" / f"{name}.txt.gz", "wt", encoding="utf-8") as file:
            file.write(" ".join(words(rng, 400 * each)))


def table(path: Path, head: list[str], rows: list[list]) -> None:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8") as file:
        file.writelines("\t".join(map(str, row)) + "\n" for row in [head, *rows])


def write_labels(folder: Path, names: list[str], file: str = "labels.tsv") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    table(folder / file, ["id", "name"], [[i, name] for i, name in enumerate(names)])


def words(rng, count: int) -> list[str]:
    letters = np.frombuffer(b"abcdefghij", np.uint8)
    return [rng.choice(letters, rng.integers(1, 8)).tobytes().decode() for _ in range(count)]


def jpeg(rng, colour: int) -> bytes:
    """Noise in one of three colours, which is what tells the classes apart."""
    pixels = rng.integers(0, 100, (64, 64, 3), dtype=np.uint8)
    pixels[..., colour % 3] += 120
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG")
    return file.getvalue()


def write_photos(path: Path, each: int, rng) -> None:
    fine = np.arange(len(THINGS) * each) % len(BREEDS)
    labels = fine % len(THINGS)
    files = [jpeg(rng, label) for label in labels]
    offsets = np.cumsum([0, *map(len, files)])
    np.savez(path, jpeg=np.frombuffer(b"".join(files), np.uint8), offsets=offsets, labels=labels, fine=fine)


def write_sounds(folder: Path, names: list[str], rng) -> None:
    """Tones of a pitch a class, of a third of a second to half a second."""
    write_labels(folder, names)
    for split, each in EACH.items():
        waves, rows, start = [], [], 0
        for i in range(len(names) * each):
            samples, label = int(rng.integers(RATE // 3, RATE // 2)), i % len(names)
            wave = np.sin(np.arange(samples) * 2 * np.pi * 200 * (label + 1) / RATE) + 0.1 * rng.standard_normal(samples)
            waves.append(wave * 0.3)
            rows.append([start, samples, names[label], names[label], "made up"])
            start += samples
        with soundfile.SoundFile(folder / f"{split}.ogg", "w", RATE, 1) as file:
            for wave in waves:  # libsndfile 1.2 crashes when it gets all of them at once
                file.write(wave)
        table(folder / f"{split}.tsv", ["start", "samples", "label", "fine", "source"], rows)


def write_texts(folder: Path, names: list[str], rng, word: bool = False) -> None:
    """Random words and the name of the class among them; with `word` also where that stands."""
    write_labels(folder, names)
    for split, each in EACH.items():
        rows = []
        for name in names * each:
            before = " ".join(words(rng, 5)) + " "
            place = [len(before), len(before) + len(name)]
            rows.append([name, before + name + " " + " ".join(words(rng, 5)), *(["made up", *place] if word else [])])
        head = ["label", "text", *(["source", "word start byte", "word end byte"] if word else [])]
        table(folder / f"{split}.tsv.gz", head, rows)
