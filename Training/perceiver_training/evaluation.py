"""Accuracy of a model on whole inputs: nothing dropped, nothing varied."""

from __future__ import annotations

import re

import numpy as np
import torch

from .configuration import Configuration, Source
from .features import Spectrogram, frame_count, normalised
from .model import Perceiver
from .packs import Examples, evenly
from .variations import patches, whole_tiles

# What is measured of a task, by name, and whether key words are blanked for it: captions are also
# asked about without the words that name their subject.
ASKED = {"subject": {"subject": False, "subject, word blanked": True}}


def collated(configuration: Configuration, modality: str, items: list[np.ndarray], audio: Spectrogram):
    """Stored examples as model input `x` and valid `counts`."""
    if modality == "image":
        size = configuration.image.size
        stack = torch.from_numpy(np.stack(items).reshape(-1, size, size, 3))
        x = normalised(stack, configuration.image).contiguous(memory_format=torch.channels_last)
        return x, torch.full((len(items),), size)
    if modality == "audio":
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


def key_words(examples: Examples) -> dict[int, set[bytes]]:
    """The words, in small letters, by which the captions of each class were told to be of it."""
    found: dict[int, set[bytes]] = {}
    for i, (start, end) in enumerate(examples.extra):
        found.setdefault(int(examples.labels[i]), set()).add(examples[i][start:end].tobytes().lower())
    return found


def without(text: np.ndarray, span: np.ndarray, words: set[bytes], mask_id: int) -> np.ndarray:
    """A text's ids with the bytes of `span` masked, and of all other of these words."""
    ids = np.array(text, dtype=np.int64)
    ids[span[0] : span[1]] = mask_id
    for word in re.finditer(rb"[a-z]+", text.tobytes().lower()):
        if word.group() in words:
            ids[word.start() : word.end()] = mask_id
    return ids


@torch.no_grad()
def answers(
    model: Perceiver,
    source: Source,
    tasks: list[str],
    examples: Examples,
    batch: int = 64,
    blanked: bool = False,
    keep: float = 1.0,
) -> list[torch.Tensor]:
    """Logits [n, classes] of each task in the order of the examples.

    `blanked` masks each caption's key words; `keep` is the share of each input's tokens that is seen, the same
    random ones each time.
    """
    model.eval()
    torch.manual_seed(0)
    configuration = model.configuration
    device = next(model.parameters()).device
    audio = Spectrogram(configuration.audio)
    order = np.argsort([len(examples[i]) for i in range(len(examples))], kind="stable")
    words = key_words(examples) if blanked else {}
    rows = []
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        items = [examples[i] for i in chosen]
        if blanked:
            asked = [(examples.extra[i], words[int(examples.labels[i])]) for i in chosen]
            items = [without(t, *a, configuration.text.mask_id) for t, a in zip(items, asked)]
        x, counts = collated(configuration, source.modality, items, audio)
        share = None if keep == 1 else torch.full((len(items),), keep, device=device)
        latents = model.latents(source.modality, x.to(device), counts.to(device), share)
        rows.append([a.float().cpu() for a in model.decode(tasks, latents)])
    found = []
    for parts in zip(*rows):
        result = torch.empty(len(order), parts[0].shape[1])
        result[torch.from_numpy(order)] = torch.cat(parts)
        found.append(result)
    return found


def accuracy(answers: torch.Tensor, labels: np.ndarray, among: int = 1) -> float:
    """Share of rows whose label is among the `among` largest logits."""
    best = answers.topk(min(among, answers.shape[1]), dim=1).indices
    return float((best == torch.from_numpy(np.array(labels))[:, None]).any(1).float().mean())


def figures(model: Perceiver, source: Source, examples: Examples, concepts: np.ndarray | None) -> dict[str, list]:
    """Of each thing that is measured of a source: accuracy (first choice, among five), examples."""
    tasks = ([source.task] if source.task else []) + (["concept"] if concepts is not None else [])
    found = {}
    if not tasks:
        return found
    for name, blanked in ASKED.get(source.name, {source.name: False}).items():
        for task, logits in zip(tasks, answers(model, source, tasks, examples, blanked=blanked)):
            labels = np.array(examples.labels)
            if task == "concept":
                labels = concepts[labels]
            known = labels >= 0
            first, five = (round(accuracy(logits[known], labels[known], k), 4) for k in (1, 5))
            found[f"concept, {name}" if task == "concept" else name] = [first, five, int(known.sum())]
    return found


@torch.no_grad()
def bits_per_byte(model: Perceiver, examples: Examples, seed: int = 0, most: int = 400) -> dict[str, float]:
    """Cross-entropy in bits of masked bytes of prose: 15 % single bytes, or 15 % of the words."""
    model.eval()
    device = next(model.parameters()).device
    mask_id = model.configuration.text.mask_id
    rng = np.random.default_rng(seed)
    chosen = evenly(len(examples), most)
    sums = {"bytes": [0.0, 0], "words": [0.0, 0]}
    for start in range(0, len(chosen), 50):
        texts = torch.from_numpy(np.stack([examples[i] for i in chosen[start : start + 50]]).astype(np.int64))
        for kind in sums:
            hidden = torch.from_numpy(np.stack([hidden_part(t.numpy(), kind, rng) for t in texts]))
            counts = torch.full((len(texts),), texts.shape[1])
            tokens, valid = model.tokens("text", torch.where(hidden, mask_id, texts).to(device), counts.to(device))
            cells = torch.arange(texts.shape[1], device=device).expand(len(texts), -1)
            logits = model.decode_tokens("text", cells, tokens, model.encode(tokens, valid)).float().cpu()
            nats = torch.nn.functional.cross_entropy(logits[hidden], texts[hidden], reduction="sum")
            sums[kind][0] += float(nats) / np.log(2)
            sums[kind][1] += int(hidden.sum())
    return {kind: round(bits / count, 4) for kind, (bits, count) in sums.items()}


def hidden_part(ids: np.ndarray, kind: str, rng) -> np.ndarray:
    """Which bytes of a text are masked for measuring."""
    if kind == "bytes":
        return rng.random(len(ids)) < 0.15
    word = np.cumsum(ids == 32)
    return (rng.random(word[-1] + 1) < 0.15)[word] & (ids != 32)


@torch.no_grad()
def reconstruction(model: Perceiver, source: Source, examples: Examples, most: int = 256) -> float:
    """Mean PSNR in decibels of pictures (of 0…255) or spectrograms (of 0…1) decoded from the latents of whole inputs."""
    model.eval()
    configuration = model.configuration
    device = next(model.parameters()).device
    audio = Spectrogram(configuration.audio)
    chosen = evenly(len(examples), most)
    found = []
    for start in range(0, len(chosen), 32):
        items = [examples[i] for i in chosen[start : start + 32]]
        x, counts = collated(configuration, source.modality, items, audio)
        tokens, valid = model.tokens(source.modality, x.to(device), counts.to(device))
        latents = model.encode(tokens, valid)
        if source.modality == "image":
            wanted = patches(x, configuration.image)
            cells = torch.arange(wanted.shape[1], device=device).expand(len(x), -1)
            got = model.decode_tokens("image", cells, tokens, latents).float().cpu()
            deviation = torch.tensor(configuration.image.deviation).repeat(wanted.shape[2] // 3)
            error = ((got - wanted) * deviation).square().mean((1, 2))
        else:
            cells, wanted, seen = whole_tiles(x[:, 0], counts, configuration.audio)
            got = model.decode_tokens("audio", cells.to(device).expand(len(x), -1), tokens, latents).float().cpu()
            error = ((got - wanted).square() * seen).sum((1, 2)) / seen.sum((1, 2))
        found += (-10 * torch.log10(error.clamp_min(1e-10))).tolist()
    return round(float(np.mean(found)), 2)
