"""What the tokens of new front ends are asked by themselves, before the latents see them, and the latents of clips: in training alone.

Through latents that know other modalities a new front end begins to learn very slowly. Asked directly it learns within
minutes, and keeps what it knows while the latents learn to read it.
"""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from .batch import Batch
from .checkpoint import MismatchError
from .configuration import Configuration
from .fronts import fourier_features

# The tasks that clouds are asked directly, where a batch has them.
OF_CLOUDS = ("shape", "finer shape", "finer other shape")


class Evened(nn.BatchNorm1d):
    """Batch norm over the last axis of arrays of any shape."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.flatten(0, -2)).view(x.shape)


class CloudHead(nn.Module):
    """Scores of a cloud's classes from the largest and the mean of what its tokens tell."""

    def __init__(self, channels: int, classes: dict[str, int], hidden: int = 256) -> None:
        super().__init__()
        self.channels = channels + 3  # the content, and where the centre is
        self.each = nn.Sequential(nn.Linear(self.channels, hidden), Evened(hidden), nn.GELU())
        self.all = nn.Sequential(nn.Linear(2 * hidden, hidden), Evened(hidden), nn.GELU(), nn.Dropout(0.4))
        self.scores = nn.ModuleDict({task: nn.Linear(hidden, count) for task, count in classes.items()})

    def forward(self, tokens: Tensor) -> dict[str, Tensor]:
        told = self.each(tokens[:, :, : self.channels])
        told = self.all(torch.cat([told.amax(1), told.mean(1)], 1))
        return {task: score(told) for task, score in self.scores.items()}


class LipHead(nn.Module):
    """Scores of the word that is said in each frame: from all cells of the frame, and from their mean alone."""

    def __init__(self, channels: int, cells: int, words: int) -> None:
        super().__init__()
        self.channels, self.cells = channels, cells
        self.of_all = nn.Sequential(nn.Dropout(0.2), nn.Linear(cells * channels, words))
        self.of_mean = nn.Linear(channels, words)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens [B, frames · cells, C] to scores [B, frames, words]."""
        content = tokens[:, :, : self.channels].unflatten(1, (-1, self.cells))
        return self.of_all(content.flatten(2)), self.of_mean(content.mean(2))


class SaidHead(nn.Module):
    """Scores of the word that is said at each frame of a clip, asked of the latents by the frame's time.

    Six words a clip tell the latents little of what to keep; some forty frames tell more.
    """

    def __init__(self, frames: int, width: int, words: int, bands: int = 8) -> None:
        super().__init__()
        self.register_buffer("times", fourier_features((frames,), bands), persistent=False)
        self.query = nn.Linear(1 + 2 * bands, width)
        self.scores = nn.Linear(width, words)

    def forward(self, decoder: nn.Module, latents: Tensor, frames: int) -> Tensor:
        queries = self.query(self.times[:frames]).expand(len(latents), -1, -1)
        return self.scores(decoder(queries, latents))


class UnitHead(nn.Module):
    """Scores of the type of a masked unit from its token."""

    def __init__(self, channels: int, types: int, width: int = 128) -> None:
        super().__init__()
        self.channels = channels
        self.first = nn.Linear(channels, width)
        self.more = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.scores = nn.Sequential(nn.Dropout(0.1), nn.Linear(width, types))

    def forward(self, tokens: Tensor) -> Tensor:
        told = self.first(tokens[..., : self.channels])
        return self.scores(told + self.more(told))


class DirectHeads(nn.ModuleDict):
    """One head for each new modality, and the losses of a batch by them."""

    def __init__(self, configuration: Configuration, labels: dict[str, list[str]]) -> None:
        c = configuration
        shapes = {task: len(labels[task]) for task in OF_CLOUDS if task in labels}
        clips = len(labels["finer clip"])
        super().__init__(
            {
                "points": CloudHead(c.points.channels, shapes),
                "clip": LipHead(c.clip.stages[-1].channels, c.clip.grid[1] * c.clip.grid[2], clips),
                "said": SaidHead(c.clip.grid[0], c.d_latents, clips),
                "units": UnitHead(c.units.embedding + c.units.position_channels, len(c.units.types)),
            }
        )

    def losses(self, batch: Batch, tokens: Tensor, smoothing: float) -> dict[str, Tensor]:
        """The losses of a batch, none where its tokens are asked nothing directly."""
        if batch.modality == "points":
            scores = self["points"](tokens)
            return {f"{t}, direct": soft_loss(scores[t], batch.targets[t], smoothing) for t in scores if t in batch.targets}
        if batch.modality == "clip" and batch.words is not None and "lips" in batch.x:
            told = self["clip"](tokens[:, : batch.words.shape[1] * self["clip"].cells])
            losses = [F.cross_entropy(t.float().transpose(1, 2), batch.words, label_smoothing=smoothing) for t in told]
            return {"words of lips, direct": losses[0] + 0.5 * losses[1]}
        if batch.modality == "units" and bool((batch.contents >= 0).any()):
            asked = tokens.gather(1, batch.cells[..., None].expand(-1, -1, tokens.shape[2]))
            scores = self["units"](asked).float().transpose(1, 2)
            return {"masked unit types, direct": F.cross_entropy(scores, batch.contents, label_smoothing=smoothing)}
        return {}


    def loss_of_times(self, batch: Batch, decoder: nn.Module, latents: Tensor, smoothing: float) -> Tensor:
        """How well the latents of clips tell what is said at which time."""
        scores = self["said"](decoder, latents, batch.words.shape[1]).float()
        return F.cross_entropy(scores.transpose(1, 2), batch.words, label_smoothing=smoothing)


def soft_loss(scores: Tensor, target: Tensor, smoothing: float) -> Tensor:
    """Cross-entropy of scores [B, classes] and targets whose rows sum to their weights."""
    smooth = target * (1 - smoothing) + target.sum(1, keepdim=True) * smoothing / target.shape[1]
    return -(smooth * F.log_softmax(scores.float(), 1)).sum(1).mean()


def save_front(path: Path, modality: str, front: nn.Module, head: nn.Module) -> None:
    """Writes a front end and its head, named as they are in a model in training."""
    parts = {f"input_preprocessor.{modality}": front, f"direct.{modality}": head}
    save_file({f"{p}.{n}": t.contiguous() for p, module in parts.items() for n, t in module.state_dict().items()}, path)


@torch.no_grad()
def load_front(path: Path, model: nn.Module) -> list[str]:
    """Copies what `save_front` wrote into a model, and returns its names; raises MismatchError where it does not fit."""
    state, tensors = model.state_dict(), load_file(path)
    for name, tensor in tensors.items():
        if name not in state or state[name].shape != tensor.shape:
            raise MismatchError(f"{path}: {name} {list(tensor.shape)} is not what this run needs")
        state[name].copy_(tensor)
    return [*tensors]


def even_out(front: nn.Module) -> None:
    """Adds batch norms to a front end of points while it is trained alone: without them it learns several times as slowly."""
    front.second = nn.Sequential(front.second, Evened(front.second.out_features))
    for wide in front.wide:
        wide.up = nn.Sequential(Evened(wide.up.in_features), wide.up)


@torch.no_grad()
def plain(front: nn.Module) -> nn.Module:
    """A copy of such a front end, its batch norms, as they are when measured, being parts of the linear layers beside them."""
    made = copy.deepcopy(front).eval()
    linear, norm = made.second
    scale, shift = affine(norm)
    linear.bias.mul_(scale).add_(shift)
    linear.weight.mul_(scale[:, None])
    made.second = linear
    for wide in made.wide:
        norm, linear = wide.up
        scale, shift = affine(norm)
        linear.bias.add_(linear.weight @ shift)
        linear.weight.mul_(scale)
        wide.up = linear
    return made


def affine(norm: nn.BatchNorm1d) -> tuple[Tensor, Tensor]:
    """The factors and summands that a batch norm amounts to when measured."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    return scale, norm.bias - norm.running_mean * scale
