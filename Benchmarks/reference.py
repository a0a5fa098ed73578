"""One run of a checkpoint in transformers, in a process of its own; prints one JSON object.

    python reference.py NAME CHECKPOINT --how eager|compile|onnx --rounds N --to OUT.npz [--maps] INPUT…
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np


def tensors(name: str, checkpoint: str, files: list[str]) -> dict:
    """What the model takes, made of files as the checkpoint's own preprocessing says."""
    import torch
    from PIL import Image

    def pixels(path):
        return torch.from_numpy(np.array(Image.open(path).convert("RGB")))

    if name == "language":
        from transformers import PerceiverTokenizer

        tokens = PerceiverTokenizer()(Path(files[0]).read_text(), return_tensors="pt")
        return {"inputs": tokens.input_ids, "attention_mask": tokens.attention_mask}
    if name == "flow":
        frames = []
        for path in files:
            frame = (pixels(path).permute(2, 0, 1).float() / 255 * 2 - 1)[None]
            patches = torch.nn.functional.unfold(frame, 3, padding=1)  # channel, dy, dx
            height, width = frame.shape[2:]
            patches = patches.view(3, 9, height, width).transpose(0, 1).reshape(27, height, width)
            frames.append(patches)
        return {"inputs": torch.stack(frames)[None]}
    if name == "multimodal":
        import wave

        folder = Path(files[0])
        frames = torch.stack([pixels(path).permute(2, 0, 1) for path in sorted(folder.glob("*.png"))])
        with wave.open(str(folder / "sound.wav")) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float32) / 32768
        return {
            "inputs": {
                "image": frames[None].float() / 255,
                "audio": torch.from_numpy(samples)[None, :, None],
                "label": torch.zeros(1, 700),
            },
            "subsampled_output_points": {
                "image": torch.arange(16 * 224 * 224 // 128),
                "audio": torch.arange(30720 // 16 // 128),
                "label": None,
            },
        }
    from transformers import PerceiverImageProcessor

    processor = PerceiverImageProcessor.from_pretrained(checkpoint)
    return {"inputs": processor(Image.open(files[0]), return_tensors="pt").pixel_values}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("checkpoint")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--how", choices=["eager", "compile", "onnx"], default="eager")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--to", help="for the outputs")
    parser.add_argument("--maps", action="store_true", help="put rows of the attention maps beside them (eager)")
    arguments = parser.parse_args()
    run, inputs = onnx(arguments) if arguments.how == "onnx" else pytorch(arguments)
    outputs = run(inputs)
    print("first", flush=True)
    first_peak = peak()
    seconds = []
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        run(inputs)
        seconds.append(time.perf_counter() - start)
    if arguments.to:
        np.savez(arguments.to, **outputs)
    print(json.dumps({"forward": seconds, "peak": first_peak}), flush=True)


def peak() -> int:
    """The most memory this process has had, in MiB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def pytorch(arguments):
    import torch
    import transformers
    from checkpoints import CHECKPOINTS

    torch.set_num_threads(arguments.threads)
    kind = getattr(transformers, CHECKPOINTS[arguments.name][0])
    model = kind.from_pretrained(arguments.checkpoint).eval()
    inputs = tensors(arguments.name, arguments.checkpoint, arguments.files)
    latents, maps = {}, []
    if arguments.maps:
        keep_maps(arguments.name, model, maps)
    if arguments.how == "compile":
        call = torch.compile(model)
    else:
        call = model
        model.perceiver.encoder.register_forward_hook(
            lambda module, given, out: latents.update(latents=out.last_hidden_state[0].numpy())
        )

    # A compiled model of clips fails on what it makes of NumPy's arrays in inference mode.
    mode = torch.no_grad if arguments.how == "compile" else torch.inference_mode

    def run(inputs):
        maps.clear()
        with mode():
            logits = call(**inputs).logits
        logits = {f"logits.{k}": v for k, v in logits.items()} if isinstance(logits, dict) else {"logits": logits}
        return {key: value.numpy()[0] for key, value in logits.items()} | latents | named(maps)

    return run, inputs


def keep_maps(name: str, model, maps: list) -> None:
    """Collects the wanted rows of each attention map, `[heads, rows, keys]`, in the order of execution."""
    from checkpoints import map_rows, reference_row

    latents, asking = map_rows(name)
    asking = asking and [reference_row(name, query) for query in asking]
    decoders = []

    def hook(module, _, probabilities):
        rows = asking if module in decoders else latents
        whole = probabilities[0]
        maps.append((whole if rows is None else whole[:, rows]).clone().numpy())

    for path, module in model.named_modules():
        # The weights go through this before they meet the values; it does nothing to them.
        if path.endswith("attention.self"):
            module.dropout.register_forward_hook(hook)
            if "decod" in path:
                decoders.append(module.dropout)


def named(maps: list) -> dict:
    """The maps under the names that `perceiver export` gives them."""
    if not maps:
        return {}
    names = ["encoder", *(f"self.{i}" for i in range(len(maps) - 2)), "decoder"]
    return {f"attention.{name}": values for name, values in zip(names, maps)}


def onnx(arguments):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = onnxruntime.InferenceSession(
        str(Path(arguments.checkpoint) / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    inputs = tensors(arguments.name, arguments.checkpoint, arguments.files)
    parts = inputs["inputs"] if isinstance(inputs["inputs"], dict) else inputs
    feed = {item.name: parts[item.name].numpy() for item in session.get_inputs()}
    names = [item.name for item in session.get_outputs()]
    return lambda _: {key: value[0] for key, value in zip(names, session.run(None, feed))}, None


if __name__ == "__main__":
    main()
