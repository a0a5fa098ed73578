"""Accuracy of a model on whole inputs: nothing dropped, nothing varied."""

from __future__ import annotations

import numpy as np
import torch

from .configuration import Configuration, Task
from .features import Spectrogram, frame_count, normalised
from .model import Perceiver
from .packs import Examples

# What is measured of a task, by name, and whether key words are blanked for it: captions are also
# asked about without the word that names their subject.
ASKED = {"subject": {"subject": False, "subject, word blanked": True}}


def collated(configuration: Configuration, task: Task, items: list[np.ndarray], audio: Spectrogram):
    """Stored examples as model input `x` and valid `counts`."""
    if task.modality == "image":
        size = configuration.image.size
        stack = torch.from_numpy(np.stack(items).reshape(-1, size, size, 3))
        x = normalised(stack, configuration.image).contiguous(memory_format=torch.channels_last)
        return x, torch.full((len(items),), size)
    if task.modality == "audio":
        settings = configuration.audio
        longest = int(settings.seconds * settings.sample_rate)
        items = [np.asarray(i[:longest], dtype=np.float32) / 32768 for i in items]
        counts = torch.tensor([frame_count(len(i), settings) for i in items])
        stack = np.zeros((len(items), max(len(i) for i in items)), dtype=np.float32)
        for row, item in zip(stack, items):
            row[: len(item)] = item
        return audio.relative(audio.decibels(torch.from_numpy(stack)), counts)[:, None], counts
    counts = torch.tensor([len(i) for i in items])
    x = torch.zeros((len(items), int(counts.max())), dtype=torch.long)
    for row, item in zip(x, items):
        row[: len(item)] = torch.from_numpy(np.array(item, dtype=np.int64))
    return x, counts


def without(text: np.ndarray, span: np.ndarray, mask_id: int) -> np.ndarray:
    """A text's ids with the bytes of `span` masked."""
    ids = np.array(text, dtype=np.int64)
    ids[span[0] : span[1]] = mask_id
    return ids


@torch.no_grad()
def logits(
    model: Perceiver,
    configuration: Configuration,
    task: Task,
    examples: Examples,
    batch: int = 64,
    blanked: bool = False,
) -> torch.Tensor:
    """Logits [n, classes] in the order of the examples; `blanked` masks each caption's key word."""
    model.eval()
    device = next(model.parameters()).device
    audio = Spectrogram(configuration.audio)
    order = np.argsort([len(examples[i]) for i in range(len(examples))], kind="stable")
    rows = []
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        items = [examples[i] for i in chosen]
        if blanked:
            spans = [examples.extra[i] for i in chosen]
            items = [without(t, s, configuration.text.mask_id) for t, s in zip(items, spans)]
        x, counts = collated(configuration, task, items, audio)
        rows.append(model(task.name, task.modality, x.to(device), counts.to(device)).float().cpu())
    result = torch.empty(len(order), rows[0].shape[1])
    result[torch.from_numpy(order)] = torch.cat(rows)
    return result


def accuracy(answers: torch.Tensor, labels: np.ndarray, among: int = 1) -> float:
    """Share of rows whose label is among the `among` largest logits."""
    best = answers.topk(min(among, answers.shape[1]), dim=1).indices
    return float((best == torch.from_numpy(np.array(labels))[:, None]).any(1).float().mean())
