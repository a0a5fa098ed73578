"""Exports a checkpoint from transformers to ONNX: `python export_onnx.py NAME CHECKPOINT INPUT…`."""

import sys
from pathlib import Path

import torch
import transformers
from checkpoints import CHECKPOINTS
from reference import tensors


class Logits(torch.nn.Module):
    """A model of one input and one output, as the exporter likes them."""

    def __init__(self, model) -> None:
        super().__init__()
        self.model = model

    def forward(self, inputs, attention_mask=None):
        if attention_mask is None:
            return self.model(inputs=inputs).logits
        return self.model(inputs=inputs, attention_mask=attention_mask).logits


name, checkpoint, *files = sys.argv[1:]
given = tensors(name, checkpoint, files)
if isinstance(given["inputs"], dict):
    sys.exit("models of several inputs are not exported")
model = getattr(transformers, CHECKPOINTS[name][0]).from_pretrained(checkpoint).eval()
with torch.inference_mode():
    torch.onnx.export(
        Logits(model), tuple(given.values()), str(Path(checkpoint) / "model.onnx"), input_names=list(given), dynamo=False
    )
