"""Writes the trained model as the explorer reads it: config.json, model.safetensors, measurements."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from .configuration import TASKS, Configuration, Task
from .evaluation import ASKED, accuracy, logits
from .model import Perceiver
from .packs import cached, class_names

NAME, VERSION = "perceiver-mini", "1.1"
# Which column of concepts.tsv speaks of which task.
CONCEPT_COLUMNS = {"photo": "photos64", "sound": "sounds", "subject": "concept_text"}


def concepts(data: Path, labels: dict[str, list[str]]) -> list[dict]:
    """Things that several tasks know: a name, and what each task calls it."""
    with open(data / "concepts.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [
        {"name": row["concept"], "labels": {t: row[c] for t, c in CONCEPT_COLUMNS.items() if row[c]}}
        for row in rows
    ]
    named = {(t, label) for c in found for t, label in c["labels"].items()}
    for name in sorted({label for t in CONCEPT_COLUMNS for label in labels[t]}):
        tasks = {t: name for t in CONCEPT_COLUMNS if name in labels[t] and (t, name) not in named}
        found.append({"name": name, "labels": tasks})
    for concept in found:
        assert all(label in labels[t] for t, label in concept["labels"].items()), concept
    return [c for c in found if len(c["labels"]) > 1]


def stages(front) -> list[dict]:
    return [
        {"channels": s.channels, "kernel": list(s.kernel), "stride": list(s.stride)}
        for s in front.stages
    ]


def as_json(
    configuration: Configuration,
    tasks: tuple[Task, ...],
    labels: dict[str, list[str]],
    shared: list[dict],
    name: str = NAME,
    version: str = VERSION,
) -> dict:
    """The exported config.json; keys of the trunk are those of the published Perceiver models."""
    c = configuration
    trunk = {k: v for k, v in c.as_dictionary().items() if k not in ("image", "audio", "text")}
    return {
        "model_type": "perceiver_explorer",
        "name": name,
        "version": version,
        **trunk,
        "inputs": {
            "image": {
                "size": c.image.size,
                "largest_aspect": c.image.largest_aspect,
                "mean": list(c.image.mean),
                "deviation": list(c.image.deviation),
                "stages": stages(c.image),
                "grid": list(c.image.grid),
                "bands": c.image.bands,
            },
            "audio": {
                "sample_rate": c.audio.sample_rate,
                "seconds": c.audio.seconds,
                "frame": c.audio.frame,
                "hop": c.audio.hop,
                "fft": c.audio.fft,
                "mel_bands": c.audio.bands_mel,
                "lowest_hertz": c.audio.lowest_hertz,
                "highest_hertz": c.audio.highest_hertz,
                "range_decibel": c.audio.range_decibel,
                "lowest_reference_decibel": c.audio.lowest_reference_decibel,
                "stages": stages(c.audio),
                "grid": list(c.audio.grid),
                "bands": c.audio.bands,
            },
            "text": {
                "longest": c.text.longest,
                "mask_id": c.text.mask_id,
                "embedding": c.text.embedding,
                "stages": stages(c.text),
                "grid": list(c.text.grid),
                "bands": c.text.bands,
            },
        },
        "tasks": [{"name": t.name, "input": t.modality, "labels": labels[t.name]} for t in tasks],
        "concepts": shared,
    }


def tensor_name(name: str) -> str:
    """Names of the trunk as in the published checkpoints: everything belongs to `perceiver.`."""
    return f"perceiver.{name}"


def write_model(
    folder: Path,
    model: Perceiver,
    configuration: Configuration,
    tasks: tuple[Task, ...],
    labels: dict[str, list[str]],
    shared: list[dict],
    name: str = NAME,
    version: str = VERSION,
) -> None:
    """Writes config.json and model.safetensors (float16)."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        tensor_name(n): p.detach().cpu().half().contiguous()
        for n, p in model.state_dict().items()
    }
    save_file(tensors, folder / "model.safetensors", metadata={"name": name, "version": version})
    text = json.dumps(as_json(configuration, tasks, labels, shared, name, version), indent=1, ensure_ascii=False)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")


def rounded(model: Perceiver) -> Perceiver:
    """The model with its parameters rounded as the file rounds them."""
    for p in model.parameters():
        p.data = p.data.half().float()
    return model


def measured(data: Path, cache: Path, model: Perceiver, configuration: Configuration) -> dict:
    """Accuracy of every task on its test split, which nothing before has opened."""
    result = {}
    for task in TASKS:
        examples = cached(data, cache, "test", task, configuration)
        for name, blanked in ASKED.get(task.name, {task.name: False}).items():
            answers = logits(model, configuration, task, examples, blanked=blanked)
            result[name] = {
                "examples": len(examples),
                "first": round(accuracy(answers, examples.labels), 4),
                "among five": round(accuracy(answers, examples.labels, 5), 4),
            }
    return result


def export(data: Path, out: Path, state: dict) -> None:
    """Exports a finished run into `out/export`, with `measured.json` beside the model."""
    configuration = Configuration()
    labels = {t.name: class_names(data, t) for t in TASKS}
    model = Perceiver(configuration, {t: len(names) for t, names in labels.items()})
    model.load_state_dict(state["model"])
    model = rounded(model).eval()
    write_model(out / "export", model, configuration, TASKS, labels, concepts(data, labels))
    figures = {
        "steps": state["step"],
        "hours": round(state["seconds"] / 3600, 2),
        "parameters": sum(p.numel() for p in model.parameters()),
        "test": measured(data, out / "cache", model, configuration),
    }
    print(json.dumps(figures, indent=1))
    (out / "export" / "measured.json").write_text(json.dumps(figures, indent=1) + "\n")
