#!/usr/bin/env python3
"""Writes models/: what the training code makes of pictures, sounds and texts, for ModelsTests.

    pip install -r Training/requirements.txt
    python Tests/Fixtures/models.py

`models/tiny` is a model with random weights in the exported format, `models/shared` another one with a task that is
asked of all three modalities; `models/structured` is one that has besides what is optional there: n-grams of bytes, a task asked of several modalities, temperatures, and decoders of the input's own
tokens. Each `models/*.safetensors` holds one input and every array that the training code computes from it, with the
first model, with the second (`shared`), with the third (`structured-*`), or (`spectrogram`) with the settings of the bundled one.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image as Pillow
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "Training"))

from perceiver_training.configuration import TASKS, Audio, Configuration, Image, Stage, Text  # noqa: E402
from perceiver_training.export import as_json, rounded, write_model  # noqa: E402
from perceiver_training.features import (  # noqa: E402
    Spectrogram,
    byte_ids,
    frame_count,
    normalised,
    picture,
)
from perceiver_training.model import Perceiver  # noqa: E402

LABELS = {
    "photo": ["cat", "dog", "boat"],
    "sound": ["cat", "dog", "rain", "siren"],
    "spoken word": ["yes", "no"],
    "subject": ["cat", "dog"],
    "topic": ["World", "Sports", "Business"],
    "language": ["English", "German"],
    "sentiment": ["negative", "positive"],
}
CONCEPTS = [
    {"name": "cat", "labels": {"photo": "cat", "sound": "cat", "subject": "cat"}},
    {"name": "dog", "labels": {"photo": "dog", "sound": "dog", "subject": "dog"}},
]


OWN_TASKS = tuple(task for task in TASKS if task.name in LABELS)
# A task that is asked of pictures, sounds and texts.
SHARED = {"concept": ["cat", "dog", "rain", "seven"]}
CONCEPT_LABELS = ["cat", "dog", "one"]
TEMPERATURES = {"photo": 1.5, "concept": {"image": 0.5, "audio": 2.0, "text": 1.25}}
MASK = "[MASK]"


def tiny() -> Configuration:
    """A model without anything that is optional."""
    return Configuration(
        reconstructs=(),
        num_latents=7,
        d_latents=24,
        d_model=40,
        num_blocks=2,
        num_self_attends_per_block=2,
        num_cross_attention_heads=2,
        num_self_attention_heads=3,
        num_decoder_attention_heads=4,
        cross_attention_widening_factor=2,
        self_attention_widening_factor=1,
        decoder_widening_factor=3,
        image=Image(
            stages=(Stage(6, (5, 5), (2, 2)), Stage(20, (3, 3), (1, 1))), grid=(8, 8), bands=3, size=16
        ),
        audio=Audio(
            stages=(Stage(5, (5, 3), (2, 2)), Stage(18, (3, 3), (2, 2))),
            grid=(4, 13),
            bands=4,
            seconds=0.5,
            bands_mel=16,
        ),
        text=Text(
            stages=(Stage(8, (1, 7), (1, 1)), Stage(21, (1, 5), (1, 1))),
            grid=(40,),
            bands=5,
            longest=40,
            embedding=9,
            ngram_sizes=(),
        ),
    )


def structured() -> Configuration:
    """The same with what is optional; the last row and column of the picture's tokens reach beyond it."""
    c = tiny()

    def stages(front, kernel: tuple[int, int]) -> tuple[Stage, ...]:
        return (*front.stages, Stage(front.stages[-1].channels, kernel, (1, 1), residual=True))

    return replace(
        c,
        reconstructs=("image", "audio", "text"),
        image=replace(c.image, size=15, stages=stages(c.image, (3, 5))),
        audio=replace(c.audio, stages=stages(c.audio, (3, 3))),
        text=replace(
            c.text, ngram_sizes=(2, 3, 5), ngram_buckets=211, stages=stages(c.text, (1, 3))
        ),
    )


def model(configuration: Configuration, labels: dict[str, list[str]], seed: int) -> Perceiver:
    torch.manual_seed(seed)
    perceiver = Perceiver(configuration, {task: len(names) for task, names in labels.items()})
    with torch.no_grad():
        for name, p in perceiver.named_parameters():
            centre = 1.0 if "norm" in name and name.endswith("weight") else 0.0
            p.copy_(torch.randn_like(p) * (0.3 if p.ndim > 1 else 0.2) + centre)
    return rounded(perceiver).eval()


@torch.no_grad()
def everything(perceiver: Perceiver, modality: str, tasks: list[str], x, count: int) -> dict:
    tokens, valid = perceiver.tokens(modality, x, torch.tensor([count]))
    latents = perceiver.encode(tokens, valid)
    logits = {f"logits.{t}": a[0] for t, a in zip(tasks, perceiver.decode(tasks, latents))}
    return {"tokens": tokens[0], "latents": latents[0], **logits}


def cells_of(configuration: Configuration, modality: str, count: int) -> torch.Tensor:
    """The cells of the whole grid that the tokens of an input of so many columns lie in."""
    front = configuration.front_end(modality)
    rows, columns = front.grid if len(front.grid) == 2 else (1, *front.grid)
    for stage in front.stages:
        count = (count - 1) // stage.stride[1] + 1
    return (torch.arange(rows)[:, None] * columns + torch.arange(count)).flatten()


@torch.no_grad()
def asked_back(perceiver: Perceiver, modality: str, x, count: int, removed: list[int]) -> dict:
    """What is decoded of an input's own tokens, and the same without some of them."""
    tokens, valid = perceiver.tokens(modality, x, torch.tensor([count]))
    cells = cells_of(perceiver.configuration, modality, count)[None]
    whole = perceiver.decode_tokens(modality, cells, tokens, perceiver.encode(tokens, valid))[0]
    found = {f"outputs.{modality}": whole}
    if removed:
        kept = [i for i in range(tokens.shape[1]) if i not in removed]
        latents = perceiver.encode(tokens[:, kept], valid[:, kept])
        found |= {
            "removed": removed,
            "removed.latents": latents[0],
            f"removed.outputs.{modality}": perceiver.decode_tokens(modality, cells, tokens, latents)[0],
        }
    return found


def decibels(got: np.ndarray, wanted: np.ndarray) -> float:
    return float(-10 * np.log10(np.square(got.astype(np.float64) - wanted).mean()))


def measured(tiles: torch.Tensor, wanted: np.ndarray, rows: int, stride: int, removed: list[int]) -> list[float]:
    """PSNR of what tiles [tokens, down · across · channels] show of `wanted` [height, width, channels]: all, removed."""
    height, width, channels = wanted.shape
    grid = tiles.numpy().reshape(rows, -1, stride, stride, channels)
    whole = grid.transpose(0, 2, 1, 3, 4).reshape(rows * stride, -1, channels)[:height, :width]
    where = np.zeros(grid.shape[:2], bool)
    where.flat[removed] = True
    where = where.repeat(stride, 0).repeat(stride, 1)[:height, :width]
    return [decibels(whole, wanted), decibels(whole[where], wanted[where])]


def smooth(rng, height: int, width: int) -> np.ndarray:
    """A colourful picture with edges and gradients, uint8 [height, width, 3]."""
    y, x = np.mgrid[:height, :width] / max(height, width)
    parts = [np.sin(8 * x * (c + 1) + 5 * y) + np.sign(np.sin(9 * y - 4 * x)) * 0.5 for c in range(3)]
    noise = rng.normal(0, 0.2, (height, width, 3))
    return np.clip(128 + 70 * (np.stack(parts, 2) + noise), 0, 255).astype(np.uint8)


def write(name: str, **arrays) -> None:
    tensors = {k: torch.as_tensor(np.asarray(v), dtype=torch.float32).contiguous() for k, v in arrays.items()}
    save_file(tensors, HERE / "models" / f"{name}.safetensors")


def block(columns: int, rows: range, across: range) -> list[int]:
    return [row * columns + column for row in rows for column in across]


def chirp(rng, samples: int) -> np.ndarray:
    t = np.arange(samples) / 16000
    wave = 0.3 * np.sin(2 * np.pi * (300 + 900 * t) * t) + 0.02 * rng.standard_normal(samples)
    return wave.astype(np.float32)


def heard(wave: np.ndarray, configuration: Configuration) -> tuple[torch.Tensor, int]:
    audio = Spectrogram(configuration.audio)
    count = frame_count(len(wave), configuration.audio)
    return audio.relative(audio.decibels(torch.tensor(wave[None])), torch.tensor([count]))[:, None], count


def write_old(name: str, perceiver: Perceiver, more: list[dict]) -> None:
    """A model as files had it before there was anything optional, and tasks besides its own."""
    settings = as_json(tiny(), OWN_TASKS, LABELS, CONCEPTS, version="1.0")
    del settings["reconstructs"]
    settings["tasks"] += more
    write_model(HERE / "models" / name, perceiver, settings)


def write_shared(inputs: dict[str, tuple]) -> None:
    """`models/shared`, and in `shared.safetensors` what its shared task answers to an input of each modality."""
    perceiver = model(tiny(), LABELS | SHARED, 1)
    tasks = [{"name": n, "input": list(inputs), "labels": names} for n, names in SHARED.items()]
    write_old("shared", perceiver, tasks)
    answers = {m: everything(perceiver, m, ["concept"], *x)["logits.concept"] for m, x in inputs.items()}
    write("shared", **answers)


def write_plain(rng) -> None:
    configuration = tiny()
    perceiver = model(configuration, LABELS, 1)
    write_old("tiny", perceiver, [])
    shared = {}
    for name, size in {"picture-wide": (25, 60), "picture-small": (11, 9), "picture-same": (16, 16)}.items():
        pixels = smooth(rng, *size)
        small = picture(Pillow.fromarray(pixels), configuration.image)
        x = normalised(torch.tensor(small[None]), configuration.image)
        write(name, pixels=pixels, small=small, **everything(perceiver, "image", ["photo"], x, 16))
        shared["image"] = (x, 16)  # picture-same
    for name, samples in {"sound": 6000, "sound-short": 250}.items():
        wave = chirp(rng, samples)
        x, count = heard(wave, configuration)
        tasks = ["sound", "spoken word"]
        write(name, samples=wave, spectrogram=x[0, 0], **everything(perceiver, "audio", tasks, x, count))
        shared["audio"] = (x, count)  # sound-short
    for name, text in {"text": "Ein Hund bellt — laut!", "text-long": "日本語のテキスト。" * 9}.items():
        ids = byte_ids(text, configuration.text)
        x = torch.tensor(ids.astype(np.int64))[None]
        tasks = ["subject", "topic", "language", "sentiment"]
        source = np.frombuffer(text.encode(), dtype=np.uint8)
        write(name, bytes=source, **everything(perceiver, "text", tasks, x, len(ids)))
        shared["text"] = (x, len(ids))  # text-long
    write_shared(shared)


def write_structured(rng) -> None:
    configuration, labels = structured(), LABELS | {"concept": CONCEPT_LABELS}
    perceiver = model(configuration, labels, 3)
    settings = as_json(configuration, TASKS, labels, CONCEPTS, version="2.0")
    for task in settings["tasks"]:
        if task["name"] in TEMPERATURES:
            task["temperature"] = TEMPERATURES[task["name"]]
    write_model(HERE / "models" / "structured", perceiver, settings)
    pixels = smooth(rng, 25, 60)
    small = picture(Pillow.fromarray(pixels), configuration.image)
    x = normalised(torch.tensor(small[None]), configuration.image)
    removed = block(8, range(2, 5), range(3, 8))
    found = everything(perceiver, "image", ["photo", "concept"], x, 15)
    found |= asked_back(perceiver, "image", x, 15, removed)
    settings = configuration.image
    shown = found["removed.outputs.image"].reshape(64, 4, 3)
    shown = shown * torch.tensor(settings.deviation) + torch.tensor(settings.mean)
    psnr = measured(shown, small / 255, 8, 2, removed)
    write("structured-picture", pixels=pixels, psnr=psnr, **found)
    wave = chirp(rng, 5000)
    x, count = heard(wave, configuration)
    columns = len(cells_of(configuration, "audio", count)) // 4
    removed = block(columns, range(4), range(2, 4))
    found = everything(perceiver, "audio", ["sound", "spoken word", "concept"], x, count)
    found |= asked_back(perceiver, "audio", x, count, removed)
    psnr = measured(found["removed.outputs.audio"], x[0, 0, ..., None].numpy(), 4, 4, removed)
    write("structured-sound", samples=wave, psnr=psnr, **found)
    # Each mask is a single token.
    text = f"Ein {MASK * 4} bellt — la{MASK}t!"
    ids = [list(part.encode()) for part in text.split(MASK)]
    ids = [i for n, part in enumerate(ids) for i in ([configuration.text.mask_id] if n else []) + part]
    x = torch.tensor(ids)[None]
    tasks = ["subject", "topic", "language", "sentiment", "concept"]
    found = everything(perceiver, "text", tasks, x, len(ids)) | asked_back(perceiver, "text", x, len(ids), [])
    write("structured-text", bytes=np.frombuffer(text.encode(), dtype=np.uint8), **found)


def main() -> None:
    rng = np.random.default_rng(2)
    write_plain(rng)
    bundled = Spectrogram(Configuration().audio)
    wave = (rng.standard_normal(8000) * np.hanning(8000) ** 3 * 0.05).astype(np.float32)
    decibels = bundled.decibels(torch.tensor(wave[None]))
    count = torch.tensor([frame_count(8000, Configuration().audio)])
    write("spectrogram", samples=wave, spectrogram=bundled.relative(decibels, count)[0])
    write_structured(rng)


if __name__ == "__main__":
    main()
