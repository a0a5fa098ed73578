"""Front ends of point clouds, lips and units, the sizes of the model, and how their inputs are varied. A few seconds."""

from __future__ import annotations

import math
import sys
import unittest
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from perceiver_training.configuration import CONCEPT, MODALITIES, TASKS, Configuration
from perceiver_training.direct import even_out, plain
from perceiver_training.evaluation import masked_some
from perceiver_training.export import as_json, tensor_name
from perceiver_training.fronts import LipTokens, PointTokens, UnitTokens, fourier, spread_points
from perceiver_training.model import Perceiver
from perceiver_training.packs import Examples
from perceiver_training.scenes import hidden_units, joined, said_at, shifted, swapped, turned
from perceiver_training.sets import MINUTES, RACES, clip_parts, packed
from perceiver_training.unitmodel import facts_of

# As many classes as the packs have.
CLASSES = {
    "photo": 63, "sound": 41, "spoken word": 22, "subject": 42, "topic": 4, "sentiment": 2, "language": 60, "shape": 48,
    "digit": 10, "verb": 4, "colour": 4, "preposition": 4, "letter": 25, "adverb": 4, "first race": len(RACES),
    "second race": len(RACES), "minute": len(MINUTES), "concept": 59,
}
C = Configuration()


def a_game(rng, count: int) -> np.ndarray:
    """Units of random types on few cells, so that many are as near as others."""
    columns = [rng.integers(0, 136, count), rng.integers(1, 3, count), *rng.integers(0, 6, (2, count)), rng.integers(0, 900, count)]
    return np.stack(columns, 1)


def mean_and_largest(rows: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([torch.stack(rows).mean(0), torch.stack(rows).amax(0)])


class Sizes(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.manual_seed(0)
        cls.model = Perceiver(C, CLASSES).eval()

    def test_the_model_is_as_small_as_was_promised(self) -> None:
        parameters = sum(p.numel() for p in self.model.parameters())
        self.assertLessEqual(parameters, 14_000_000)
        self.assertLessEqual(2 * parameters, 28_000_000)  # bytes of the file, in float16

    def test_each_task_has_a_query_and_a_layer(self) -> None:
        names = {tensor_name(n) for n in self.model.state_dict()}
        for task in CLASSES:
            self.assertIn(f"perceiver.decoder.queries.{task}", names)
            self.assertIn(f"perceiver.decoder.final_layer.{task}.weight", names)
        self.assertEqual({t.name for t in TASKS}, set(CLASSES))

    def test_the_configuration_says_what_each_modality_is(self) -> None:
        labels = {task: [str(i) for i in range(count)] for task, count in CLASSES.items()}
        config = as_json(C, TASKS, labels, [])
        self.assertEqual(list(config["inputs"]), list(MODALITIES))
        self.assertEqual(len(config["inputs"]["units"]["types"]), config["inputs"]["units"]["mask_id"])
        self.assertEqual(config["tasks"][-1]["input"], list(CONCEPT.modalities))
        self.assertNotIn("points", config)
        old = as_json(Configuration(modalities=("image", "audio", "text"), reconstructs=()), TASKS, labels, [])
        self.assertEqual([t["name"] for t in old["tasks"]][-2:], ["language", "concept"])
        self.assertEqual(old["tasks"][-1]["input"], ["image", "audio", "text"])

    def test_parts_of_a_clip_can_be_left_out(self) -> None:
        x = {"lips": torch.rand(2, 5, 48, 64), "sound": torch.rand(2, 1, 64, 40)}
        counts = {"lips": torch.tensor([5, 3]), "sound": torch.tensor([40, 40])}
        with torch.no_grad():
            tokens, valid = self.model.tokens("clip", x, counts)
            lips, _ = self.model.tokens("clip", {"lips": x["lips"]}, counts)
            sound, _ = self.model.tokens("audio", x["sound"], counts["sound"])
        self.assertEqual(tokens.shape, (2, 5 * 12 + 16 * 10, 128))
        torch.testing.assert_close(tokens, torch.cat([lips, sound], 1))
        self.assertEqual(valid.sum(1).tolist(), [60 + 160, 36 + 160])

    def test_a_masked_unit_is_asked_without_its_type(self) -> None:
        units = torch.from_numpy(a_game(np.random.default_rng(0), 30))[None]
        other, counts, cells = units.clone(), torch.tensor([30]), torch.tensor([[4, 7]])
        for game, kind in ((units, 1), (other, 2)):
            game[0, cells[0], 0] = C.units.mask_id
        with torch.no_grad():
            tokens, valid = self.model.tokens("units", units, counts)
            answers = self.model.decode_tokens("units", cells, tokens, self.model.encode(tokens, valid))
        self.assertEqual(answers.shape, (1, 2, len(C.units.types)))


class Clouds(unittest.TestCase):
    def test_tokens_belong_to_points_that_lie_apart(self) -> None:
        x = torch.rand(2, 300, 3, generator=torch.Generator().manual_seed(0)) - 0.5
        chosen = spread_points(x, 20)
        self.assertTrue(all(len(set(row.tolist())) == 20 for row in chosen))
        self.assertEqual(int(chosen[0, 0]), int(x[0].norm(dim=1).argmax()))
        away = (x[0, chosen[0, :19], None] - x[0]).norm(dim=2).amin(0)
        self.assertEqual(int(chosen[0, 19]), int(away.argmax()))

    def test_tokens_are_what_is_said_of_them(self) -> None:
        torch.manual_seed(0)
        front, x = PointTokens(C.points, 128), torch.rand(1, 400, 3) - 0.5
        with torch.no_grad():
            tokens, valid = front(x, torch.tensor([400]))
            centres = x[0, spread_points(x, 128)[0]]

            def local(c):
                near = x[0, (x[0] - c).norm(dim=1).argsort()[:24]]
                parts = [near - c, near.norm(dim=1, keepdim=True) - c.norm(), (near - c).norm(dim=1, keepdim=True)]
                told = F.gelu(front.first(8 * torch.cat(parts, 1)))
                return F.gelu(front.second(torch.cat([told.amax(0), told.mean(0)])))

            found = torch.stack([local(c) for c in centres])
            for step, wide in zip((1, 2, 4), front.wide):
                learned = []
                for c in centres:
                    beside = (centres - c).norm(dim=1).argsort()[: 16 * step : step]
                    told = wide.edge(torch.cat([found[beside], 4 * (centres[beside] - c)], 1))
                    learned.append(wide.down(F.gelu(wide.up(told.amax(0)))))
                found = found + torch.stack(learned)
        self.assertEqual(tokens.shape, (1, 128, 128))
        self.assertTrue(bool(valid.all()))
        torch.testing.assert_close(tokens[0, :, :88], front.norm(found).detach(), rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(tokens[0, 5, 88:91], centres[5])
        torch.testing.assert_close(tokens[0, 5, 121:], front.padding)

    def test_batch_norms_become_parts_of_linear_layers(self) -> None:
        torch.manual_seed(0)
        front, x = PointTokens(C.points, 128), torch.rand(3, 300, 3) - 0.5
        even_out(front)
        for _ in range(3):
            front(x * torch.rand(3, 1, 3), torch.full((3,), 300))
        front.eval()
        with torch.no_grad():
            torch.testing.assert_close(plain(front)(x, None)[0], front(x, None)[0], rtol=1e-4, atol=1e-4)
        self.assertEqual([*plain(front).state_dict()], [*PointTokens(C.points, 128).state_dict()])

    def test_varied_clouds_are_of_one_size(self) -> None:
        rng = np.random.default_rng(0)
        x = turned(rng.normal(0, 1, (8, 200, 3)).astype(np.float32), rng)
        np.testing.assert_allclose(np.linalg.norm(x, axis=2).max(1), 1, rtol=1e-5)
        np.testing.assert_allclose(x.max(1) + x.min(1), 0, atol=1e-5)

    def test_position_features_come_axis_by_axis(self) -> None:
        found = fourier(torch.tensor([[0.5, -0.25]]), [torch.tensor([1.0, 2.0])] * 2)[0].tolist()
        angles = [0.5, 1.0, -0.25, -0.5]
        wanted = [0.5, -0.25, *(math.sin(math.pi * a) for a in angles), *(math.cos(math.pi * a) for a in angles)]
        for f, w in zip(found, wanted, strict=True):
            self.assertAlmostEqual(f, w, places=6)


class Lips(unittest.TestCase):
    def test_shorter_clips_are_the_same_among_longer_ones(self) -> None:
        torch.manual_seed(0)
        front, x = LipTokens(C.clip, 128).eval(), torch.rand(2, 9, 48, 64)
        with torch.no_grad():
            both, valid = front(x, torch.tensor([9, 6]))
            alone, _ = front(x[1:, :6], torch.tensor([6]))
        self.assertEqual(valid.sum(1).tolist(), [108, 72])
        torch.testing.assert_close(both[1, :72], alone[0], rtol=1e-4, atol=1e-5)

    def test_brightness_and_contrast_tell_nothing(self) -> None:
        torch.manual_seed(0)
        front, x, counts = LipTokens(C.clip, 128).eval(), torch.rand(1, 4, 48, 64), torch.tensor([4])
        with torch.no_grad():
            torch.testing.assert_close(front(x, counts)[0], front(x * 0.5 + 0.2, counts)[0], rtol=1e-3, atol=1e-4)

    def test_a_clip_is_kept_whole(self) -> None:
        rng = np.random.default_rng(0)
        frames = rng.integers(0, 256, (38, 48, 64), dtype=np.uint8)
        sound = rng.integers(-(2**15), 2**15, 47648).astype(np.int16)
        for found, wanted in zip(clip_parts(packed(frames, sound), C.clip), (frames, sound)):
            np.testing.assert_array_equal(found, wanted)

    def test_words_keep_their_times_when_clips_are_made_anew(self) -> None:
        """Frames and samples hold the number of the word that is said."""
        rng, clips, facts = np.random.default_rng(0), [], []
        for i in range(6):
            bounds = np.cumsum([3, *rng.integers(2, 5, 6)])
            words = np.arange(6) + 6 * i
            frames = np.full((38, 2, 2), 255, np.uint8)
            for slot in range(6):
                frames[bounds[slot] : bounds[slot + 1]] = words[slot]
            clips.append((frames, np.repeat(frames[:, 0, 0], 1280).astype(np.int16)))
            facts.append([*bounds, *np.delete(words, 4), words[4]])
        for made, told in (joined(clips, np.array(facts), np.ones(6, bool), rng), shifted(clips, np.array(facts), rng)):
            for (frames, sound), fact in zip(made, told):
                self.assertEqual((len(frames), len(sound)), (38, 38 * 1280))
                words = np.insert(fact[7:12], 4, fact[12])
                for slot, word in enumerate(words):
                    start, end = fact[slot], fact[slot + 1]
                    self.assertEqual(set(frames[start:end].ravel().tolist()), {word})
                    self.assertEqual(set(sound[start * 1280 : end * 1280].tolist()), {word})

    def test_each_frame_is_told_its_word(self) -> None:
        fact = np.array([[1, 2, 3, 4, 5, 7, 8, 1, 0, 0, 2, 1, 9]])
        words = [2, 2, 1, 3, 10, 2]
        self.assertEqual(said_at(fact, 10, words)[0].tolist(), [20, 1, 2, 4, 7, 17, 17, 19, 20, 20])


class Games(unittest.TestCase):
    def test_tokens_are_what_is_said_of_them(self) -> None:
        torch.manual_seed(0)
        rng = np.random.default_rng(0)
        front, units = UnitTokens(C.units, 128), a_game(rng, 25)
        x = torch.zeros(2, 40, 5, dtype=torch.long)
        x[:, :, 1] = 1
        x[0, :25] = torch.from_numpy(units)
        x[1] = torch.from_numpy(a_game(rng, 40))
        with torch.no_grad():
            tokens, valid = front(x, torch.tensor([25, 40]))
            i, age = 3, torch.tensor(2 * np.log1p(units[:, 4]) / np.log1p(2400) - 1).float()
            away = ((units[:, 2:4] - units[i, 2:4]) ** 2).sum(1)
            apart = np.abs(units[:, 4] - units[i, 4])
            others = [j for j in range(25) if j != i]
            rows = []
            for j in sorted(others, key=lambda j: (away[j], j))[:16]:
                along = torch.tensor((units[j, 2:4] - units[i, 2:4]) / 10).float()
                row = front.near_types.weight[units[j, 0] + (137 if units[j, 1] != units[i, 1] else 0)]
                rows.append(F.gelu(row + front.near_place(torch.tensor([*along, along.norm(), age[j] - age[i]]))))
            content = front.types.weight[units[i, 0]] + front.owners.weight[units[i, 1] - 1] + front.near(mean_and_largest(rows))
            rows = []
            own = [j for j in others if units[j, 1] == units[i, 1]]
            for j in sorted(own, key=lambda j: (apart[j], away[j], j))[:8]:
                later = float(units[j, 4] - units[i, 4])
                told = [np.sign(later) * np.log1p(abs(later)), later == 0, np.log1p(away[j] ** 0.5 / 10)]
                rows.append(F.gelu(front.age_types.weight[units[j, 0]] + front.age_place(torch.tensor(told).float())))
            content = content + front.aged(mean_and_largest(rows))
            own, other = (units[:, 1] == owner for owner in (units[i, 1], 3 - units[i, 1]))
            means = [front.all_types.weight[units[own, 0]].mean(0), front.all_types.weight[units[other, 0] + 137].mean(0)]
            content = content + front.all(F.gelu(torch.cat(means))) + front.place(tokens[0, i, 80:119])
            content = content + front.down(F.gelu(front.up(front.norm(content))))
        self.assertEqual(valid.sum(1).tolist(), [25, 40])
        torch.testing.assert_close(tokens[0, i, :80], content, rtol=1e-4, atol=1e-5)
        middle = (units[:, 2:4].min(0) + units[:, 2:4].max(0)) / 2
        torch.testing.assert_close(tokens[0, i, 80:82], torch.tensor((units[i, 2:4] - middle) / 100).float())
        torch.testing.assert_close(tokens[0, i, 82], age[i])

    def test_one_unit_alone_has_no_neighbours(self) -> None:
        front, game = UnitTokens(C.units, 128), torch.tensor([[[1, 2, 50, 50, 0]]])
        with torch.no_grad():
            tokens, _ = front(game, torch.tensor([1]))
            content = front.types.weight[1] + front.owners.weight[1] + front.near.bias + front.aged.bias
            own = torch.cat([front.all_types.weight[1], torch.zeros(C.units.hidden)])
            content = content + front.all(F.gelu(own)) + front.place(tokens[0, 0, 80:119])
            content = content + front.down(F.gelu(front.up(front.norm(content))))
        torch.testing.assert_close(tokens[0, 0, :80], content)

    def test_variations_keep_a_game_a_game(self) -> None:
        rng = np.random.default_rng(0)
        units = a_game(rng, 30)
        for _ in range(8):
            other, exchanged = swapped(units, rng)
            self.assertEqual(other[:, 1].tolist(), (3 - units[:, 1] if exchanged else units[:, 1]).tolist())
            distances = [((u[:, None, 2:4] - u[None, :, 2:4]) ** 2).sum(2) for u in (units, other)]
            np.testing.assert_array_equal(*distances)
            self.assertTrue(1 <= hidden_units(units, rng).sum() <= 12)

    def test_counting_sees_no_masked_type(self) -> None:
        rng = np.random.default_rng(0)
        units, asked = a_game(rng, 30), np.array([2, 9, 11])
        other = units.copy()
        other[asked, 0] = 0
        np.testing.assert_array_equal(facts_of(units, asked, (0, 2)), facts_of(other, asked, (0, 2)))
        examples = Examples.of([units.astype(np.int32).ravel()], np.array([0]))
        self.assertEqual(len(masked_some(examples)[0]), 4)


if __name__ == "__main__":
    unittest.main()
