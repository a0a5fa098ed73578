"""Reads the data packs once into arrays under a cache folder, split into train, valid and test.

The validation part is drawn from the packs' training split with a fixed seed; the test split is
for measuring a finished model only.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .concepts import DIGITS, photo_names
from .configuration import LEARNED, OTHER_PHOTOS, OTHER_SHAPES, SHARP_PHOTOS, SOURCES, UNKNOWN_PHOTOS, Configuration, Source
from .features import byte_ids, picture
from .sets import MINUTES, RACES, SLOTS, read_clips, read_clouds, read_units, read_voxels

# Sharp photos are kept larger for training, so that parts of them are sharp, too.
SHARP_SIZE = 128
CALTECH = 1  # its number among the collections of sharp photos


def evenly(count: int, most: int) -> np.ndarray:
    """At most so many of the places 0 to `count` - 1, spread evenly from the first to the last."""
    return np.linspace(0, count - 1, min(most, count)).astype(int)


@dataclass
class Examples:
    """Inputs of one task: `values` flat, `starts` [n + 1] into it, `labels` [n].

    Pictures are uint8 rows of size·size·3, sounds int16 samples at 16 kHz, texts UTF-8 bytes; the others are as `sets.py`
    says. `extra` is per example: for sounds 1 if it was recorded at 8 kHz (and 0), for captions the byte range of
    the key word, for sharp photos where they are from; facts of clips and units end with the labels of further tasks.
    `fine` is the finer class of photos (a breed, a kind of car), sounds and shapes, 0 for all others. A label of -1 is none.
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


def names_in(path: Path) -> list[str]:
    """The column `name` of a table."""
    with open(path, encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def class_names(data: Path, source: Source) -> list[str]:
    """The names of a pack's classes; prose has none."""
    if source.pack in ("mnist", "numbers", "grid"):
        return DIGITS
    if source.pack == "english_corpus":
        return []
    if source.pack == "sc2_units":
        return RACES
    if source in (OTHER_PHOTOS, SHARP_PHOTOS, OTHER_SHAPES):
        return class_names(data, next(s for s in SOURCES if s.name == source.task))
    names = names_in(data / source.pack / "labels.tsv")
    if source.pack == "photos64":  # sharp photos have the same classes, and some more behind them
        names += [n for n in names_in(data / SHARP_PHOTOS.pack / "labels.tsv") if n not in names]
    return names


def more_names(data: Path, source: Source) -> dict[str, list[str]]:
    """The classes of a source's further tasks."""
    if source.pack == "grid":
        words = sentence_words(data / source.pack)
        return {task: words[task] for task in source.more}
    if source.pack == "sc2_units":
        return {"second race": RACES, "minute": MINUTES}
    return {}


def sentence_words(folder: Path) -> dict[str, list[str]]:
    """The words that may be said in each place of a sentence."""
    with open(folder / "words.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {slot: [row["name"] for row in rows if row["slot"] == slot] for slot in SLOTS}


def finer_names(data: Path, source: Source) -> list[str]:
    """The names of the classes into which a pack divides those of `class_names`; most packs do not."""
    path = data / source.pack / "fine_labels.tsv"
    if source.pack in ("photos64", "shapes3d", "modelnet10vox") and path.exists():
        return names_in(path)
    if source.pack == "grid":  # of the lips of single frames
        return [word for words in sentence_words(data / source.pack).values() for word in words] + ["no word"]
    if source.pack == "sounds":
        return sorted({row["fine"] for row in clips(data / source.pack, "train") if row.get("fine")})
    return []


def read_photos(folder: Path, split: str, configuration: Configuration, size: int | None = None) -> Examples:
    from PIL import Image

    z = np.load(folder / f"{split}.npz")
    data, offsets, labels = z["jpeg"], z["offsets"], z["labels"]
    settings = replace(configuration.image, size=size or configuration.image.size)
    parts = [
        picture(Image.open(io.BytesIO(data[a:b].tobytes())), settings).ravel()
        for a, b in zip(offsets[:-1], offsets[1:])
    ]
    fine = z["fine"].astype(np.int64) if "fine" in z else None
    origin = np.stack([z["source"], z["source"]], 1).astype(np.int32) if "source" in z else None
    return Examples.of(parts, labels.astype(np.int64), origin, fine)


def read_other_photos(data: Path, split: str, names: list[str], configuration: Configuration) -> Examples:
    """The photos of another pack whose classes are among `names`, under other names perhaps."""
    folder = data / OTHER_PHOTOS.pack
    called = {name: name for name in names} | photo_names(data, OTHER_PHOTOS.pack)
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
    """All examples of a pack's `test`, or of its training split: as `train`, sharp photos are larger than the model sees them."""
    folder, names = data / source.pack, class_names(data, source)
    file = "test" if split == "test" else "train"
    if source.pack == "mnist":
        return read_digits(folder, file, configuration)
    if source.pack == "numbers":
        return written_numbers(file, configuration)
    if source.pack == "english_corpus":
        return read_prose(folder, file, configuration)
    if source == OTHER_PHOTOS:
        return read_other_photos(data, file, names, configuration)
    if source == SHARP_PHOTOS:
        return read_photos(folder, file, configuration, SHARP_SIZE if split == "train" else None)
    if source == OTHER_SHAPES:
        parts, labels, fine = read_voxels(folder, file, finer_names(data, source), names)
        return Examples.of(parts, labels, fine=fine)
    if source.modality == "image":
        return read_photos(folder, file, configuration)
    if source.modality == "audio":
        return read_sounds(folder, file, names, finer_names(data, source))
    if source.modality == "points":
        parts, labels, fine = read_clouds(folder, file)
        return Examples.of(parts, labels, fine=fine)
    if source.modality == "clip":
        return Examples.of(*read_clips(folder, file, sentence_words(folder), configuration.clip))
    if source.modality == "units":
        return Examples.of(*read_units(folder, file, configuration))
    return read_texts(folder, file, names, configuration)


def held_out(source: Source, examples: Examples) -> np.ndarray:
    """The places of a training split's examples that are for validation, with a fixed seed.

    Of units whole games, of unknown photos whole categories, of sharp photos the same share of each collection but
    Caltech-101, whose training pictures are those that photos64 has small.
    """
    rng = np.random.default_rng(0)
    if source == UNKNOWN_PHOTOS or source.modality == "units":
        of = examples.labels if source == UNKNOWN_PHOTOS else examples.extra[:, 0]
        groups = rng.permutation(np.unique(of))
        return np.flatnonzero(np.isin(of, groups[: max(1, round(len(groups) * source.held))]))
    order = rng.permutation(len(examples))
    if source == SHARP_PHOTOS:
        parts = [order[examples.extra[order, 0] == origin] for origin in np.unique(examples.extra[:, 0])]
        parts = [part for part in parts if examples.extra[part[0], 0] != CALTECH]
    else:
        parts = [order]
    return np.sort(np.concatenate([part[: int(len(part) * source.held)] for part in parts]))


def read_split(data: Path, split: str, source: Source, configuration: Configuration) -> Examples:
    """The examples of `train`, `valid` or `test`."""
    examples = read(data, split, source, configuration)
    if split == "test":
        return examples
    held = held_out(source, examples)
    if split == "valid":
        return examples.subset(held)
    if source == SHARP_PHOTOS:  # Caltech's, of which photos64 has small ones for validation
        small = read_split(data, "valid", next(s for s in SOURCES if s.name == "photo"), configuration)
        held = np.union1d(held, np.flatnonzero(copied(examples, small)))
    return examples.subset(np.setdiff1d(np.arange(len(examples)), held))


def copied(examples: Examples, others: Examples, alike: float = 0.9) -> np.ndarray:
    """Which pictures are nearly, perhaps mirrored, among others: grey 16×16 pictures of at least this correlation."""

    def small(pictures: Examples) -> np.ndarray:
        found = []
        for i in range(len(pictures)):
            side = math.isqrt(len(pictures[i]) // 3)
            grey = np.asarray(pictures[i], dtype=np.float32).reshape(16, side // 16, 16, side // 16, 3).mean((1, 3, 4))
            grey = grey - grey.mean()
            found.append(grey / max(float(np.linalg.norm(grey)), 1e-6))
        return np.array(found)

    own, theirs = small(examples), small(others)
    best = [np.max(side.reshape(len(own), -1) @ theirs.reshape(len(theirs), -1).T, axis=1) for side in (own, own[:, :, ::-1])]
    return np.maximum(*best) >= alike


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
