"""Accuracy of a model on whole inputs: nothing dropped, nothing varied."""

from __future__ import annotations

import re

import numpy as np
import torch

from .configuration import UNKNOWN_PHOTOS, Configuration, Source
from .features import Spectrogram, frame_count, normalised
from .fronts import Input
from .model import Perceiver
from .packs import Examples, evenly
from .scenes import WITHIN
from .sets import CLOUD_SCALE, clip_parts
from .variations import patches, whole_tiles

# What is measured of a task, by name, and whether key words are blanked for it: captions are also
# asked about without the words that name their subject.
ASKED = {"subject": {"subject": False, "subject, word blanked": True}}
# What of clips is seen, by name.
PARTS = {"both": ("lips", "sound"), "sound": ("sound",), "lips": ("lips",)}


def collated(configuration: Configuration, modality: str, items: list[np.ndarray], audio: Spectrogram):
    """Stored examples as model input `x` and valid `counts`."""
    if modality == "image":
        size = configuration.image.size
        stack = torch.from_numpy(np.stack(items).reshape(-1, size, size, 3))
        x = normalised(stack, configuration.image).contiguous(memory_format=torch.channels_last)
        return x, torch.full((len(items),), size)
    if modality == "points":
        count = configuration.points.points
        x = torch.from_numpy(np.stack([i.reshape(-1, 3)[:count] for i in items]).astype(np.float32)) / CLOUD_SCALE
        return x, torch.full((len(items),), x.shape[1])
    if modality == "clip":
        return collated_clips(configuration, items, audio)
    if modality == "units":
        counts = torch.tensor([len(i) // WITHIN for i in items])
        x = torch.zeros((len(items), int(counts.max()), WITHIN), dtype=torch.long)
        x[:, :, 1] = 1
        for row, item in zip(x, items):
            row[: len(item) // WITHIN] = torch.from_numpy(np.array(item, dtype=np.int64).reshape(-1, WITHIN))
        return x, counts
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


def collated_clips(configuration: Configuration, items: list[np.ndarray], audio: Spectrogram):
    """Packed clips as lips and sound, with the counts of both."""
    clips = [clip_parts(i, configuration.clip) for i in items]
    frames = torch.tensor([len(f) for f, _ in clips])
    lips = torch.zeros((len(items), int(frames.max()), *clips[0][0].shape[1:]))
    for row, (f, _) in zip(lips, clips):
        row[: len(f)] = torch.from_numpy(f.astype(np.float32) / 255)
    sound, columns = collated(configuration, "audio", [wave for _, wave in clips], audio)
    return {"lips": lips, "sound": sound}, {"lips": frames, "sound": columns}


def there(x: Input, device: torch.device, parts: tuple[str, ...] | None = None) -> Input:
    """An input on a device; of a clip only some parts."""
    if isinstance(x, dict):
        return {name: part.to(device) for name, part in x.items() if parts is None or name in parts}
    return x.to(device)


def labels_of(source: Source, examples: Examples, concepts: np.ndarray | None) -> dict[str, np.ndarray]:
    """Of each task that a source's examples have labels for, these; -1 where there is none."""
    labels = np.array(examples.labels)
    found = {source.task: labels} if source.task else {}
    found |= {t: np.array(examples.extra[:, column]) for column, t in enumerate(source.more, -len(source.more))}
    if concepts is not None:
        found["concept"] = np.where(labels >= 0, concepts[np.maximum(labels, 0)], -1)
    return found


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
    parts: tuple[str, ...] | None = None,
) -> list[torch.Tensor]:
    """Logits [n, classes] of each task in the order of the examples.

    `blanked` masks each caption's key words; `keep` is the share of each input's tokens that is seen, the same
    random ones each time; `parts` are those of a clip that are seen.
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
        latents = model.latents(source.modality, there(x, device, parts), there(counts, device, parts), share)
        rows.append([a.float().cpu() for a in model.decode(tasks, latents)])
    found = []
    for answered in zip(*rows):
        result = torch.empty(len(order), answered[0].shape[1])
        result[torch.from_numpy(order)] = torch.cat(answered)
        found.append(result)
    return found


def accuracy(answers: torch.Tensor, labels: np.ndarray, among: int = 1) -> float:
    """Share of rows whose label is among the `among` largest logits."""
    best = answers.topk(min(among, answers.shape[1]), dim=1).indices
    return float((best == torch.from_numpy(np.array(labels))[:, None]).any(1).float().mean())


def figures(
    model: Perceiver, source: Source, examples: Examples, concepts: np.ndarray | None, groups: dict[str, list[int]] | None = None
) -> dict[str, list]:
    """Of each thing that is measured of a source: accuracy (first choice, among five), examples.

    Of `groups` of classes, too: of their examples, still asked among all classes.
    """
    wanted = labels_of(source, examples, concepts)
    found = {}
    if not wanted:
        return found
    ways = [(name, {"blanked": blanked}) for name, blanked in ASKED.get(source.name, {source.name: False}).items()]
    if source.modality == "clip":
        ways = [(f"{source.name}, {name}", {"parts": parts}) for name, parts in PARTS.items()]
    for name, how in ways:
        for task, logits in zip(wanted, answers(model, source, list(wanted), examples, **how)):
            labels = wanted[task]
            known = labels >= 0
            if not known.any():
                continue
            first, five = (round(accuracy(logits[known], labels[known], k), 4) for k in (1, 5))
            found[named(task, name, source)] = [first, five, int(known.sum())]
            for group, classes in (groups or {}).items():
                of_group = np.isin(labels, classes)
                if task == source.task and of_group.any():
                    first, five = (round(accuracy(logits[of_group], labels[of_group], k), 4) for k in (1, 5))
                    found[group] = [first, five, int(of_group.sum())]
    return found


def named(task: str, name: str, source: Source) -> str:
    """What an accuracy is called: as its source, with the task before it if there are several."""
    if task == source.task and not source.more:
        return name
    return task if source.modality == "units" else f"{task}, {name}"


def sure_of_unknown(model: Perceiver, examples: Examples) -> dict[str, float]:
    """Of photos of no class the share that gets one with more than .5, by task; temperatures are not applied."""
    tasks = [t for t in ("photo", "concept") if t in model.decoder["final_layer"]]
    logits = answers(model, UNKNOWN_PHOTOS, tasks, examples)
    return {t: round(float((torch.softmax(a, 1).amax(1) > 0.5).float().mean()), 4) for t, a in zip(tasks, logits)}


def masked_some(examples: Examples, share: float = 0.15, seed: int = 0) -> list[np.ndarray]:
    """Of each game's units the places of those that are asked for: 15 %, at least one, anywhere."""
    rng = np.random.default_rng(seed)
    counts = [len(examples[i]) // WITHIN for i in range(len(examples))]
    return [np.sort(rng.permutation(n)[: max(1, round(n * share))]) for n in counts]


@torch.no_grad()
def masked_units(model: Perceiver, examples: Examples) -> list:
    """How often the type of a masked unit is the first choice, and among five; units."""
    model.eval()
    configuration = model.configuration
    device, audio = next(model.parameters()).device, Spectrogram(configuration.audio)
    hidden, right = masked_some(examples), np.zeros(3)
    for start in range(0, len(examples), 16):
        chosen = range(start, min(start + 16, len(examples)))
        x, counts = collated(configuration, "units", [examples[i] for i in chosen], audio)
        most = max(len(hidden[i]) for i in chosen)
        cells = torch.from_numpy(np.stack([np.pad(hidden[i], (0, most - len(hidden[i])), mode="edge") for i in chosen]))
        wanted = x[:, :, 0].gather(1, cells)
        x[:, :, 0].scatter_(1, cells, configuration.units.mask_id)
        tokens, valid = model.tokens("units", x.to(device), counts.to(device))
        logits = model.decode_tokens("units", cells.to(device), tokens, model.encode(tokens, valid)).float().cpu()
        asked = torch.arange(most) < torch.tensor([len(hidden[i]) for i in chosen])[:, None]
        five = logits[asked].topk(5, dim=1).indices == wanted[asked][:, None]
        right += [float(five[:, 0].sum()), float(five.any(1).sum()), int(asked.sum())]
    return [round(right[0] / right[2], 4), round(right[1] / right[2], 4), int(right[2])]


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
