"""Test examples written as files the way people have them: other shapes, formats, rates, levels, line ends."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from .configuration import Configuration

# Writes an example to a file that is named without its suffix; returns the file.
Writer = Callable[[Path, np.ndarray], Path]
PLAIN = "plain"


def writers(configuration: Configuration) -> dict[str, dict[str, Writer]]:
    """Of each modality its ways to be written by name, the pack's own form first."""
    return {"image": pictures(configuration), "audio": sounds(configuration), "text": texts()}


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
