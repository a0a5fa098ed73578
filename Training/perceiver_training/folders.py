"""Examples as people have them: a folder of pictures or sounds per class, or a table of texts."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np

from .configuration import Audio, Configuration
from .features import byte_ids, picture
from .packs import Examples


class ExamplesError(Exception):
    """The examples cannot be used; the message says which, and what is expected."""


def read_table(path: Path, configuration: Configuration) -> tuple[str, list[str], list[np.ndarray]]:
    """Texts of a TSV file (may be gzipped) whose header names the columns `label` and `text`."""
    opened, found = gzip.open if path.suffix == ".gz" else open, []
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not {"label", "text"} <= set(rows.fieldnames or []):
                raise ExamplesError(f"{path}: the first line must name the columns label and text, separated by tabs")
            for row in rows:
                if None in row:
                    raise ExamplesError(f"{path}, line {rows.line_num}: more columns than the first line names")
                if not row["label"] or not row["text"]:
                    raise ExamplesError(f"{path}, line {rows.line_num}: no label or no text")
                found.append((row["label"], byte_ids(row["text"], configuration.text)))
    except (OSError, UnicodeError, EOFError, csv.Error) as error:
        raise ExamplesError(f"{path}: cannot be read as a table in UTF-8: {error}") from error
    if not found:
        raise ExamplesError(f"{path}: no rows below the first line")
    return "text", [label for label, _ in found], [ids for _, ids in found]


def read_sound(path: Path, settings: Audio) -> np.ndarray:
    """The loudest seconds of a sound as int16 samples, one channel, at the model's rate, as the program takes them."""
    import soundfile
    from scipy.signal import resample_poly

    wave, rate = soundfile.read(path, always_2d=True)
    if not len(wave):
        raise ExamplesError(f"{path}: a sound without samples")
    wave = loudest(wave.mean(axis=1), int(settings.seconds * rate), max(1, rate // 100))
    if rate != settings.sample_rate:
        wave = resample_poly(wave, settings.sample_rate, rate)
    if rate < settings.sample_rate:  # the program takes nothing above what the file can hold
        spectrum = np.fft.rfft(wave)
        spectrum[len(spectrum) * rate // settings.sample_rate :] = 0
        wave = np.fft.irfft(spectrum, n=len(wave))
    return (np.clip(wave, -1, 1 - 2**-15) * 32768).round().astype(np.int16)


def loudest(wave: np.ndarray, length: int, step: int) -> np.ndarray:
    """The `length` samples with the greatest energy, the first of several; they start at a multiple of `step` or end the sound."""
    if len(wave) <= length:
        return wave
    before = np.concatenate([[0.0], np.cumsum(wave**2)])
    starts = np.append(np.arange(0, len(wave) - length, step), len(wave) - length)
    start = starts[(before[starts + length] - before[starts]).argmax()]
    return wave[start : start + length]


def upright(image):
    """A Pillow picture as the program shows it: turned as its EXIF says, over white, 16 bits scaled to 8."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image, dtype=np.float64) / 257).round().clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image


def read_folder(path: Path, configuration: Configuration) -> tuple[str, list[str], list[np.ndarray]]:
    """Pictures or sounds in one folder per class; the first file tells which of the two they are."""
    from PIL import Image, UnidentifiedImageError

    found = [f for f in sorted(path.glob("*/*")) if f.is_file() and f.name != "Thumbs.db"]
    files = [(f.parent.name, f) for f in found if not f.name.startswith(".") and not f.parent.name.startswith(".")]
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
                    parts.append(picture(upright(image), configuration.image).ravel())
            else:
                parts.append(read_sound(file, configuration.audio))
        except (OSError, RuntimeError, Image.DecompressionBombError) as error:
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
    try:
        "".join(names).encode()
    except UnicodeEncodeError as error:
        raise ExamplesError(f"{path}: names of classes must be UTF-8: {error}") from error
    indices = np.array([names.index(label) for label in labels])
    return modality, names, Examples.of(parts, indices)
