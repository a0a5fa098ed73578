"""What the model makes of examples of things that several modalities know, to be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .concepts import DIGITS
from .configuration import CONCEPT, SOURCES, Source
from .evaluation import collated, key_words, without
from .export import concept_tables, label_lists
from .features import Spectrogram
from .measuring import Run
from .packs import Examples, evenly

MOST = 30  # examples of a concept


@dataclass
class Seen:
    """Examples of one kind: what each is, the probabilities of all concepts, and what they are read from."""

    name: str
    source: Source
    concepts: np.ndarray  # [n]
    chances: Tensor  # [n, concepts]
    readings: Tensor  # [n, D], what `concept` reads from the latents, the kind's mean taken away, of length 1

    def of(self, concept: int) -> np.ndarray:
        return np.flatnonzero(self.concepts == concept)


def kinds(run: Run) -> dict[str, list[Seen]]:
    """Things as photos, sounds, captions (with their key word and without) and shapes; digits as written, spoken, in words, in clips."""
    tables = concept_tables(run.data, label_lists(run.data)[1])
    sources = {s.name: s for s in SOURCES}
    digits = [run.labels[CONCEPT.name].index(d) for d in DIGITS]
    asked = {
        "things": [("photo", "photo"), ("sound", "sound"), ("caption", "subject"), ("caption, word blanked", "subject"), ("shape", "shape")],
        "digits": [("written digit", "written digit"), ("spoken digit", "spoken word"), ("number as text", "number"), ("digit of a clip", "clip")],
    }
    return {
        group: [
            seen(run, name, sources[s], tables[s], blanked="blanked" in name, digits=digits if group == "digits" else None)
            for name, s in names
        ]
        for group, names in asked.items()
    }


def seen(run: Run, name: str, source: Source, table: np.ndarray, blanked: bool, digits: list[int] | None) -> Seen:
    examples = run.examples(source)
    concepts = table[np.array(examples.labels)]
    wanted = [c for c in np.unique(concepts) if c >= 0 and (digits is None or c in digits)]
    rows = np.concatenate([some_of(np.flatnonzero(concepts == c)) for c in wanted])
    chances, readings = looked_at(run, source, examples, rows, blanked)
    readings = readings - readings.mean(0)
    return Seen(name, source, concepts[rows], chances, readings / readings.norm(dim=1, keepdim=True))


def some_of(rows: np.ndarray) -> np.ndarray:
    return rows[evenly(len(rows), MOST)]


@torch.no_grad()
def looked_at(run: Run, source: Source, examples: Examples, rows: np.ndarray, blanked: bool) -> tuple[Tensor, Tensor]:
    """Probabilities of concepts [n, concepts] of some examples, and what they are read from [n, D]."""
    model, configuration = run.model, run.model.configuration
    audio, mask_id = Spectrogram(configuration.audio), configuration.text.mask_id
    words = key_words(examples) if blanked else {}
    temperature = run.temperature(CONCEPT.name, source.modality)
    chances, found = [], []
    for start in range(0, len(rows), 64):
        chosen = rows[start : start + 64]
        items = [examples[i] for i in chosen]
        if blanked:
            asked = [(examples.extra[i], words[int(examples.labels[i])]) for i in chosen]
            items = [without(t, *a, mask_id) for t, a in zip(items, asked)]
        latents = model.latents(source.modality, *collated(configuration, source.modality, items, audio))
        chances.append(torch.softmax(model.decode([CONCEPT.name], latents)[0] / temperature, 1))
        found.append(model.read([CONCEPT.name], latents)[:, 0])
    return torch.cat(chances), torch.cat(found)
