"""Training batches: which task, which examples, and how they are varied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .configuration import Audio, Configuration, Task
from .features import Spectrogram, frame_count, normalised
from .packs import Examples

# Share of the batches, and examples in one. The sizes make batches take about equally long, so
# that two workers seldom wait for each other.
SCHEDULE = {
    "photo": (0.31, 64),
    "sound": (0.09, 40),
    "spoken word": (0.13, 96),
    "subject": (0.05, 128),
    "topic": (0.15, 64),
    "language": (0.17, 96),
    "sentiment": (0.10, 128),
}


@dataclass
class Batch:
    task: str
    modality: str
    x: Tensor
    counts: Tensor  # valid columns (pixels, frames, bytes) of each input
    target: Tensor  # [B, classes], rows sum to 1
    keep: Tensor | None  # share of each input's tokens to keep

    def to(self, device: torch.device) -> "Batch":
        keep = None if self.keep is None else self.keep.to(device)
        return Batch(
            self.task,
            self.modality,
            self.x.to(device),
            self.counts.to(device),
            self.target.to(device),
            keep,
        )


class BatchMaker:
    """Makes the batch of any step from its number alone, so that a resumed run continues exactly."""

    def __init__(
        self,
        configuration: Configuration,
        tasks: tuple[Task, ...],
        examples: dict[str, Examples],
        classes: dict[str, int],
        seed: int,
    ) -> None:
        self.configuration = configuration
        self.tasks = {t.name: t for t in tasks}
        self.examples = examples
        self.classes = classes
        self.seed = seed
        self.spectrogram = Spectrogram(configuration.audio)
        self.mirrors = True  # pictures may be mirrored

    def batch(self, step: int, worker: int) -> Batch:
        rng = np.random.default_rng((self.seed, step, worker))
        torch.manual_seed(int(rng.integers(2**62)))
        names = list(self.tasks)
        shares = np.array([SCHEDULE[n][0] for n in names])
        task = self.tasks[names[rng.choice(len(names), p=shares / shares.sum())]]
        examples = self.examples[task.name]
        rows = rng.integers(len(examples), size=SCHEDULE[task.name][1])
        make = {"image": self.pictures, "audio": self.sounds, "text": self.texts}[task.modality]
        return make(task, examples, rows, rng)

    def one_hot(self, task: Task, examples: Examples, rows: np.ndarray) -> Tensor:
        labels = torch.from_numpy(np.array(examples.labels[rows], dtype=np.int64))
        return F.one_hot(labels, self.classes[task.name]).float()

    # MARK: pictures

    def pictures(self, task: Task, examples: Examples, rows: np.ndarray, rng) -> Batch:
        size = self.configuration.image.size
        stack = np.stack([examples[r] for r in rows]).reshape(-1, size, size, 3)
        x = normalised(torch.from_numpy(stack), self.configuration.image)
        x = recoloured(moved(x, rng, self.mirrors), rng)
        target = self.one_hot(task, examples, rows)
        if rng.random() < 0.25:
            x, target = cut_and_mixed(x, target, rng)
        x = x.contiguous(memory_format=torch.channels_last)
        counts = torch.full((len(rows),), size)
        keep = kept(len(rows), 0.3, rng)
        return Batch(task.name, "image", x, counts, target, keep)

    # MARK: sounds

    def sounds(self, task: Task, examples: Examples, rows: np.ndarray, rng) -> Batch:
        settings = self.configuration.audio
        target = self.one_hot(task, examples, rows)
        waves = [np.asarray(examples[r], dtype=np.float32) / 32768 for r in rows]
        waves = [varied(w, task.name, settings, rng) for w in waves]
        if task.name == "sound" and rng.random() < 0.6:
            waves, target = mixed(waves, target, rng)
        counts = torch.tensor([frame_count(len(w), settings) for w in waves])
        stack = np.zeros((len(waves), max(len(w) for w in waves)), dtype=np.float32)
        for row, wave in zip(stack, waves):
            row[: len(wave)] = wave
        decibels = self.spectrogram.decibels(torch.from_numpy(stack))
        decibels = decibels + tilt(len(waves), settings.bands_mel, rng)
        if task.name == "spoken word":
            low_pass(decibels, np.array(examples.extra[rows, 0], dtype=bool), settings, rng)
        x = masked(self.spectrogram.relative(decibels, counts), counts, rng)
        keep = kept(len(rows), 0.35, rng)
        return Batch(task.name, "audio", x[:, None], counts, target, keep)

    # MARK: texts

    def texts(self, task: Task, examples: Examples, rows: np.ndarray, rng) -> Batch:
        settings = self.configuration.text
        target = self.one_hot(task, examples, rows)
        texts = []
        for r in rows:
            ids = np.array(examples[r], dtype=np.int64)
            if task.name == "subject" and rng.random() < 0.3:
                start, end = examples.extra[r]
                ids[start:end] = settings.mask_id
            ids[rng.random(len(ids)) < rng.uniform(0, 0.12)] = settings.mask_id
            texts.append(shortened(ids, task.name, rng))
        counts = torch.tensor([len(t) for t in texts])
        x = torch.zeros((len(texts), int(counts.max())), dtype=torch.long)
        for row, ids in zip(x, texts):
            row[: len(ids)] = torch.from_numpy(ids)
        keep = kept(len(rows), 0.6, rng)
        return Batch(task.name, "text", x, counts, target, keep)


def kept(n: int, least: float, rng) -> Tensor:
    """The share of tokens each of `n` inputs keeps, from `least` to 1, more often much than little."""
    return torch.from_numpy(1 - (1 - least) * rng.random(n) ** 2)


# MARK: variations of pictures


def moved(x: Tensor, rng, mirrors: bool) -> Tensor:
    """Random crops, zooms, small turns and perhaps mirror images, with the border reflected."""
    n = len(x)
    zoom = rng.uniform(0.72, 1.08, n)
    stretch = np.exp(rng.uniform(-0.18, 0.18, n))
    angle = rng.uniform(-0.16, 0.16, n)
    mirror = np.where(mirrors & (rng.random(n) < 0.5), -1.0, 1.0)
    reach = np.maximum(0.06, 1 - zoom)
    theta = np.zeros((n, 2, 3), dtype=np.float32)
    theta[:, 0, 0] = np.cos(angle) * zoom * stretch * mirror
    theta[:, 0, 1] = -np.sin(angle) * zoom
    theta[:, 1, 0] = np.sin(angle) * zoom * mirror
    theta[:, 1, 1] = np.cos(angle) * zoom / stretch
    theta[:, 0, 2] = rng.uniform(-1, 1, n) * reach
    theta[:, 1, 2] = rng.uniform(-1, 1, n) * reach
    grid = F.affine_grid(torch.from_numpy(theta), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, padding_mode="reflection", align_corners=False)


def recoloured(x: Tensor, rng) -> Tensor:
    """Random brightness, contrast and saturation; one in ten pictures becomes grey."""
    n = len(x)

    def uniform(low: float, high: float) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (n, 1, 1, 1)).astype(np.float32))

    grey = x.mean(1, keepdim=True)
    saturation = uniform(0.6, 1.4) * torch.from_numpy((rng.random((n, 1, 1, 1)) > 0.1).astype(np.float32))
    x = grey + (x - grey) * saturation
    middle = x.mean((1, 2, 3), keepdim=True)
    return middle + (x - middle) * uniform(0.65, 1.35) + uniform(-0.4, 0.4)


def cut_and_mixed(x: Tensor, target: Tensor, rng) -> tuple[Tensor, Tensor]:
    """CutMix: a rectangle of each picture comes from another one, labels in proportion."""
    size = x.shape[2]
    share = rng.uniform(0.1, 0.5)
    side = int(round(size * share**0.5))
    top, left = rng.integers(size - side + 1, size=2)
    other = torch.from_numpy(rng.permutation(len(x)))
    x[:, :, top : top + side, left : left + side] = x[
        other, :, top : top + side, left : left + side
    ]
    area = side * side / size**2
    return x, target * (1 - area) + target[other] * area


# MARK: variations of sounds


def varied(wave: np.ndarray, task: str, settings: Audio, rng) -> np.ndarray:
    """Another speed, another part, silence or hum around it, and noise."""
    speed = np.exp(rng.uniform(-0.15, 0.15))
    length = max(int(len(wave) / speed), 1)
    wave = np.interp(np.arange(length) * speed, np.arange(len(wave)), wave).astype(np.float32)
    longest = int(settings.seconds * settings.sample_rate)
    if task == "sound" and rng.random() < 0.7:
        part = int(len(wave) * rng.uniform(0.5, 1.0))
        start = rng.integers(len(wave) - part + 1)
        wave = wave[start : start + part]
    if rng.random() < 0.5:
        room = (
            int(0.8 * settings.sample_rate)
            if task == "spoken word"
            else max(0, longest - len(wave))
        )
        before, after = rng.integers(0, room // 2 + 1, size=2)
        wave = np.concatenate([np.zeros(before, np.float32), wave, np.zeros(after, np.float32)])
    wave = wave[:longest]
    if rng.random() < (0.4 if task == "spoken word" else 0.6):
        level = np.sqrt(np.mean(wave**2)) + 1e-5
        noise = rng.standard_normal(len(wave), dtype=np.float32)
        if rng.random() < 0.5:  # reddish rather than white
            noise = noise + np.roll(noise, 1) + np.roll(noise, 2) + np.roll(noise, 3)
        wave = wave + noise * level * 10 ** (-rng.uniform(6, 45) / 20)
    return wave


def mixed(waves: list[np.ndarray], target: Tensor, rng) -> tuple[list[np.ndarray], Tensor]:
    """Each sound with a softer other one under it, labels in proportion to the amplitudes."""
    other = rng.permutation(len(waves))
    result = []
    share = rng.uniform(0.0, 0.5, len(waves)).astype(np.float32)
    for i, j in enumerate(other):
        a, b = waves[i], waves[j]
        scale = (np.abs(a).max() + 1e-5) / (np.abs(b).max() + 1e-5) * share[i] / (1 - share[i])
        part = np.zeros_like(a)
        part[: len(b)] = b[: len(a)] * scale
        result.append(a + part)
    share = torch.from_numpy(share)[:, None]
    return result, target * (1 - share) + target[torch.from_numpy(other)] * share


def tilt(n: int, bands: int, rng) -> Tensor:
    """A smooth random equaliser in decibels, [n, bands, 1]."""
    curve = rng.normal(0, 5, (n, 5))
    points = np.linspace(0, 4, bands)
    rows = [np.interp(points, np.arange(5), c) for c in curve]
    return torch.from_numpy(np.array(rows, dtype=np.float32))[:, :, None]


def low_pass(decibels: Tensor, narrow: np.ndarray, settings: Audio, rng) -> None:
    """Takes everything above 4 kHz from half of the wide-band recordings, in place.

    Part of the digits was recorded at 8 kHz: otherwise band width alone would give them away.
    """
    top = 2595 * np.log10(1 + settings.highest_hertz / 700)
    low = 2595 * np.log10(1 + settings.lowest_hertz / 700)
    cut = 2595 * np.log10(1 + 4000 / 700)
    band = int((cut - low) / (top - low) * settings.bands_mel)
    chosen = torch.from_numpy(~narrow & (rng.random(len(narrow)) < 0.5))
    floor = torch.full_like(decibels[:, band:], -100.0)
    decibels[:, band:] = torch.where(chosen[:, None, None], floor, decibels[:, band:])


def masked(x: Tensor, counts: Tensor, rng) -> Tensor:
    """SpecAugment: up to one stripe of time and one of frequency silenced in each sound."""
    bands = x.shape[1]
    for row, count in zip(x, counts.tolist()):
        if rng.random() < 0.5:
            width = rng.integers(1, max(2, count // 5))
            start = rng.integers(0, max(1, count - width))
            row[:, start : start + width] = 0
        if rng.random() < 0.5:
            width = rng.integers(1, bands // 5)
            start = rng.integers(0, bands - width)
            row[start : start + width] = 0
    return x


# MARK: variations of texts


def shortened(ids: np.ndarray, task: str, rng) -> np.ndarray:
    """Now and then a part of the text: languages and topics show in any part of it."""
    if task == "subject" or task == "sentiment" or rng.random() < 0.6 or len(ids) < 24:
        return ids
    part = rng.integers(max(12, len(ids) // 3), len(ids) + 1)
    start = rng.integers(len(ids) - part + 1)
    return ids[start : start + part]
