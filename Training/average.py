#!/usr/bin/env python3
"""Averages the weights of finished models of which one was trained on from another: exports in, one export out.

    python Training/average.py --data PACKS --out RUN EXPORT=0.6 EXPORT=0.4

Models near each other lie around a flatter place, which generalises better than any of them (Izmailov et al. 2018,
arXiv 1803.05407; Wortsman et al. 2022, arXiv 2203.05482). What the average reaches on the validation split is
printed, to choose weights by; with `--final` it is exported and measured on the test split.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from perceiver_training.arguments import count, folder
from perceiver_training.checkpoint import MismatchError, fewer_labels, is_asked, load_weights, settings_of
from perceiver_training.configuration import TASKS, Configuration
from perceiver_training.export import as_json, export, label_lists, measure_export, measured, rounded, tensor_name
from perceiver_training.model import Perceiver
from perceiver_training.packs import prepare


def weighted(text: str) -> tuple[Path, float]:
    """`EXPORT=WEIGHT`, or a folder alone, which weighs 1."""
    path, _, weight = text.rpartition("=") if "=" in text else (text, "", "1")
    try:
        number = float(weight)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: {weight!r} is not a weight above 0")
    return folder(path), number


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", type=weighted, nargs="+", metavar="EXPORT=WEIGHT", help="folder of an exported model, and how much it counts")
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run; its export is the average that is final")
    parser.add_argument("--final", action="store_true", help="export the average, and measure the test split, too")
    parser.add_argument("--threads", type=count, default=1)
    return parser.parse_args()


def averaged(models: list[tuple[Path, float]], configuration: Configuration, labels: dict[str, list[str]]) -> Perceiver:
    """The model whose every parameter is the weighted mean of those of the given models."""
    mean, one = (Perceiver.answering(configuration, labels) for _ in range(2))
    totals = {name: torch.zeros([p.shape[0]] + [1] * (p.ndim - 1)) for name, p in mean.named_parameters()}
    with torch.no_grad():
        for path, weight in models:
            missing = load_weights(path, one, configuration, labels)
            if missing:
                print(f"{path} lacks {len(missing)} tensors; modalities and tasks that are new to it come from the others")
            for name, p in one.named_parameters():
                total = totals[name]
                share = weight * known_rows(path, name, total, missing, configuration, labels)
                # The first that has something takes the place of what was there, later ones are weighed against it.
                mean.get_parameter(name).lerp_(p, share / (total + share).clamp_min(1e-12))
                total.add_(share)
    return mean


def known_rows(path: Path, name: str, like: torch.Tensor, missing: list[str], configuration: Configuration, labels: dict[str, list[str]]) -> torch.Tensor:
    """1 for each row of a parameter that an exported model has, 0 for what it knows nothing of: new modalities, tasks and labels."""
    known, parts = torch.ones_like(like), name.split(".")
    if tensor_name(name) in missing:
        is_new = is_asked(tensor_name(name)) or parts[:1] == ["input_preprocessor"] and parts[1] not in settings_of(path)["inputs"]
        return known * (not is_new)
    if parts[:2] == ["decoder", "final_layer"]:
        fewer = fewer_labels(path, as_json(configuration, TASKS, labels, [])).get(parts[2])
        if fewer:
            known.zero_()[[labels[parts[2]].index(label) for label in fewer]] = 1
    return known


def main() -> None:
    a = arguments()
    torch.set_num_threads(a.threads)
    configuration = Configuration()
    prepare(a.data, a.out / "cache", configuration)
    try:
        model = averaged(a.models, configuration, label_lists(a.data)[0])
    except MismatchError as error:
        raise SystemExit(f"average.py: {error}") from None
    model = export(a.data, a.out, model) if a.final else rounded(model)
    print(json.dumps(measured(a.data, a.out / "cache", model, "valid")), flush=True)
    if a.final:
        measure_export(a.data, a.out, model, {"averaged": {str(path): weight for path, weight in a.models}})


if __name__ == "__main__":
    main()
