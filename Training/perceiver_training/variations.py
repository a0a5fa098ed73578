"""How pictures, sounds and texts are varied for training, and inputs that are nothing."""

from __future__ import annotations

import io

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor
from torch.nn import functional as F

from .configuration import Audio
from .configuration import Image as Pictures
from .features import hertz_of, mel, mel_edges

# MARK: variations of pictures


def moved(x: Tensor, rng, mirrors: bool, strength: float = 1.0) -> Tensor:
    """Random crops, zooms, small turns and perhaps mirror images, with the border reflected.

    All that makes pictures softer. So some (near a third; more where `strength` is less) are mirrored at most; half of
    these stay as sharp as they came, the others become as soft as pictures from larger files are.
    """
    n = len(x)
    far = rng.random(n) < 0.2  # the subject is smaller than in the packs
    still = ~far & (rng.random(n) < 3**-strength)
    zoom = np.where(far, rng.uniform(1.08, 1.45, n), 1 + rng.uniform(-0.45, 0.08, n) * strength)
    stretch = np.exp(rng.uniform(-0.18, 0.18, n) * np.where(far, 1, strength))
    angle = rng.uniform(-0.16, 0.16, n) * strength
    mirror = np.where(mirrors & (rng.random(n) < 0.5), -1.0, 1.0)
    reach = np.maximum(0.06 * strength, np.abs(1 - zoom))
    zoom, stretch, angle, reach = np.where(still, [[1.0], [1.0], [0.0], [0.0]], [zoom, stretch, angle, reach])
    resized = torch.from_numpy(still & (rng.random(n) < 0.5))
    if resized.any():
        x[resized] = enlarged(x[resized], rng)
    theta = np.zeros((n, 2, 3), dtype=np.float32)
    theta[:, 0, 0] = np.cos(angle) * zoom * stretch * mirror
    theta[:, 0, 1] = -np.sin(angle) * zoom
    theta[:, 1, 0] = np.sin(angle) * zoom * mirror
    theta[:, 1, 1] = np.cos(angle) * zoom / stretch
    theta[:, 0, 2] = rng.uniform(-1, 1, n) * reach
    theta[:, 1, 2] = rng.uniform(-1, 1, n) * reach
    grid = F.affine_grid(torch.from_numpy(theta), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, padding_mode="reflection", align_corners=False)


def enlarged(x: Tensor, rng) -> Tensor:
    """Pictures made larger, out of proportion, and then as small as they were: a little softer."""
    large = F.interpolate(x, size=rng.integers(90, 260, 2).tolist(), mode="bicubic", antialias=True)
    return F.interpolate(large, size=x.shape[2:], mode="bicubic", antialias=True)


def coarser(x: Tensor, chosen: np.ndarray, rng) -> Tensor:
    """The chosen pictures as if they had fewer pixels, 24×24 to 55×55."""
    if chosen.any():
        small = F.interpolate(x[chosen], size=[int(rng.integers(24, 56))] * 2, mode="bicubic", antialias=True)
        x[chosen] = F.interpolate(small, size=x.shape[2:], mode="bicubic")
    return x


def recoloured(x: Tensor, rng) -> Tensor:
    """Random brightness, contrast and saturation; one in ten pictures becomes grey."""
    n = len(x)

    def uniform(low: float, high: float) -> Tensor:
        return torch.from_numpy(rng.uniform(low, high, (n, 1, 1, 1)).astype(np.float32))

    grey = x.mean(1, keepdim=True)
    saturation = uniform(0.6, 1.4) * torch.from_numpy((rng.random((n, 1, 1, 1)) > 0.1).astype(np.float32))
    x = grey + (x - grey) * saturation
    middle = x.mean((1, 2, 3), keepdim=True)
    return middle + (x - middle) * uniform(0.65, 1.35) + uniform(-0.4, 0.4)


def cut_and_mixed(x: Tensor, targets: dict[str, Tensor], rng) -> tuple[Tensor, dict[str, Tensor]]:
    """CutMix: a rectangle of each picture comes from another one, labels in proportion."""
    size = x.shape[2]
    share = rng.uniform(0.1, 0.5)
    side = int(round(size * share**0.5))
    top, left = rng.integers(size - side + 1, size=2)
    other = torch.from_numpy(rng.permutation(len(x)))
    x[:, :, top : top + side, left : left + side] = x[
        other, :, top : top + side, left : left + side
    ]
    area = side * side / size**2
    return x, {t: target * (1 - area) + target[other] * area for t, target in targets.items()}


def inked(x: Tensor, rng) -> Tensor:
    """Handwriting, white on black in the pack, as often dark on light as the other way round."""
    dark = torch.from_numpy(rng.random((len(x), 1, 1, 1)) < 0.5)
    low, high = x.amin(), x.amax()
    return torch.where(dark, low + high - x, x)


def patches(x: Tensor, settings: Pictures) -> Tensor:
    """What each token of pictures [B, 3, H, W] stands for: [B, tokens, dy · dx · 3]."""
    high, wide = (int(np.prod([s.stride[axis] for s in settings.stages])) for axis in (0, 1))
    cut = x.unflatten(2, (-1, high)).unflatten(4, (-1, wide))
    return cut.permute(0, 2, 4, 3, 5, 1).flatten(3).flatten(1, 2)


def strokes(size: int, rng) -> np.ndarray:
    """Short straight strokes anywhere, as many as may fill the picture, [size, size] of 0 and 1."""
    picture = Image.new("L", (size, size))
    draw = ImageDraw.Draw(picture)
    longest, width = rng.uniform(3, 24), int(rng.integers(1, 4))
    for x, y, dx, dy in rng.uniform(-1, 1, (int(np.exp(rng.uniform(1.5, 5.5))), 4)):
        start = np.array([x + 1, y + 1]) * size / 2
        draw.line([*start, *(start + np.array([dx, dy]) * longest)], fill=1, width=width)
    return np.asarray(picture, dtype=np.float32)


def signs(size: int, rng) -> np.ndarray:
    """Rows of gaps and small signs of up to five strokes, as of an unknown script, [size, size] of 0 and 1."""
    picture = Image.new("L", (size, size))
    draw = ImageDraw.Draw(picture)
    wide, high = rng.uniform(4, 9), rng.uniform(6, 14)
    for top in np.arange(rng.uniform(-high, 0), size, high):
        for left in np.arange(rng.uniform(-wide, 0), size, wide):
            ends = rng.uniform(0.1, 0.9, (int(rng.integers(0, 6)), 2, 2)) * [wide, high * 0.9] + [left, top]
            for line in ends:
                draw.line(line.ravel().tolist(), fill=1)
    return np.asarray(picture, dtype=np.float32)


def waves(size: int, rng) -> np.ndarray:
    """Bent stripes: a sine, or its sign, of a random quadratic form of the place, [size, size] from -1 to 1."""
    x, y = np.meshgrid(*[np.linspace(-1, 1, size)] * 2)
    bend = np.exp(rng.uniform(np.log(0.1), np.log(30)))
    phase = np.tensordot(rng.normal(0, 1, 5) * [bend, bend, bend, 12, 12], np.stack([x * x, x * y, y * y, x, y]), 1)
    wave = np.sin(phase + rng.uniform(0, 2 * np.pi))
    return (np.sign(wave) if rng.random() < 0.3 else wave).astype(np.float32)


def strange_pictures(n: int, size: int, rng) -> Tensor:
    """Blank pictures, slopes, stripes, strokes, rows of signs and noise of every grain."""
    found = []
    for _ in range(n):
        kind = rng.integers(8)
        base = torch.from_numpy(rng.normal(0, 1.2, (1, 3, 1, 1)).astype(np.float32)).expand(1, 3, size, size)
        if kind == 1:
            along = np.linspace(-1, 1, size, dtype=np.float32)
            slope = along[None] * rng.normal() + along[:, None] * rng.normal()
            base = base + torch.from_numpy(slope * rng.uniform(0.2, 1.5)).float()
        elif kind >= 4:
            drawn = (strokes, waves, signs, signs)[kind - 4](size, rng)
            colour = rng.normal(0, 1.2, (1, 3 if rng.random() < 0.3 else 1, 1, 1)).astype(np.float32)
            if kind >= 6 and rng.random() < 0.5:  # dark on paper
                base, colour = torch.full_like(base, rng.uniform(1, 2)), np.float32(-rng.uniform(1.5, 4))
            base = base + torch.from_numpy(drawn[None, None] * colour)
        elif kind >= 2:
            grain = int(rng.choice([1, 1, 2, 4, 8]))
            channels = 3 if kind == 2 else 1
            noise = rng.normal(0, rng.uniform(0.2, 1.5), (1, channels, size // grain, size // grain))
            mode = "nearest" if rng.random() < 0.5 else "bilinear"
            base = base + F.interpolate(torch.from_numpy(noise).float(), size=(size, size), mode=mode)
        found.append(base)
    return torch.cat(found) if found else torch.zeros(0, 3, size, size)


# MARK: variations of sounds


def varied(wave: np.ndarray, source: str, settings: Audio, rng, strength: float = 1.0) -> np.ndarray:
    """Another speed, another part, silence or hum around it, and noise."""
    speed = np.exp(rng.uniform(-0.15, 0.15) * strength)
    length = max(int(len(wave) / speed), 1)
    wave = np.interp(np.arange(length) * speed, np.arange(len(wave)), wave).astype(np.float32)
    longest = int(settings.seconds * settings.sample_rate)
    if source == "sound" and rng.random() < 0.7 * strength:
        part = int(len(wave) * rng.uniform(0.5, 1.0))
        start = rng.integers(len(wave) - part + 1)
        wave = wave[start : start + part]
    if rng.random() < 0.5 * strength:
        room = (
            int(0.8 * settings.sample_rate)
            if source == "spoken word"
            else max(0, longest - len(wave))
        )
        before, after = rng.integers(0, room // 2 + 1, size=2)
        wave = np.concatenate([np.zeros(before, np.float32), wave, np.zeros(after, np.float32)])
    wave = wave[:longest]
    if rng.random() < (0.4 if source == "spoken word" else 0.6) * strength:
        level = np.sqrt(np.mean(wave**2)) + 1e-5
        noise = rng.standard_normal(len(wave), dtype=np.float32)
        if rng.random() < 0.5:  # reddish rather than white
            noise = noise + np.roll(noise, 1) + np.roll(noise, 2) + np.roll(noise, 3)
        wave = wave + noise * level * 10 ** (-rng.uniform(6, 45) / 20)
    return wave


def over(wave: np.ndarray, other: np.ndarray, rng) -> np.ndarray:
    """A sound with a random part of another one behind it, repeated if it is shorter, 3 to 25 decibels softer."""
    start = rng.integers(max(1, len(other) - len(wave) + 1))
    behind = np.resize(other[start:], len(wave))
    levels = [np.sqrt(np.mean(w**2)) + 1e-5 for w in (wave, behind)]
    return wave + behind * (levels[0] / levels[1] * np.float32(10 ** (-rng.uniform(3, 25) / 20)))


def other_voice(decibels: Tensor, settings: Audio, rng, strength: float = 1.0) -> Tensor:
    """Spectrograms [B, bands, frames] with all frequencies up to 8 % higher or lower, the pace as it was.

    Longer and shorter vocal tracts move the formants so (Jaitly and Hinton 2013).
    """
    middles = mel_edges(settings)[1:-1]
    factors = np.exp(rng.uniform(-0.08, 0.08, (len(decibels), 1)) * strength)
    moved_to = mel(hertz_of(middles) * factors)
    place = ((moved_to - middles[0]) / (middles[1] - middles[0])).clip(0, settings.bands_mel - 1)
    low = torch.from_numpy(np.minimum(place.astype(np.int64), settings.bands_mel - 2))[:, :, None].expand_as(decibels)
    share = torch.from_numpy(place.astype(np.float32))[:, :, None] - low
    return torch.gather(decibels, 1, low) * (1 - share) + torch.gather(decibels, 1, low + 1) * share


def mixed(
    waves: list[np.ndarray], targets: dict[str, Tensor], rng
) -> tuple[list[np.ndarray], dict[str, Tensor]]:
    """Each sound with a softer other one under it, labels in proportion to the amplitudes."""
    other = rng.permutation(len(waves))
    result = []
    share = rng.uniform(0.0, 0.5, len(waves)).astype(np.float32)
    for i, j in enumerate(other):
        a, b = waves[i], waves[j]
        scale = (np.abs(a).max() + 1e-5) / (np.abs(b).max() + 1e-5) * share[i] / (1 - share[i])
        part = np.zeros_like(a)
        part[: len(b)] = b[: len(a)] * scale
        result.append(a + part)
    share = torch.from_numpy(share)[:, None]
    other = torch.from_numpy(other)
    return result, {t: target * (1 - share) + target[other] * share for t, target in targets.items()}


def recompressed(wave: np.ndarray, settings: Audio, rng) -> np.ndarray:
    """A sound after Vorbis of a random quality, which leaves out what is too soft to be heard beside the rest."""
    import soundfile

    file = io.BytesIO()
    peak = max(float(np.abs(wave).max()), 1.0)
    soundfile.write(
        file, wave / peak, settings.sample_rate, format="OGG", subtype="VORBIS", compression_level=rng.uniform(0.3, 0.9)
    )
    file.seek(0)
    return soundfile.read(file, dtype="float32")[0] * peak


def strange_sound(settings: Audio, longest: int, rng) -> np.ndarray:
    """Silence, a pure tone, or noise of some colour, of 0.3 s to `longest` samples."""
    count = int(rng.uniform(min(0.3 * settings.sample_rate, longest), longest))
    kind = rng.integers(3)
    if kind == 0:
        return (rng.standard_normal(count) * 10 ** rng.uniform(-7, -4.5)).astype(np.float32)
    if kind == 1:
        hertz = np.exp(rng.uniform(np.log(60), np.log(7500)))
        return (np.sin(np.arange(count) * hertz * 2 * np.pi / settings.sample_rate) * 0.3).astype(np.float32)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum *= np.maximum(np.arange(len(spectrum)), 1) ** -rng.uniform(0, 1)
    noise = np.fft.irfft(spectrum, n=count)
    return (noise / (np.abs(noise).max() + 1e-9) * 10 ** rng.uniform(-2, 0)).astype(np.float32)


def tiles_of(x: Tensor, settings: Audio) -> Tensor:
    """Spectrograms [B, bands, frames] cut into what each token stands for: [B, rows, columns, d mel · d frame]."""
    high, wide = (int(np.prod([s.stride[axis] for s in settings.stages])) for axis in (0, 1))
    x = F.pad(x, (0, -x.shape[2] % wide))
    return x.unflatten(1, (-1, high)).unflatten(3, (-1, wide)).permute(0, 1, 3, 2, 4).flatten(3)


def asked_tiles(x: Tensor, counts: Tensor, asked: int, settings: Audio, rng) -> tuple[Tensor, Tensor]:
    """`asked` tokens of spectrograms [B, bands, frames] and the tiles they stand for, [B, k, d mel · d frame]."""
    tiles = tiles_of(x, settings)
    widths = -(-counts.numpy() // int(np.prod([s.stride[1] for s in settings.stages])))
    rows = torch.from_numpy(rng.integers(tiles.shape[1], size=(len(x), asked)))
    columns = torch.from_numpy((rng.random((len(x), asked)) * widths[:, None]).astype(np.int64))
    contents = tiles[torch.arange(len(x))[:, None], rows, columns]
    return rows * settings.grid[1] + columns, contents


def whole_tiles(x: Tensor, counts: Tensor, settings: Audio) -> tuple[Tensor, Tensor, Tensor]:
    """All tokens of spectrograms, their tiles [B, tokens, n], and 1 for each number within a sound, else 0."""
    tiles = tiles_of(x, settings)
    within = (torch.arange(x.shape[2]) < counts[:, None])[:, None].expand(x.shape).float()
    rows, columns = tiles.shape[1:3]
    cells = torch.arange(rows)[:, None] * settings.grid[1] + torch.arange(columns)
    return cells.flatten(), tiles.flatten(1, 2), tiles_of(within, settings).flatten(1, 2)


def tilt(n: int, bands: int, rng, strength: float = 1.0) -> Tensor:
    """A smooth random equaliser in decibels, [n, bands, 1]."""
    curve = rng.normal(0, 5 * strength, (n, 5))
    points = np.linspace(0, 4, bands)
    rows = [np.interp(points, np.arange(5), c) for c in curve]
    return torch.from_numpy(np.array(rows, dtype=np.float32))[:, :, None]


def low_pass(decibels: Tensor, chosen: np.ndarray, settings: Audio, rng) -> None:
    """Takes everything above 4 kHz from the chosen sounds, in place: as if recorded at 8 kHz, with some filter's slope."""
    low, cut, top = (mel(hertz) for hertz in (settings.lowest_hertz, 4000, settings.highest_hertz))
    band = int((cut - low) / (top - low) * settings.bands_mel)
    steepness = rng.uniform(0.0, 1.0, (len(chosen), 1, 1)) * chosen[:, None, None]
    slope = torch.from_numpy((steepness * np.array([1.5, 5.0, 15.0])[:, None]).astype(np.float32))
    decibels[:, band - 3 : band] = (decibels[:, band - 3 : band] - slope).clamp_min(-100.0)
    decibels[torch.from_numpy(chosen), band:] = -100.0


def masked(x: Tensor, counts: Tensor, rng, strength: float = 1.0) -> Tensor:
    """SpecAugment: up to one stripe of time and one of frequency silenced in each sound."""
    bands = x.shape[1]
    for row, count in zip(x, counts.tolist()):
        if rng.random() < 0.5 * strength:
            width = rng.integers(1, max(2, count // 5))
            start = rng.integers(0, max(1, count - width))
            row[:, start : start + width] = 0
        if rng.random() < 0.5 * strength:
            width = rng.integers(1, bands // 5)
            start = rng.integers(0, bands - width)
            row[start : start + width] = 0
    return x


# MARK: variations of texts


def shortened(ids: np.ndarray, hidden: np.ndarray, source: str, rng) -> tuple[np.ndarray, np.ndarray]:
    """Now and then a part of the text: languages and topics show in any part of it."""
    if source not in ("topic", "language", "prose") or rng.random() < 0.6 or len(ids) < 24:
        return ids, hidden
    part = rng.integers(max(12, len(ids) // 3), len(ids) + 1)
    start = rng.integers(len(ids) - part + 1)
    return ids[start : start + part], hidden[start : start + part]


def some_words(ids: np.ndarray, rng) -> np.ndarray:
    """One to four words of a text, mostly two and in small letters; a text of fewer words as it is."""
    words = [w.strip(".,;:!?\"'()«»„“”…–-") for w in ids.astype(np.uint8).tobytes().decode("utf-8", "ignore").split()]
    count = int(rng.choice([1, 2, 3, 4], p=[0.15, 0.5, 0.2, 0.15]))
    shortest = 5 if count == 1 or rng.random() < 0.5 else 1  # short ones are shared by many languages
    words = [w for w in words if len(w) >= shortest]
    if len(words) <= count:
        return ids
    start = rng.integers(len(words) - count + 1)
    text = " ".join(words[start : start + count])
    return np.frombuffer((text.lower() if rng.random() < 0.7 else text).encode(), np.uint8).astype(np.int64)


def spliced(ids: np.ndarray, other: np.ndarray, rng) -> np.ndarray:
    """The beginning of a text and the end of another one, cut at the same share of each."""
    share = rng.uniform(0.3, 0.7)
    return np.concatenate([ids[: int(len(ids) * share)], np.array(other, dtype=np.int64)[int(len(other) * share) :]])


def hide_for_filling(hidden: np.ndarray, ids: np.ndarray, rng) -> None:
    """Hides about 15 % of a text in place: single bytes, or whole words."""
    if rng.random() < 0.5:
        hidden |= rng.random(len(ids)) < 0.15
        return
    word = np.cumsum(ids == 32)  # the number of the word each byte belongs to
    chosen = rng.random(word[-1] + 1) < 0.15
    hidden |= chosen[word] & (ids != 32)


def wrapped(ids: np.ndarray, hidden: np.ndarray, rng) -> tuple[np.ndarray, np.ndarray]:
    """Now and then broken into lines, and with the line end of some system after the last of them."""
    if rng.random() < 0.8:
        return ids, hidden
    end = [[10], [13, 10]][rng.integers(2)]
    width, start, breaks = rng.integers(25, 90), 0, []
    spaces = np.flatnonzero((ids == 32) & ~hidden)
    while len(ids) - start > width:
        within = spaces[(spaces > start) & (spaces <= start + width)]
        start = int(within[-1]) if len(within) else start + width
        breaks += [start] if len(within) else []
    pieces = [(ids[a:b], hidden[a:b]) for a, b in zip([0] + [b + 1 for b in breaks], breaks + [len(ids)])]
    ends = (np.array(end), np.zeros(len(end), dtype=bool))
    return tuple(np.concatenate([part for piece in pieces for part in (piece[i], ends[i])]) for i in (0, 1))


def strange_text(text: np.ndarray, rng) -> np.ndarray:
    """Random bytes (of all values, printable ones, or few different ones), or what is left of a text in another coding or order."""
    count = rng.integers(8, 200)
    kind = rng.integers(5)
    if kind == 0:
        return rng.integers(0, 256, count)
    if kind == 1:
        return rng.integers(32, 127, count)
    if kind == 2:
        return rng.choice(rng.integers(32, 127, rng.integers(1, 5)), count)
    if kind == 3:
        return rng.permutation(text)
    return np.stack([text, np.zeros_like(text)], 1)[:, :: rng.choice([-1, 1])].ravel()[:256]  # UTF-16 of English
