#!/usr/bin/env python3
"""Writes faithfulness/expected.json: how faithful some fixed rankings are, for ExplanationTests.

    pip install -r Training/requirements.txt
    python Tests/Fixtures/faithfulness.py

The bundled model runs in PyTorch on three samples. Nothing here is taken from the program: curves, areas, SaCo and the
order of equal numbers are written down again from their definitions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image as Pillow

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "Training"))

from perceiver_training.checkpoint import load_exported  # noqa: E402
from perceiver_training.features import Spectrogram, byte_ids, frame_count, normalised, picture  # noqa: E402
from perceiver_training.folders import read_sound, upright  # noqa: E402

MODEL = ROOT / "assets" / "models" / "mini"
SAMPLES = ROOT / "assets" / "samples"
INPUTS = [("dog.jpg", "image", "photo"), ("seven.ogg", "audio", "spoken word"), ("film.txt", "text", "sentiment")]
POINTS = 11
ERASED = [0.01, 0.05, 0.1, 0.2, 0.5]
SEEDS = range(1, 6)
MASK = (1 << 64) - 1


def shuffled(count: int, seed: int) -> list[int]:
    """Fisher and Yates with SplitMix64."""
    order, state = list(range(count)), seed
    for place in range(count - 1, 0, -1):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        other = (z ^ z >> 31) % (place + 1)
        order[place], order[other] = order[other], order[place]
    return order


def ranked(values) -> list[int]:
    """The largest first, equal ones as they are shuffled with seed 0."""
    return sorted(shuffled(len(values), 0), key=lambda token: -values[token])


def inputs_of(name: str, modality: str, configuration):
    """What the network gets of a sample, and how many columns of it there are."""
    path = SAMPLES / name
    if modality == "image":
        small = picture(upright(Pillow.open(path)), configuration.image)
        return normalised(torch.tensor(small[None]), configuration.image), configuration.image.size, small
    if modality == "audio":
        wave = read_sound(path, configuration.audio)
        count = frame_count(len(wave), configuration.audio)
        spectrogram = Spectrogram(configuration.audio)
        decibels = spectrogram.decibels(torch.tensor(wave[None].astype(np.float32) / 32768))
        return spectrogram.relative(decibels, torch.tensor([count]))[:, None], count, None
    ids = byte_ids(path.read_text(encoding="utf-8"), configuration.text)
    return torch.tensor(ids.astype(np.int64))[None], len(ids), None


class Measured:
    """Probabilities of one class while tokens are left out."""

    def __init__(self, model, tokens, task: str, temperature: float) -> None:
        self.model, self.tokens, self.task, self.temperature = model, tokens, task, temperature
        self.count = tokens.shape[1]
        self.target = 0
        self.target = int(self.probabilities(list(range(self.count))).argmax())

    def probabilities(self, kept: list[int]) -> np.ndarray:
        with torch.no_grad():
            if kept:
                latents = self.model.encode(self.tokens[:, sorted(kept)], torch.ones(1, len(kept), dtype=torch.bool))
            else:
                # Latents go on as if attention had brought its bias alone.
                z = self.model.embeddings["latents"][None]
                layer = self.model.encoder["cross_attention"]
                z = z + layer.attention.output["dense"].bias
                z = z + layer.mlp["dense2"](torch.nn.functional.gelu(layer.mlp["dense1"](layer.layernorm(z))))
                for own in self.model.encoder["self_attends"]:
                    z = own(z)
                latents = z
            return (self.model.decode([self.task], latents)[0][0].double() / self.temperature).softmax(0).numpy()

    def p(self, kept: list[int]) -> float:
        return float(self.probabilities(kept)[self.target])

    def curves(self, order: list[int]) -> dict:
        count, last = self.count, POINTS - 1
        # Even distances, rounded so that both ends see the same numbers of tokens.
        removed = [int(np.floor(i * count / last + 0.5)) for i in range(last // 2 + 1)]
        removed += [count - k for k in reversed(removed[: (last + 1) // 2])]
        deletion = [self.p(order[k:]) for k in removed]
        kept = [count - k for k in reversed(removed)]
        insertion = [self.p(order[:k]) for k in kept]
        area = lambda ks, values: float(np.trapezoid(values, np.array(ks) / count))  # noqa: E731
        return {
            "removed": removed,
            "deletion": deletion,
            "insertion": insertion,
            "deletionArea": area(removed, deletion),
            "insertionArea": area(kept, insertion),
        }

    def faithfulness(self, values) -> dict:
        order, count = ranked(values), self.count
        whole = self.p(order)
        ks = [max(1, int(np.floor(f * count + 0.5))) for f in ERASED]
        groups = [order[count * g // 10 : count * (g + 1) // 10] for g in range(10)]
        salience = [float(sum(values[t] for t in group)) for group in groups]
        drops = [whole - self.p([t for t in order if t not in set(group)]) for group in groups]
        # Wu et al. 2024, algorithm 1.
        f = total = 0.0
        for i in range(9):
            for j in range(i + 1, 10):
                weight = salience[i] - salience[j] if drops[i] >= drops[j] else -(salience[i] - salience[j])
                f, total = f + weight, total + abs(weight)
        positive = [d for s, d in zip(salience, drops) if s > 0]
        return self.curves(order) | {
            "first": order[:8],
            "comprehensiveness": [whole - self.p(order[k:]) for k in ks],
            "sufficiency": [whole - self.p(order[:k]) for k in ks],
            "drops": drops,
            "saco": f / total,
            "agreeing": sum(d > 0 for d in positive),
            "positive": len(positive),
        }


def energy(small: np.ndarray) -> np.ndarray:
    """How far each token's mean colour is from the picture's; a token has four pixels."""
    cells = small.astype(float).reshape(32, 2, 32, 2, 3).mean((1, 3))
    return np.linalg.norm(cells - small.reshape(-1, 3).mean(0), axis=2).flatten().astype(np.float32)


def rounded(found):
    if isinstance(found, dict):
        return {key: rounded(value) for key, value in found.items()}
    if isinstance(found, list):
        return [rounded(value) for value in found]
    return round(found, 9) if isinstance(found, float) else found


def main() -> None:
    model, labels = load_exported(MODEL)
    settings = {t["name"]: t for t in json.loads((MODEL / "config.json").read_text())["tasks"]}
    written = []
    for name, modality, task in INPUTS:
        x, count, small = inputs_of(name, modality, model.configuration)
        with torch.no_grad():
            tokens, valid = model.tokens(modality, x, torch.tensor([count]))
        assert bool(valid.all())
        temperature = settings[task].get("temperature", 1.0)
        if isinstance(temperature, dict):
            temperature = temperature.get(modality, 1.0)
        run = Measured(model, tokens, task, temperature)
        scattered = [token * 7919 % 10007 for token in range(run.count)]
        random = [run.curves(shuffled(run.count, seed)) for seed in SEEDS]
        gaps = [r["insertionArea"] - r["deletionArea"] for r in random]
        entry = {
            "input": name,
            "task": task,
            "label": labels[task][run.target],
            "tokens": run.count,
            "whole": run.p(list(range(run.count))),
            "none": run.p([]),
            "scattered": run.faithfulness([float(v) for v in scattered]),
            "signedWithTies": run.faithfulness([float(v // 500 - 10) for v in scattered]),
            "random": [{k: r[k] for k in ("deletionArea", "insertionArea")} for r in random],
            "chance": float(np.sqrt(np.mean(np.square(gaps)))),
        }
        if small is not None:
            found = run.curves(ranked(energy(small)))
            entry["energy"] = {k: found[k] for k in ("deletionArea", "insertionArea")}
        written.append(entry)
        print(name, entry["label"], entry["whole"], entry["none"], entry["scattered"]["saco"])
    folder = HERE / "faithfulness"
    folder.mkdir(exist_ok=True)
    (folder / "expected.json").write_text(json.dumps(rounded(written), indent=1) + "\n")


if __name__ == "__main__":
    main()
