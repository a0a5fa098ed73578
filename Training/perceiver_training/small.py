"""What the small models beside the Perceiver share: a run of so many minutes, and a folder as transformers writes it."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from .arguments import count, folder


def arguments(text: str, minutes: float, rate: float) -> argparse.ArgumentParser:
    """The arguments that all three commands take."""
    parser = argparse.ArgumentParser(description=text.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run; run it again to resume")
    parser.add_argument("--minutes", type=float, default=minutes, help="of one processor core, whatever else runs beside it")
    parser.add_argument("--rate", type=float, default=rate, help="the highest learning rate")
    parser.add_argument("--most", type=count, default=1_000_000, help="measure at most so many examples of a split; to try the command")
    parser.add_argument("--seed", type=int, default=0)
    return parser


class Run:
    """Steps of training for so many minutes of processor time, kept in `state.pt` so that they can be resumed."""

    def __init__(self, a: argparse.Namespace, parts: dict[str, nn.Module], learned: nn.Module, decay: float = 0.05) -> None:
        """`parts` are kept; `learned` is what the optimizer moves."""
        self.a, self.parts, self.path = a, parts, a.out / "state.pt"
        matrices = [p for p in learned.parameters() if p.requires_grad and p.ndim > 1]
        others = [p for p in learned.parameters() if p.requires_grad and p.ndim <= 1]
        groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=a.rate, betas=(0.9, 0.98))
        self.step, self.seconds = 0, 0.0
        if self.path.exists():
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            for name, part in parts.items():
                part.load_state_dict(state[name])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds = state["step"], state["seconds"]

    @property
    def share(self) -> float:
        """How much of the time is over, 0 to 1."""
        return min(self.seconds / (60 * self.a.minutes), 1.0)

    def rate(self) -> float:
        """A short warm-up, then a fall to zero by the clock."""
        return self.a.rate * min((self.step + 1) / 200, 1.0) * min(1.0, 1.6 * (1 - self.share))

    def train(self, loss_of: Callable[[int], dict[str, torch.Tensor]], after: Callable[[], None] = lambda: None) -> None:
        """Steps until the time is over: `loss_of` a step's number, and what is done `after` each."""
        torch.set_num_threads(1)
        losses: dict[str, list[float]] = {}
        while self.share < 1:
            began = time.process_time()
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate()
            found = loss_of(self.step)
            self.optimizer.zero_grad(set_to_none=True)
            sum(found.values()).backward()
            nn.utils.clip_grad_norm_([p for g in self.optimizer.param_groups for p in g["params"]], 1.0)
            self.optimizer.step()
            after()
            self.step += 1
            self.seconds += time.process_time() - began
            for name, loss in found.items():
                losses.setdefault(name, []).append(float(loss.detach()))
            if self.step % 50 == 0:
                means = {name: round(sum(all) / len(all), 4) for name, all in losses.items()}
                print(f"step {self.step}, {self.seconds / 60:.1f} of {self.a.minutes:g} minutes, {means}", flush=True)
                losses = {}
            if self.step % 250 == 0 or self.share >= 1:
                self.save()

    def save(self) -> None:
        state = {name: part.state_dict() for name, part in self.parts.items()}
        torch.save(state | {"optimizer": self.optimizer.state_dict(), "step": self.step, "seconds": self.seconds}, self.path.with_suffix(".part"))
        os.replace(self.path.with_suffix(".part"), self.path)


def write_folder(path: Path, config: dict, preprocessing: dict, tensors: dict[str, torch.Tensor], facts: dict) -> None:
    """Writes a model's folder as transformers reads it, with float16 weights, and what was measured of it."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in (("config.json", config), ("preprocessor_config.json", preprocessing), ("measured.json", facts)):
        (path / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    save_file({name: t.detach().half().contiguous() for name, t in tensors.items()}, path / "model.safetensors", {"format": "pt"})


def halved(module: nn.Module) -> nn.Module:
    """The same module with the numbers that are written: what is measured is what is bundled."""
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(p.half().float())
    return module
