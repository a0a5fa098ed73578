#!/usr/bin/env python3
"""Trains the small encoder of sounds as HuBERT does: to name, for stretches that were hidden from it, units that k-means found.

    python Training/small_hubert.py --data PACKS --out RUN

The units are those of cepstra, as in the first of HuBERT's iterations (Hsu and others 2021, arXiv 2106.07447). What the
features are worth is measured by a classifier of spoken words on the encoder as it is, beside one on cepstra; that
classifier is part of the model that is written.
"""

from __future__ import annotations

import json

import numpy as np
import torch
from scipy.cluster.vq import kmeans2, vq
from scipy.fft import dct
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import HubertConfig, HubertModel

from perceiver_training.configuration import SOURCES, Configuration
from perceiver_training.packs import Examples, cached, class_names
from perceiver_training.small import Run, arguments, halved, write_folder

RATE, HOP = 16_000, 320
UNITS, BATCH, LONGEST = 100, 16, 2 * RATE
# Stretches of ten frames are hidden; so many of a hundred frames begin one.
STRETCH, BEGIN = 10, 7


def configuration() -> HubertConfig:
    return HubertConfig(
        hidden_size=144, num_hidden_layers=5, num_attention_heads=4, intermediate_size=432, conv_dim=[64] * 7,
        num_conv_pos_embeddings=48, num_conv_pos_embedding_groups=8, feat_extract_norm="group", vocab_size=32,
        hidden_dropout=0.0, activation_dropout=0.0, attention_dropout=0.0, feat_proj_dropout=0.0, layerdrop=0.0,
        mask_time_prob=0.05,  # so that there is something to put where frames are hidden
        classifier_proj_size=96, use_weighted_layer_sum=True,
    )


def wave(examples: Examples, row: int, rng=None) -> np.ndarray:
    """A sound of at most two seconds, a random part of longer ones; mean 0 and deviation 1."""
    x = np.asarray(examples[row], dtype=np.float32) / 32768
    if len(x) > LONGEST:
        start = int(rng.integers(len(x) - LONGEST)) if rng else (len(x) - LONGEST) // 2
        x = x[start : start + LONGEST]
    x = np.pad(x, (0, max(0, RATE // 2 - len(x))))
    return (x - x.mean()) / np.sqrt(x.var() + 1e-7)


def frames_of(samples: int) -> int:
    """How many frames the convolutions make."""
    for kernel, stride in ((10, 5), *[(3, 2)] * 4, *[(2, 2)] * 2):
        samples = (samples - kernel) // stride + 1
    return samples


def cepstra(x: np.ndarray) -> np.ndarray:
    """What `plain_cepstra` makes, each of mean 0 and deviation 1 over the sound."""
    found = plain_cepstra(x)
    return ((found - found.mean(0)) / (found.std(0) + 1e-3)).astype(np.float32)


def plain_cepstra(x: np.ndarray) -> np.ndarray:
    """Thirteen mel cepstra for each frame and how they change, [frames, 39]."""
    n = frames_of(len(x))
    padded = np.pad(x, (40, 400))
    parts = np.lib.stride_tricks.sliding_window_view(padded, 400)[: n * HOP : HOP][:n] * np.hanning(400)
    power = np.abs(np.fft.rfft(parts, 512)) ** 2
    hertz = np.fft.rfftfreq(512, 1 / RATE)
    mel = 700 * (10 ** (np.linspace(0, 2840, 42) / 2595) - 1)
    bands = np.maximum(0, np.minimum((hertz - mel[:-2, None]) / (mel[1:-1] - mel[:-2])[:, None], (mel[2:, None] - hertz) / (mel[2:] - mel[1:-1])[:, None]))
    c = dct(np.log(power @ bands.T + 1e-3), norm="ortho")[:, :13]
    change = np.gradient(c, axis=0) if n > 1 else np.zeros_like(c)
    return np.concatenate([c, change, np.gradient(change, axis=0) if n > 1 else change], 1).astype(np.float32)


class Encoder(nn.Module):
    """The model and what names units from its last layer: cosines with an embedding of each unit."""

    def __init__(self) -> None:
        super().__init__()
        self.hubert = HubertModel(configuration()).eval()  # it hides nothing by itself
        self.name = nn.Linear(144, 64)
        self.units = nn.Parameter(torch.randn(UNITS, 64) * 0.02)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        states = self.hubert(x, mask_time_indices=hidden).last_hidden_state
        return F.normalize(self.name(states[hidden]), dim=-1) @ F.normalize(self.units, dim=-1).T / 0.1


def states_of(model: HubertModel, x: np.ndarray) -> list[Tensor]:
    """The states of each layer, [frames, channels]."""
    with torch.no_grad():
        return [s[0] for s in model(torch.from_numpy(x)[None], output_hidden_states=True).hidden_states]


def centres(vectors: list[np.ndarray], seed: int) -> np.ndarray:
    rows = np.concatenate(vectors)
    rows = rows[np.random.default_rng(seed).permutation(len(rows))[:40_000]]
    return kmeans2(rows, UNITS, iter=25, minit="++", seed=seed)[0].astype(np.float32)


class Words:
    """The classifier of `HubertForSequenceClassification`: a mix of layers, a map, the mean over time, scores."""

    def __init__(self, layers: int, channels: int, classes: int) -> None:
        self.mix = nn.Parameter(torch.zeros(layers))
        self.projector, self.classifier = nn.Linear(channels, 96), nn.Linear(96, classes)

    def parameters(self) -> list[nn.Parameter]:
        return [self.mix, *self.projector.parameters(), *self.classifier.parameters()]

    def __call__(self, states: Tensor) -> Tensor:
        """Means over time of each layer, [n, layers, channels]: the map is linear, so the mean may come first."""
        mixed = (self.mix.softmax(0)[:, None] * states).sum(1)
        return self.classifier(self.projector(mixed))

    def fit(self, states: Tensor, labels: Tensor, steps: int, rng) -> None:
        optimizer = torch.optim.AdamW(self.parameters(), lr=3e-3, weight_decay=1e-3)
        for step in range(steps):
            rows = torch.from_numpy(rng.integers(len(states), size=256))
            optimizer.param_groups[0]["lr"] = 3e-3 * (1 - step / steps)
            loss = F.cross_entropy(self(states[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def right(self, states: Tensor, labels: Tensor) -> float:
        with torch.no_grad():
            return float((self(states).argmax(1) == labels).float().mean())


def words_of(examples: Examples, most: int, features) -> tuple[Tensor, Tensor]:
    """The means over time of what `features` says of each word, and the words."""
    rows = np.linspace(0, len(examples) - 1, min(most, len(examples))).astype(int)
    found = torch.stack([features(wave(examples, int(r))) for r in rows])
    return found, torch.from_numpy(np.asarray(examples.labels)[rows].astype(np.int64))


def over_time(x: np.ndarray) -> Tensor:
    """Means and deviations of cepstra in four parts of a sound, [1, 312]."""
    parts = np.array_split(plain_cepstra(x), 4)
    return torch.from_numpy(np.concatenate([np.r_[part.mean(0), part.std(0)] for part in parts]))[None]


def main() -> None:
    a = arguments(__doc__, minutes=60, rate=1.5e-3).parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    c = Configuration()
    word, sound = (next(s for s in SOURCES if s.name == name) for name in ("spoken word", "sound"))
    splits = {split: cached(a.data, a.out / "cache", split, word, c) for split in ("train", "valid", "test")}
    sources = [splits["train"], cached(a.data, a.out / "cache", "train", sound, c)]
    encoder, rng = Encoder(), np.random.default_rng(a.seed)
    some = [wave(s, int(r), rng) for s in sources for r in rng.permutation(len(s))[:600]]
    codes = nn.ParameterDict({"cepstra": nn.Parameter(torch.from_numpy(centres([cepstra(x) for x in some], a.seed)), False)})
    run = Run(a, {"encoder": encoder, "codes": codes}, encoder)

    def loss_of(step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((a.seed, step))
        source = sources[int(rng.random() < 0.3)]
        waves = [wave(source, int(r), rng) for r in rng.integers(len(source), size=BATCH)]
        length = min(map(len, waves))
        waves = [w[: length] for w in waves]
        hidden = np.zeros((BATCH, frames_of(length)), bool)
        for row in hidden:
            for start in np.flatnonzero(rng.random(len(row)) < BEGIN / 100):
                row[start : start + STRETCH] = True
        hidden[:, 0] |= ~hidden.any(1)
        units = np.stack([vq(cepstra(w), codes["cepstra"].numpy())[0] for w in waves])
        logits = encoder(torch.from_numpy(np.stack(waves)), torch.from_numpy(hidden))
        return {"units": F.cross_entropy(logits, torch.from_numpy(units[hidden].astype(np.int64)))}

    run.train(loss_of)
    model = halved(encoder.hubert).eval()
    found = {split: words_of(e, a.most, lambda x: torch.stack([s.mean(0) for s in states_of(model, x)])) for split, e in splits.items()}
    names = class_names(a.data, word)
    layers, channels = found["train"][0].shape[1:]
    words = Words(layers, channels, len(names))
    words.fit(*found["train"], 4000, rng)
    simple = {split: words_of(e, a.most, over_time) for split, e in splits.items()}
    beside = Words(1, simple["train"][0].shape[-1], len(names))
    beside.fit(*simple["train"], 4000, rng)
    facts = {
        "steps": run.step, "minutes": round(run.seconds / 60, 1), "parameters": sum(p.numel() for p in model.parameters()),
        "words": len(names), "word, validation": words.right(*found["valid"]), "word, test": words.right(*found["test"]),
        "word by cepstra, test": beside.right(*simple["test"]), "test words": len(found["test"][1]),
        "mix of layers": [round(x, 3) for x in words.mix.softmax(0).tolist()],
    }
    print(json.dumps(facts, indent=1))
    labels = {"id2label": dict(enumerate(names)), "label2id": {name: i for i, name in enumerate(names)}}
    config = model.config.to_diff_dict() | labels | {"architectures": ["HubertForSequenceClassification"]}
    preprocessing = {"feature_extractor_type": "Wav2Vec2FeatureExtractor", "sampling_rate": RATE, "do_normalize": True, "feature_size": 1, "padding_value": 0.0, "return_attention_mask": False}
    tensors = {f"hubert.{name}": t for name, t in model.state_dict().items()} | {"layer_weights": words.mix}
    tensors |= {f"{part}.{name}": t for part in ("projector", "classifier") for name, t in getattr(words, part).state_dict().items()}
    write_folder(a.out / "export", config, preprocessing, tensors, facts)


if __name__ == "__main__":
    main()
