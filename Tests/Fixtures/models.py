#!/usr/bin/env python3
"""Writes models/: what the training code makes of pictures, sounds and texts, for ModelsTests.

    pip install -r Training/requirements.txt
    python Tests/Fixtures/models.py

`models/tiny` is a model with random weights in the exported format, `models/shared` another one with a
task that is asked of all three modalities. Each `models/*.safetensors` holds
one input and every array that the training code computes from it, with that model and (for
`spectrogram`) with the settings of the bundled model.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image as Pillow
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "Training"))

from perceiver_training.configuration import TASKS, Audio, Configuration, Image, Stage, Text  # noqa: E402
from perceiver_training.export import rounded, write_model  # noqa: E402
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
OWN_TASKS = tuple(task for task in TASKS if task.name in LABELS)
# A task that is asked of pictures, sounds and texts.
SHARED = {"concept": ["cat", "dog", "rain", "seven"]}
CONCEPTS = [
    {"name": "cat", "labels": {"photo": "cat", "sound": "cat", "subject": "cat"}},
    {"name": "dog", "labels": {"photo": "dog", "sound": "dog", "subject": "dog"}},
]


def tiny() -> Configuration:
    return Configuration(
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
        ),
    )


def model(labels: dict[str, list[str]] = LABELS) -> tuple[Configuration, Perceiver]:
    torch.manual_seed(1)
    configuration = tiny()
    perceiver = Perceiver(configuration, {task: len(names) for task, names in labels.items()})
    with torch.no_grad():
        for name, p in perceiver.named_parameters():
            centre = 1.0 if "norm" in name and name.endswith("weight") else 0.0
            p.copy_(torch.randn_like(p) * (0.3 if p.ndim > 1 else 0.2) + centre)
    return configuration, rounded(perceiver).eval()


@torch.no_grad()
def everything(perceiver: Perceiver, modality: str, tasks: list[str], x, count: int) -> dict:
    tokens, valid = perceiver.tokens(modality, x, torch.tensor([count]))
    latents = perceiver.encode(tokens, valid)
    logits = {f"logits.{t}": perceiver.decode(t, latents)[0] for t in tasks}
    return {"tokens": tokens[0], "latents": latents[0], **logits}


def write_shared(inputs: dict[str, tuple]) -> None:
    """`models/shared`, and in `shared.safetensors` what its shared task answers to an input of each modality."""
    configuration, perceiver = model(LABELS | SHARED)
    folder = HERE / "models" / "shared"
    write_model(folder, perceiver, configuration, OWN_TASKS, LABELS, CONCEPTS)
    file = folder / "config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["tasks"] += [{"name": n, "input": list(inputs), "labels": names} for n, names in SHARED.items()]
    file.write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    answers = {m: everything(perceiver, m, ["concept"], *x)["logits.concept"] for m, x in inputs.items()}
    write("shared", **answers)


def smooth(rng, height: int, width: int) -> np.ndarray:
    """A colourful picture with edges and gradients, uint8 [height, width, 3]."""
    y, x = np.mgrid[:height, :width] / max(height, width)
    parts = [np.sin(8 * x * (c + 1) + 5 * y) + np.sign(np.sin(9 * y - 4 * x)) * 0.5 for c in range(3)]
    noise = rng.normal(0, 0.2, (height, width, 3))
    return np.clip(128 + 70 * (np.stack(parts, 2) + noise), 0, 255).astype(np.uint8)


def write(name: str, **arrays) -> None:
    tensors = {k: torch.as_tensor(np.array(v), dtype=torch.float32).contiguous() for k, v in arrays.items()}
    save_file(tensors, HERE / "models" / f"{name}.safetensors")


def main() -> None:
    rng = np.random.default_rng(2)
    configuration, perceiver = model()
    write_model(HERE / "models" / "tiny", perceiver, configuration, OWN_TASKS, LABELS, CONCEPTS)
    shared = {}
    for name, size in {"picture-wide": (25, 60), "picture-small": (11, 9), "picture-same": (16, 16)}.items():
        pixels = smooth(rng, *size)
        small = picture(Pillow.fromarray(pixels), configuration.image)
        x = normalised(torch.tensor(small[None]), configuration.image)
        write(name, pixels=pixels, small=small, **everything(perceiver, "image", ["photo"], x, 16))
        shared["image"] = (x, 16)  # picture-same
    for name, samples in {"sound": 6000, "sound-short": 250}.items():
        t = np.arange(samples) / 16000
        wave = 0.3 * np.sin(2 * np.pi * (300 + 900 * t) * t) + 0.02 * rng.standard_normal(samples)
        wave = wave.astype(np.float32)
        audio = Spectrogram(configuration.audio)
        count = frame_count(samples, configuration.audio)
        x = audio.relative(audio.decibels(torch.tensor(wave[None])), torch.tensor([count]))[:, None]
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
    bundled = Spectrogram(Configuration().audio)
    wave = (rng.standard_normal(8000) * np.hanning(8000) ** 3 * 0.05).astype(np.float32)
    decibels = bundled.decibels(torch.tensor(wave[None]))
    count = torch.tensor([frame_count(8000, Configuration().audio)])
    write("spectrogram", samples=wave, spectrogram=bundled.relative(decibels, count)[0])


if __name__ == "__main__":
    main()
