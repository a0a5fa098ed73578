"""Writes the fixtures for parts of pictures and sounds that are filled with what says nothing.

    pip install numpy pillow scipy
    python Tests/Fixtures/filling.py

Blurred pictures are Pillow's, the changed sounds are NumPy's Fourier transforms frame by frame. Beside each
`x.rgb` (width and height as 32-bit integers, then the RGB bytes) or `x.f32` (samples at 8000 Hz) lie those that it
must become. All are little-endian.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

ROOT = Path(__file__).parent / "media" / "filling"
RATE = 8000


def write_rgb(name: str, pixels: np.ndarray) -> None:
    height, width, _ = pixels.shape
    (ROOT / f"{name}.rgb").write_bytes(struct.pack("<II", width, height) + pixels.astype(np.uint8).tobytes())


def write_sound(name: str, samples: np.ndarray) -> None:
    (ROOT / f"{name}.f32").write_bytes(samples.astype("<f4").tobytes())


def picture() -> np.ndarray:
    """Slopes, edges and noise."""
    y, x = np.mgrid[0:36, 0:48]
    noise = np.random.default_rng(7).integers(-40, 41, (36, 48, 3))
    slopes = np.stack([x * 5, y * 7, 255 - (x + y) * 3], 2)
    slopes[(x > 20) & (x < 30)] = (250, 5, 128)
    return np.clip(slopes + noise, 0, 255).astype(np.uint8)


def blurred(pixels: np.ndarray, box: tuple[int, int, int, int], deviation: float) -> np.ndarray:
    """The box (x, y, width, height) of the whole picture's blur, in the picture."""
    x, y, width, height = box
    soft = np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(deviation)))
    result = pixels.copy()
    result[y : y + height, x : x + width] = soft[y : y + height, x : x + width]
    return result


def sound(seed: int) -> np.ndarray:
    """Half a second of two tones and noise, without a constant."""
    time = np.arange(4000) / RATE
    noise = np.random.default_rng(seed).normal(0, 0.05, time.size)
    samples = 0.3 * np.sin(2 * np.pi * 440 * (1 + seed) * time) + 0.2 * np.sin(2 * np.pi * 1800 * time) + noise
    return (samples - samples.mean()).astype(np.float32)


def frame(samples: np.ndarray, number: int, size: int, window: np.ndarray) -> np.ndarray:
    places = number * (size // 4) + np.arange(size)
    inside = (places >= 0) & (places < samples.size)
    return np.fft.rfft(np.where(inside, samples[np.clip(places, 0, samples.size - 1)], 0) * window)


def changed(samples: np.ndarray, seconds: tuple[float, float], hertz: tuple[float, float] | None, new) -> np.ndarray:
    """The sound with other numbers in those frames whose middles lie in a part: overlapped, added."""
    size = 256
    hop = size // 4
    window = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size))
    samples = samples.astype(np.float64)
    result = samples.copy()
    frequencies = np.arange(size // 2 + 1) * RATE / size
    band = np.ones(frequencies.size, bool) if hertz is None else (frequencies >= hertz[0]) & (frequencies <= hertz[1])
    first, end = (round(second * RATE) for second in seconds)
    count = samples.size // hop
    means = np.mean([np.abs(frame(samples, number, size, window)) for number in range(count)], 0)
    for number in range(-4, count + 4):
        if not first <= number * hop + size // 2 < end:
            continue
        spectrum = frame(samples, number, size, window)
        difference = np.where(band, new(spectrum, means, number, size, window) - spectrum, 0)
        part = np.fft.irfft(difference, size) * window / 2
        for place in range(size):
            if 0 <= number * hop + place < samples.size:
                result[number * hop + place] += part[place]
    return result


def faded(samples: np.ndarray, other: np.ndarray, seconds: tuple[float, float]) -> np.ndarray:
    """The other sound in a part, faded in and out within 5 ms."""
    first, end = (round(second * RATE) for second in seconds)
    length = RATE // 200
    depth = np.minimum(np.arange(end - first), np.arange(end - first)[::-1])
    gate = np.where(depth < length, 0.5 - 0.5 * np.cos(np.pi * (depth + 0.5) / length), 1)
    result = samples.astype(np.float64)
    result[first:end] = result[first:end] * (1 - gate) + other[first:end] * gate
    return result


def main() -> None:
    ROOT.mkdir(parents=True, exist_ok=True)
    pixels = picture()
    write_rgb("picture", pixels)
    write_rgb("blurred-1.5", blurred(pixels, (10, 4, 24, 9), 1.5))
    write_rgb("blurred-4", blurred(pixels, (0, 0, 48, 36), 4))
    first, second = sound(0), sound(1)
    write_sound("first", first)
    write_sound("second", second)
    part, band = (0.1, 0.3), (1000.0, 2500.0)
    write_sound("silenced", faded(first, np.zeros_like(first), part))
    write_sound("silenced-band", changed(first, part, band, lambda spectrum, *_: 0 * spectrum))

    def level(spectrum: np.ndarray, means: np.ndarray, *_) -> np.ndarray:
        return means * np.exp(1j * np.angle(spectrum))

    write_sound("levelled", changed(first, part, None, level))
    write_sound("levelled-band", changed(first, part, band, level))
    write_sound("swapped", faded(first, second, part))
    write_sound(
        "swapped-band",
        changed(first, part, band, lambda s, m, number, size, window: frame(second.astype(float), number, size, window)),
    )


if __name__ == "__main__":
    main()
