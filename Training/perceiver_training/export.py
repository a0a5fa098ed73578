"""Writes the trained model as the explorer reads it: config.json, model.safetensors, measurements."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from .batch import finer_task
from .concepts import concept_labels, concepts_of, shared_names
from .configuration import CONCEPT, LEARNED, MODALITIES, SHARP_PHOTOS, SOURCES, TASKS, UNKNOWN_PHOTOS, Configuration, Source, Stage, Task
from .evaluation import bits_per_byte, figures, masked_units, reconstruction, sure_of_unknown
from .model import Perceiver
from .packs import cached, class_names, finer_names, more_names

NAME, VERSION = "perceiver-mini", "4.0"
# Photos that earlier versions seldom got right.
EVERYDAY = ("cat", "dog", "bottle", "pig", "umbrella", "snake")


def label_lists(data: Path) -> tuple[dict[str, list[str]], list[dict]]:
    """The classes of every task, and the table of shared names."""
    labels = {}
    for source in SOURCES:
        labels |= {source.task: class_names(data, source)} if source.task else {}
        labels |= more_names(data, source)
    shared = shared_names(data, labels)
    return labels | {CONCEPT.name: concept_labels(shared)}, shared


def finer_lists(data: Path) -> dict[str, list[str]]:
    """The finer classes of photos, sounds and shapes, and the words of single frames: tasks of training only."""
    return {finer_task(s): names for s in LEARNED if (names := finer_names(data, s))}


def concept_tables(data: Path, shared: list[dict]) -> dict:
    """The concept of each class of each source that has any."""
    tables = {s.name: concepts_of(s.task or s.name, class_names(data, s), shared) for s in LEARNED}
    return {name: table for name, table in tables.items() if (table >= 0).any()}


def stages(found: tuple[Stage, ...]) -> list[dict]:
    return [
        {"channels": s.channels, "kernel": list(s.kernel), "stride": list(s.stride)} | ({"residual": True} if s.residual else {})
        for s in found
    ]


def inputs_of(c: Configuration) -> dict[str, dict]:
    """How each modality becomes tokens; what that means is said by `InputTokens` and in `fronts.py`."""
    ngrams = {"sizes": list(c.text.ngram_sizes), "buckets": c.text.ngram_buckets}
    return {
        "image": {
            "size": c.image.size,
            "largest_aspect": c.image.largest_aspect,
            "mean": list(c.image.mean),
            "deviation": list(c.image.deviation),
            "stages": stages(c.image.stages),
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
            "stages": stages(c.audio.stages),
            "grid": list(c.audio.grid),
            "bands": c.audio.bands,
        },
        "text": {
            "longest": c.text.longest,
            "mask_id": c.text.mask_id,
            "embedding": c.text.embedding,
            "stages": stages(c.text.stages),
            "grid": list(c.text.grid),
            "bands": c.text.bands,
            **({"ngrams": ngrams} if c.text.ngram_sizes else {}),
        },
        "points": {
            "points": c.points.points,
            "groups": c.points.groups,
            "neighbours": c.points.neighbours,
            "hidden": c.points.hidden,
            "channels": c.points.channels,
            "beside": c.points.beside,
            "steps": list(c.points.steps),
            "bands": c.points.bands,
            "highest": c.points.highest,
        },
        "clip": {
            "height": c.clip.height,
            "width": c.clip.width,
            "frames_per_second": c.clip.frames_per_second,
            "context": c.clip.context,
            "least_deviation": c.clip.least_deviation,
            "stages": stages(c.clip.stages),
            "time_stages": stages(c.clip.time_stages),
            "grid": list(c.clip.grid),
            "bands": c.clip.bands,
        },
        "units": {
            "most": c.units.most,
            "mask_id": c.units.mask_id,
            "embedding": c.units.embedding,
            "neighbours": c.units.neighbours,
            "alike": c.units.alike,
            "hidden": c.units.hidden,
            "cells": c.units.cells,
            "longest_age": c.units.longest_age,
            "bands": c.units.bands,
            "highest": c.units.highest,
            "types": list(c.units.types),
        },
    }


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
    apart = (*MODALITIES, "modalities", "reconstructs")
    trunk = {k: v for k, v in c.as_dictionary().items() if k not in apart}
    return {
        "model_type": "perceiver_explorer",
        "name": name,
        "version": version,
        **trunk,
        "inputs": {m: inputs_of(c)[m] for m in c.modalities},
        "reconstructs": list(c.reconstructs),
        "tasks": [task_entry(t, labels[t.name]) for t in known_to(c, tasks)],
        "concepts": shared,
    }


def known_to(c: Configuration, tasks: tuple[Task, ...]) -> list[Task]:
    """The tasks that can be asked of a model's modalities, of these alone."""
    found = [replace(t, modalities=tuple(m for m in t.modalities if m in c.modalities)) for t in tasks]
    return [t for t in found if t.modalities]


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
        if source.modality not in model.configuration.modalities:
            continue
        examples = cached(data, cache, split, source, model.configuration)
        groups = groups_of(data, cache, source, model.configuration)
        found |= figures(model, source, examples, concepts.get(source.name), groups)
        if source == UNKNOWN_PHOTOS:
            found["unknown photo, above .5"] = sure_of_unknown(model, examples)
        if source.modality == "units":
            found["masked unit type"] = masked_units(model, examples)
        if source.name == "prose":
            found["bits per masked byte"] = bits_per_byte(model, examples)
        if source.name in ("photo", "sound", "spoken word"):
            found[f"reconstruction, {source.name}"] = reconstruction(model, source, examples)
    return found


def groups_of(data: Path, cache: Path, source: Source, configuration: Configuration) -> dict[str, list[int]]:
    """Classes whose examples are measured by themselves, too: everyday things, and sharp photos that training has."""
    names = class_names(data, source)
    if source.name == "photo":
        return {f"photo, {n}": [names.index(n)] for n in EVERYDAY if n in names}
    if source == SHARP_PHOTOS:
        trained = cached(data, cache, "train", source, configuration).labels
        return {"sharp photo, classes with training pictures": np.unique(trained).tolist()}
    return {}


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
