"""Compares this program with transformers on the six published sizes: time, memory, and results.

    swift build -c release
    python3 Benchmarks/compare.py [--only conv flow] [--rounds 3]

See README.md beside this file.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ["torch", "transformers==4.57.6", "onnxruntime", "onnx", "safetensors", "numpy", "pillow"]


def main() -> None:
    arguments = parse()
    python = arguments.python or environment(arguments.folder / "environment")
    if Path(sys.executable) != Path(python) and not os.environ.get("COMPARING"):
        # The rest needs packages of that environment.
        os.environ["COMPARING"] = "1"
        os.execv(python, [str(python), *sys.argv])
    threads = str(arguments.threads)
    os.environ |= {"OMP_NUM_THREADS": threads, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    from checkpoints import CHECKPOINTS, make_checkpoint, make_input

    rows = []
    for name in arguments.only or list(CHECKPOINTS):
        checkpoint = arguments.folder / "checkpoints" / name
        files = make_input(name, arguments.folder / "inputs")
        make_checkpoint(name, checkpoint)
        rows.append(Comparison(arguments, name, checkpoint, files).run())
    print()
    print(table(rows))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", help="checkpoints, instead of all six")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--how", nargs="+", default=["eager", "compile", "onnx"])
    parser.add_argument("--folder", type=Path, default=HERE / "work", help="for what is made (4 GB)")
    parser.add_argument("--python", type=Path, help="an environment that has the packages already")
    parser.add_argument("--perceiver", type=Path, default=HERE.parent / ".build/release/perceiver")
    return parser.parse_args()


def environment(folder: Path) -> Path:
    """A virtual environment with what is compared with."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


class Comparison:
    """One checkpoint, by this program and by each way of transformers, in turns."""

    def __init__(self, arguments, name: str, checkpoint: Path, files: list[str]) -> None:
        self.arguments = arguments
        self.name = name
        self.checkpoint = checkpoint
        self.files = files
        self.sound = ["--sound", f"{files[0]}/sound.wav"] if name == "multimodal" else []
        self.results = arguments.folder / "results" / name
        self.results.mkdir(parents=True, exist_ok=True)

    def run(self) -> dict:
        ways = [way for way in self.arguments.how if self.works(way)]
        self.own_results()
        differences = self.differences()
        rounds = {way: [] for way in ["perceiver", *ways]}
        for _ in range(self.arguments.rounds):
            for way in rounds:
                rounds[way].append(self.own() if way == "perceiver" else self.reference(way))
                print(f"{self.name:10} {way:9} {rounds[way][-1]}", flush=True)
        medians = {
            way: {key: statistics.median(one[key] for one in results) for key in results[0]}
            for way, results in rounds.items()
        }
        return {"name": self.name, "differences": differences, **medians}

    # One run.

    def own(self) -> dict:
        """Start to answer from `predict`, and the forward alone from `bench`."""
        command = [self.arguments.perceiver, "predict", *self.files, *self.sound, "--model", self.checkpoint]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        first = time.perf_counter() - start
        assert status == 0, command
        command[1:2] = ["bench", "--json", "--rounds", "1" if self.name == "flow" else "3"]
        parts = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return {"forward": parts["forward"], "first": first, "peak": usage.ru_maxrss // 1024}

    def reference(self, way: str, to: Path | None = None) -> dict:
        rounds = "1" if self.name == "flow" else "3"
        command = [sys.executable, HERE / "reference.py", self.name, self.checkpoint, *self.files]
        command += ["--how", way, "--rounds", rounds, "--threads", str(self.arguments.threads)]
        if to:
            command += ["--to", to]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = process.stdout.readline()
        first = time.perf_counter() - start
        rest, errors = process.communicate()
        if process.returncode != 0 or line.strip() != "first":
            raise RuntimeError(errors.strip().splitlines()[-1] if errors.strip() else "no answer")
        result = json.loads(rest)
        return {"forward": statistics.median(result["forward"]), "first": first, "peak": result["peak"]}

    def works(self, way: str) -> bool:
        try:
            if way == "onnx":
                self.export()
            self.reference(way, self.results / f"{way}.npz")
            return True
        except (RuntimeError, subprocess.CalledProcessError) as error:
            print(f"{self.name:10} {way:9} does not work: {error}", flush=True)
            return False

    def export(self) -> None:
        if not (self.checkpoint / "model.onnx").exists():
            command = [sys.executable, HERE / "export_onnx.py", self.name, self.checkpoint, *self.files]
            subprocess.run(command, check=True, capture_output=True)

    # Results.

    def own_results(self) -> None:
        command = [self.arguments.perceiver, "export", *self.files, *self.sound, "--model", self.checkpoint]
        command += ["--maps", "none", "--to", self.results / "perceiver.safetensors"]
        if self.name == "multimodal":
            command.append("--reconstruct")
        subprocess.run(command, check=True, capture_output=True)

    def differences(self) -> dict:
        """The largest difference of each result, as a share of what is allowed: 1e-4 + 1e-5 · largest."""
        import numpy as np
        from safetensors.numpy import load_file

        got = load_file(self.results / "perceiver.safetensors")
        want = dict(np.load(self.results / "eager.npz"))
        if self.name == "multimodal":
            # The reference decoded the first 128th of the points.
            for key in ["audio", "image", "label"]:
                want[f"logits.{key}"] = want.pop(key).reshape(-1)
                got[f"logits.{key}"] = got[f"logits.{key}"].reshape(-1)[: want[f"logits.{key}"].size]
        shares = {}
        for key, expected in want.items():
            allowed = 1e-4 + 1e-5 * np.abs(expected).max()
            shares[key] = float(np.abs(got[key].reshape(expected.shape) - expected).max() / allowed)
        for key, share in shares.items():
            print(f"{self.name:10} {key}: {share:.3f} of the tolerance", flush=True)
            if not share <= 1:
                raise SystemExit(f"{self.name}: {key} differs")
        return shares


def table(rows: list[dict]) -> str:
    """Markdown: own numbers, those of the fastest other, and ratios; a ratio below 1 is less than the other's."""
    lines = [
        "| checkpoint | forward, s | other, s | ratio | start to answer, s | other, s | ratio | peak, MiB | other, MiB"
        " | ratio | difference |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        others = {way: row[way] for way in ["eager", "compile", "onnx"] if way in row}
        cells = [row["name"]]
        for key, digits in [("forward", 2), ("first", 2), ("peak", 0)]:
            way = min(others, key=lambda way: others[way][key])
            own, other = row["perceiver"][key], others[way][key]
            cells += [f"{own:.{digits}f}", f"{other:.{digits}f} ({way})", f"**{own / other:.2f}**"]
        cells.append(f"{max(row['differences'].values()):.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
