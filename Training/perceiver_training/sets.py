"""Reads the packs of point clouds, clips and units of games."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from .configuration import Clip, Configuration
from .features import unit_cloud
from .unit_types import UNIT_TYPES

# What furniture of the second collection of shapes is called in the first; the others have no name there.
FURNITURE = {
    "bed": "bed",
    "chair": "chair",
    "desk": "table",
    "monitor": "computer",
    "sofa": "sofa or bench",
    "table": "table",
}
# The words of a sentence in their order, as tasks; the table of a pack has a column for each.
SLOTS = ("verb", "colour", "preposition", "letter", "digit", "adverb")
RACES = ["Protoss", "Terran", "Zerg"]
# Minutes that are told apart; the last stands for all later ones.
MINUTES = [*map(str, range(1, 20)), "20 or later"]
CLOUD_SCALE = 1023  # stored whole numbers that are 1


def rows_of_table(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_clouds(folder: Path, split: str) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Points as int16 [points · 3], 1023 for 1; classes; finer classes."""
    z = np.load(folder / f"{split}.npz")
    return [p.astype(np.int16).ravel() for p in z["points"]], z["labels"].astype(np.int64), z["fine"].astype(np.int64)


def read_voxels(folder: Path, split: str, own: list[str], names: list[str]) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Numbers of voxels as clouds of twice as many points, each somewhere in its voxel; classes among `names` or -1; own classes."""
    z = np.load(folder / f"{split}.npz")
    rng = np.random.default_rng(0)
    clouds = []
    for voxels in z["points"]:
        points = np.concatenate([voxels, voxels]) + rng.uniform(-0.5, 0.5, (2 * len(voxels), 3))
        clouds.append(np.round(unit_cloud(points) * CLOUD_SCALE).astype(np.int16).ravel())
    labels = z["labels"].astype(np.int64)
    called = np.array([names.index(FURNITURE[name]) if FURNITURE.get(name) in names else -1 for name in own])
    return clouds, called[labels], labels


def read_clips(folder: Path, split: str, words: dict[str, list[str]], settings: Clip) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Clips as `packed`; the digit said; facts.

    The facts are the frame at which each of the six words begins, and that at which the last one ends; then the words but
    for the digit, by number.
    """
    import soundfile
    from PIL import Image

    z = np.load(folder / f"{split}.npz")
    jpeg, offsets = z["jpeg"], z["offsets"]
    wave, rate = soundfile.read(folder / f"{split}.ogg", dtype="int16")
    assert rate == 16000, rate
    parts, labels, facts = [], [], []
    for row, start, end in zip(rows_of_table(folder / f"{split}.tsv"), offsets[:-1], offsets[1:]):
        sheet = np.asarray(Image.open(io.BytesIO(jpeg[start:end].tobytes())).convert("L"))
        down, along = sheet.shape[0] // settings.height, sheet.shape[1] // settings.width
        frames = sheet.reshape(down, settings.height, along, settings.width).swapaxes(1, 2).reshape(-1, settings.height, settings.width)
        sound = wave[int(row["start"]) : int(row["start"]) + int(row["samples"])]
        count = min(len(frames), -(-len(sound) * settings.frames_per_second // rate), settings.grid[0])
        parts.append(packed(frames[: int(count)], sound))
        labels.append(words["digit"].index(row["digit"]))
        times = [float(row[f"{slot}_start"]) for slot in SLOTS] + [float(row[f"{SLOTS[-1]}_end"])]
        said = [words[slot].index(row[slot]) for slot in SLOTS if slot != "digit"]
        facts.append([*(round(t * settings.frames_per_second) for t in times), *said])
    return parts, np.array(labels), np.array(facts, dtype=np.int32)


def packed(frames: np.ndarray, sound: np.ndarray) -> np.ndarray:
    """A clip as bytes: the number of frames (two bytes), the frames, the sound (int16, 16 kHz)."""
    count = np.array([len(frames)], dtype="<u2")
    return np.concatenate([count.view(np.uint8), frames.ravel(), np.ascontiguousarray(sound, dtype="<i2").view(np.uint8)])


def clip_parts(values: np.ndarray, settings: Clip) -> tuple[np.ndarray, np.ndarray]:
    """A packed clip's frames, uint8 [frames, height, width], and its sound, int16."""
    size = int(values[0]) + 256 * int(values[1])
    end = 2 + size * settings.height * settings.width
    frames = values[2:end].reshape(size, settings.height, settings.width)
    return frames, np.frombuffer(values[end:].tobytes(), dtype="<i2")


def read_units(folder: Path, split: str, configuration: Configuration) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Of each snapshot its units, int32 [units · 5]: type, owner, x, y, age; the first player's race; facts.

    The facts are the game, the second player's race and the minute, by number.
    """
    z = np.load(folder / f"{split}.npz")
    units, snapshots = z["units"], z["snapshots"]
    types = np.array([UNIT_TYPES.index(row["name"]) for row in rows_of_table(folder / "unit_types.tsv")])
    parts = []
    for number in snapshots[:, 0]:
        own = units[units[:, 0] == number]
        own = np.stack([types[own[:, 2]], own[:, 1], own[:, 3], own[:, 4], own[:, 5]], 1)
        parts.append(own[: configuration.units.most].astype(np.int32).ravel())
    minutes = np.clip(snapshots[:, 2] // 60, 1, len(MINUTES)) - 1
    facts = np.stack([snapshots[:, 1], snapshots[:, 4], minutes], 1).astype(np.int32)
    return parts, snapshots[:, 3].astype(np.int64), facts
