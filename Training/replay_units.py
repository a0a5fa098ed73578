#!/usr/bin/env python3
"""Turns replays of StarCraft II into tables of the units that stand on the map, which the explorer opens.

    pip install sc2reader
    python Training/replay_units.py game.SC2Replay --out units/

One table a game minute: `units/game-03m00s.csv` with owner (1 or 2), type, x and y in cells of the map, and age in game
seconds. A place is the last one that the replay tells: where a unit was born, or where it was hit.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from perceiver_training.arguments import count, file

PLAYERS = (1, 2)


@dataclass(frozen=True)
class Unit:
    type: str
    owner: int
    x: int
    y: int
    born: int  # second

    def row(self, second: int) -> list:
        return [self.owner, self.type, self.x, self.y, second - self.born]


def follow(units: dict[int, Unit], event) -> None:
    """Changes the units on the map, by their index, as a tracker event of sc2reader says."""
    match type(event).__name__:
        case "UnitBornEvent" | "UnitInitEvent":
            units[event.unit_id_index] = Unit(event.unit_type_name, event.control_pid, event.x, event.y, event.second)
        case "UnitDiedEvent":
            units.pop(event.unit_id_index, None)
        case "UnitTypeChangeEvent":
            if known := units.get(event.unit_id_index):
                units[event.unit_id_index] = replace(known, type=event.unit_type_name)
        case "UnitOwnerChangeEvent":
            if known := units.get(event.unit_id_index):
                units[event.unit_id_index] = replace(known, owner=event.control_pid)
        case "UnitPositionsEvent":
            for index, (x, y) in event.positions:
                if known := units.get(index):
                    units[index] = replace(known, x=x, y=y)


def snapshots(events: Iterable, every: int) -> Iterator[tuple[int, list[list]]]:
    """The rows of both players' units at every so many seconds, up to the last event."""
    units: dict[int, Unit] = {}
    second = every
    for event in events:
        while event.second >= second:
            yield second, [u.row(second) for u in units.values() if u.owner in PLAYERS]
            second += every
        follow(units, event)


def write(path: Path, rows: list[list]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["owner", "type", "x", "y", "age"])
        table.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("replays", type=file, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="folder of the tables")
    parser.add_argument("--every", type=count, default=60, help="seconds from one table to the next")
    a = parser.parse_args()
    try:
        import sc2reader
    except ImportError:
        raise SystemExit("this needs the package sc2reader: pip install sc2reader") from None
    a.out.mkdir(parents=True, exist_ok=True)
    for path in a.replays:
        try:
            replay = sc2reader.load_replay(str(path), load_level=3)
        except Exception as error:  # whatever a damaged replay makes the library raise
            print(f"{path}: no replay that sc2reader reads ({error})", file=sys.stderr)
            continue
        written = 0
        for second, rows in snapshots(replay.tracker_events, a.every):
            if rows:
                write(a.out / f"{Path(path).stem}-{second // 60:02}m{second % 60:02}s.csv", rows)
                written += 1
        print(f"{path}: {written} tables")


if __name__ == "__main__":
    main()
