#!/usr/bin/env python3
"""What counting reaches where the model fills in masked bytes of prose, and masked types of units.

    python Training/baselines.py --data PACKS

Of the units of games 15 % of the types are masked, those that the training code asks for (evaluation.masked_some); what is
counted are the units of the training games. Bytes are told in bits: gzip and a five-gram model (absolute discounting, counted on english_corpus/train) on the whole text of english_corpus/valid; then
the five-gram model on the very positions that the training code masks (evaluation.bits_per_byte).
"""

from __future__ import annotations

import argparse
import gzip
import time
from pathlib import Path

import numpy as np

from perceiver_training.arguments import folder
from perceiver_training.bytemodel import ByteModel
from perceiver_training.configuration import SOURCES, Configuration
from perceiver_training.evaluation import hidden_part, masked_some
from perceiver_training.packs import Examples, evenly, read, read_split
from perceiver_training.scenes import WITHIN
from perceiver_training.unitmodel import UnitModel, questions, ways

REACH = 4


def masked(examples: Examples, seed: int = 0, most: int = 400) -> dict[str, list[tuple[np.ndarray, np.ndarray]]]:
    """Texts and what is hidden of them, drawn in the order of evaluation.bits_per_byte."""
    rng = np.random.default_rng(seed)
    chosen = evenly(len(examples), most)
    found = {"bytes": [], "words": []}
    for start in range(0, len(chosen), 50):
        texts = [np.array(examples[i], dtype=np.int64) for i in chosen[start : start + 50]]
        for kind, parts in found.items():
            parts += [(text, hidden_part(text, kind, rng)) for text in texts]
    return found


def windows(parts: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Around each hidden byte: the true bytes, which of them are within the text, which are not hidden."""
    found = [[], [], []]
    for text, hidden in parts:
        inside = np.pad(np.ones(len(text), bool), REACH)
        for values, into in zip((np.pad(text, REACH), inside, np.pad(~hidden, REACH)), found):
            into.append(np.lib.stride_tricks.sliding_window_view(values, 2 * REACH + 1)[hidden])
    return tuple(np.concatenate(f) for f in found)


def bits(model: ByteModel, texts: np.ndarray, known: np.ndarray, after: int) -> float:
    """Mean bits of the bytes in the middle."""
    total = 0.0
    for start in range(0, len(texts), 1000):
        rows = slice(start, start + 1000)
        chance = model.filled(texts[rows], known[rows], after)
        total -= np.log2(chance[np.arange(len(chance)), texts[rows, REACH]]).sum()
    return total / len(texts)


def whole(model: ByteModel, data: np.ndarray) -> float:
    """Bits per byte of a text read from its beginning to its end."""
    contexts = np.zeros(len(data), np.int64)
    for back in range(1, REACH + 1):
        contexts[back:] |= data[:-back].astype(np.int64) << 8 * (back - 1)
    lengths = np.minimum(np.arange(len(data)), REACH)
    return float(-np.log2(model.probability(contexts, lengths, data.astype(np.int64))).mean())


def units(data: Path) -> None:
    """Prints how often counting tells the type of a masked unit, and the minute of the game from its oldest unit."""
    source, configuration = next(s for s in SOURCES if s.modality == "units"), Configuration()
    train, *others = (read_split(data, split, source, configuration) for split in ("train", "valid", "test"))
    model = UnitModel(*questions(train, masked_some(train, share=0.5)), len(configuration.units.types))
    columns = []
    for examples in others:
        facts, types = questions(examples, masked_some(examples))
        columns.append({name: float((scores.argmax(1) == types).mean()) for name, scores in ways(model, facts).items()})
        oldest = np.array([np.array(examples[i]).reshape(-1, WITHIN)[:, 4].max() for i in range(len(examples))])
        minutes = np.clip(oldest // 60, 1, 20) - 1
        columns[-1]["the minute, by the age of the oldest"] = float((minutes == examples.extra[:, 2]).mean())
    print("| masked type of a unit, by | valid | test |\n|---|---|---|")
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(f"{c[name]:.1%}" for c in columns) + " |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    a = parser.parse_args()
    units(a.data)
    train, valid = (
        np.frombuffer(gzip.open(a.data / "english_corpus" / f"{name}.txt.gz").read(), np.uint8) for name in ("train", "valid")
    )
    began = time.time()
    model = ByteModel(train)
    print(f"counted {len(train):,} bytes in {time.time() - began:.0f} s", flush=True)
    print("| whole text, from left to right | bits per byte |\n|---|---|")
    print(f"| gzip -9 | {8 * len(gzip.compress(valid.tobytes(), 9)) / len(valid):.3f} |")
    print(f"| five-gram | {whole(model, valid):.3f} |\n")
    source = next(s for s in SOURCES if s.pack == "english_corpus")
    parts = masked(read(a.data, "test", source, Configuration()))
    print("| five-gram on masked positions | " + " | ".join(parts) + " |\n|---|" + "---|" * len(parts))
    around = {kind: windows(p) for kind, p in parts.items()}
    ways = {
        "bytes before, masked ones given away": (1, 0),
        "bytes before up to a masked one": (2, 0),
        "bytes before and after up to a masked one": (2, REACH),
    }
    for name, (known, after) in ways.items():
        row = [f"{bits(model, w[0], w[known], after):.3f}" for w in around.values()]
        print(f"| {name} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
