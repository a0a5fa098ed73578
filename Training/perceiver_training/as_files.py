"""Test examples written as files the way people have them: other shapes, formats, rates, levels, line ends."""

from __future__ import annotations

import csv
import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from .configuration import Configuration
from .sets import CLOUD_SCALE
from .unit_types import UNIT_TYPES

# Writes an example to a file that is named without its suffix; returns the file.
Writer = Callable[[Path, np.ndarray], Path]
PLAIN = "plain"
BUNDLED = Path(__file__).resolve().parents[2] / "assets/models/mini"


def tasks_of(model: Path | None) -> set[str]:
    """What a model is asked; without its folder the bundled one."""
    text = ((model or BUNDLED) / "config.json").read_text(encoding="utf-8")
    return {task["name"] for task in json.loads(text)["tasks"]}


def writers(configuration: Configuration) -> dict[str, dict[str, Writer]]:
    """Of each modality its ways to be written by name, the pack's own form first."""
    return {
        "image": pictures(configuration),
        "audio": sounds(configuration),
        "text": texts(),
        "points": clouds(),
        "units": units(),
    }


def pictures(configuration: Configuration) -> dict[str, Writer]:
    size = configuration.image.size

    def saved(path: Path, image: Image.Image, suffix: str, **settings) -> Path:
        path = path.with_suffix(suffix)
        image.save(path, **settings)
        return path

    def original(item: np.ndarray) -> Image.Image:
        return Image.fromarray(item.reshape(size, size, 3))

    def stretched(width: int, height: int, suffix: str) -> Writer:
        def write(path, item):
            return saved(path, original(item).resize((width, height), Image.Resampling.BICUBIC), suffix)

        return write

    def bars(path, item):
        image = Image.new("RGB", (1280, 720))
        image.paste(original(item).resize((1080, 720), Image.Resampling.BICUBIC), (100, 0))
        return saved(path, image, ".jpg")

    def mirrored_edges(path, item):
        image = np.asarray(original(item).resize((480, 480), Image.Resampling.BICUBIC))
        return saved(path, Image.fromarray(np.pad(image, ((0, 0), (80, 80), (0, 0)), mode="reflect")), ".png")

    def turned(path, item):
        exif = Image.Exif()
        exif[0x0112] = 6  # to be shown turned clockwise by 90 degrees
        image = original(item).resize((640, 480), Image.Resampling.BICUBIC).transpose(Image.Transpose.ROTATE_90)
        return saved(path, image, ".jpg", exif=exif)

    return {
        PLAIN: lambda path, item: saved(path, original(item), ".png"),
        f"{size}×{size}, JPEG": lambda path, item: saved(path, original(item), ".jpg"),
        "600×400 (3:2), PNG": stretched(600, 400, ".png"),
        "640×480 (4:3), JPEG": stretched(640, 480, ".jpg"),
        "480×640 (portrait), JPEG": stretched(480, 640, ".jpg"),
        "1023×767, PNG": stretched(1023, 767, ".png"),
        "640×480, lying on its side by EXIF, JPEG": turned,
        "16:9 with bars at the sides, JPEG": bars,
        "480×480 within 640×480, edges mirrored, PNG": mirrored_edges,
    }


def sounds(configuration: Configuration) -> dict[str, Writer]:
    import soundfile
    from scipy.signal import resample_poly

    rate = configuration.audio.sample_rate

    def at(new_rate: int, suffix: str, channels: int = 1, level: float | None = None, **settings) -> Writer:
        def write(path, item):
            wave = np.asarray(item, dtype=np.float64) / 32768
            if new_rate != rate:
                wave = resample_poly(wave, new_rate, rate)
            if level is not None:
                wave = wave / max(np.abs(wave).max(), 1e-9) * 10 ** (level / 20)
            path = path.with_suffix(suffix)
            wave = np.clip(np.stack([wave] * channels, 1), -1, 1 - 2**-15)
            soundfile.write(path, wave, new_rate, **settings)
            return path

        return write

    return {
        PLAIN: at(rate, ".wav", subtype="PCM_16"),
        "8 kHz, WAV": at(8000, ".wav", subtype="PCM_16"),
        "22.05 kHz, WAV": at(22050, ".wav", subtype="PCM_16"),
        "44.1 kHz, two channels, OGG": at(44100, ".ogg", 2, format="OGG", subtype="VORBIS"),
        "48 kHz, 24 bits, WAV": at(48000, ".wav", subtype="PCM_24"),
        "16 kHz, OGG": at(rate, ".ogg", format="OGG", subtype="VORBIS"),
        "peak at 0 dB, WAV": at(rate, ".wav", level=0, subtype="PCM_16"),
        "peak at -30 dB, WAV": at(rate, ".wav", level=-30, subtype="PCM_16"),
    }


def texts() -> dict[str, Writer]:
    def put(path: Path, data: bytes) -> Path:
        path = path.with_suffix(".txt")
        path.write_bytes(data)
        return path

    def wrapped(path, item):
        lines = textwrap.wrap(item.tobytes().decode("utf-8"), 60, break_long_words=False, break_on_hyphens=False)
        return put(path, "".join(line + "\r\n" for line in lines).encode("utf-8"))

    return {
        PLAIN: lambda path, item: put(path, item.tobytes()),
        "byte order mark": lambda path, item: put(path, b"\xef\xbb\xbf" + item.tobytes()),
        "line end": lambda path, item: put(path, item.tobytes() + b"\n"),
        "byte order mark, CR LF": lambda path, item: put(path, b"\xef\xbb\xbf" + item.tobytes() + b"\r\n"),
        "lines of 60, CR LF": wrapped,
    }


def clouds() -> dict[str, Writer]:
    def points(item: np.ndarray) -> np.ndarray:
        return np.asarray(item, dtype=np.float64).reshape(-1, 3) / CLOUD_SCALE

    def array(path: Path, item: np.ndarray) -> Path:
        path = path.with_suffix(".npy")
        np.save(path, points(item).astype(np.float32))
        return path

    def rows(suffix: str, head: str = "", separator: str = " ", size: float = 1, shift: float = 0) -> Writer:
        def write(path, item):
            path = path.with_suffix(suffix)
            found = points(item) * size + shift
            lines = [separator.join(f"{number:.6f}" for number in point) + "\n" for point in found]
            path.write_text(head.format(count=len(found)) + "".join(lines), encoding="ascii")
            return path

        return write

    def ply(encoding: str) -> str:
        coordinates = "".join(f"property float {axis}\n" for axis in "xyz")
        return f"ply\nformat {encoding} 1.0\nelement vertex {{count}}\n{coordinates}end_header\n"

    def binary(path: Path, item: np.ndarray) -> Path:
        path, found = path.with_suffix(".ply"), points(item).astype(">f4")
        path.write_bytes(ply("binary_big_endian").format(count=len(found)).encode() + found.tobytes())
        return path

    return {
        PLAIN: array,
        "PLY, text": rows(".ply", ply("ascii")),
        "PLY, binary": binary,
        "OFF, corners alone": rows(".off", "OFF\n{count} 0 0\n"),
        "XYZ": rows(".xyz"),
        "CSV with names": rows(".csv", "x,y,z\n", ","),
        "a hundred times as large, elsewhere, XYZ": rows(".xyz", size=100, shift=1000),
    }


def units() -> dict[str, Writer]:
    def found(item: np.ndarray) -> list[dict]:
        rows = np.asarray(item).reshape(-1, 5).tolist()
        return [dict(zip(("type", "owner", "x", "y", "age"), (UNIT_TYPES[kind], *more))) for kind, *more in rows]

    def table(separator: str, turned: bool = False) -> Writer:
        def write(path, item):
            path, rows = path.with_suffix(".csv"), found(item)
            with open(path, "w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0])[:: -1 if turned else 1], delimiter=separator)
                writer.writeheader()
                writer.writerows(rows)
            return path

        return write

    def objects(path: Path, item: np.ndarray) -> Path:
        path = path.with_suffix(".json")
        path.write_text(json.dumps(found(item)), encoding="utf-8")
        return path

    return {
        PLAIN: table(","),
        "semicolons": table(";"),
        "tabs, other columns first": table("\t", turned=True),
        "JSON": objects,
    }
