"""Exports a checkpoint from transformers to ONNX: `python export_onnx.py NAME CHECKPOINT INPUT…`."""

import sys
from pathlib import Path

import torch
import transformers
from checkpoints import CHECKPOINTS
from reference import tensors

name, checkpoint, *files = sys.argv[1:]
given = tensors(name, checkpoint, files)
PARTS = ["audio", "image", "label"]


class Plain(torch.nn.Module):
    """A model of tensors, with tensors as its outputs, as the exporter likes them."""

    def __init__(self, model) -> None:
        super().__init__()
        self.model = model

    def forward(self, *tensors):
        if name != "multimodal":
            return self.model(**dict(zip(given, tensors))).logits
        points = given["subsampled_output_points"]
        logits = self.model(inputs=dict(zip(PARTS, tensors)), subsampled_output_points=points).logits
        return tuple(logits[part] for part in PARTS)


model = getattr(transformers, CHECKPOINTS[name][0]).from_pretrained(checkpoint).eval()
if name == "multimodal":
    inputs, outputs = {part: given["inputs"][part] for part in PARTS}, [f"logits.{part}" for part in PARTS]
else:
    inputs, outputs = given, ["logits"]
target = Path(checkpoint) / "model.onnx"
with torch.inference_mode():
    torch.onnx.export(
        Plain(model),
        tuple(inputs.values()),
        str(target.with_suffix(".part")),
        input_names=list(inputs),
        output_names=outputs,
        dynamo=False,
    )
target.with_suffix(".part").rename(target)
