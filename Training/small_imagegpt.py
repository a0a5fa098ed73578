#!/usr/bin/env python3
"""Trains the small ImageGPT: handwritten digits of 28×28 pixels in 16 greys, pixel after pixel.

    python Training/small_imagegpt.py --data PACKS --out RUN

Measures nats per pixel of the test split beside two baselines: how often each grey is there, and how often it
follows five neighbours that were there before it.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import torch
from scipy.cluster.vq import kmeans2
from torch import Tensor
from torch.nn import functional as F
from transformers import ImageGPTConfig, ImageGPTForCausalImageModeling

from perceiver_training.small import Run, arguments, halved, write_folder

SIDE, GREYS, BATCH = 28, 16, 16
HELD = 1000  # of the training split, for validation
FITTED = 100_000  # pixels that the greys are fitted to


def pictures(data: Path, split: str) -> np.ndarray:
    """The pack's pictures, [n, 28, 28], black 0 to white 255."""
    return np.load(data / "mnist" / f"{split}.npz")["images"].reshape(-1, SIDE, SIDE)


def greys_of(images: np.ndarray) -> np.ndarray:
    """Sixteen greys, the first black and the last white, the others by k-means of what is between."""
    between = images[(images > 0) & (images < 255)].astype(np.float64)
    between = np.random.default_rng(0).choice(between, FITTED)
    middle, _ = kmeans2(between, np.linspace(16, 240, GREYS - 2), minit="matrix")
    return np.concatenate([[0.0], np.sort(middle), [255.0]]) / 127.5 - 1


def ids_of(images: np.ndarray, greys: np.ndarray) -> np.ndarray:
    """The nearest grey of each pixel, [n, 784]."""
    table = np.abs((np.arange(256) / 127.5 - 1)[:, None] - greys).argmin(1).astype(np.uint8)
    return table[images].reshape(len(images), -1)


def configuration() -> ImageGPTConfig:
    return ImageGPTConfig(
        vocab_size=GREYS + 1, n_positions=SIDE * SIDE, n_embd=64, n_layer=4, n_head=4,
        resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0,
    )


def logits_of(model: ImageGPTForCausalImageModeling, ids: Tensor) -> Tensor:
    """What the module's own forward gives, faster: attention without a stored matrix."""
    t, heads = model.transformer, model.config.n_head
    x = t.wte(ids) + t.wpe.weight[: ids.shape[1]]
    for block in t.h:
        q, k, v = (part.unflatten(-1, (heads, -1)).transpose(1, 2) for part in block.attn.c_attn(block.ln_1(x)).chunk(3, -1))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + block.attn.c_proj(mixed.transpose(1, 2).flatten(-2))
        x = x + block.mlp(block.ln_2(x))
    return model.lm_head(t.ln_f(x))


def begun(ids: Tensor) -> Tensor:
    """What is read before each pixel: the start, and all pixels but the last."""
    return torch.cat([torch.full((len(ids), 1), GREYS), ids[:, :-1]], 1)


def nats(model: ImageGPTForCausalImageModeling, ids: np.ndarray) -> float:
    """The mean of −log p of the true greys, in nats a pixel."""
    total = 0.0
    with torch.no_grad():
        for part in np.array_split(ids, max(1, len(ids) // 50)):
            part = torch.from_numpy(part.astype(np.int64))
            total += float(F.cross_entropy(logits_of(model, begun(part)).transpose(1, 2), part, reduction="sum"))
    return total / ids.size


def neighbours(ids: np.ndarray) -> np.ndarray:
    """A number for the five greys before each pixel: left, two to the left, and three above; black beyond the edge."""
    wide = np.pad(ids.reshape(-1, SIDE, SIDE).astype(np.int64), ((0, 0), (1, 0), (2, 1)))
    found = np.zeros((len(ids), SIDE, SIDE), np.int64)
    for down, across in ((1, 1), (1, 0), (0, 1), (0, 2), (0, 3)):
        found = found * GREYS + wide[:, down : down + SIDE, across : across + SIDE]
    return found.reshape(len(ids), -1)


def baselines(train: np.ndarray, valid: np.ndarray, test: np.ndarray) -> dict[str, float]:
    """Nats a pixel of the test split by counts of the training split; how much is added to each count is chosen on validation."""
    plain = np.bincount(train.ravel(), minlength=GREYS) / train.size
    counts = np.zeros((GREYS**5, GREYS), np.float32)
    np.add.at(counts, (neighbours(train).ravel(), train.ravel()), 1)

    def measured(ids: np.ndarray, added: float) -> float:
        rows = counts[neighbours(ids).ravel()]
        p = (rows[np.arange(ids.size), ids.ravel()] + added * plain[ids.ravel()]) / (rows.sum(1) + added)
        return float(-np.log(p).mean())

    added = min((0.3, 1.0, 3.0, 10.0, 30.0), key=lambda added: measured(valid, added))
    return {"greys alone": float(-np.log(plain[test]).mean()), "five neighbours": measured(test, added)}


def main() -> None:
    a = arguments(__doc__, minutes=70, rate=3e-3).parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    images = pictures(a.data, "train")
    greys = greys_of(images)
    train, valid = np.split(ids_of(images, greys)[np.random.default_rng(0).permutation(len(images))], [-HELD])
    model = ImageGPTForCausalImageModeling(configuration())
    sample = torch.from_numpy(valid[:1].astype(np.int64))
    assert torch.allclose(model(begun(sample)).logits, logits_of(model, begun(sample)), atol=1e-4)

    def loss_of(step: int) -> dict[str, Tensor]:
        rows = np.random.default_rng((a.seed, step)).integers(len(train), size=BATCH)
        ids = torch.from_numpy(train[rows].astype(np.int64))
        return {"nats": F.cross_entropy(logits_of(model, begun(ids)).transpose(1, 2), ids)}

    run = Run(a, {"model": model}, model)
    run.train(loss_of)
    halved(model)
    valid, test = valid[: a.most], ids_of(pictures(a.data, "test"), greys)[: a.most]
    facts = {
        "steps": run.step, "minutes": round(run.seconds / 60, 1), "parameters": sum(p.numel() for p in model.parameters()),
        "nats per pixel, validation": nats(model, valid), "nats per pixel, test": nats(model, test), "test pictures": len(test),
        "baselines, test": baselines(train, valid, test), "fewest possible by guessing": math.log(GREYS),
    }
    print(json.dumps(facts, indent=1))
    config = model.config.to_diff_dict() | {"architectures": ["ImageGPTForCausalImageModeling"]}
    preprocessing = {
        "image_processor_type": "ImageGPTImageProcessor", "do_resize": True, "size": {"height": SIDE, "width": SIDE},
        "resample": 2, "do_normalize": True, "do_color_quantize": True, "clusters": np.repeat(greys[:, None], 3, 1).tolist(),
    }
    write_folder(a.out / "export", config, preprocessing, model.state_dict(), facts)


if __name__ == "__main__":
    main()
