"""Writes the fixtures of point clouds: small files of every kind, and the points that they hold.

    pip install numpy
    python Tests/Fixtures/points.py

Beside each file `x.*` that holds points lies `x.f64` with their coordinates, little-endian, as numpy has them. Of meshes
`meshes.json` has the area of each triangle, and how much of the surface lies below the middle of each axis.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent / "media" / "points"
RNG = np.random.default_rng(7)


def write(name: str, data: bytes | str, points: np.ndarray | None = None) -> None:
    ROOT.mkdir(parents=True, exist_ok=True)
    (ROOT / name).write_bytes(data.encode() if isinstance(data, str) else data)
    if points is not None:
        (ROOT / name).with_suffix(".f64").write_bytes(points.astype("<f8").tobytes())


def rows(points: np.ndarray, separator: str = " ", *more: np.ndarray) -> str:
    columns = np.concatenate([points, *more], 1)
    return "".join(separator.join(f"{v:.7g}" for v in row) + "\n" for row in columns)


def as_written(points: np.ndarray) -> np.ndarray:
    return np.array([[float(f"{v:.7g}") for v in row] for row in points])


# MARK: points


def clouds() -> None:
    points = RNG.normal(0, 2, (24, 3))
    colours = RNG.integers(0, 256, (24, 3))
    head = "ply\nformat {} 1.0\ncomment made for a test\nelement vertex 24\nproperty {} x\nproperty {} y\n"

    # Written as text, with properties before and between the coordinates.
    text = "ply\r\nformat ascii 1.0\r\nobj_info none\r\nelement vertex 24\r\nproperty uchar red\r\nproperty float z\r\n"
    text += "property float x\r\nproperty float y\r\nend_header\r\n"
    text += "".join(f"{c[0]} {p[2]:.7g} {p[0]:.7g} {p[1]:.7g}\r\n" for p, c in zip(points, colours))
    write("text.ply", text, as_written(points))

    # Little-endian floats and a colour; big-endian doubles behind a list.
    record = np.dtype([("p", "<f4", 3), ("c", "u1", 3)])
    data = np.zeros(24, record)
    data["p"], data["c"] = points, colours
    properties = "property float z\n" + "".join(f"property uchar {c}\n" for c in ("red", "green", "blue"))
    write(
        "little.ply",
        (head.format("binary_little_endian", "float", "float") + properties + "end_header\n").encode() + data.tobytes(),
        points.astype("f4"),
    )
    body = b""
    for index, point in enumerate(points):
        items = index % 3
        body += bytes([items]) + np.arange(items, dtype=">i2").tobytes() + point.astype(">f8").tobytes()
    header = "ply\nformat binary_big_endian 1.0\nelement vertex 24\nproperty list uchar short seen\n"
    header += "".join(f"property double {axis}\n" for axis in "xyz") + "end_header\n"
    write("big.ply", header.encode() + body, points)

    write("spaces.xyz", rows(points), as_written(points))
    write("scan.pts", "24\n" + rows(points, " ", colours), as_written(points))
    named = "id,y,x,\"z\"\n" + "".join(f"{i},{p[1]:.7g},{p[0]:.7g},{p[2]:.7g}\n" for i, p in enumerate(points))
    write("named.csv", named, as_written(points))
    write("commas.csv", rows(points, ", "), as_written(points))
    write("semicolons.csv", "X;Y;Z\n" + rows(points, ";"), as_written(points))
    write("exponents.txt", "//X Y Z\n" + "".join(" ".join(f"{v:.6e}" for v in p) + "\n" for p in points * 1e-7),
          np.array([[float(f"{v:.6e}") for v in p] for p in points * 1e-7]))
    corners = "# corners alone\no scan\n" + "".join("v " + " ".join(f"{v:.7g}" for v in p) + "\n" for p in points)
    write("corners.obj", corners, as_written(points))

    def npy(name: str, array: np.ndarray) -> None:
        np.save(ROOT / name, array)
        write(name, (ROOT / name).read_bytes(), array[:, :3].astype("f8"))

    npy("floats.npy", points.astype("<f4"))
    npy("columns.npy", np.asfortranarray(points))
    npy("halves.npy", np.concatenate([points, points], 1).astype("<f2"))
    npy("whole.npy", np.round(points * 100).astype(">i2"))


# MARK: meshes

CUBE = np.array([[x, y, z] for z in (0, 1) for y in (0, 1) for x in (0, 1)], dtype=float)
SIDES = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]


def fans(faces: list[list[int]]) -> list[list[int]]:
    return [[f[0], f[i], f[i + 1]] for f in faces for i in range(1, len(f) - 1)]


def area(corners: np.ndarray) -> float:
    return float(np.linalg.norm(np.cross(corners[1] - corners[0], corners[2] - corners[0])) / 2)


def below(corners: np.ndarray, triangles: list[list[int]]) -> list[float]:
    """The share of the surface below the middle of each axis, from a fine division of each triangle."""
    low, high = corners.min(0), corners.max(0)
    total, found = 0.0, np.zeros(3)
    n = 200
    u, v = np.meshgrid((np.arange(n) + 0.5) / n, (np.arange(n) + 0.5) / n)
    inside = u + v < 1
    for t in triangles:
        a, b, c = corners[t]
        places = a + u[inside][:, None] * (b - a) + v[inside][:, None] * (c - a)
        found += area(corners[t]) * (places < (low + high) / 2).mean(0)
        total += area(corners[t])
    return (found / total).tolist()


def meshes() -> None:
    # A box of 4 × 2 × 1 and, beside it, a thin post: area decides, not the number of faces.
    box = CUBE * [4, 2, 1]
    post = CUBE * [0.1, 0.1, 3] + [5, 0, 0]
    corners = np.concatenate([box, post])
    faces = SIDES + [[i + 8 for i in f] for f in SIDES]
    triangles = fans(faces)
    truth = {"corners": corners.tolist(), "areas": [area(corners[t]) for t in triangles], "below": below(corners, triangles)}

    lines = "".join(" ".join(f"{v:g}" for v in p) + "\n" for p in corners)
    listed = "".join(f"{len(f)} " + " ".join(map(str, f)) + "\n" for f in faces)
    write("mesh.off", f"OFF\n# a box and a post\n{len(corners)} {len(faces)} 0\n{lines}\n{listed}")
    # As ModelNet has some: the numbers behind the keyword without a space; colours of corners and faces.
    coloured = "".join(" ".join(f"{v:g}" for v in p) + " 255 0 0 255\n" for p in corners)
    write("joined.off", f"COFF{len(corners)} {len(faces)} 0\n{coloured}" + listed.replace("\n", " 0.5 0.5 0.5\n"))
    obj = "mtllib none.mtl\n" + "".join("v " + " ".join(f"{v:g}" for v in p) + "\n" for p in corners) + "vn 0 0 1\nvt 0 0\n"
    obj += "g sides\n" + "".join("f " + " ".join(f"{i + 1}/1/1" for i in f) + "\n" for f in faces[:6])
    obj += "".join("f " + " ".join(f"{i - len(corners)}//1" for i in f) + "\n" for f in faces[6:])
    write("mesh.obj", obj)
    header = f"ply\nformat binary_little_endian 1.0\nelement vertex {len(corners)}\n"
    header += "".join(f"property float {axis}\n" for axis in "xyz")
    header += f"element face {len(faces)}\nproperty list uchar int vertex_indices\nproperty uchar flags\nend_header\n"
    body = corners.astype("<f4").tobytes()
    body += b"".join(bytes([len(f)]) + np.array(f, "<i4").tobytes() + b"\0" for f in faces)
    write("mesh.ply", header.encode() + body)
    (ROOT.parent.parent / "meshes.json").write_text(json.dumps(truth, indent=1) + "\n")


if __name__ == "__main__":
    clouds()
    meshes()
