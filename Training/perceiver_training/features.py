"""From media to the arrays the model sees. The explorer computes the same numbers in Swift."""

from __future__ import annotations

import numpy as np
import torch

from .configuration import Audio, Image, Text


def crop_box(width: int, height: int, largest_aspect: float) -> tuple[int, int, int, int]:
    """The centred part (left, top, width, height) whose sides differ by at most `largest_aspect`."""
    longest = int(min(width, height) * largest_aspect)
    w, h = min(width, longest), min(height, longest)
    return (width - w) // 2, (height - h) // 2, w, h


def picture(image, settings: Image) -> np.ndarray:
    """A Pillow image as uint8 [size, size, 3]: cropped to the largest aspect, resized (Lanczos: the packs' photos are sharp)."""
    left, top, w, h = crop_box(*image.size, settings.largest_aspect)
    image = image.convert("RGB").crop((left, top, left + w, top + h))
    from PIL import Image as Pillow

    return np.asarray(image.resize((settings.size, settings.size), Pillow.Resampling.LANCZOS))


def normalised(pictures: torch.Tensor, settings: Image) -> torch.Tensor:
    """uint8 or 0…255 float [B, H, W, 3] to float [B, 3, H, W] of about unit deviation."""
    mean = torch.tensor(settings.mean, device=pictures.device)
    deviation = torch.tensor(settings.deviation, device=pictures.device)
    return ((pictures.float() / 255 - mean) / deviation).permute(0, 3, 1, 2)


def mel(hertz):
    """The HTK mel scale."""
    return 2595.0 * np.log10(1.0 + hertz / 700.0)


def hertz_of(mels):
    """What `mel` makes mels of."""
    return 700.0 * (10.0 ** (mels / 2595.0) - 1.0)


def mel_edges(settings: Audio) -> np.ndarray:
    """Where bands begin, have their middle and end, in mels: each band at three following ones, [mel bands + 2]."""
    return np.linspace(mel(settings.lowest_hertz), mel(settings.highest_hertz), settings.bands_mel + 2)


def mel_filters(settings: Audio) -> torch.Tensor:
    """Triangular filters [fft // 2 + 1, mel bands], evenly spaced on the mel scale, peak 1."""
    edges = hertz_of(mel_edges(settings))
    bins = np.arange(settings.fft // 2 + 1) * settings.sample_rate / settings.fft
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    rising = (bins[:, None] - low) / (centre - low)
    falling = (high - bins[:, None]) / (high - centre)
    return torch.tensor(np.maximum(0, np.minimum(rising, falling)), dtype=torch.float32)


def frame_count(samples: int, settings: Audio) -> int:
    """Spectrogram columns of a sound; one shorter than a frame is padded with zeros to one."""
    return 1 + max(0, samples - settings.frame) // settings.hop


class Spectrogram(torch.nn.Module):
    """Log-mel spectrograms, relative to the loudest tile of each sound: 0 (quiet) to 1 (loudest)."""

    def __init__(self, settings: Audio) -> None:
        super().__init__()
        self.settings = settings
        self.register_buffer("window", torch.hann_window(settings.frame), persistent=False)
        self.register_buffer("filters", mel_filters(settings), persistent=False)

    def decibels(self, waves: torch.Tensor) -> torch.Tensor:
        """[B, samples] to [B, mel bands, frames], in decibels, never below -100."""
        s = self.settings
        if waves.shape[1] < s.frame:
            waves = torch.nn.functional.pad(waves, (0, s.frame - waves.shape[1]))
        frames = waves.unfold(1, s.frame, s.hop) * self.window
        power = torch.fft.rfft(frames, n=s.fft).abs().square()
        return 10 * torch.log10((power @ self.filters).clamp_min(1e-10)).transpose(1, 2)

    def relative(self, decibels: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
        """Scales each sound by its own loudest tile; columns from `counts` on become 0."""
        s = self.settings
        valid = torch.arange(decibels.shape[2], device=decibels.device) < counts[:, None]
        loudest = decibels.masked_fill(~valid[:, None], -torch.inf).amax((1, 2), keepdim=True)
        reference = loudest.clamp_min(s.lowest_reference_decibel)
        scaled = ((decibels - reference) / s.range_decibel + 1).clamp(0, 1)
        return scaled * valid[:, None]


def unit_cloud(points: np.ndarray) -> np.ndarray:
    """Points [n, 3] moved and scaled: the middle of their box is 0, the farthest one has the distance 1."""
    points = points - (points.min(0) + points.max(0)) / 2
    return points / max(float(np.linalg.norm(points, axis=1).max()), 1e-9)


def byte_ids(text: str, settings: Text) -> np.ndarray:
    """The first `longest` UTF-8 bytes, cut before a character that does not fit."""
    data = text.encode("utf-8")[: settings.longest]
    return np.frombuffer(data.decode("utf-8", "ignore").encode("utf-8"), dtype=np.uint8)
