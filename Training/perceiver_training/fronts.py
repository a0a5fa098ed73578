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
def nearest_points(x: Tensor, centres: Tensor, count: int, ordered: bool = False) -> Tensor:
    """The numbers [B, G, count] of the points of `x` [B, N, 3] nearest to each of `centres` [B, G, 3], itself among them."""
    away = sum((c[:, :, None] - a[:, None]).square() for a, c in zip(x.unbind(2), centres.unbind(2)))
    return away.topk(count, dim=2, largest=False, sorted=ordered).indices


def rows_of(x: Tensor, numbers: Tensor) -> Tensor:
    """The rows of `x` [B, N, c] with the given numbers [B, ...], [B, ..., c]."""
    found = x.gather(1, numbers.flatten(1)[..., None].expand(-1, -1, x.shape[2]))
    return found.unflatten(1, numbers.shape[1:])


def greatest_of(x: Tensor, numbers: Tensor) -> Tensor:
    """Of each group of rows of `x` [B, N, c], whose numbers are [B, G, k], the largest in each channel, [B, G, c]."""
    batch, count, channels = x.shape
    at = numbers + torch.arange(batch, device=x.device)[:, None, None] * count
    if x.is_cuda:
        return x.reshape(-1, channels)[at].amax(2)
    return F.embedding_bag(at.flatten(0, 1), x.reshape(-1, channels), mode="max").unflatten(0, numbers.shape[:2])


class Wide(nn.Module):
    """What a centre learns from others, with channels `f` [B, G, c] at `c` [B, G, 3]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edge = nn.Linear(channels + 3, channels)
        self.up = nn.Linear(channels, 2 * channels)
        self.down = nn.Linear(2 * channels, channels)
        with torch.no_grad():
            self.down.weight.mul_(0.5)

    def forward(self, f: Tensor, c: Tensor, beside: Tensor) -> Tensor:
        # Linear of the difference is the difference of linears: this way it is made once a centre, not once a pair.
        places = F.linear(4 * c, self.edge.weight[:, f.shape[2] :])
        found = F.linear(f, self.edge.weight[:, : f.shape[2]], self.edge.bias) + places
        return f + self.down(F.gelu(self.up(greatest_of(found, beside) - places)))


class PointTokens(nn.Module):
    """A cloud's points as tokens: each is one point, the centre of its token, and those near it.

    1. `x` [B, 1024, 3], the middle of whose box is 0 and whose farthest point has the distance 1. A cloud of more points
       gives 1,024 of them (any that are spread evenly), one of fewer repeats its points in order.
    2. Centres: 128 of the points, far from each other (`spread_points`).
    3. Of each centre c the 24 nearest points p, c itself among them. Each gives five numbers: 8 (p - c), 8 (|p| - |c|) and
       8 |p - c|. Linear (`first`, 5 to 64), GELU. Of the 24 the largest in each channel, then the mean in each channel: 128
       numbers. Linear (`second`, 128 to 88), GELU.
    4. Three times (`wide.N`): of each centre c the nearest centres q in order, c itself the first; of those every step-th,
       16 of them. Steps are 1, 2 and 4, so the last one takes numbers 0, 4 … 60. Each gives the 88 channels of q and
       4 (q - c). Linear (`edge`, 91 to 88); of the 16 the largest in each channel; linear (`up`, 88 to 176), GELU, linear
       (`down`, 176 to 88); added to the channels of c.
    5. The token: these 88 channels after a norm (`norm`); Fourier features of c on three axes (`fourier`, frequencies
       evenly from 1 to `highest`), 33; the modality's vector (`padding`), 7.
    """

    def __init__(self, settings: Points, d_model: int) -> None:
        super().__init__()
        self.settings = s = settings
        self.first = nn.Linear(5, s.hidden)
        self.second = nn.Linear(2 * s.hidden, s.channels)
        self.wide = nn.ModuleList(Wide(s.channels) for _ in s.steps)
        self.norm = nn.LayerNorm(s.channels)
        self.register_buffer("frequencies", torch.linspace(1, s.highest, s.bands), persistent=False)
        self.padding = nn.Parameter(torch.randn(d_model - s.channels - s.position_channels) * 0.5)

    def forward(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """`x` [B, N, 3] to tokens [B, groups, C] and validity [B, groups]; all are valid."""
        return self.grouped(x, *self.groups(x))

    @torch.no_grad()
    def groups(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The numbers of the centres [B, G], of the points near each [B, G, neighbours], and of centres by distance [B, G, n]."""
        s = self.settings
        chosen = spread_points(x, min(s.groups, x.shape[1]))
        centres = rows_of(x, chosen)
        most = min((s.beside - 1) * max(s.steps) + 1, chosen.shape[1])
        return chosen, nearest_points(x, centres, min(s.neighbours, x.shape[1])), nearest_points(centres, centres, most, ordered=True)

    def grouped(self, x: Tensor, chosen: Tensor, near: Tensor, beside: Tensor) -> tuple[Tensor, Tensor]:
        """The tokens of clouds whose groups are known."""
        s, (batch, count, _) = self.settings, x.shape
        centres = rows_of(x, chosen)
        facts = torch.cat([x, x.norm(dim=2, keepdim=True)], 2)
        at = near + torch.arange(batch, device=x.device)[:, None, None] * count
        # Neighbours are the first axis: the largest of them is found much faster so.
        offsets = facts.flatten(0, 1)[at.permute(2, 0, 1)] - rows_of(facts, chosen)
        local = F.gelu(self.first(8 * torch.cat([offsets, offsets[..., :3].norm(dim=3, keepdim=True)], 3)))
        found = F.gelu(self.second(torch.cat([local.amax(0), local.mean(0)], 2)))
        for step, wide in zip(s.steps, self.wide):
            found = wide(found, centres, beside[:, :, ::step][:, :, : s.beside])
        positions = fourier(centres, [self.frequencies] * 3)
        padding = self.padding.expand(*found.shape[:2], -1)
        tokens = torch.cat([self.norm(found), positions, padding], 2)
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
    5. Three residual stages over time (`time`): the array [88, frames, 12] of all cells, kernel five frames by one cell, zero
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
       at most 1. Positions: Fourier features of (place x, place y, age), frequencies evenly from 1 to `highest`, 39.
    3. Near: of each unit the 16 others nearest to it by cells, of several as near the first in order; fewer where there are
       fewer. Each gives a row of `near_types`, its type's if both have one owner, else its type's + 137; to it is added
       linear (`near_place`, 4 to 96) of (dx / 10, dy / 10, distance in cells / 10, its age less the unit's), where dx, dy
       lead from the unit to it and ages are those of step 2. GELU. Of these units the mean in each channel, then the
       largest in each channel (0 if there are none): 192 numbers. Linear (`near`, 192 to 80).
    4. Alike in age: of each unit the 8 others of its owner whose ages in seconds differ least from its own; of several that
       differ as much the nearest by cells (64 cells and more count as one distance), then the first in order. Each gives a
       row of `age_types`, its type's; to it is added linear (`age_place`, 3 to 96) of (sign(d) log(1 + |d|), 1 if d is 0
       else 0, log(1 + distance in cells / 10)), where d is its age less the unit's in seconds. GELU; mean and largest as in
       step 3; linear (`aged`, 192 to 80).
    5. All: the mean of the rows that all units of the unit's owner have in `all_types`, then the mean of the rows that all
       units of the other owner have there, the latter's types + 137 (0 for an owner without units). GELU; linear (`all`,
       192 to 80).
    6. Content: row of `types` + row of `owners` (owner - 1) + what steps 3, 4 and 5 gave + linear (`place`, 39 to 80) of the
       positions; to it is added linear (`down`, 160 to 80) of GELU of linear (`up`, 80 to 160) of its norm (`norm`).
    7. The token: content, 80 channels; positions, 39; the modality's vector (`padding`), 9.

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
        self.near = nn.Linear(2 * s.hidden, s.embedding)
        self.age_types = nn.Embedding(known, s.hidden)
        self.age_place = nn.Linear(3, s.hidden)
        self.aged = nn.Linear(2 * s.hidden, s.embedding)
        self.all_types = nn.Embedding(2 * known, s.hidden)
        self.all = nn.Linear(2 * s.hidden, s.embedding)
        self.place = nn.Linear(s.position_channels, s.embedding)
        self.norm = nn.LayerNorm(s.embedding)
        self.up = nn.Linear(s.embedding, 2 * s.embedding)
        self.down = nn.Linear(2 * s.embedding, s.embedding)
        for table in (self.types, self.owners, self.near_types, self.age_types, self.all_types):
            nn.init.normal_(table.weight, std=0.3)
        self.register_buffer("frequencies", torch.linspace(1, s.highest, s.bands), persistent=False)
        self.padding = nn.Parameter(torch.randn(d_model - s.embedding - s.position_channels) * 0.5)

    def forward(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """`x` [B, U, 5] with `counts` units each, to tokens [B, U, C] and validity [B, U]."""
        s = self.settings
        valid = torch.arange(x.shape[1], device=x.device) < counts[:, None]
        kinds, owners, cells, seconds = x[:, :, 0], x[:, :, 1], x[:, :, 2:4], x[:, :, 4]
        low = cells.masked_fill(~valid[..., None], 2**20).amin(1, keepdim=True)
        high = cells.masked_fill(~valid[..., None], -(2**20)).amax(1, keepdim=True)
        places = (cells - (low + high) / 2) / s.cells
        ages = (2 * torch.log1p(seconds.float()) / math.log1p(s.longest_age) - 1).clamp_max(1)
        positions = fourier(torch.cat([places, ages[..., None]], 2), [self.frequencies] * 3)
        away = (cells[:, :, None] - cells[:, None]).square().sum(3)
        others = valid[:, None] & ~torch.eye(x.shape[1], dtype=torch.bool, device=x.device)
        facts = torch.stack([cells[..., 0], cells[..., 1], ages, kinds, owners, seconds], 2)
        content = self.types(kinds) + self.owners(owners - 1) + self.place(positions)
        content = content + self.nearby(facts, away, others) + self.alike(facts, away, others)
        content = content + self.of_all(kinds, owners, valid)
        content = content + self.down(F.gelu(self.up(self.norm(content))))
        padding = self.padding.expand(*content.shape[:2], -1)
        return torch.cat([content, positions, padding], 2), valid

    def nearby(self, facts: Tensor, away: Tensor, others: Tensor) -> Tensor:
        """What the units nearest to each tell of it, [B, U, embedding]."""
        near, exists = least(away, others, self.settings.neighbours)
        theirs = rows_of(facts, near)
        along = (theirs[..., :2] - facts[:, :, None, :2]) / 10
        younger = theirs[..., 2:3] - facts[:, :, None, 2:3]
        other = theirs[..., 4] != facts[:, :, None, 4]
        row = self.near_types(theirs[..., 3].long() + other * (len(self.settings.types) + 1))
        place = self.near_place(torch.cat([along, along.norm(dim=3, keepdim=True), younger], 3))
        return self.near(mean_and_greatest(F.gelu(row + place), exists))

    def alike(self, facts: Tensor, away: Tensor, others: Tensor) -> Tensor:
        """What units of about the same age and the same owner tell of each, [B, U, embedding]."""
        seconds = facts[..., 5].long()
        apart = (seconds[:, :, None] - seconds[:, None]).abs() * 4096 + away.clamp_max(4095)
        own = others & (facts[:, :, None, 4] == facts[:, None, :, 4])
        near, exists = least(apart, own, self.settings.alike)
        theirs = rows_of(facts, near)
        distance = ((theirs[..., :2] - facts[:, :, None, :2]) / 10).norm(dim=3)
        later = theirs[..., 5] - facts[:, :, None, 5]
        told = torch.stack([later.sign() * later.abs().log1p(), (later == 0).float(), distance.log1p()], 3)
        row = self.age_types(theirs[..., 3].long())
        return self.aged(mean_and_greatest(F.gelu(row + self.age_place(told)), exists))

    def of_all(self, kinds: Tensor, owners: Tensor, valid: Tensor) -> Tensor:
        """What all units of both owners tell of each, [B, U, embedding]."""
        sides = torch.stack([valid & (owners == 1), valid & (owners == 2)], 1).float()
        shares = sides / sides.sum(2, keepdim=True).clamp_min(1)
        own = shares @ self.all_types(kinds)
        other = shares @ self.all_types(kinds + len(self.settings.types) + 1)
        both = self.all(F.gelu(torch.cat([own, other.flip(1)], 2)))
        return rows_of(both, owners - 1)


@torch.no_grad()
def least(apart: Tensor, allowed: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Of each unit the numbers of the allowed ones that are least `apart` from it, and which of them there are.

    Of several as far apart the first in order comes first.
    """
    units = apart.shape[1]
    keys = (apart.long() * 1024 + torch.arange(units, device=apart.device)).masked_fill(~allowed, 2**50)
    found = keys.topk(min(count, units), dim=2, largest=False)
    return found.indices, found.values < 2**50


def mean_and_greatest(x: Tensor, exists: Tensor) -> Tensor:
    """The mean of those of `x` [B, U, k, c] that exist, then the largest in each channel, [B, U, 2c]; 0 where none does."""
    share = exists / exists.sum(2, keepdim=True).clamp_min(1)
    mean = (x * share[..., None]).sum(2)
    greatest = x.masked_fill(~exists[..., None], -1e4).amax(2)
    return torch.cat([mean, greatest * exists.any(2, keepdim=True)], 2)
