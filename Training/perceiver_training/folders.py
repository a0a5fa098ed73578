"""Examples as people have them: a folder of pictures or sounds per class, or a table of texts."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np

from .configuration import Audio, Configuration
from .features import byte_ids, picture
from .packs import Examples, flat


class ExamplesError(Exception):
    """The examples cannot be used; the message says which, and what is expected."""


def read_table(path: Path, configuration: Configuration) -> tuple[str, list[str], list[np.ndarray]]:
    """Texts of a TSV file (may be gzipped) whose header names the columns `label` and `text`."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"label", "text"} <= set(rows.fieldnames or []):
            raise ExamplesError(f"{path}: the first line must name the columns label and text, separated by tabs")
        found = [(row["label"], row["text"]) for row in rows]
    if any(not label or not text for label, text in found):
        raise ExamplesError(f"{path}: a row has no label or no text")
    return "text", [label for label, _ in found], [byte_ids(text, configuration.text) for _, text in found]


def read_sound(path: Path, settings: Audio) -> np.ndarray:
    """The first seconds of a sound as int16 samples, one channel, at the model's rate."""
    import soundfile
    from scipy.signal import resample_poly

    with soundfile.SoundFile(path) as file:
        wave = file.read(int(settings.seconds * file.samplerate), always_2d=True).mean(axis=1)
        if file.samplerate != settings.sample_rate:
            wave = resample_poly(wave, settings.sample_rate, file.samplerate)
        if file.samplerate < settings.sample_rate:  # the program takes nothing above what the file can hold
            spectrum = np.fft.rfft(wave)
            spectrum[len(spectrum) * file.samplerate // settings.sample_rate :] = 0
            wave = np.fft.irfft(spectrum, n=len(wave))
    return (np.clip(wave, -1, 1 - 2**-15) * 32768).round().astype(np.int16)


def read_folder(path: Path, configuration: Configuration) -> tuple[str, list[str], list[np.ndarray]]:
    """Pictures or sounds in one folder per class; the first file tells which of the two they are."""
    from PIL import Image, UnidentifiedImageError

    files = [(f.parent.name, f) for f in sorted(path.glob("*/*")) if f.is_file()]
    if not files:
        raise ExamplesError(f"{path}: no files; expected a folder per class with pictures or sounds in it")
    try:
        Image.open(files[0][1]).close()
        modality = "image"
    except UnidentifiedImageError:
        modality = "audio"
    parts = []
    for _, file in files:
        try:
            if modality == "image":
                with Image.open(file) as image:
                    parts.append(picture(image, configuration.image).ravel())
            else:
                parts.append(read_sound(file, configuration.audio))
        except (OSError, RuntimeError) as error:
            kind = "picture" if modality == "image" else "picture or sound"
            raise ExamplesError(f"{file}: cannot be read as a {kind}: {error}") from error
    return modality, [label for label, _ in files], parts


def read_examples(
    path: Path, configuration: Configuration, classes: list[str] | None = None
) -> tuple[str, list[str], Examples]:
    """Modality, class names (sorted, or those given) and examples of a folder or a table."""
    read = read_folder if path.is_dir() else read_table
    modality, labels, parts = read(path, configuration)
    names = classes or sorted(set(labels))
    unknown = sorted(set(labels) - set(names))
    if unknown:
        raise ExamplesError(f"{path}: classes that the training examples lack: {', '.join(unknown[:5])}")
    if len(names) < 2:
        raise ExamplesError(f"{path}: one class only; at least two are needed")
    indices = np.array([names.index(label) for label in labels])
    return modality, names, Examples(*flat(parts), indices, np.zeros((len(parts), 2), np.int32))
