"""Reads the data packs once into arrays under a cache folder, split into train, valid and test.

The validation part is drawn from the packs' training split with a fixed seed; the test split is
for measuring a finished model only.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .concepts import DIGITS, photo_names
from .configuration import LEARNED, OTHER_PHOTOS, SOURCES, Configuration, Source
from .features import byte_ids, picture

VALID_SHARE = 0.04


def evenly(count: int, most: int) -> np.ndarray:
    """At most so many of the places 0 to `count` - 1, spread evenly from the first to the last."""
    return np.linspace(0, count - 1, min(most, count)).astype(int)


@dataclass
class Examples:
    """Inputs of one task: `values` flat, `starts` [n + 1] into it, `labels` [n].

    Pictures are uint8 rows of size·size·3, sounds int16 samples at 16 kHz, texts UTF-8 bytes.
    `extra` is per example: for sounds 1 if it was recorded at 8 kHz (and 0), for captions the byte range of
    the key word. `fine` is the finer class of photos (a breed, a kind of car) and of sounds, 0 for all others.
    """

    values: np.ndarray
    starts: np.ndarray
    labels: np.ndarray
    extra: np.ndarray
    fine: np.ndarray

    @classmethod
    def of(
        cls, parts: list[np.ndarray], labels: np.ndarray, extra: np.ndarray | None = None, fine: np.ndarray | None = None
    ) -> "Examples":
        """Examples of one input each; what is not given is 0."""
        n = len(labels)
        extra = np.zeros((n, 2), np.int32) if extra is None else extra
        fine = np.zeros(n, np.int64) if fine is None else fine
        return cls(np.concatenate(parts), np.cumsum([0, *map(len, parts)]), labels, extra, fine)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, i: int) -> np.ndarray:
        return self.values[self.starts[i] : self.starts[i + 1]]

    def subset(self, indices: np.ndarray) -> "Examples":
        parts = [self[i] for i in indices]
        return Examples.of(parts, self.labels[indices], self.extra[indices], self.fine[indices])

    def spread(self, most: int) -> "Examples":
        """At most so many examples, evenly from the first to the last."""
        return self.subset(evenly(len(self), most))


def class_names(data: Path, source: Source) -> list[str]:
    """The names of a pack's classes; prose has none."""
    if source.pack in ("mnist", "numbers"):
        return DIGITS
    if source.pack == "english_corpus":
        return []
    if source == OTHER_PHOTOS:
        return class_names(data, next(s for s in SOURCES if s.name == source.task))
    with open(data / source.pack / "labels.tsv", encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def finer_names(data: Path, source: Source) -> list[str]:
    """The names of the classes into which a pack divides those of `class_names`; most packs do not."""
    path = data / source.pack / "fine_labels.tsv"
    if source.pack == "photos64" and path.exists():
        with open(path, encoding="utf-8") as file:
            return [row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    if source.pack == "sounds":
        return sorted({row["fine"] for row in clips(data / source.pack, "train") if row.get("fine")})
    return []


def read_photos(folder: Path, split: str, configuration: Configuration) -> Examples:
    from PIL import Image

    z = np.load(folder / f"{split}.npz")
    data, offsets, labels = z["jpeg"], z["offsets"], z["labels"]
    parts = [
        picture(Image.open(io.BytesIO(data[a:b].tobytes())), configuration.image).ravel()
        for a, b in zip(offsets[:-1], offsets[1:])
    ]
    fine = z["fine"].astype(np.int64) if "fine" in z else None
    return Examples.of(parts, labels.astype(np.int64), fine=fine)


def read_other_photos(data: Path, split: str, names: list[str], configuration: Configuration) -> Examples:
    """The photos of another pack whose classes are among `names`, under other names perhaps."""
    folder = data / OTHER_PHOTOS.pack
    called = photo_names(data, OTHER_PHOTOS.pack)
    with open(folder / "labels.tsv", encoding="utf-8") as file:
        own = [called.get(line.rstrip("\n").split("\t")[1]) for line in file]
    examples = read_photos(folder, split, configuration)
    found = np.array([names.index(name) if name else -1 for name in own])[examples.labels]
    examples.labels = found
    return examples.subset(np.flatnonzero(found >= 0))


def clips(folder: Path, split: str) -> list[dict[str, str]]:
    """The clip table of a pack of sounds."""
    with open(folder / f"{split}.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_sounds(folder: Path, split: str, names: list[str], finer: list[str]) -> Examples:
    import soundfile

    wave, rate = soundfile.read(folder / f"{split}.ogg", dtype="int16")
    assert rate == 16000, rate
    rows = clips(folder, split)
    parts = [wave[int(r["start"]) : int(r["start"]) + int(r["samples"])] for r in rows]
    labels = np.array([names.index(r["label"]) for r in rows])
    narrow = np.array([[r["source"] == "FSDD", 0] for r in rows], dtype=np.int32)
    fine = np.array([finer.index(r["fine"]) for r in rows]) if finer else None
    return Examples.of(parts, labels, narrow, fine)


def read_texts(folder: Path, split: str, names: list[str], configuration: Configuration) -> Examples:
    with gzip.open(folder / f"{split}.tsv.gz", "rt", encoding="utf-8") as file:
        header, *rows = [line.rstrip("\n").split("\t") for line in file]
    parts = [byte_ids(row[1], configuration.text) for row in rows]
    labels = np.array([names.index(row[0]) for row in rows])
    word = [header.index(f"word {end} byte") for end in ("start", "end")] if len(header) > 3 else []
    extra = np.array([[int(r[i]) for i in word] or [0, 0] for r in rows], dtype=np.int32)
    return Examples.of(parts, labels, extra)


def read_digits(folder: Path, split: str, configuration: Configuration) -> Examples:
    from PIL import Image

    z = np.load(folder / f"{split}.npz")
    labels = z["labels"].astype(np.int64)
    parts = [picture(Image.fromarray(i), configuration.image).ravel() for i in z["images"]]
    return Examples.of(parts, labels)


NUMBER_PHRASES = {
    "train": [
        "{}", "{}.", "the number {}", "number {}", "the digit {}", "{}!", "{}?", "it says {}", "a {} on a page", "digit {}",
        "the figure {}", "my favourite number is {}", "press {}", "room {}", "there were {} of them", "{} o'clock", "({})",
        "the answer is {}", "chapter {}", "at {} in the morning", "gate {}", "line {}", "{} people", "{} of {}", "about {}",
    ],
    "test": ["I count {}", "a handwritten {}", "page {}", "the bus number {}", "{}:", "she said {}", "exactly {}", "the numeral {}"],
}


def written_numbers(split: str, configuration: Configuration) -> Examples:
    """Digits in words and figures, in phrases that are not the same for training and testing."""
    texts, labels = [], []
    for phrase in NUMBER_PHRASES[split]:
        for value, word in enumerate(DIGITS):
            for form in (word, str(value), word.capitalize(), word.upper()):
                texts.append(byte_ids(phrase.replace("{}", form), configuration.text))
                labels.append(value)
    return Examples.of(texts, np.array(labels))


def read_prose(folder: Path, split: str, configuration: Configuration) -> Examples:
    """Consecutive pieces of the books, as long as a text may be."""
    name = "valid" if split == "test" else "train"
    with gzip.open(folder / f"{name}.txt.gz", "rt", encoding="utf-8") as file:
        data = np.frombuffer(file.read().encode("utf-8"), dtype=np.uint8)
    longest = configuration.text.longest
    count = len(data) // longest
    return Examples.of(np.split(data[: count * longest], count), np.zeros(count, np.int64))


def read(data: Path, split: str, source: Source, configuration: Configuration) -> Examples:
    folder, names = data / source.pack, class_names(data, source)
    if source.pack == "mnist":
        return read_digits(folder, split, configuration)
    if source.pack == "numbers":
        return written_numbers(split, configuration)
    if source.pack == "english_corpus":
        return read_prose(folder, split, configuration)
    if source == OTHER_PHOTOS:
        return read_other_photos(data, split, names, configuration)
    if source.modality == "image":
        return read_photos(folder, split, configuration)
    if source.modality == "audio":
        return read_sounds(folder, split, names, finer_names(data, source))
    return read_texts(folder, split, names, configuration)


def read_split(data: Path, split: str, source: Source, configuration: Configuration) -> Examples:
    """The examples of `train`, `valid` or `test`."""
    examples = read(data, "test" if split == "test" else "train", source, configuration)
    if split == "test":
        return examples
    order = np.random.default_rng(0).permutation(len(examples))
    held = int(len(order) * VALID_SHARE)
    return examples.subset(np.sort(order[:held] if split == "valid" else order[held:]))


def cached(data: Path, cache: Path, split: str, source: Source, configuration: Configuration) -> Examples:
    """The examples of a split, decoded at the first call and memory-mapped from then on."""
    folder = cache / source.pack / split
    fields = ("values", "starts", "labels", "extra", "fine")
    if not (folder / f"{fields[-1]}.npy").exists():
        examples = read_split(data, split, source, configuration)
        folder.mkdir(parents=True, exist_ok=True)
        for name in fields:
            np.save(folder / f"{name}.part.npy", getattr(examples, name))
        for name in fields:  # the last of them says "complete"
            (folder / f"{name}.part.npy").rename(folder / f"{name}.npy")
    return Examples(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in fields))


def prepare(data: Path, cache: Path, configuration: Configuration) -> None:
    for source in LEARNED:
        for split in ("train", "valid"):
            cached(data, cache, split, source, configuration)
