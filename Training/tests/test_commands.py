"""Runs the commands on packs of a few made-up examples.

    python -m unittest discover Training/tests

What a model learns from them says nothing; that runs resume exactly, that averages are averages, and that each
command reads what the one before it wrote does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from tiny_packs import jpeg, table, words, write_packs

TRAINING = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TRAINING))

from average import averaged
from perceiver_training.batches import SCHEDULE
from perceiver_training.checkpoint import load_weights
from perceiver_training.configuration import SOURCES, TASKS, Configuration
from perceiver_training.export import label_lists
from perceiver_training.model import Perceiver
from perceiver_training.packs import finer_names

REPOSITORY = TRAINING.parent
SHORT = ["--steps", "4", "--warmup", "2", "--workers", "1"]


# A program that reads its files with other libraries' decoders, and answers the first class of every task.
ANSWERING = """
import json, sys
from pathlib import Path
import numpy as np
import soundfile
from PIL import Image
for path in map(Path, sys.argv[sys.argv.index("--top") + 2 :]):
    match path.suffix:
        case ".png" | ".jpg": Image.open(path).load()
        case ".wav" | ".ogg": soundfile.read(path)
        case ".npy": assert np.load(path).shape[1] == 3
        case ".ply": assert path.read_bytes().startswith(b"ply\\n")
        case ".json": json.loads(path.read_text())
        case _: path.read_text(encoding="utf-8-sig")
    print(json.dumps({"predictions": FIRST}))
"""


def command(name: str, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, TRAINING / f"{name}.py", *map(str, arguments)], capture_output=True, text=True, check=False
    )


class Commands(unittest.TestCase):
    """One run, trained once; tests add to its folder what they need."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.packs, cls.run_ = cls.folder / "packs", cls.folder / "run"
        write_packs(cls.packs)
        cls.trained = cls.train(cls.run_, *SHORT)

    @classmethod
    def train(cls, out: Path, *more) -> subprocess.CompletedProcess:
        return command("train", "--data", cls.packs, "--out", out, *more)

    def beside(self, name: str) -> Path:
        """Another run's folder, in which the packs are decoded already."""
        out = self.folder / name
        shutil.copytree(self.run_ / "cache", out / "cache")
        return out

    def succeed(self, done: subprocess.CompletedProcess) -> str:
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        return done.stdout

    def measured(self) -> dict:
        return json.loads((self.run_ / "export/measured.json").read_text())

    def test_a_finished_run_is_left_as_it_is(self) -> None:
        measured = self.measured()
        self.assertIn("finished: ", self.succeed(self.train(self.run_, *SHORT)))
        self.assertEqual(self.measured(), measured)

    def test_finer_classes_are_optional(self) -> None:
        packs = self.folder / "coarse"
        shutil.copytree(self.packs, packs)
        (packs / "photos64/fine_labels.tsv").unlink()
        table(packs / "sounds/train.tsv", ["start", "samples", "label", "source"], [])
        self.assertEqual([finer_names(packs, s) for s in SOURCES if s.pack in ("photos64", "sounds")], [[], []])
        self.assertTrue(all(finer_names(self.packs, s) for s in SOURCES if s.pack in ("photos64", "sounds")))

    def test_a_run_exports_and_measures_itself(self) -> None:
        self.succeed(self.trained)
        found = self.measured()
        self.assertEqual(found["steps"], 4)
        self.assertEqual(found["test"]["photo"][2], 18)
        config = json.loads((self.run_ / "export/config.json").read_text())
        self.assertEqual([t["name"] for t in config["tasks"]][-1], "concept")

    def test_finer_classes_are_asked_in_training_alone(self) -> None:
        trained = torch.load(self.run_ / "state.pt", weights_only=True)["model"]
        self.assertEqual(trained["decoder.final_layer.finer photo.weight"].shape[0], 6)
        exported = load_file(self.run_ / "export/model.safetensors")
        self.assertFalse([name for name in exported if "finer" in name])

    def test_a_run_that_was_stopped_goes_on_exactly(self) -> None:
        out = self.beside("stopped")
        self.succeed(self.train(out, *SHORT, "--stop-after", "0"))
        self.assertFalse((out / "export").exists())
        self.succeed(self.train(out, *SHORT))
        whole, resumed = (torch.load(run / "state.pt", weights_only=True)["model"] for run in (self.run_, out))
        for name, weights in whole.items():
            self.assertTrue(torch.equal(weights, resumed[name]), name)

    def test_a_run_is_not_resumed_with_other_settings(self) -> None:
        done = self.train(self.run_, *SHORT, "--seed", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--seed 1, begun with 0", done.stderr)

    def test_what_is_new_may_learn_faster_and_sources_have_other_shares(self) -> None:
        out = self.beside("new")
        start = ["--from", self.run_ / "export", "--old", "0"]
        alone = [option for name in SCHEDULE if name != "photo" for option in ("--share", f"{name}=0")]
        self.succeed(self.train(out, *SHORT, *start, *alone, "--weight-decay", "0"))
        state, tensors = torch.load(out / "state.pt", weights_only=True), load_file(self.run_ / "export/model.safetensors")
        self.assertIn("decoder.final_layer.finer photo.weight", state["fresh"])
        for name, old in tensors.items():
            if "ngrams" not in name and "text" not in name:
                found = state["model"][name.removeprefix("perceiver.")]
                self.assertTrue(torch.equal(found, old.float()), name)
        wrong = self.train(out, *SHORT, "--share", "nothing=1")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("'nothing=1' is not SOURCE=SHARE", wrong.stderr)

    def test_front_ends_are_trained_alone_first(self) -> None:
        out, given = self.beside("alone"), []
        for modality in ("points", "clip", "units"):
            told = command("pretrain", "--data", self.packs, "--out", out, "--modality", modality, "--minutes", "0.001")
            self.assertIn("step 1, ", self.succeed(told))
            given += ["--fronts", out / f"{modality}.safetensors"]
        self.succeed(self.train(out, *SHORT, *given, "--rate", "0", "--still", "2", "--stop-after", "0"))
        trained = torch.load(out / "state.pt", weights_only=True)["model"]
        for path in given[1::2]:
            for name, tensor in load_file(path).items():
                if "running" not in name and "tracked" not in name:  # what batch norms have seen since
                    self.assertTrue(torch.equal(trained[name], tensor), name)

    def test_two_processes_train_one_model(self) -> None:
        out = self.beside("two")
        self.succeed(self.train(out, *SHORT[:-1], "2"))
        self.assertEqual(torch.load(out / "state.pt", weights_only=True)["step"], 4)

    def test_a_run_begins_where_an_export_ended(self) -> None:
        out = self.beside("further")
        told = self.succeed(self.train(out, *SHORT, "--from", self.run_ / "export", "--stop-after", "0"))
        finer = ("clip", "other shape", "photo", "shape", "sound")
        afresh = [f"decoder.{part}.finer {source}" for part in ("final_layer", "queries") for source in finer]
        self.assertIn(f"begins afresh: {', '.join(afresh)}\n", told)

    def test_a_model_of_other_labels_is_refused(self) -> None:
        done = self.train(self.folder / "refused", *SHORT, "--from", REPOSITORY / "assets/models/mini")
        self.assertEqual(done.returncode, 1)
        self.assertIn("tasks.photo.labels: 63 entries, but this run needs 4", done.stderr)

    def test_an_earlier_model_of_fewer_modalities_and_labels_is_taken_over(self) -> None:
        old = self.folder / "old"
        shutil.copytree(self.run_ / "export", old)
        config = json.loads((old / "config.json").read_text())
        known = ("image", "audio", "text")
        config["inputs"] = {m: config["inputs"][m] for m in known}
        config["reconstructs"] = list(known)
        concept = next(t for t in config["tasks"] if t["name"] == "concept")
        config["tasks"] = [t for t in config["tasks"] if t["input"] in known] + [concept | {"input": list(known)}]
        photo = config["tasks"][0]
        lost = photo["labels"].pop(1)
        (old / "config.json").write_text(json.dumps(config))
        tensors = load_file(old / "model.safetensors")
        wanted = ("points", "clip", "units", *(t.name for t in TASKS if not set(known) & set(t.modalities)))
        tensors = {n: t for n, t in tensors.items() if not set(wanted) & set(n.split("."))}
        for part in ("weight", "bias"):
            name = f"perceiver.decoder.final_layer.photo.{part}"
            tensors[name] = tensors[name][[0, 2, 3]]
        save_file(tensors, old / "model.safetensors")
        out = self.beside("grown")
        told = self.succeed(self.train(out, *SHORT, "--from", old, "--stop-after", "0"))
        self.assertIn("input_preprocessor.points.first", told)
        labels, _ = label_lists(self.packs)
        model = Perceiver.answering(Configuration(), labels)
        load_weights(old, model, Configuration(), labels)
        layer = model.decoder["final_layer"]["photo"]
        self.assertEqual(labels["photo"][1], lost)
        self.assertTrue(torch.equal(layer.weight[[0, 2, 3]], tensors["perceiver.decoder.final_layer.photo.weight"].float()))
        self.assertEqual(float(layer.weight[1].detach().abs().sum()), 0)
        new = load_file(self.run_ / "export/model.safetensors")
        mean = averaged([(old, 1.0), (self.run_ / "export", 1.0)], Configuration(), labels)
        points = mean.input_preprocessor["points"].first.weight
        torch.testing.assert_close(points, new["perceiver.input_preprocessor.points.first.weight"].float())
        torch.testing.assert_close(mean.decoder["final_layer"]["photo"].weight, new["perceiver.decoder.final_layer.photo.weight"].float())

    def test_an_average_lies_between_its_models(self) -> None:
        one, other = self.run_ / "export", self.folder / "other"
        shutil.copytree(one, other)
        tensors = load_file(one / "model.safetensors")
        save_file({n: t + 1 for n, t in tensors.items()}, other / "model.safetensors")
        out = self.beside("average")
        average = ("average", "--data", self.packs, "--out", out, f"{one}=3", f"{other}=1")
        self.succeed(command(*average))
        self.assertFalse((out / "export").exists())  # it was only tried
        self.succeed(command(*average, "--final"))
        for name, found in load_file(out / "export/model.safetensors").items():
            wanted = tensors[name].float() + 0.25
            torch.testing.assert_close(found.float(), wanted, rtol=2e-3, atol=2e-3)

    def test_a_weight_that_is_none_is_refused(self) -> None:
        done = command("average", "--data", self.packs, "--out", self.folder / "none", f"{self.packs}=-1")
        self.assertEqual(done.returncode, 2)
        self.assertIn("is not a weight above 0", done.stderr)

    def test_what_is_measured_is_kept_and_goes_into_the_card(self) -> None:
        for name in ("calibrate", "unfamiliar", "retrieval"):
            self.succeed(command(name, "--data", self.packs, "--out", self.run_))
        found = self.measured()
        for key in ("calibration error", "unfamiliar inputs", "across modalities"):
            self.assertIn(key, found)
        config = json.loads((self.run_ / "export/config.json").read_text())
        self.assertTrue(all("temperature" in task for task in config["tasks"]))
        card = self.folder / "card.md"
        shutil.copy(REPOSITORY / "assets/models/mini/README.md", card)
        self.succeed(command("card", "--out", self.run_, card))
        self.assertIn("| image | photo | photos64 | 4 | 18 |", card.read_text(encoding="utf-8"))

    def test_a_program_is_asked_about_files_of_every_form(self) -> None:
        tasks = json.loads((self.run_ / "export/config.json").read_text())["tasks"]
        program = self.folder / "program"
        program.write_text(f"#!{sys.executable}\nFIRST = {[{'task': t['name'], 'label': t['labels'][0]} for t in tasks]}\n{ANSWERING}")
        program.chmod(0o755)
        wanted = {"photo": 9, "sound": 8, "topic": 5, "shape": 7, "first race": 4}

        def rows(*model) -> dict:
            told = self.succeed(command("check_files", "--data", self.packs, "--program", program, *model))
            return {task: [row for row in told.splitlines() if row.startswith(f"| {task} |")] for task in wanted}

        # A model without point clouds is not asked about them.
        self.assertEqual(rows("--model", REPOSITORY / "Tests/Fixtures/models/tiny")["shape"], [])
        forms = rows("--model", self.run_ / "export")
        self.assertEqual({task: len(found) for task, found in forms.items()}, wanted)
        for row in forms["photo"]:  # of three classes the first is right in six of 18
            self.assertTrue(row.endswith("| 18 | 33.33% | +0.00 |"), row)

    def test_an_ablation_is_a_row(self) -> None:
        out = self.beside("ablations")
        chosen = ["--set", "sizes", "--only", "2 layers", "--modality", "image", "--steps", "1"]
        told = self.succeed(command("ablate", "--data", self.packs, "--out", out, *chosen))
        self.assertIn("| 2 layers, image alone | 1 |", told)

    def test_baselines_count_bytes(self) -> None:
        told = self.succeed(command("baselines", "--data", self.packs))
        self.assertIn("| gzip -9 |", told)

    def test_pictures_of_ones_own_make_a_model(self) -> None:
        rng, pictures = np.random.default_rng(1), self.folder / "pictures"
        for colour, name in enumerate(["red", "green"]):
            (pictures / name).mkdir(parents=True)
            for i in range(10):
                (pictures / name / f"{i}.jpg").write_bytes(jpeg(rng, colour))
        self.check_tuned(pictures, ["green", "red"])

    def test_texts_of_ones_own_make_a_model(self) -> None:
        rng, texts = np.random.default_rng(1), self.folder / "texts.tsv"
        table(texts, ["label", "text"], [[i % 2, " ".join(words(rng, 4))] for i in range(20)])
        self.check_tuned(texts, ["0", "1"])

    def check_tuned(self, examples: Path, labels: list[str]) -> None:
        out = self.folder / f"tuned-{examples.stem}"
        start = ["--from", self.run_ / "export", "--steps", "2", "--batch", "8"]
        self.succeed(command("finetune", "--examples", examples, "--out", out, *start))
        (task,) = json.loads((out / "config.json").read_text())["tasks"]
        self.assertEqual(task["labels"], labels)


if __name__ == "__main__":
    unittest.main()
