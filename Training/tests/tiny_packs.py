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
    columns = ["concept", "photos64", "cifar10", "sounds", "shapes3d", "concept_text"]
    table(folder / "concepts.tsv", columns, [[t] * len(columns) for t in THINGS])
    write_labels(folder / "photos64", THINGS)
    write_labels(folder / "photos64", BREEDS, "fine_labels.tsv")
    write_sounds(folder / "sounds", THINGS, rng)
    write_sounds(folder / "speech", [*DIGITS, "silence"], rng)
    write_texts(folder / "concept_text", THINGS, rng, word=True)
    write_texts(folder / "agnews", ["World", "Sports"], rng)
    write_texts(folder / "langid", ["English", "German"], rng)
    write_texts(folder / "sst2", ["negative", "positive"], rng)
    write_labels(folder / "photos_sharp", [*THINGS, "horse"])
    write_labels(folder / "photos_other", [f"unknown {i}" for i in range(10)])
    write_labels(folder / "shapes3d", THINGS)
    write_labels(folder / "shapes3d", BREEDS, "fine_labels.tsv")
    for file in ("labels.tsv", "fine_labels.tsv"):
        write_labels(folder / "modelnet10vox", ["chair", "toilet"], file)
    write_clips(folder / "grid", rng)
    write_games(folder / "sc2_units", rng)
    for name in ("mnist", "cifar10"):
        (folder / name).mkdir()
    (folder / "cifar10" / "labels.tsv").write_text("0\thorse\n1\tsheep\n2\tdog\n", encoding="utf-8")
    (folder / "english_corpus").mkdir()
    for split, each in EACH.items():
        write_photos(folder / "photos64" / f"{split}.npz", each, rng)
        write_photos(folder / "cifar10" / f"{split}.npz", each, rng)
        write_photos(folder / "photos_sharp" / f"{split}.npz", each, rng, size=(144, 100), source=True)
        write_photos(folder / "photos_other" / f"{split}.npz", each, rng, classes=10)
        write_clouds(folder / "shapes3d" / f"{split}.npz", each, rng)
        voxels = rng.integers(0, 32, (2 * each, 600, 3), dtype=np.uint8)
        labels = np.arange(2 * each, dtype=np.uint8) % 2
        np.savez(folder / "modelnet10vox" / f"{split}.npz", points=voxels, labels=labels, fine=labels)
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


def jpeg(rng, colour: int, size: tuple[int, int] = (64, 64)) -> bytes:
    """Noise in one of three colours, which is what tells the classes apart."""
    pixels = rng.integers(0, 100, (*size, 3), dtype=np.uint8)
    pixels[..., colour % 3] += 120
    return encoded(Image.fromarray(pixels))


def encoded(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


def write_photos(path: Path, each: int, rng, classes: int = len(THINGS), size: tuple[int, int] = (64, 64), source: bool = False) -> None:
    """Photos; with `source` those of several collections, else with finer classes."""
    fine = np.arange(classes * each) % (2 * classes)
    labels = fine % classes
    files = [jpeg(rng, label, size) for label in labels]
    more = {"source": labels % 2} if source else {"fine": fine}
    write_files(path, files, labels=labels, **more)


def write_files(path: Path, files: list[bytes], **more) -> None:
    offsets = np.cumsum([0, *map(len, files)])
    np.savez(path, jpeg=np.frombuffer(b"".join(files), np.uint8), offsets=offsets, **more)


def write_clouds(path: Path, each: int, rng) -> None:
    """Points all over a box that has another proportion in each class."""
    fine = np.arange(len(THINGS) * each, dtype=np.uint8) % len(BREEDS)
    labels = fine % len(THINGS)
    points = rng.uniform(-1, 1, (len(labels), 1100, 3)) * np.array([[1, 1, 1], [1, 0.2, 0.2], [1, 1, 0.1]])[labels][:, None]
    points = points / np.linalg.norm(points, axis=2).max(1)[:, None, None]
    np.savez(path, points=np.round(points * 1023).astype(np.int16), labels=labels, fine=fine)


def write_clips(folder: Path, rng) -> None:
    """Half a second of noise, six words of one frame each; two clips of each digit."""
    write_labels(folder, DIGITS)
    slots = {"verb": ["bin", "lay"], "colour": ["blue", "red"], "preposition": ["at"], "letter": ["a", "b"], "digit": DIGITS, "adverb": ["now"]}
    table(folder / "words.tsv", ["slot", "id", "name"], [[s, i, n] for s, names in slots.items() for i, n in enumerate(names)])
    head = ["start", "samples", *slots, *(f"{slot}_{end}" for slot in slots for end in ("start", "end"))]
    for split, each in EACH.items():
        rows, files, samples = [], [], RATE // 2
        for i in range(each):
            said = [names[i // 2 % len(names) if names is DIGITS else i % len(names)] for names in slots.values()]
            times = [f"{0.08 * (k + end):.2f}" for k in range(len(slots)) for end in (0, 1)]
            rows.append([i * samples, samples, *said, *times])
            files.append(encoded(Image.fromarray(rng.integers(0, 256, (48, 8 * 64), dtype=np.uint8))))
        with soundfile.SoundFile(folder / f"{split}.ogg", "w", RATE, 1) as file:
            for _ in range(each):
                file.write(0.1 * rng.standard_normal(samples))
        table(folder / f"{split}.tsv", head, rows)
        write_files(folder / f"{split}.npz", files, labels=np.arange(each) // 2 % 10)


def write_games(folder: Path, rng) -> None:
    """Games of three snapshots; a player's units are of the types of a race."""
    folder.mkdir()
    types = ["Probe", "Zealot", "SCV", "Marine", "Drone", "Zergling"]
    write_labels(folder, types, "unit_types.tsv")
    for split, each in EACH.items():
        snapshots, units = [], []
        for number in range(each):
            races, minute = rng.integers(0, 3, 2), number % 3 + 1
            snapshots.append([number, number // 3, 60 * minute, *races, 0])
            for owner, race in enumerate(races):
                for _ in range(rng.integers(1, 20)):
                    place = rng.integers(20, 120, 2)
                    units.append([number, owner + 1, 2 * race + rng.integers(2), *place, rng.integers(60 * minute)])
        np.savez(folder / f"{split}.npz", units=np.array(units, np.int32), snapshots=np.array(snapshots, np.int32))


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
