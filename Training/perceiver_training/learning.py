"""What is learned from a batch: losses, and the optimizers that follow them."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from .batch import Batch
from .direct import soft_loss
from .model import BY_TOKEN, Perceiver, drop_tokens
from .muon import Muon

# How much the contents of tokens count beside the classes: errors of pixels in units of their
# deviation, of spectrograms in units of their range, cross-entropy of bytes and of types of units.
CONTENTS = {"image": 0.6, "audio": 6.0, "text": 0.3, "prose": 1.0, "units": 1.0}
# How much counts what tokens of new front ends are asked directly.
DIRECT = 0.5


def losses_of(model: Perceiver, batch: Batch, smoothing: float) -> dict[str, torch.Tensor]:
    """The loss of each task and of the tokens' contents, weighted; the same at each call with a batch."""
    torch.manual_seed(batch.seed)
    tokens, valid = model.tokens(batch.modality, batch.x, batch.counts)
    order = leaving_order(model, batch, valid)
    latents = model.encode(*drop_tokens(tokens, valid, batch.keep, order))
    found = {}
    for task, logits in zip(batch.targets, model.decode(list(batch.targets), latents, 0.1)):
        found[task] = soft_loss(logits, batch.targets[task], smoothing)
    if hasattr(model, "direct"):
        found |= {name: DIRECT * loss for name, loss in model.direct.losses(batch, tokens, smoothing).items()}
        if batch.words is not None:
            found["words of clips"] = model.direct.loss_of_times(batch, model.decoder["decoding_cross_attention"], latents, smoothing)
    if batch.cells is None:
        return found
    got = model.decode_tokens(batch.modality, batch.cells, tokens, latents).float()
    weight = CONTENTS.get(batch.source, CONTENTS[batch.modality])
    if batch.modality in BY_TOKEN:
        if bool((batch.contents >= 0).any()):
            found["bytes" if batch.modality == "text" else "masked unit types"] = weight * F.cross_entropy(got.transpose(1, 2), batch.contents)
    else:
        found[f"{batch.modality} tokens"] = weight * F.mse_loss(got, batch.contents)
    return found


def leaving_order(model: Perceiver, batch: Batch, valid: torch.Tensor) -> torch.Tensor:
    """Numbers [B, M] of which the largest are left out: random ones, or those near a random place."""
    order = torch.rand(valid.shape, device=valid.device)
    if not batch.block:
        return order
    rows = model.configuration.front_end(batch.modality).grid[0]
    columns = valid.shape[1] // rows
    row = torch.arange(rows, device=valid.device)[:, None].expand(rows, columns).flatten()
    column = torch.arange(columns, device=valid.device).expand(rows, columns).flatten()
    centre = torch.rand(len(valid), 2, 1, device=valid.device)
    far = torch.maximum((row / rows - centre[:, 0]).abs(), (column / columns - centre[:, 1]).abs())
    return order * 0.01 - far


def optimizers(
    model: Perceiver, rate: float, weight_decay: float = 0.05, muon: bool = True, old: float = 1.0, fresh: tuple[str, ...] = ()
) -> list[torch.optim.Optimizer]:
    """Muon for the trunk's matrices (Jordan 2024) unless it shall not be, AdamW for everything else.

    Parameters that are not `fresh` learn `old` times as fast as those that are.
    """
    hidden = [
        n
        for n, p in model.named_parameters()
        if muon and p.ndim == 2 and (n.startswith("encoder.") or "decoding_cross_attention" in n)
    ]
    groups: dict[tuple[float, float], list] = {}
    for name, p in model.named_parameters():
        if name in hidden:
            continue
        # Most n-grams are rare: decay would take from them what they were seen in, and fast steps learn texts by heart.
        ngrams = name.endswith("ngrams.weight")
        decay = weight_decay if p.ndim > 1 and not ngrams else 0.0
        scale = (0.3 if ngrams else 1.0) * (1.0 if name in fresh else old)
        groups.setdefault((decay, scale), []).append(p)
    settings = [{"params": ps, "weight_decay": decay, "scale": scale} for (decay, scale), ps in groups.items()]
    found: list[torch.optim.Optimizer] = [torch.optim.AdamW(settings, lr=rate, betas=(0.9, 0.98), fused=True)]
    if hidden:
        trunk = [p for n, p in model.named_parameters() if n in hidden]
        found.append(Muon([{"params": trunk, "scale": old}], lr=rate, weight_decay=weight_decay))
    return found


def set_rate(optims: list[torch.optim.Optimizer], rate: float) -> None:
    for optim in optims:
        for group in optim.param_groups:
            group["lr"] = rate * group.get("scale", 1.0)
