"""Compares this program with transformers on the six published sizes: results, maps, time, and memory.

    swift build -c release
    python3 Benchmarks/compare.py [--only conv flow] [--rounds 3]

See README.md beside this file.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ["torch", "transformers==4.57.6", "onnxruntime", "onnx", "safetensors", "numpy", "pillow"]
WAYS = ["eager", "compile", "onnx"]


def main() -> None:
    arguments = parse()
    python = arguments.python or environment(arguments.folder / "environment")
    if Path(sys.executable) != Path(python) and not os.environ.get("COMPARING"):
        # The rest needs packages of that environment.
        os.environ["COMPARING"] = "1"
        os.execv(python, [str(python), *sys.argv])
    # Every program that is started gets so many processors: this one's takes as many threads as it finds.
    processors = sorted(os.sched_getaffinity(0))
    if arguments.threads > len(processors):
        raise SystemExit(f"compare.py: --threads {arguments.threads}: there are {len(processors)} processors")
    os.sched_setaffinity(0, processors[: arguments.threads])
    threads = str(arguments.threads)
    os.environ |= {"OMP_NUM_THREADS": threads, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    from checkpoints import CHECKPOINTS, make_checkpoint, make_input
    from tables import differences_table, speed_table

    rows = []
    for name in arguments.only or list(CHECKPOINTS):
        checkpoint = arguments.folder / "checkpoints" / name
        files = make_input(name, arguments.folder / "inputs")
        make_checkpoint(name, checkpoint)
        rows.append(Comparison(arguments, name, checkpoint, files).run())
        # What was measured stays if a later checkpoint fails.
        (arguments.folder / "results" / "rows.json").write_text(json.dumps(rows, indent=1))
    if any(row["differences"] for row in rows):
        print("\n" + differences_table(rows))
    if arguments.rounds:
        print("\n" + speed_table(rows))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", help="checkpoints, instead of all six")
    parser.add_argument("--rounds", type=int, default=3, help="of each way; a third of them for flow; 0 to only check")
    parser.add_argument("--no-check", dest="check", action="store_false", help="only measure")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--how", nargs="*", default=WAYS, choices=WAYS)
    parser.add_argument("--limit", type=int, default=240, help="seconds that a way may take to its first answer")
    parser.add_argument("--folder", type=Path, default=HERE / "work", help="for what is made (7 GB)")
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


class Failure(Exception):
    """Why a way does not work, in one line."""


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
        # One forward of flow takes as long as ten of the others.
        self.rounds = arguments.rounds and (max(1, arguments.rounds // 3) if name == "flow" else arguments.rounds)
        self.forwards = "1" if name == "flow" else "3"

    def run(self) -> dict:
        failures = {}
        differences = self.differences() if self.arguments.check else {}
        rounds = {"perceiver": []} if self.rounds else {}
        for way in self.arguments.how if self.rounds else []:
            try:
                self.attempt(way)
                rounds[way] = []
            except Failure as failure:
                failures[way] = str(failure)
                print(f"{self.name:10} {way:9} does not work: {failure}", flush=True)
        for _ in range(self.rounds):
            for way in list(rounds):
                try:
                    rounds[way].append(self.own() if way == "perceiver" else self.reference(way))
                except Failure as failure:
                    failures[way] = str(failure)
                    del rounds[way]
                    continue
                print(f"{self.name:10} {way:9} {rounds[way][-1]}", flush=True)
        medians = {
            way: {key: statistics.median(one[key] for one in results) for key in results[0]}
            for way, results in rounds.items()
        }
        return {"name": self.name, "differences": differences, "failures": failures, "rounds": rounds, **medians}

    # One run.

    def own(self) -> dict:
        """Start to answer from `predict`, and the forward alone from `bench`."""
        command = [self.arguments.perceiver, "predict", *self.files, *self.sound, "--model", self.checkpoint]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        first = time.perf_counter() - start
        if status != 0:
            raise SystemExit(f"{self.name}: perceiver predict failed")
        command[1:2] = ["bench", "--json", "--rounds", self.forwards]
        parts = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        rate = parts["operations"] / parts["forward"] / 1e9
        return {
            "forward": parts["forward"],
            "first": first,
            "peak": usage.ru_maxrss // 1024,
            "product": parts["productRate"],
            "share": rate / parts["productRate"],
        }

    def reference(self, way: str, *more: str | Path, limit: int | None = None) -> dict:
        rounds = "0" if more else self.forwards
        command = [sys.executable, HERE / "reference.py", self.name, self.checkpoint, *self.files]
        command += ["--how", way, "--rounds", rounds, "--threads", str(self.arguments.threads), *more]
        with tempfile.TemporaryFile("w+") as messages:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=messages, text=True, start_new_session=True
            )
            # With those that it started, such as compilers.
            timer = threading.Timer(limit or 3600, lambda: os.killpg(process.pid, signal.SIGKILL))
            timer.start()
            line = process.stdout.readline()
            first = time.perf_counter() - start
            rest, _ = process.communicate()
            timer.cancel()
            if process.returncode == -signal.SIGKILL and limit and first > limit - 1:
                raise Failure(f"no answer within {limit} s")
            if process.returncode != 0 or line.strip() != "first":
                raise Failure(reason(process.returncode, messages))
        result = json.loads(rest)
        return {"forward": statistics.median(result["forward"] or [0]), "first": first, "peak": result["peak"]}

    def attempt(self, way: str) -> None:
        """Tries a way once; what it makes (compiled kernels, a file for ONNX Runtime) is there afterwards."""
        if way == "onnx" and not (self.checkpoint / "model.onnx").exists():
            command = [sys.executable, HERE / "export_onnx.py", self.name, self.checkpoint, *self.files]
            with tempfile.TemporaryFile("w+") as messages:
                code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=messages).returncode
                if code != 0:
                    raise Failure("export: " + reason(code, messages))
        if way != "eager" or not self.arguments.check:
            self.reference(way, "--to", self.results / "attempt.npz", limit=self.arguments.limit)

    # Results.

    def differences(self) -> dict:
        """The largest difference of each result, and its share of what is allowed: 1e-4 + 1e-5 · largest."""
        self.reference("eager", "--to", self.results / "eager.npz", "--maps")
        self.own_results()
        return self.compared()

    def compared(self) -> dict:
        import numpy as np
        from safetensors.numpy import load_file

        got = load_file(self.results / "perceiver.safetensors")
        found = {}
        with np.load(self.results / "eager.npz") as want:
            for key in want.files:
                expected, actual = want[key], got[key]
                if key.startswith("logits.") and key != "logits.label":
                    # The reference decoded the first 128th of the points.
                    expected, actual = expected.reshape(-1), actual.reshape(-1)[: expected.size]
                scale = float(np.abs(expected).max())
                largest = float(np.abs(actual.reshape(expected.shape) - expected).max())
                found[key] = {
                    "largest": largest,
                    "share": largest / (1e-4 + 1e-5 * scale),
                    "relative": largest / scale,
                    "shape": list(expected.shape),
                }
        for key, value in found.items():
            if not value["share"] <= 1:
                raise SystemExit(f"{self.name}: {key} differs by {value['largest']}")
        worst = max(found, key=lambda key: found[key]["share"])
        print(f"{self.name:10} {len(found)} tensors agree; {worst} to {found[worst]['share']:.3f} of the tolerance")
        return found

    def own_results(self) -> None:
        from checkpoints import map_rows

        command = [self.arguments.perceiver, "export", *self.files, *self.sound, "--model", self.checkpoint]
        command += ["--to", self.results / "perceiver.safetensors"]
        for option, rows in zip(["--queries", "--asking"], map_rows(self.name)):
            if rows is not None:
                command += [option, ",".join(map(str, rows))]
        if self.name == "multimodal":
            command.append("--reconstruct")
        subprocess.run(command, check=True, capture_output=True)


def reason(code: int, messages) -> str:
    """The last line that a process said before it failed."""
    messages.seek(0)
    lines = [line.strip() for line in messages.read().splitlines() if line.strip()]
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return lines[-1][:200] if lines else f"status {code}"


if __name__ == "__main__":
    main()
