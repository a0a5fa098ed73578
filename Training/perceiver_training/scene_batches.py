"""Training batches of point clouds, clips and units of games."""

from __future__ import annotations

import numpy as np
import torch

from .batch import Batch, finer_task
from .configuration import Configuration, Source
from .draws import kept
from .features import Spectrogram, frame_count
from .packs import Examples
from .scenes import (
    WITHIN,
    cut_and_mixed_clouds,
    hidden_units,
    joined,
    moved_frames,
    said_at,
    shifted,
    strange_clouds,
    swapped,
    turned,
)
from .sets import CLOUD_SCALE, SLOTS, clip_parts
from .variations import low_pass, masked, other_voice, tilt

# One cloud in so many is of nothing.
STRANGE_CLOUDS = 24
# Units of a moment that are asked for.
ASKED_UNITS = 80
# Share of the batches of clips that have lips alone, and of those that have the sound alone. Where both are there, the sound
# says nearly all: lips by themselves need most of what is learned.
LIPS_ALONE, SOUND_ALONE = 0.35, 0.15


class SceneBatches:
    """What the batches of these inputs are made of; `BatchMaker` chooses the examples."""

    configuration: Configuration
    labels: dict[str, list[str]]
    spectrogram: Spectrogram
    clip_parts = (LIPS_ALONE, SOUND_ALONE)

    # MARK: clouds

    def clouds(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float) -> Batch:
        stored = np.stack([examples[r] for r in rows]).reshape(len(rows), -1, 3)
        count = min(self.configuration.points.points, stored.shape[1])
        some = rng.random(stored.shape[:2]).argsort(1)[:, :count]
        x = np.take_along_axis(stored, some[..., None], 1).astype(np.float32) / CLOUD_SCALE
        strange = rng.random(len(rows)) < 1 / STRANGE_CLOUDS
        x[strange] = strange_clouds(x[strange], rng)
        targets = self.targets(source, examples, rows, strange)
        x = turned(x, rng, strength)
        if rng.random() < 0.4 * strength:
            x, targets = cut_and_mixed_clouds(x, targets, rng)
        x = torch.from_numpy(x)
        keep = kept(len(rows), 1 - 0.5 * strength, rng)
        return Batch(source.name, "points", x, torch.full((len(rows),), x.shape[1]), targets, keep, False)

    # MARK: clips

    def clips(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float) -> Batch:
        settings, audio = self.configuration.clip, self.configuration.audio
        facts = np.array(examples.extra[rows])
        facts = np.concatenate([facts, np.array(examples.labels[rows])[:, None]], 1)
        clips = [clip_parts(examples[r], settings) for r in rows]
        clips, facts = joined(clips, facts, rng.random(len(rows)) < 0.6 * strength, rng)
        clips, facts = shifted(clips, facts, rng)
        made = Examples.of([np.zeros(0, np.uint8)] * len(rows), facts[:, -1].astype(np.int64), facts[:, :-1])
        targets = self.targets(source, made, np.arange(len(rows)), np.zeros(len(rows), dtype=bool))
        words = [self.labels[task] for task in SLOTS] if finer_task(source) in self.labels else []
        chance, x, counts = rng.random(), {}, {}
        lips_alone, sound_alone = self.clip_parts
        if chance >= sound_alone:
            x["lips"] = moved_frames(torch.from_numpy(np.stack([frames for frames, _ in clips])), rng, strength)
            counts["lips"] = torch.full((len(rows),), x["lips"].shape[1])
        if not sound_alone <= chance < sound_alone + lips_alone:
            waves = torch.from_numpy(np.stack([wave for _, wave in clips]).astype(np.float32) / 32768)
            level = waves.square().mean(1, keepdim=True).sqrt() + 1e-5
            softer = torch.from_numpy(10 ** (-rng.uniform(3, 45, (len(rows), 1)) / 20)).float()
            waves = waves + torch.from_numpy(rng.standard_normal(waves.shape, dtype=np.float32)) * level * softer
            counts["sound"] = torch.full((len(rows),), frame_count(waves.shape[1], audio))
            decibels = other_voice(self.spectrogram.decibels(waves), audio, rng, strength)
            decibels = decibels + tilt(len(rows), audio.bands_mel, rng, strength)
            low_pass(decibels, rng.random(len(rows)) < 0.3, audio, rng)
            x["sound"] = masked(self.spectrogram.relative(decibels, counts["sound"]), counts["sound"], rng, strength)[:, None]
        keep = kept(len(rows), 1 - 0.5 * strength, rng)
        batch = Batch(source.name, "clip", x, counts, targets, keep, False)
        if words:
            batch.words = torch.from_numpy(said_at(facts, len(clips[0][0]), [len(w) for w in words]))
        return batch

    # MARK: games

    def games(self, source: Source, examples: Examples, rows: np.ndarray, rng, strength: float) -> Batch:
        settings = self.configuration.units
        labels, extra = np.array(examples.labels[rows]), np.array(examples.extra[rows])
        most = max(len(examples[r]) for r in rows) // WITHIN
        x = np.zeros((len(rows), most, WITHIN), dtype=np.int64)
        x[:, :, 1] = 1
        counts, cells, contents = [], [], []
        for row, r in enumerate(rows):
            units = rng.permutation(np.array(examples[r], dtype=np.int64).reshape(-1, WITHIN))
            units = units[: max(1, round(len(units) * (1 - rng.uniform(0, 0.3) ** 2)))]
            units, exchanged = swapped(units, rng)
            if exchanged:
                labels[row], extra[row, 1] = extra[row, 1], labels[row]
            hidden = hidden_units(units, rng)
            places = rng.permutation(np.flatnonzero(hidden))[:ASKED_UNITS]
            rest = (0, ASKED_UNITS - len(places))
            cells.append(np.pad(places, rest))
            contents.append(np.pad(units[places, 0], rest, constant_values=-100))
            units[hidden, 0] = settings.mask_id
            x[row, : len(units)] = units
            counts.append(len(units))
        made = Examples.of([np.zeros(0, np.int32)] * len(rows), labels, extra)
        targets = self.targets(source, made, np.arange(len(rows)), np.zeros(len(rows), dtype=bool))
        x = torch.from_numpy(x[:, : max(counts)])
        asked = [torch.from_numpy(np.stack(t)) for t in (cells, contents)]
        keep = kept(len(rows), 1 - 0.4 * strength, rng)
        return Batch(source.name, "units", x, torch.tensor(counts), targets, keep, False, *asked)
