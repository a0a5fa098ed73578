"""How point clouds, clips and the units of games are varied; clouds of no class."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .features import unit_cloud
from .sets import SLOTS

SAMPLES = 1280  # of sound in a frame of lips: 0.08 s
WITHIN = 5  # numbers of a unit: type, owner, x, y, age


# MARK: clouds


def turned(x: np.ndarray, rng, strength: float = 1.0) -> np.ndarray:
    """Clouds [B, N, 3] turned, mirrored, stretched and shaken, and again of the size that all have.

    Most are tilted a little at most, or turned about one of the two axes that are upright in the packs; some are turned
    any way.
    """
    found = np.empty_like(x)
    for i, points in enumerate(x):
        axis, angle = rng.normal(0, 1, 3), rng.normal(0, 0.12)
        kind = rng.random()
        turn = rotation(axis, angle)
        if kind < 0.15 * strength:
            turn = rotation(axis, rng.uniform(0, 2 * np.pi))
        elif kind < 0.55 * strength:
            turn = turn @ rotation(np.eye(3)[rng.choice([1, 2])], rng.uniform(0, 2 * np.pi))
        points = points * np.exp(rng.uniform(-0.25, 0.25, 3) * strength) * [rng.choice([-1, 1]), 1, 1]
        points = points @ turn.T
        if rng.random() < 0.3 * strength:  # a part is missing; points that are left stand for it
            away = points @ rng.normal(0, 1, 3)
            left = np.flatnonzero(away <= np.quantile(away, rng.uniform(0.6, 0.95)))
            points = points[np.concatenate([left, rng.choice(left, len(points) - len(left))])]
        points = points + rng.normal(0, 1, points.shape) * rng.uniform(0, 0.015) * strength
        found[i] = unit_cloud(points)
    return found


def rotation(axis: np.ndarray, angle: float) -> np.ndarray:
    """The matrix of a turn about an axis."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def cut_and_mixed_clouds(x: np.ndarray, targets: dict[str, Tensor], rng) -> tuple[np.ndarray, dict[str, Tensor]]:
    """The end of each cloud in a random direction comes from another one, labels in proportion to the points."""
    part = int(x.shape[1] * rng.uniform(0.1, 0.5))
    side, other = rng.normal(0, 1, 3), rng.permutation(len(x))
    order = (x @ side).argsort(1)[..., None]
    mixed = np.take_along_axis(x, order, 1)
    mixed[:, -part:] = np.take_along_axis(x, order, 1)[other, -part:]
    share = part / x.shape[1]
    return mixed, {t: target * (1 - share) + target[torch.from_numpy(other)] * share for t, target in targets.items()}


def strange_clouds(x: np.ndarray, rng) -> np.ndarray:
    """Clouds of no class in place of `x` [n, N, 3]: points all over a box, a ball or an ellipsoid, or some lumps."""
    found = np.empty_like(x)
    for i in range(len(x)):
        points, kind = rng.normal(0, 1, x.shape[1:]), rng.integers(4)
        if kind == 0:
            points = rng.uniform(-1, 1, points.shape)
        elif kind == 1:
            points = points / np.linalg.norm(points, axis=1, keepdims=True)
        elif kind == 2:
            points = points * 0.15 + rng.uniform(-1, 1, (8, 3))[rng.integers(0, rng.integers(2, 9), len(points))]
        found[i] = unit_cloud(points * np.exp(rng.uniform(-0.6, 0.6, 3)))
    return found


# MARK: clips

Clips = list[tuple[np.ndarray, np.ndarray]]


def joined(clips: Clips, facts: np.ndarray, chosen: np.ndarray, rng) -> tuple[Clips, np.ndarray]:
    """The chosen clips made anew of the words of all: each word, with its sound, of another clip.

    There are few sentences, and a model could know them all. `facts` [B, 13] are the frames at which the six words begin,
    that at which the last ends, the other words, the digit. Frames and sounds are as long afterwards as they were.
    """
    result, told = [], facts.copy()
    places = [len(SLOTS) + 1 + [s for s in SLOTS if s != "digit"].index(s) if s != "digit" else facts.shape[1] - 1 for s in SLOTS]
    for i, (frames, wave) in enumerate(clips):
        if not chosen[i]:
            result.append((frames, wave))
            continue
        sources = rng.integers(len(clips), size=len(SLOTS))
        bounds = [(i, 0, facts[i, 0])] + [(j, facts[j, slot], facts[j, slot + 1]) for slot, j in enumerate(sources)]
        bounds.append((i, facts[i, len(SLOTS)], len(frames)))
        pictures = np.concatenate([clips[j][0][a:b] for j, a, b in bounds])
        sound = np.concatenate([clips[j][1][a * SAMPLES : b * SAMPLES] for j, a, b in bounds])
        told[i, : len(SLOTS) + 1] = np.cumsum([b - a for _, a, b in bounds])[:-1]
        for slot, j in enumerate(sources):
            told[i, places[slot]] = facts[j, places[slot]]
        result.append((as_long(pictures, len(frames), edge=True), as_long(sound, len(wave))))
    return result, told


def shifted(clips: Clips, facts: np.ndarray, rng) -> tuple[Clips, np.ndarray]:
    """Clips up to three frames earlier or later."""
    result, told = [], facts.copy()
    for i, (frames, wave) in enumerate(clips):
        by = int(rng.integers(-3, 4))
        pictures = frames[np.clip(np.arange(len(frames)) - by, 0, len(frames) - 1)]
        sound = np.concatenate([np.zeros(max(by, 0) * SAMPLES, wave.dtype), wave[max(-by, 0) * SAMPLES :]])
        told[i, : len(SLOTS) + 1] += by
        result.append((pictures, as_long(sound, len(wave))))
    return result, told


def as_long(values: np.ndarray, count: int, edge: bool = False) -> np.ndarray:
    """The first `count` of some values; what is missing is the last one again, or 0."""
    rest = [(0, max(0, count - len(values)))] + [(0, 0)] * (values.ndim - 1)
    return np.pad(values[:count], rest, mode="edge" if edge else "constant")


def moved_frames(frames: Tensor, rng, strength: float = 1.0) -> Tensor:
    """Frames, uint8 [B, F, H, W], as 0…1: moved, zoomed, mirrored and of another contrast, all of a clip alike; some stand still."""
    x, n = frames.float() / 255, len(frames)
    x = x ** torch.from_numpy(np.exp(rng.uniform(-0.4, 0.4, (n, 1, 1, 1)) * strength)).float()
    theta = np.zeros((n, 2, 3), dtype=np.float32)
    zoom, angle = 1 + rng.uniform(-0.15, 0.1, n) * strength, rng.normal(0, 0.06, n) * strength
    mirror = rng.choice([-1.0, 1.0], n)
    theta[:, 0, 0], theta[:, 0, 1] = np.cos(angle) * zoom * mirror, -np.sin(angle) * zoom
    theta[:, 1, 0], theta[:, 1, 1] = np.sin(angle) * zoom * mirror, np.cos(angle) * zoom
    theta[:, :, 2] = rng.uniform(-0.12, 0.12, (n, 2)) * strength
    grid = F.affine_grid(torch.from_numpy(theta), list(x.shape), align_corners=False)
    x = F.grid_sample(x, grid, padding_mode="border", align_corners=False)
    for clip in x:
        if rng.random() < 0.5 * strength:
            start, count = rng.integers(1, len(clip)), rng.integers(1, 4)
            clip[start : start + count] = clip[start - 1].clone()
    return x + torch.from_numpy(rng.standard_normal(x.shape, dtype=np.float32)) * float(rng.uniform(0, 0.03))


def said_at(facts: np.ndarray, frames: int, words: list[int]) -> np.ndarray:
    """The word that is said in each frame [B, frames]: counted through the words of all slots; after them, none."""
    told = np.full((len(facts), frames), sum(words), dtype=np.int64)
    starts = np.cumsum([0, *words])
    others = [s for s in SLOTS if s != "digit"]
    for row, fact in zip(told, facts):
        for slot, name in enumerate(SLOTS):
            word = fact[-1] if name == "digit" else fact[len(SLOTS) + 1 + others.index(name)]
            row[max(fact[slot], 0) : max(fact[slot + 1], 0)] = starts[slot] + word
    return told


# MARK: games


def swapped(units: np.ndarray, rng) -> tuple[np.ndarray, bool]:
    """Units [n, 5] of the same game seen otherwise: axes exchanged or mirrored, perhaps players; whether these were."""
    units = units.copy()
    if rng.random() < 0.5:
        units[:, [2, 3]] = units[:, [3, 2]]
    for axis in (2, 3):
        if rng.random() < 0.5:
            units[:, axis] = 256 - units[:, axis]
    exchanged = bool(rng.random() < 0.5)
    if exchanged:
        units[:, 1] = 3 - units[:, 1]
    return units, exchanged


def hidden_units(units: np.ndarray, rng) -> np.ndarray:
    """Which units' types are masked: 5 % to 40 %, anywhere or, one time in four, all about one place; at least one."""
    count = max(1, int(len(units) * rng.uniform(0.05, 0.4)))
    order = rng.random(len(units))
    if rng.random() < 0.25:
        away = units[:, 2:4] - units[rng.integers(len(units)), 2:4]
        order = np.hypot(*away.T) + order
    return np.isin(np.arange(len(units)), order.argsort()[:count])
