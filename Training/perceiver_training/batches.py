"""Training batches: which task, which examples, and how they are varied."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .configuration import Audio, Configuration, Image, Source
from .features import Spectrogram, frame_count, normalised
from .packs import Examples

# Share of the batches, and examples in one. The sizes make batches take about equally long, so
# that two workers seldom wait for each other.
SCHEDULE = {
    "photo": (0.43, 64),
    "written digit": (0.02, 64),
    "sound": (0.09, 40),
    "spoken word": (0.07, 96),
    "subject": (0.03, 128),
    "topic": (0.12, 64),
    "language": (0.13, 96),
    "sentiment": (0.03, 128),
    "number": (0.01, 128),
    "prose": (0.07, 64),
}
# Tokens of each input that are asked for.
ASKED_CELLS = 40
# One input in so many is nothing that was ever photographed, recorded or written.
STRANGE = 32
# How much counts what an input is asked beside its own task: that it is none of another task's
# classes, that it is English, that it is none of the shared things.
ASIDE = 0.15
ENGLISH = ("subject", "topic", "sentiment", "prose")


@dataclass
class Batch:
    source: str
    modality: str
    x: Tensor
    counts: Tensor  # valid columns (pixels, frames, bytes) of each input
    targets: dict[str, Tensor]  # of each task [B, classes]; a row's sum is its weight
    keep: Tensor  # share of each input's tokens to keep
    block: bool  # whether what is left out is one piece rather than scattered
    cells: Tensor  # tokens that are asked for [B, k], counted through the whole grid
    contents: Tensor  # what these stand for: [B, k, outputs], for bytes [B, k] and -100 where none

    def to(self, device: torch.device) -> "Batch":
        def moved_there(value):
            if isinstance(value, dict):
                return {k: v.to(device) for k, v in value.items()}
            return value.to(device) if isinstance(value, Tensor) else value

        return Batch(**{f.name: moved_there(getattr(self, f.name)) for f in fields(self)})


class BatchMaker:
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

    def batch(self, step: int, worker: int) -> Batch:
        rng = np.random.default_rng((self.seed, step, worker))
        torch.manual_seed(int(rng.integers(2**62)))
        names = list(self.sources)
        shares = np.array([SCHEDULE[n][0] for n in names])
        source = self.sources[names[rng.choice(len(names), p=shares / shares.sum())]]
        examples = self.examples[source.name]
        return self.of(source, examples, rng.integers(len(examples), size=SCHEDULE[source.name][1]), rng)

    def of(self, source: Source, examples: Examples, rows: np.ndarray, rng) -> Batch:
        """A batch of the given examples, varied."""
        make = {"image": self.pictures, "audio": self.sounds, "text": self.texts}[source.modality]
        return make(source, examples, rows, rng)

    # MARK: what is asked

    def targets(self, source: Source, examples: Examples, rows: np.ndarray, strange: np.ndarray) -> dict[str, Tensor]:
        """What each task that is asked should answer; a strange input should leave all undecided."""
        labels = torch.from_numpy(np.array(examples.labels[rows], dtype=np.int64))
        strange = torch.from_numpy(strange)[:, None]
        found = {}
        if source.task:
            classes = len(self.labels[source.task])
            found[source.task] = F.one_hot(labels, classes).float()
        for task, names in self.labels.items():
            undecided = torch.full((len(rows), len(names)), ASIDE / len(names))
            if task == "concept" and source.name in self.concepts:
                meant = torch.from_numpy(self.concepts[source.name])[labels][:, None]
                found[task] = torch.where(
                    meant >= 0, F.one_hot(meant[:, 0].clamp_min(0), len(names)) * 0.5, undecided
                )
            elif task == "language" and source.name in ENGLISH:
                found[task] = torch.zeros_like(undecided)
                found[task][:, names.index("English")] = ASIDE
            elif task in OTHERS.get(source.name, ()):
                found[task] = undecided
        for task, target in found.items():
            even = torch.full_like(target, 1 / target.shape[1])
            if task == "spoken word":  # it has a class for that
                even = F.one_hot(torch.tensor(self.labels[task].index("silence")), target.shape[1]).float()
            found[task] = torch.where(strange, even * (0.5 if task == "concept" else 1), target)
        return found

    # MARK: pictures

    def pictures(self, source: Source, examples: Examples, rows: np.ndarray, rng) -> Batch:
        size = self.configuration.image.size
        stack = np.stack([examples[r] for r in rows]).reshape(-1, size, size, 3)
        x = normalised(torch.from_numpy(stack), self.configuration.image)
        if source.pack == "mnist":
            x = inked(x, rng)
        x = recoloured(moved(x, rng, self.mirrors and source.pack != "mnist"), rng)
        strange = rng.random(len(rows)) < 1 / STRANGE
        x[torch.from_numpy(strange)] = strange_pictures(int(strange.sum()), size, rng)
        targets = self.targets(source, examples, rows, strange)
        if source.task == "photo" and rng.random() < 0.1:
            x, targets = cut_and_mixed(x, targets, rng)
        cells = torch.from_numpy(rng.integers(np.prod(self.configuration.image.grid), size=(len(rows), ASKED_CELLS)))
        contents = patches(x, self.configuration.image)
        contents = torch.gather(contents, 1, cells[..., None].expand(-1, -1, contents.shape[2]))
        x = x.contiguous(memory_format=torch.channels_last)
        counts = torch.full((len(rows),), size)
        keep = kept(len(rows), 0.3, rng)
        return Batch(source.name, "image", x, counts, targets, keep, rng.random() < 0.3, cells, contents)

    # MARK: sounds

    def sounds(self, source: Source, examples: Examples, rows: np.ndarray, rng) -> Batch:
        settings = self.configuration.audio
        waves = [np.asarray(examples[r], dtype=np.float32) / 32768 for r in rows]
        waves = [varied(w, source.name, settings, rng) for w in waves]
        strange = rng.random(len(rows)) < 1 / STRANGE
        waves = [strange_sound(settings, rng) if odd else w for w, odd in zip(waves, strange)]
        targets = self.targets(source, examples, rows, strange)
        if source.task == "sound" and rng.random() < 0.6:
            waves, targets = mixed(waves, targets, rng)
        counts = torch.tensor([frame_count(len(w), settings) for w in waves])
        stack = np.zeros((len(waves), max(len(w) for w in waves)), dtype=np.float32)
        for row, wave in zip(stack, waves):
            row[: len(wave)] = wave
        decibels = self.spectrogram.decibels(torch.from_numpy(stack))
        decibels = decibels + tilt(len(waves), settings.bands_mel, rng)
        if source.pack == "speech":
            low_pass(decibels, np.array(examples.extra[rows, 0], dtype=bool), settings, rng)
        x = self.spectrogram.relative(decibels, counts)
        cells, contents = asked_tiles(x, counts, settings, rng)
        x = masked(x.clone(), counts, rng)
        keep = kept(len(rows), 0.35, rng)
        return Batch(source.name, "audio", x[:, None], counts, targets, keep, rng.random() < 0.3, cells, contents)

    # MARK: texts

    def texts(self, source: Source, examples: Examples, rows: np.ndarray, rng) -> Batch:
        settings = self.configuration.text
        strange = (rng.random(len(rows)) < 1 / STRANGE) & (source.task is not None)
        targets = self.targets(source, examples, rows, strange)
        texts, cells, contents = [], [], []
        for r, odd in zip(rows, strange):
            ids = np.array(examples[r], dtype=np.int64)
            if odd:
                ids = strange_text(rng)
            hidden = np.zeros(len(ids), dtype=bool)
            if source.task == "subject" and rng.random() < 0.3:
                start, end = examples.extra[r]
                hidden[start:end] = True
            if source.pack == "english_corpus":
                hide_for_filling(hidden, ids, rng)
            else:
                hidden |= rng.random(len(ids)) < rng.uniform(0, self.hides)
            ids, hidden = shortened(ids, hidden, source.name, rng)
            places = rng.permutation(np.flatnonzero(hidden))[:ASKED_CELLS]
            cells.append(np.pad(places, (0, ASKED_CELLS - len(places))))
            contents.append(np.pad(ids[places], (0, ASKED_CELLS - len(places)), constant_values=-100))
            texts.append(np.where(hidden, settings.mask_id, ids))
        counts = torch.tensor([len(t) for t in texts])
        x = torch.zeros((len(texts), int(counts.max())), dtype=torch.long)
        for row, ids in zip(x, texts):
            row[: len(ids)] = torch.from_numpy(ids)
        keep = kept(len(rows), 0.6, rng) if source.pack != "english_corpus" else torch.ones(len(rows))
        asked = [torch.from_numpy(np.stack(t)) for t in (cells, contents)]
        return Batch(source.name, "text", x, counts, targets, keep, False, *asked)


# Tasks of which the examples of a source are no class.
OTHERS = {
    "written digit": ("photo",),
    "sound": ("spoken word",),
    "spoken word": ("sound",),
    "topic": ("concept",),
    "sentiment": ("concept",),
}


def kept(n: int, least: float, rng) -> Tensor:
    """The share of tokens each of `n` inputs keeps, from `least` to 1, more often much than little."""
    return torch.from_numpy(1 - (1 - least) * rng.random(n) ** 3)


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


def cut_and_mixed(x: Tensor, targets: dict[str, Tensor], rng) -> tuple[Tensor, dict[str, Tensor]]:
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
    return x, {t: target * (1 - area) + target[other] * area for t, target in targets.items()}


def inked(x: Tensor, rng) -> Tensor:
    """Handwriting, white on black in the pack, as often dark on light as the other way round."""
    dark = torch.from_numpy(rng.random((len(x), 1, 1, 1)) < 0.5)
    low, high = x.amin(), x.amax()
    return torch.where(dark, low + high - x, x)


def patches(x: Tensor, settings: Image) -> Tensor:
    """What each token of pictures [B, 3, H, W] stands for: [B, tokens, dy · dx · 3]."""
    high, wide = (int(np.prod([s.stride[axis] for s in settings.stages])) for axis in (0, 1))
    cut = x.unflatten(2, (-1, high)).unflatten(4, (-1, wide))
    return cut.permute(0, 2, 4, 3, 5, 1).flatten(3).flatten(1, 2)


def strange_pictures(n: int, size: int, rng) -> Tensor:
    """Blank pictures, slopes, stripes and noise of every grain."""
    found = []
    for _ in range(n):
        kind = rng.integers(4)
        base = torch.from_numpy(rng.normal(0, 1.2, (1, 3, 1, 1)).astype(np.float32)).expand(1, 3, size, size)
        if kind == 1:
            along = np.linspace(-1, 1, size, dtype=np.float32)
            slope = along[None] * rng.normal() + along[:, None] * rng.normal()
            base = base + torch.from_numpy(slope * rng.uniform(0.2, 1.5)).float()
        elif kind >= 2:
            grain = int(rng.choice([1, 1, 2, 4, 8]))
            channels = 3 if kind == 2 else 1
            noise = rng.normal(0, rng.uniform(0.2, 1.5), (1, channels, size // grain, size // grain))
            mode = "nearest" if rng.random() < 0.5 else "bilinear"
            base = base + F.interpolate(torch.from_numpy(noise).float(), size=(size, size), mode=mode)
        found.append(base)
    return torch.cat(found) if found else torch.zeros(0, 3, size, size)


# MARK: variations of sounds


def varied(wave: np.ndarray, source: str, settings: Audio, rng) -> np.ndarray:
    """Another speed, another part, silence or hum around it, and noise."""
    speed = np.exp(rng.uniform(-0.15, 0.15))
    length = max(int(len(wave) / speed), 1)
    wave = np.interp(np.arange(length) * speed, np.arange(len(wave)), wave).astype(np.float32)
    longest = int(settings.seconds * settings.sample_rate)
    if source == "sound" and rng.random() < 0.7:
        part = int(len(wave) * rng.uniform(0.5, 1.0))
        start = rng.integers(len(wave) - part + 1)
        wave = wave[start : start + part]
    if rng.random() < 0.5:
        room = (
            int(0.8 * settings.sample_rate)
            if source == "spoken word"
            else max(0, longest - len(wave))
        )
        before, after = rng.integers(0, room // 2 + 1, size=2)
        wave = np.concatenate([np.zeros(before, np.float32), wave, np.zeros(after, np.float32)])
    wave = wave[:longest]
    if rng.random() < (0.4 if source == "spoken word" else 0.6):
        level = np.sqrt(np.mean(wave**2)) + 1e-5
        noise = rng.standard_normal(len(wave), dtype=np.float32)
        if rng.random() < 0.5:  # reddish rather than white
            noise = noise + np.roll(noise, 1) + np.roll(noise, 2) + np.roll(noise, 3)
        wave = wave + noise * level * 10 ** (-rng.uniform(6, 45) / 20)
    return wave


def mixed(
    waves: list[np.ndarray], targets: dict[str, Tensor], rng
) -> tuple[list[np.ndarray], dict[str, Tensor]]:
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
    other = torch.from_numpy(other)
    return result, {t: target * (1 - share) + target[other] * share for t, target in targets.items()}


def strange_sound(settings: Audio, rng) -> np.ndarray:
    """Silence, a pure tone, or noise of some colour, 0.3 to 5 s long."""
    count = int(rng.uniform(0.3, settings.seconds) * settings.sample_rate)
    kind = rng.integers(3)
    if kind == 0:
        return (rng.standard_normal(count) * 10 ** rng.uniform(-7, -4.5)).astype(np.float32)
    if kind == 1:
        hertz = np.exp(rng.uniform(np.log(60), np.log(7500)))
        return (np.sin(np.arange(count) * hertz * 2 * np.pi / settings.sample_rate) * 0.3).astype(np.float32)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum *= np.maximum(np.arange(len(spectrum)), 1) ** -rng.uniform(0, 1)
    noise = np.fft.irfft(spectrum, n=count)
    return (noise / (np.abs(noise).max() + 1e-9) * 10 ** rng.uniform(-2, 0)).astype(np.float32)


def tiles_of(x: Tensor, settings: Audio) -> Tensor:
    """Spectrograms [B, bands, frames] cut into what each token stands for: [B, rows, columns, d mel · d frame]."""
    high, wide = (int(np.prod([s.stride[axis] for s in settings.stages])) for axis in (0, 1))
    x = F.pad(x, (0, -x.shape[2] % wide))
    return x.unflatten(1, (-1, high)).unflatten(3, (-1, wide)).permute(0, 1, 3, 2, 4).flatten(3)


def asked_tiles(x: Tensor, counts: Tensor, settings: Audio, rng) -> tuple[Tensor, Tensor]:
    """Some tokens of spectrograms [B, bands, frames] and the tiles they stand for, [B, k, d mel · d frame]."""
    tiles = tiles_of(x, settings)
    widths = np.ceil(counts.numpy() * tiles.shape[2] / x.shape[2])
    rows = torch.from_numpy(rng.integers(tiles.shape[1], size=(len(x), ASKED_CELLS)))
    columns = torch.from_numpy((rng.random((len(x), ASKED_CELLS)) * widths[:, None]).astype(np.int64))
    contents = tiles[torch.arange(len(x))[:, None], rows, columns]
    return rows * settings.grid[1] + columns, contents


def whole_tiles(x: Tensor, counts: Tensor, settings: Audio) -> tuple[Tensor, Tensor, Tensor]:
    """All tokens of spectrograms, their tiles [B, tokens, n], and 1 for each number within a sound, else 0."""
    tiles = tiles_of(x, settings)
    within = (torch.arange(x.shape[2]) < counts[:, None])[:, None].expand(x.shape).float()
    rows, columns = tiles.shape[1:3]
    cells = torch.arange(rows)[:, None] * settings.grid[1] + torch.arange(columns)
    return cells.flatten(), tiles.flatten(1, 2), tiles_of(within, settings).flatten(1, 2)


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


def shortened(ids: np.ndarray, hidden: np.ndarray, source: str, rng) -> tuple[np.ndarray, np.ndarray]:
    """Now and then a part of the text: languages and topics show in any part of it."""
    if source not in ("topic", "language", "prose") or rng.random() < 0.6 or len(ids) < 24:
        return ids, hidden
    part = rng.integers(max(12, len(ids) // 3), len(ids) + 1)
    start = rng.integers(len(ids) - part + 1)
    return ids[start : start + part], hidden[start : start + part]


def hide_for_filling(hidden: np.ndarray, ids: np.ndarray, rng) -> None:
    """Hides about 15 % of a text in place: single bytes, or whole words."""
    if rng.random() < 0.5:
        hidden |= rng.random(len(ids)) < 0.15
        return
    word = np.cumsum(ids == 32)  # the number of the word each byte belongs to
    chosen = rng.random(word[-1] + 1) < 0.15
    hidden |= chosen[word] & (ids != 32)


def strange_text(rng) -> np.ndarray:
    """Random bytes: of all values, printable ones, or few different ones."""
    count = rng.integers(8, 200)
    kind = rng.integers(3)
    if kind == 0:
        return rng.integers(0, 256, count)
    if kind == 1:
        return rng.integers(32, 127, count)
    return rng.choice(rng.integers(32, 127, rng.integers(1, 5)), count)
