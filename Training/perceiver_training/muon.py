"""Muon: momentum whose matrices are made orthogonal before they are applied (Jordan 2024)."""

from __future__ import annotations

import torch
from torch import Tensor


def orthogonal(matrices: Tensor) -> Tensor:
    """About the nearest (semi-)orthogonal matrices of [n, a, b], by five Newton-Schulz steps.

    The quintic's coefficients are Jordan's: fast for small singular values, ending near 1. PyTorch's
    own Muon does this in bfloat16, which takes longer than a whole training step on a CPU.
    """
    x = matrices.bfloat16() if matrices.is_cuda else matrices
    flipped = x.shape[1] > x.shape[2]
    if flipped:
        x = x.transpose(1, 2)
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        gram = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return (x.transpose(1, 2) if flipped else x).to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    """Updates matrices of one shape together; the update's size matches AdamW's (Liu et al. 2025)."""

    def __init__(self, parameters: list, lr: float, weight_decay: float, momentum: float = 0.95):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None) -> None:
        for group in self.param_groups:
            shapes: dict[torch.Size, list] = {}
            for p in group["params"]:
                if p.grad is not None:
                    shapes.setdefault(p.shape, []).append(p)
            for shape, parameters in shapes.items():
                directions = []
                for p in parameters:
                    state = self.state[p]
                    if "velocity" not in state:
                        state["velocity"] = torch.zeros_like(p)
                    velocity = state["velocity"]
                    velocity.lerp_(p.grad, 1 - group["momentum"])
                    directions.append(p.grad.lerp(velocity, group["momentum"]))
                scale = 0.2 * max(shape) ** 0.5 * group["lr"]
                for p, update in zip(parameters, orthogonal(torch.stack(directions))):
                    p.mul_(1 - group["lr"] * group["weight_decay"]).sub_(update, alpha=scale)
