"""Do probabilities mean what they say? One temperature a task and modality, and what is left (arXiv 1706.04599)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .configuration import SOURCES, TASKS, UNKNOWN_PHOTOS
from .evaluation import answers, labels_of, named
from .export import concept_tables, label_lists
from .measuring import Run

BINS = 15
# No temperature is lower: where all validation examples are right, the likelihood alone knows no bound.
LOWEST = 0.5
# What photos of no class count beside one source of known things: about one photo in ten is such in training, too.
UNKNOWN_COUNTS = 0.1


@dataclass
class Answers:
    """What a task answered to the examples of one source, and what is right; -1 for no class."""

    name: str
    task: str
    modality: str
    logits: Tensor
    labels: Tensor

    def confidence(self, temperature: float) -> tuple[Tensor, Tensor]:
        """The top probability of each answer, and whether it is right."""
        top, choice = torch.softmax(self.logits.double() / temperature, 1).max(1)
        return top, choice == self.labels


def all_answers(run: Run, split: str) -> list[Answers]:
    """The answers of each task to each source whose examples have a label for it."""
    concepts = concept_tables(run.data, label_lists(run.data)[1])
    found = []
    for source in SOURCES:
        examples = run.examples(source, split) if source.tasks or source.name in concepts else None
        if examples is None or source.modality not in run.model.configuration.modalities:
            continue
        wanted = labels_of(source, examples, concepts.get(source.name))
        name = f"{source.name}, both" if source.modality == "clip" else source.name
        for (task, labels), logits in zip(wanted.items(), answers(run.model, source, list(wanted), examples)):
            known = torch.from_numpy(labels >= 0)
            if not bool(known.any()):
                continue
            found.append(Answers(named(task, name, source), task, source.modality, logits[known], torch.from_numpy(labels)[known].long()))
    return found


def answers_to_unknown(run: Run, split: str) -> list[Answers]:
    """The answers of the tasks of pictures to photos of no class."""
    tasks = [t.name for t in TASKS if "image" in t.modalities]
    found = answers(run.model, UNKNOWN_PHOTOS, tasks, run.examples(UNKNOWN_PHOTOS, split))
    none = torch.full((len(found[0]),), -1)
    return [Answers(UNKNOWN_PHOTOS.name, task, "image", logits, none) for task, logits in zip(tasks, found)]


def fitted_temperature(parts: list[Answers]) -> float:
    """The temperature of the greatest likelihood; each source counts the same, however many its examples.

    What is of no class should have all classes alike, and counts less. In the inverse temperature the likelihood has one peak: where its slope is zero is found by halving.
    """

    def slope(inverse: float) -> float:
        steps = []
        for part in parts:
            z = part.logits.double()
            expected = (torch.softmax(inverse * z, 1) * z).sum(1)
            right = z.gather(1, part.labels[:, None].clamp_min(0))[:, 0]
            step = float((expected - torch.where(part.labels < 0, z.mean(1), right)).mean())
            steps.append(step * (UNKNOWN_COUNTS if part.name == UNKNOWN_PHOTOS.name else 1))
        return sum(steps)

    low, high = 0.1, 1 / LOWEST
    for _ in range(40):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return round(1 / (low * high) ** 0.5, 3)


def reliability(top: Tensor, right: Tensor) -> list[tuple[float, float, int]]:
    """Of each bin of the top probability: its mean, the share that is right, how many answers."""
    index = (top * BINS).long().clamp_max(BINS - 1)
    rows = []
    for i in range(BINS):
        inside = index == i
        count = int(inside.sum())
        rows.append((float(top[inside].mean()), float(right[inside].double().mean()), count) if count else (0.0, 0.0, 0))
    return rows


def calibration_error(rows: list[tuple[float, float, int]]) -> float:
    """The expected calibration error: how far probability and share right are apart, weighted by answers."""
    total = sum(count for _, _, count in rows)
    return sum(abs(top - share) * count for top, share, count in rows) / max(total, 1)
