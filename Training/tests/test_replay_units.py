"""Tables of units from a replay's events."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from replay_units import snapshots  # noqa: E402


def event(kind: str, second: int, **facts):
    return type(kind, (), facts | {"second": second})()


class Replays(unittest.TestCase):
    def test_units_are_followed(self) -> None:
        born = {"unit_type_name": "Drone", "control_pid": 2, "x": 5, "y": 6}
        events = [
            event("UnitBornEvent", 0, unit_id_index=1, **born),
            event("UnitBornEvent", 0, unit_id_index=2, **born | {"control_pid": 0}),
            event("UnitInitEvent", 30, unit_id_index=3, **born | {"unit_type_name": "Pylon", "control_pid": 1}),
            event("UnitPositionsEvent", 40, positions=[(1, (9, 8)), (77, (1, 1))]),
            event("UnitTypeChangeEvent", 50, unit_id_index=1, unit_type_name="Hatchery"),
            event("UnitDiedEvent", 90, unit_id_index=3),
            event("UnitOwnerChangeEvent", 100, unit_id_index=2, control_pid=1),
            event("PlayerStatsEvent", 120),
        ]
        self.assertEqual(
            list(snapshots(events, 60)),
            [
                (60, [[2, "Hatchery", 9, 8, 60], [1, "Pylon", 5, 6, 30]]),
                (120, [[2, "Hatchery", 9, 8, 120], [1, "Drone", 5, 6, 120]]),
            ],
        )


if __name__ == "__main__":
    unittest.main()
