"""Convolutions and position features, and the front ends of point clouds, lips and units.

What each does is said step by step: the explorer does the same in Swift. Linear layers have biases; norms are layer
norms over the last axis (epsilon 1e-5); GELU is the exact one.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .configuration import Clip, Points, Units

# What a front end takes; of clips one of each part, `lips` and `sound`.
Input = Tensor | dict[str, Tensor]


def fourier_features(grid: tuple[int, ...], bands: int) -> Tensor:
    """Position features [cells, d (1 + 2 bands)] of a grid in [-1, 1]: positions, sines, cosines.

    Frequencies run evenly from 1 to half the number of cells of each axis (arXiv 2103.03206, §3.2).
    """
    axes = torch.meshgrid(*(torch.linspace(-1, 1, n) for n in grid), indexing="ij")
    positions = torch.stack([a.flatten() for a in axes], dim=1)
    return fourier(positions, [torch.linspace(1, n / 2, bands) for n in grid])


def fourier(positions: Tensor, frequencies: list[Tensor]) -> Tensor:
    """Features [..., d (1 + 2 bands)] of positions [..., d]: these, then all sines, then all cosines.

    Sines and cosines are of π · position · frequency, all frequencies of the first axis before those of the second.
    """
    angles = torch.cat([positions[..., i : i + 1] * f for i, f in enumerate(frequencies)], -1)
    return torch.cat([positions, torch.sin(torch.pi * angles), torch.cos(torch.pi * angles)], -1)


class Convolution(nn.Module):
    """One front-end stage: convolution, layer norm over channels, GELU, on channels-last arrays.

    A residual stage begins as one that changes nothing.
    """

    def __init__(self, inputs: int, stage) -> None:
        super().__init__()
        padding = tuple(k // 2 for k in stage.kernel)
        self.conv = nn.Conv2d(inputs, stage.channels, stage.kernel, stage.stride, padding)
        self.norm = nn.LayerNorm(stage.channels)
        self.residual = stage.residual
        if stage.residual:
            nn.init.zeros_(self.norm.weight)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv(x).permute(0, 2, 3, 1)
        y = F.gelu(self.norm(y)).permute(0, 3, 1, 2)
        return x + y if self.residual else y


# MARK: point clouds


@torch.no_grad()
def spread_points(x: Tensor, count: int) -> Tensor:
    """The numbers [B, count] of points of `x` [B, N, 3] that lie far from each other.

    The first is the one farthest from 0; each further one is that whose nearest chosen one is farthest away. Of
    several as far the first in order is taken.
    """
    axes = x.unbind(2)
    chosen = [sum(a.square() for a in axes).argmax(1, keepdim=True)]
    nearest = torch.full_like(axes[0], torch.inf)
    for _ in range(count - 1):
        away = sum((a - a.gather(1, chosen[-1])).square() for a in axes)
        nearest = torch.minimum(nearest, away)
        chosen.append(nearest.argmax(1, keepdim=True))
    return torch.cat(chosen, 1)


@torch.no_grad()
def nearest_points(x: Tensor, centres: Tensor, count: int) -> Tensor:
    """The numbers [B, G, count] of the points of `x` [B, N, 3] nearest to each of `centres` [B, G, 3], itself among them."""
    away = sum((c[:, :, None] - a[:, None]).square() for a, c in zip(x.unbind(2), centres.unbind(2)))
    return away.topk(count, dim=2, largest=False, sorted=False).indices


def rows_of(x: Tensor, numbers: Tensor) -> Tensor:
    """The rows of `x` [B, N, c] with the given numbers [B, ...], [B, ..., c]."""
    found = x.gather(1, numbers.flatten(1)[..., None].expand(-1, -1, x.shape[2]))
    return found.unflatten(1, numbers.shape[1:])


class PointTokens(nn.Module):
    """A cloud's points as tokens: each is one point, the centre of its token, and those nearest to it.

    1. `x` [B, 1024, 3], the middle of whose box is 0 and whose farthest point has the distance 1. A cloud of more points
       gives 1,024 of them (any that are spread evenly), one of fewer repeats its points in order.
    2. Centres: 256 of the points, far from each other (`spread_points`).
    3. Of each centre c the 16 nearest points p, c itself among them. Each gives five numbers: 8 (p - c), 8 |p - c| and
       8 (|p| - |c|). Linear (`first`, 5 to 64), GELU, linear (`second`, 64 to 80); of the 16 the largest in each channel; norm.
    4. Of each centre the 16 nearest centres q, c itself among them. Each gives the 80 channels of q and 4 (q - c),
       4 |q - c|. Linear (`wide`, 84 to 80), GELU; of the 16 the largest in each channel; norm; added to the channels of c.
    5. The token: these 80 channels; Fourier features of c on three axes (`fourier`, frequencies evenly from 1 to
       `highest`), 33; the modality's vector (`padding`), 15.
    """

    def __init__(self, settings: Points, d_model: int) -> None:
        super().__init__()
        self.settings = s = settings
        self.first = nn.Linear(5, s.hidden)
        self.second = nn.Linear(s.hidden, s.channels)
        self.norm = nn.LayerNorm(s.channels)
        self.wide = nn.Linear(s.channels + 4, s.channels)
        self.wide_norm = nn.LayerNorm(s.channels)
        self.register_buffer("frequencies", torch.linspace(1, s.highest, s.bands), persistent=False)
        self.padding = nn.Parameter(torch.randn(d_model - s.channels - s.position_channels) * 0.5)

    def forward(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """`x` [B, N, 3] to tokens [B, groups, C] and validity [B, groups]; all are valid."""
        s = self.settings
        centres = rows_of(x, spread_points(x, min(s.groups, x.shape[1])))
        near = rows_of(x, nearest_points(x, centres, s.neighbours))
        offsets = near - centres[:, :, None]
        outward = near.norm(dim=3, keepdim=True) - centres.norm(dim=2)[:, :, None, None]
        local = 8 * torch.cat([offsets, offsets.norm(dim=3, keepdim=True), outward], 3)
        found = self.norm(self.second(F.gelu(self.first(local))).amax(2))
        beside = nearest_points(centres, centres, s.neighbours)
        offsets = 4 * (rows_of(centres, beside) - centres[:, :, None])
        wide = torch.cat([rows_of(found, beside), offsets, offsets.norm(dim=3, keepdim=True)], 3)
        found = found + self.wide_norm(F.gelu(self.wide(wide)).amax(2))
        positions = fourier(centres, [self.frequencies] * 3)
        padding = self.padding.expand(*found.shape[:2], -1)
        tokens = torch.cat([found, positions, padding], 2)
        return tokens, torch.ones(tokens.shape[:2], dtype=torch.bool, device=x.device)


# MARK: lips


class LipTokens(nn.Module):
    """The frames of a clip as tokens, 12 a frame: three rows of four cells.

    1. `x` [B, frames, 48, 64], grey, 0 (black) to 1, at 12.5 frames a second; frame k begins at 0.08 k s. At most 63.
    2. The mean over all pixels of all frames is taken away, and what is left divided by the deviation of all pixels (the
       root of the mean square; at least 0.05).
    3. Each frame becomes a picture of five channels: frames k - 2 to k + 2, the first or the last one repeated where
       there is none.
    4. Four stages (`stem`), convolutions as those of pictures: 24×32, 12×16, 6×8, then 3×4 cells of 88 channels.
    5. Two residual stages over time (`time`): the array [88, frames, 12] of all cells, kernel five frames by one cell, zero
       beyond the first and the last frame.
    6. The token of frame k, row i, column j is number 12 k + 4 i + j: the 88 channels; Fourier features of the cell in the
       grid of 63×3×4, time first, 27; the modality's vector (`padding`), 13.

    Of a clip with a sound its tokens come after these, made by the front end of sounds as those of a sound of its own; their
    time begins with the first frame.
    """

    def __init__(self, settings: Clip, d_model: int) -> None:
        super().__init__()
        self.settings = settings
        sizes = [settings.context, *(s.channels for s in settings.stages)]
        self.stem = nn.ModuleList(Convolution(a, s) for a, s in zip(sizes, settings.stages))
        self.time = nn.ModuleList(Convolution(s.channels, s) for s in settings.time_stages)
        frames, rows, columns = settings.grid
        table = fourier_features(settings.grid, settings.bands).unflatten(0, (frames, rows * columns))
        self.register_buffer("positions", table, persistent=False)
        self.padding = nn.Parameter(torch.randn(d_model - sizes[-1] - settings.position_channels) * 0.5)

    def forward(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """`x` [B, F, H, W], of clips with `counts` frames, to tokens [B, F · 12, C] and validity [B, F · 12]."""
        x, valid = self.normalised(x, counts)
        batch, frames = x.shape[:2]
        around = torch.arange(frames, device=x.device)[:, None] + torch.arange(self.settings.context, device=x.device)
        around = around - self.settings.context // 2
        around = torch.minimum(around.clamp_min(0), counts[:, None, None] - 1).clamp_min(0)
        seen = x[torch.arange(batch, device=x.device)[:, None, None], around].flatten(0, 1)
        for stage in self.stem:
            seen = stage(seen)
        cells = seen.flatten(2).unflatten(0, (batch, frames)).permute(0, 2, 1, 3)
        inside = valid[:, None, :, None]
        for stage in self.time:
            cells = stage(cells * inside) * inside
        found = cells.permute(0, 2, 3, 1)
        positions = self.positions[:frames].to(found.dtype).expand(batch, -1, -1, -1)
        padding = self.padding.to(found.dtype).expand(*found.shape[:3], -1)
        tokens = torch.cat([found, positions, padding], 3)
        return tokens.flatten(1, 2), valid[:, :, None].expand(-1, -1, tokens.shape[2]).flatten(1)

    def normalised(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """Frames of mean 0 and deviation 1, and which frames there are."""
        valid = torch.arange(x.shape[1], device=x.device) < counts[:, None]
        inside = valid[:, :, None, None]
        pixels = (counts * x.shape[2] * x.shape[3])[:, None, None, None]
        x = (x - (x * inside).sum((1, 2, 3), keepdim=True) / pixels) * inside
        deviation = (x.square().sum((1, 2, 3), keepdim=True) / pixels).sqrt()
        return x / deviation.clamp_min(self.settings.least_deviation), valid


# MARK: units of a game


class UnitTokens(nn.Module):
    """The units of a game at one moment as tokens, one a unit.

    1. `x` [B, units, 5], whole numbers: type (a masked one: 136), owner (1 or 2), x, y (map cells), age (seconds). At most 512.
    2. Place: (x, y) less the middle of the box around all units, over 100. Age: 2 log(1 + age) / log(1 + 2400) - 1,
       at most 1.
    3. Of each unit the eight others nearest to it by cells, of several as near the first in order; fewer where there are
       fewer. Each gives a row of `near_types`, its type's if both have one owner, else its type's + 137; to it is added
       linear (`near_place`, 4 to 64) of (dx / 10, dy / 10, distance in cells / 10, its age less the unit's), where dx, dy
       lead from the unit to it. GELU; mean over these units (0 if there are none); linear (`near`, 64 to 72).
    4. Content: row of `types` + row of `owners` (owner - 1) + what the neighbours gave, 72 channels.
    5. The token: content; Fourier features of (place x, place y, age), frequencies evenly from 1 to `highest`, 39; the
       modality's vector (`padding`), 17.

    What is asked of a unit is asked by the token that it has when its own type is masked.
    """

    def __init__(self, settings: Units, d_model: int) -> None:
        super().__init__()
        self.settings = s = settings
        known = len(s.types) + 1
        self.types = nn.Embedding(known, s.embedding)
        self.owners = nn.Embedding(2, s.embedding)
        self.near_types = nn.Embedding(2 * known, s.hidden)
        self.near_place = nn.Linear(4, s.hidden)
        self.near = nn.Linear(s.hidden, s.embedding)
        self.register_buffer("frequencies", torch.linspace(1, s.highest, s.bands), persistent=False)
        self.padding = nn.Parameter(torch.randn(d_model - s.embedding - s.position_channels) * 0.5)

    def forward(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """`x` [B, U, 5] with `counts` units each, to tokens [B, U, C] and validity [B, U]."""
        s = self.settings
        valid = torch.arange(x.shape[1], device=x.device) < counts[:, None]
        kinds, owners, cells = x[:, :, 0], x[:, :, 1], x[:, :, 2:4]
        low = cells.masked_fill(~valid[..., None], 2**20).amin(1, keepdim=True)
        high = cells.masked_fill(~valid[..., None], -(2**20)).amax(1, keepdim=True)
        places = (cells - (low + high) / 2) / s.cells
        ages = (2 * torch.log1p(x[:, :, 4].float()) / math.log1p(s.longest_age) - 1).clamp_max(1)
        content = self.types(kinds) + self.owners(owners - 1) + self.neighbourhood(kinds, owners, cells, ages, valid)
        positions = fourier(torch.cat([places, ages[..., None]], 2), [self.frequencies] * 3)
        padding = self.padding.expand(*content.shape[:2], -1)
        return torch.cat([content, positions, padding], 2), valid

    def neighbourhood(self, kinds: Tensor, owners: Tensor, cells: Tensor, ages: Tensor, valid: Tensor) -> Tensor:
        """What the units nearest to each tell of it, [B, U, embedding]."""
        s = self.settings
        near, exists = self.nearest(cells, valid)
        facts = torch.cat([cells, ages[..., None], kinds[..., None], owners[..., None]], 2)
        theirs = rows_of(facts, near)
        along = (theirs[..., :2] - cells[:, :, None]) / 10
        younger = theirs[..., 2:3] - ages[:, :, None, None]
        other = theirs[..., 4] != owners[:, :, None]
        row = self.near_types(theirs[..., 3].long() + other * (len(s.types) + 1))
        row = F.gelu(row + self.near_place(torch.cat([along, along.norm(dim=3, keepdim=True), younger], 3)))
        share = exists / exists.sum(2, keepdim=True).clamp_min(1)
        return self.near((row * share[..., None]).sum(2))

    @torch.no_grad()
    def nearest(self, cells: Tensor, valid: Tensor) -> tuple[Tensor, Tensor]:
        """The numbers [B, U, neighbours] of the units nearest to each, and which of them there are."""
        units = cells.shape[1]
        numbers = torch.arange(units, device=cells.device)
        cells = cells.int()
        away = sum((a[:, :, None] - a[:, None]).square() for a in cells.unbind(2))
        far = 2**20  # beyond any map; times 1024 it is still a whole number of 32 bits
        away = away.masked_fill(~valid[:, None], far).masked_fill(torch.eye(units, dtype=torch.bool, device=cells.device), far)
        keys = away * 1024 + numbers.int()  # of several as near the first in order
        near = keys.topk(min(self.settings.neighbours, units), dim=2, largest=False).indices
        return near, away.gather(2, near) < far
