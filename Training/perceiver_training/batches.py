"""Training batches: which source, which examples, and what is asked of them; pictures, sounds and texts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import Dataset

from .batch import Batch, finer_task
from .configuration import UNKNOWN_PHOTOS, Configuration, Source
from .draws import drawn, kept, reworded, sharp_parts
from .features import Spectrogram, frame_count, normalised
from .packs import Examples
from .scene_batches import SceneBatches
from .variations import (
    asked_tiles,
    coarser,
    cut_and_mixed,
    hide_for_filling,
    inked,
    low_pass,
    masked,
    mixed,
    moved,
    other_voice,
    over,
    patches,
    recoloured,
    recompressed,
    shortened,
    strange_pictures,
    strange_sound,
    strange_text,
    tilt,
    varied,
    wrapped,
)

# Share of the batches, and examples in one. The sizes make batches take about equally long, so
# that two workers seldom wait for each other.
SCHEDULE = {
    "photo": (0.20, 64),
    "other photo": (0.03, 64),
    "sharp photo": (0.12, 64),
    "unknown photo": (0.05, 64),
    "written digit": (0.01, 64),
    "sound": (0.09, 40),
    "spoken word": (0.09, 96),
    "subject": (0.02, 128),
    "topic": (0.04, 64),
    "language": (0.06, 96),
    "sentiment": (0.02, 128),
    "number": (0.01, 128),
    "prose": (0.02, 64),
    "shape": (0.08, 64),
    "other shape": (0.02, 64),
    "clip": (0.09, 32),
    "units": (0.05, 32),
}
# Sources of phrases, mostly short, whose task is about whole sentences: the longer one is, the more often it is drawn.
BY_LENGTH = ("sentiment",)
# Tokens of each input that are asked for.
ASKED_CELLS = 40
# One input in so many is nothing that was ever photographed, recorded or written.
STRANGE = {"image": 10, "audio": 32, "text": 32}
# How much counts what an input is asked beside its own task: that it is none of another task's
# classes, that it is English, that it is none of the shared things.
ASIDE = 0.15
# The same for the finer classes of photos and sounds, which are asked in training alone.
FINER = 0.5
# The same for each further task of a source: the other words of a sentence, the second race, the minute.
MORE = 0.5
# How strongly inputs are varied in the last part of a run, beside 1 before and for all others: at the end the model
# shall see them as they will come. Sounds are too few for that.
CALM = {
    "photo": 0.6,
    "other photo": 0.6,
    "written digit": 0.4,
    "spoken word": 0.4,
    "sound": 0.8,
    "subject": 0.6,
    "topic": 0.6,
    "language": 0.3,
    "sentiment": 0.6,
    "number": 0.6,
    "sharp photo": 0.6,
    "unknown photo": 0.6,
    "shape": 0.6,
    "other shape": 0.6,
    "clip": 0.7,
}
ENGLISH = ("subject", "topic", "sentiment", "prose")
# Tasks that are learned from English texts: of others they should say nothing.
OF_ENGLISH = ("subject", "topic", "sentiment", "concept")


class Steps(Dataset):
    """The batches of a worker by step, for a loader whose processes make them ahead."""

    def __init__(self, maker: "BatchMaker", worker: int) -> None:
        self.maker, self.worker = maker, worker

    def __getitem__(self, step: int) -> Batch:
        return self.maker.batch(step, self.worker)


class BatchMaker(SceneBatches):
    """Makes the batch of any step from its number alone, so that a resumed run continues exactly."""

    def __init__(
        self,
        configuration: Configuration,
        sources: tuple[Source, ...],
        examples: dict[str, Examples],
        labels: dict[str, list[str]],
        concepts: dict[str, np.ndarray],
        seed: int,
    ) -> None:
        """`labels` are the classes of each task, `concepts` the concept of each class of each source."""
        self.configuration = configuration
        self.sources = {s.name: s for s in sources}
        self.examples = examples
        self.labels = labels
        self.concepts = concepts
        self.seed = seed
        self.spectrogram = Spectrogram(configuration.audio)
        self.mirrors = True  # pictures may be mirrored
        self.hides = 0.12  # at most this share of a text's bytes is masked
        self.band_limited = 0.85  # the share of sounds, other than of speech, without what is above 4 kHz
        self.shares = {name: share for name, (share, _) in SCHEDULE.items()}  # of the batches
        self.often: dict[str, dict[int, float]] = {}  # of a source, how many times as likely some classes are drawn
        self.calm_from: int | None = None  # the step from which inputs are varied less
        self.first: tuple[int, tuple[str, ...]] = (0, ())  # up to a step only batches of these modalities

    def batch(self, step: int, worker: int) -> Batch:
        rng = np.random.default_rng((self.seed, step, worker))
        until, modalities = self.first
        names = [n for n, s in self.sources.items() if step >= until or s.modality in modalities]
        shares = np.array([self.shares[n] for n in names])
        source = self.sources[names[rng.choice(len(names), p=shares / shares.sum())]]
        examples = self.examples[source.name]
        rows = drawn(examples, SCHEDULE[source.name][1], rng, by_length=source.name in BY_LENGTH, often=self.often.get(source.name))
        is_calm = self.calm_from is not None and step >= self.calm_from
        return self.of(source, examples, rows, rng, CALM.get(source.name, 1.0) if is_calm else 1.0)

    def of(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float = 1.0) -> Batch:
        """A batch of the given examples, varied as strongly as said."""
        make = {
            "image": self.pictures,
            "audio": self.sounds,
            "text": self.texts,
            "points": self.clouds,
            "clip": self.clips,
            "units": self.games,
        }[source.modality]
        seed = int(rng.integers(2**62))
        return replace(make(source, examples, rows, rng, strength), seed=seed)

    # MARK: what is asked

    def targets(self, source: Source, examples: Examples, rows: np.ndarray, strange: np.ndarray) -> dict[str, Tensor]:
        """What each task that is asked should answer; a strange input should leave all undecided."""
        labels = torch.from_numpy(np.array(examples.labels[rows], dtype=np.int64))
        strange = torch.from_numpy(strange)[:, None]
        found = {}
        if source.task:
            found[source.task] = one_hot(labels, len(self.labels[source.task]))
        for column, task in enumerate(source.more, -len(source.more)):
            classes = torch.from_numpy(np.array(examples.extra[rows, column], dtype=np.int64))
            found[task] = one_hot(classes, len(self.labels[task])) * MORE
        if (finer := finer_task(source)) in self.labels and source.modality != "clip":
            fine = torch.from_numpy(np.array(examples.fine[rows], dtype=np.int64))
            found[finer] = F.one_hot(fine, len(self.labels[finer])) * FINER
        for task, names in self.labels.items():
            undecided = torch.full((len(rows), len(names)), ASIDE / len(names))
            if task == "concept" and source.name in self.concepts:
                meant = torch.from_numpy(self.concepts[source.name])[labels.clamp_min(0)][:, None]
                meant = meant.masked_fill(labels[:, None] < 0, -1)
                found[task] = torch.where(
                    meant >= 0, F.one_hot(meant[:, 0].clamp_min(0), len(names)) * 0.5, undecided
                )
            elif task == "language" and source.name in ENGLISH:
                found[task] = torch.zeros_like(undecided)
                found[task][:, names.index("English")] = ASIDE
            elif task in OTHERS.get(source.name, ()):
                found[task] = undecided
            elif source.task == "language" and task in OF_ENGLISH:
                foreign = labels != self.labels["language"].index("English")
                found[task] = undecided * foreign[:, None]
        for task, target in found.items():
            even = torch.full_like(target, 1 / target.shape[1])
            if task == "spoken word":  # it has a class for that
                even = F.one_hot(torch.tensor(self.labels[task].index("silence")), target.shape[1]).float()
            weight = 0.5 if task == "concept" else FINER if task == finer else MORE if task in source.more else 1
            found[task] = torch.where(strange, even * weight, target)
        return found

    # MARK: pictures

    def pictures(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float) -> Batch:
        size = self.configuration.image.size
        stack = np.stack([examples[r] for r in rows])
        side = math.isqrt(stack.shape[1] // 3)
        x = normalised(torch.from_numpy(stack.reshape(-1, side, side, 3)), self.configuration.image)
        if side > size:
            x = sharp_parts(x, size, rng, strength)
        if source.pack == "mnist":
            x = inked(x, rng)
        # Before all are moved: otherwise sharpness would tell what is nothing.
        strange = rng.random(len(rows)) < 1 / STRANGE["image"]
        x[torch.from_numpy(strange)] = strange_pictures(int(strange.sum()), size, rng)
        if source == UNKNOWN_PHOTOS:
            strange[:] = True
        x = recoloured(moved(x, rng, self.mirrors and source.pack != "mnist", strength), rng)
        if source.name in ("photo", "sharp photo", "unknown photo"):  # those of the other collection are so by themselves
            x = coarser(x, rng.random(len(x)) < 0.15, rng)
        targets = self.targets(source, examples, rows, strange)
        if source.task == "photo" and rng.random() < 0.8 * strength:
            x, targets = cut_and_mixed(x, targets, rng)
        cells = torch.from_numpy(rng.integers(np.prod(self.configuration.image.grid), size=(len(rows), ASKED_CELLS)))
        contents = patches(x, self.configuration.image)
        contents = torch.gather(contents, 1, cells[..., None].expand(-1, -1, contents.shape[2]))
        x = x.contiguous(memory_format=torch.channels_last)
        counts = torch.full((len(rows),), size)
        keep = kept(len(rows), 1 - 0.7 * strength, rng)
        return Batch(source.name, "image", x, counts, targets, keep, rng.random() < 0.3, cells, contents)

    # MARK: sounds

    def sounds(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float) -> Batch:
        settings = self.configuration.audio
        waves = [np.asarray(examples[r], dtype=np.float32) / 32768 for r in rows]
        waves = [varied(w, source.name, settings, rng, strength) for w in waves]
        if source.name == "spoken word" and "sound" in self.examples:
            waves = [over(w, self.any_sound(rng), rng) if rng.random() < 0.4 * strength else w for w in waves]
        strange = rng.random(len(rows)) < 1 / STRANGE["audio"]
        longest = max(len(w) for w in waves)  # all are padded to the longest
        waves = [strange_sound(settings, longest, rng) if odd else w for w, odd in zip(waves, strange)]
        targets = self.targets(source, examples, rows, strange)
        if source.task == "sound" and rng.random() < 0.6 * strength:
            waves, targets = mixed(waves, targets, rng)
        waves = [recompressed(w, settings, rng) if rng.random() < 0.3 else w for w in waves]
        counts = torch.tensor([frame_count(len(w), settings) for w in waves])
        stack = np.zeros((len(waves), max(len(w) for w in waves)), dtype=np.float32)
        for row, wave in zip(stack, waves):
            row[: len(wave)] = wave
        decibels = self.spectrogram.decibels(torch.from_numpy(stack))
        if source.name == "spoken word":
            decibels = other_voice(decibels, settings, rng, strength)
        decibels = decibels + tilt(len(waves), settings.bands_mel, rng, strength)
        if source.pack == "speech":
            # Part of the digits was recorded at 8 kHz: otherwise band width alone would give them away.
            low_pass(decibels, ~np.array(examples.extra[rows, 0], dtype=bool) & (rng.random(len(rows)) < 0.5), settings, rng)
        else:
            low_pass(decibels, rng.random(len(rows)) < self.band_limited, settings, rng)
        x = self.spectrogram.relative(decibels, counts)
        cells, contents = asked_tiles(x, counts, ASKED_CELLS, settings, rng)
        x = masked(x.clone(), counts, rng, strength)
        keep = kept(len(rows), 1 - 0.65 * strength, rng)
        return Batch(source.name, "audio", x[:, None], counts, targets, keep, rng.random() < 0.3, cells, contents)

    def any_sound(self, rng) -> np.ndarray:
        sounds = self.examples["sound"]
        return np.asarray(sounds[rng.integers(len(sounds))], dtype=np.float32) / 32768

    # MARK: texts

    def texts(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float) -> Batch:
        settings = self.configuration.text
        strange = (rng.random(len(rows)) < 1 / STRANGE["text"]) & (source.task is not None)
        targets = self.targets(source, examples, rows, strange)
        texts, cells, contents = [], [], []
        for r, odd in zip(rows, strange):
            ids = np.array(examples[r], dtype=np.int64)
            alike = rows[examples.labels[rows] == examples.labels[r]]
            ids = strange_text(ids, rng) if odd else reworded(ids, source, examples, alike, rng)
            hidden = np.zeros(len(ids), dtype=bool)
            if source.task == "subject" and rng.random() < 0.3:
                start, end = examples.extra[r]
                hidden[start:end] = True
            if source.pack == "english_corpus":
                hide_for_filling(hidden, ids, rng)
            else:
                hidden |= rng.random(len(ids)) < rng.uniform(0, self.hides * strength)
            ids, hidden = wrapped(*shortened(ids, hidden, source.name, rng), rng)
            ids, hidden = ids[: settings.longest], hidden[: settings.longest]
            places = rng.permutation(np.flatnonzero(hidden))[:ASKED_CELLS]
            cells.append(np.pad(places, (0, ASKED_CELLS - len(places))))
            contents.append(np.pad(ids[places], (0, ASKED_CELLS - len(places)), constant_values=-100))
            texts.append(np.where(hidden, settings.mask_id, ids))
        counts = torch.tensor([len(t) for t in texts])
        x = torch.zeros((len(texts), int(counts.max())), dtype=torch.long)
        for row, ids in zip(x, texts):
            row[: len(ids)] = torch.from_numpy(ids)
        keep = kept(len(rows), 1 - 0.4 * strength, rng) if source.pack != "english_corpus" else torch.ones(len(rows))
        asked = [torch.from_numpy(np.stack(t)) for t in (cells, contents)]
        return Batch(source.name, "text", x, counts, targets, keep, False, *asked)


def one_hot(labels: Tensor, classes: int) -> Tensor:
    """Rows of one 1; of labels of -1 rows of 0."""
    return F.one_hot(labels.clamp_min(0), classes).float() * (labels >= 0)[:, None]


# Tasks of which the examples of a source are no class.
OTHERS = {
    "written digit": ("photo",),
    "sound": ("spoken word",),
    "spoken word": ("sound",),
    "subject": ("topic", "sentiment"),
    "topic": ("sentiment", "concept"),
    "sentiment": ("subject", "topic", "concept"),
    "unknown photo": ("photo", "concept"),
}
