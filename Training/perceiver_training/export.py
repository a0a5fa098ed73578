"""Writes the trained model as the explorer reads it: config.json, model.safetensors, measurements."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from .batches import finer_task
from .concepts import concept_labels, concepts_of, shared_names
from .configuration import CONCEPT, LEARNED, SOURCES, TASKS, Configuration, Source, Task
from .evaluation import bits_per_byte, figures, reconstruction
from .model import Perceiver
from .packs import cached, class_names, finer_names

NAME, VERSION = "perceiver-mini", "3.1"


def label_lists(data: Path) -> tuple[dict[str, list[str]], list[dict]]:
    """The classes of every task, and the table of shared names."""
    labels = {s.task: class_names(data, s) for s in SOURCES if s.task}
    shared = shared_names(data, labels)
    return labels | {CONCEPT.name: concept_labels(shared)}, shared


def finer_lists(data: Path) -> dict[str, list[str]]:
    """The finer classes of photos and sounds, tasks of training only."""
    return {finer_task(s): names for s in SOURCES if (names := finer_names(data, s))}


def concept_tables(data: Path, shared: list[dict]) -> dict:
    """The concept of each class of each source that has any."""
    tables = {s.name: concepts_of(s.task or s.name, class_names(data, s), shared) for s in LEARNED}
    return {name: table for name, table in tables.items() if (table >= 0).any()}


def stages(front) -> list[dict]:
    return [
        {"channels": s.channels, "kernel": list(s.kernel), "stride": list(s.stride)} | ({"residual": True} if s.residual else {})
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
    apart = ("image", "audio", "text", "reconstructs")
    trunk = {k: v for k, v in c.as_dictionary().items() if k not in apart}
    ngrams = {"sizes": list(c.text.ngram_sizes), "buckets": c.text.ngram_buckets}
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
                **({"ngrams": ngrams} if c.text.ngram_sizes else {}),
            },
        },
        "reconstructs": list(c.reconstructs),
        "tasks": [task_entry(t, labels[t.name]) for t in tasks],
        "concepts": shared,
    }


def task_entry(task: Task, labels: list[str]) -> dict:
    """A task as config.json has it."""
    inputs = task.modalities[0] if len(task.modalities) == 1 else list(task.modalities)
    return {"name": task.name, "input": inputs, "labels": labels}


def tensor_name(name: str) -> str:
    """Names of the trunk as in the published checkpoints: everything belongs to `perceiver.`."""
    return f"perceiver.{name}".replace(".text.bytes.", ".text.")


def write_model(folder: Path, model: Perceiver, config: dict) -> None:
    """Writes config.json and model.safetensors (float16)."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        tensor_name(n): p.detach().cpu().half().contiguous()
        for n, p in model.state_dict().items()
    }
    save_file(tensors, folder / "model.safetensors", metadata={"name": config["name"]})
    text = json.dumps(config, indent=1, ensure_ascii=False)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")


def rounded(model: Perceiver) -> Perceiver:
    """The model with its parameters rounded as the file rounds them."""
    for p in model.parameters():
        p.data = p.data.half().float()
    return model


def measured(data: Path, cache: Path, model: Perceiver, split: str, sources: tuple[Source, ...] = LEARNED) -> dict:
    """Accuracy of every task, bits per byte and reconstructions on a split."""
    _, shared = label_lists(data)
    concepts = concept_tables(data, shared)
    found = {}
    for source in sources:
        examples = cached(data, cache, split, source, model.configuration)
        found |= figures(model, source, examples, concepts.get(source.name))
        if source.name == "prose":
            found["bits per masked byte"] = bits_per_byte(model, examples)
        if source.name in ("photo", "sound", "spoken word"):
            found[f"reconstruction, {source.name}"] = reconstruction(model, source, examples)
    return found


def export(data: Path, out: Path, model: Perceiver) -> Perceiver:
    """Exports a finished model into `out/export`; the model as the files have it, ready to be measured."""
    labels, shared = label_lists(data)
    model = rounded(model).to("cuda" if torch.cuda.is_available() else "cpu").eval()
    write_model(out / "export", model, as_json(model.configuration, TASKS, labels, shared))
    return model


def measure_export(data: Path, out: Path, model: Perceiver, facts: dict) -> None:
    """Measures what was exported on the test splits: `measured.json` beside the model, which begins with `facts`."""
    parameters = sum(p.numel() for p in model.parameters())
    found = facts | {"parameters": parameters, "test": measured(data, out / "cache", model, "test")}
    print(json.dumps(found, indent=1))
    (out / "export" / "measured.json").write_text(json.dumps(found, indent=1) + "\n")
