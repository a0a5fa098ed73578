"""Starts a run from an exported model: config.json and model.safetensors, checked before use."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from .configuration import MODALITIES, TASKS, Configuration
from .export import as_json, tensor_name
from .model import Perceiver

# What an export may say otherwise without being another model.
FREE = ("name", "version", "concepts")
LAYERS = "num_self_attends_per_block"
NOTHING = "nothing"
# New tasks begin with the query of one that asks for something like it, and with its weights of the labels that both have.
ALIKE = {"shape": "concept"} | dict.fromkeys(("digit", "verb", "colour", "preposition", "letter", "adverb"), "spoken word")


class MismatchError(Exception):
    """The exported model is not the one that is trained; the message says where they differ."""


def differences(found, wanted, path: str = "") -> list[str]:
    """Where two JSON values differ, as `path: found, wanted` lines."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = [*wanted, *(k for k in found if k not in wanted)]
        sides = [[side.get(k, NOTHING) for k in keys] for side in (found, wanted)]
        pairs = [(f, w, f"{path}.{k}".lstrip(".")) for k, f, w in zip(keys, *sides)]
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) != len(wanted):
        return [f"{path}: {len(found)} entries, but this run needs {len(wanted)}"]
    elif isinstance(found, list) and isinstance(wanted, list):
        pairs = [(f, w, f"{path}[{i}]") for i, (f, w) in enumerate(zip(found, wanted))]
    else:
        return [] if found == wanted else [f"{path}: {found}, but this run needs {wanted}"]
    return [line for f, w, p in pairs for line in differences(f, w, p)]


def refuse(path: Path, lines: list[str]) -> None:
    """Raises MismatchError with the first few lines, if there are any."""
    if lines:
        more = [f"and {len(lines) - 5} more"] if len(lines) > 5 else []
        raise MismatchError("\n  ".join([f"{path} does not fit:", *lines[:5], *more]))


def load_weights(
    folder: Path, model: Perceiver, configuration: Configuration, labels: dict[str, list[str]]
) -> list[str]:
    """Copies the weights of an exported model into `model`; the names of the tensors that it does not have.

    An earlier version may lack modalities, tasks, n-grams, queries of tokens, residual stages or the last self-attention
    layers, which then begin afresh, such stages and layers as ones that change nothing. Its tasks may have fewer labels
    and modalities: new labels begin with no weights and less than the least bias of the others. What it has must be
    whole and have the sizes of the run; otherwise MismatchError.
    """
    wanted = as_json(configuration, TASKS, labels, [])
    fewer = fewer_labels(folder, wanted)
    check_configuration(folder, wanted, (*FREE, "reconstructs", LAYERS), partly=True)
    added = [f"perceiver.encoder.self_attends.{i}." for i in range(layers_of(folder), getattr(configuration, LAYERS))]
    inputs = settings_of(folder).get("inputs", {})
    added += [f"perceiver.input_preprocessor.{m}." for m in configuration.modalities if m not in inputs]
    for modality, settings in inputs.items():
        if "stages" not in settings or modality not in configuration.modalities:
            continue
        stages = range(len(settings.get("stages", [])), len(configuration.front_end(modality).stages))
        added += [f"perceiver.input_preprocessor.{modality}.stem.{i}." for i in stages]
    targets = {tensor_name(n): p for n, p in model.state_dict().items()}
    # Layers of tasks with new labels are read into smaller ones first.
    read = targets | {
        f"perceiver.decoder.final_layer.{task}.{part}": like[: len(known)].clone()
        for task, known in fewer.items()
        for part, like in model.decoder["final_layer"][task].state_dict().items()
    }
    missing = copy_tensors(folder, read, may_lack=lambda name: may_begin(name) or name.startswith(tuple(added)))
    for task, known in fewer.items():
        rows = [labels[task].index(label) for label in known]
        for part in ("weight", "bias"):
            name = f"perceiver.decoder.final_layer.{task}.{part}"
            targets[name].fill_(0.0 if part == "weight" else float(read[name].min()) - 1)
            targets[name][rows] = read[name]
    for name in missing:
        if name.startswith(tuple(added)) and (".attention.output." in name or ".mlp.dense2." in name):
            targets[name].zero_()
    return missing


@torch.no_grad()
def begin_alike(model: Perceiver, labels: dict[str, list[str]], missing: list[str]) -> None:
    """Lets the new tasks among `missing` tensors begin as ALIKE says."""
    queries, layers = model.decoder["queries"], model.decoder["final_layer"]
    for task, other in ALIKE.items():
        is_new = tensor_name(f"decoder.queries.{task}") in missing and tensor_name(f"decoder.queries.{other}") not in missing
        if not is_new or not {task, other} <= {*labels}:
            continue
        queries[task].copy_(queries[other])
        for row, label in enumerate(labels[task]):
            if label in labels[other]:
                of_other = labels[other].index(label)
                layers[task].weight[row] = layers[other].weight[of_other]
                layers[task].bias[row] = layers[other].bias[of_other]


def fewer_labels(folder: Path, wanted: dict) -> dict[str, list[str]]:
    """Of each task of an exported model that knows but a part of the labels of `wanted` the labels that it knows.

    `wanted` is made to want no more labels and modalities of it than it has.
    """
    found, entries = {}, {entry.get("name"): entry for entry in settings_of(folder).get("tasks", []) if isinstance(entry, dict)}
    for entry in wanted["tasks"]:
        has = entries.get(entry["name"], {})
        names, inputs = has.get("labels"), has.get("input")
        if isinstance(names, list) and names != entry["labels"] and set(names) <= set(entry["labels"]):
            found[entry["name"]] = entry["labels"] = names
        if isinstance(inputs, list) and isinstance(entry["input"], list) and set(inputs) <= set(entry["input"]):
            entry["input"] = inputs
    return found


def load_trunk(folder: Path, model: Perceiver, configuration: Configuration) -> list[str]:
    """Copies everything but what belongs to tasks and reconstructions from an exported model into `model`.

    Returns the names of the tensors that the file does not have: an earlier version may lack n-grams.
    """
    check_configuration(folder, as_json(configuration, (), {}, []), (*FREE, "tasks", "reconstructs"), partly=True)
    shared = {tensor_name(n): p for n, p in model.state_dict().items() if not is_asked(tensor_name(n))}
    return copy_tensors(folder, shared, ignoring=is_asked, may_lack=may_begin)


def load_exported(folder: Path) -> tuple[Perceiver, dict[str, list[str]]]:
    """An exported model, ready to be measured, and the classes of its tasks."""
    configuration = Configuration(**{LAYERS: layers_of(folder)}, **known_of(folder))
    try:
        labels = {entry["name"]: entry["labels"] for entry in settings_of(folder)["tasks"]}
        wanted = as_json(configuration, TASKS, labels, [])
    except (KeyError, TypeError) as error:
        raise MismatchError(f"{folder / 'config.json'} is not that of a trained model: {error}") from error
    check_configuration(folder, wanted, FREE)
    model = Perceiver.answering(configuration, labels)
    copy_tensors(folder, {tensor_name(n): p for n, p in model.state_dict().items()})
    return model.eval(), labels


def settings_of(folder: Path) -> dict:
    """The exported config.json, a JSON object."""
    path = folder / "config.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MismatchError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise MismatchError(f"{path} is not a JSON object")
    return found


def layers_of(folder: Path) -> int:
    """How many self-attention layers an exported model has."""
    found = settings_of(folder).get(LAYERS)
    if not isinstance(found, int) or found < 1:
        raise MismatchError(f"{folder / 'config.json'}: {LAYERS} is {found}, but at least 1 is needed")
    return found


def known_of(folder: Path) -> dict[str, tuple[str, ...]]:
    """The modalities of an exported model, and those whose tokens it can be asked for."""
    settings = settings_of(folder)
    inputs, asked = settings.get("inputs"), settings.get("reconstructs", [])
    if not isinstance(inputs, dict) or not inputs or not set(asked) <= set(inputs) <= set(MODALITIES):
        raise MismatchError(f"{folder / 'config.json'}: inputs and reconstructs are not of {', '.join(MODALITIES)}")
    return {"modalities": tuple(m for m in MODALITIES if m in inputs), "reconstructs": tuple(asked)}


def is_asked(name: str) -> bool:
    """Whether a tensor belongs to one task, or to the reconstruction of one modality."""
    return name.startswith(tuple(f"perceiver.decoder.{part}" for part in ("queries.", "final_layer.", "token_")))


def may_begin(name: str) -> bool:
    """Whether an earlier version may lack a tensor."""
    return is_asked(name) or "ngrams" in name


def check_configuration(folder: Path, wanted: dict, free: tuple[str, ...], partly: bool = False) -> None:
    """Raises MismatchError unless the exported configuration says what is wanted, but for the free keys.

    With `partly` it may say less.
    """
    path, found = folder / "config.json", settings_of(folder)
    wanted = json.loads(json.dumps(wanted))
    found, wanted = ({k: by_name(v) for k, v in c.items() if k not in free} for c in (found, wanted))
    if partly:
        wanted = common(wanted, found)
    refuse(path, differences(found, wanted))


def by_name(value):
    """A list of named things as a dictionary without what is fitted to a finished model; anything else as it is."""
    if not (isinstance(value, list) and all(isinstance(v, dict) and "name" in v for v in value)):
        return value
    return {v["name"]: {k: x for k, x in v.items() if k != "temperature"} for v in value}


def common(wanted, found):
    """What is wanted, without the keys and the last residual stages that are not found."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {k: common(v, found[k]) for k, v in wanted.items() if k in found}
    if isinstance(wanted, list) and isinstance(found, list):
        added = wanted[len(found) :]
        if all(isinstance(v, dict) and v.get("residual") for v in added):
            return wanted[: len(found)]
    return wanted


def copy_tensors(
    folder: Path, targets: dict[str, Tensor], ignoring=lambda name: False, may_lack=lambda name: False
) -> list[str]:
    """Copies the file's tensors into the targets; the names of targets that it does not have.

    Raises MismatchError unless names and shapes are the same, but for what it may lack.
    """
    path = folder / "model.safetensors"
    try:
        tensors = {n: t for n, t in load_file(path).items() if not ignoring(n)}
    except (OSError, SafetensorError) as error:
        raise MismatchError(f"{path} cannot be read: {error}") from error
    missing = sorted(filter(may_lack, {*targets} - {*tensors}))
    targets = {n: t for n, t in targets.items() if n not in missing}
    shapes = [{n: list(t.shape) for n, t in side.items()} for side in (tensors, targets)]
    refuse(path, [
        f"{n}: {shapes[0].get(n, 'missing')}, but this run needs {shapes[1].get(n, 'no such tensor')}"
        for n in sorted({*shapes[0], *shapes[1]})
        if shapes[0].get(n) != shapes[1].get(n)
    ])
    for name, target in targets.items():
        target.copy_(tensors[name])
    return missing
