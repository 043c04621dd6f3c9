"""Points spread over the shapes of the world map, and which polygons of another map they lie in."""

import json
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar.tables import packaged

Array = npt.NDArray[np.float64]
WANTED = 120  # points in a shape, at least ...
FINEST = 256  # ... unless a grid this fine over its largest polygons has fewer


def rings(topology: dict, geometry: dict) -> list[list[Array]]:
    """Return the polygons of a geometry as lists of rings, each an (n, 2) array of degrees."""
    if geometry["type"] is None:
        return []
    nested = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [[_ring(topology, arcs) for arcs in polygon] for polygon in nested]


def _ring(topology: dict, arcs: list[int]) -> Array:
    lines = [_arc(topology, arc) if arc >= 0 else _arc(topology, ~arc)[::-1] for arc in arcs]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def _arc(topology: dict, index: int) -> Array:
    line = np.asarray(topology["arcs"][index], dtype=float)
    if "transform" not in topology:
        return line
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return np.cumsum(line, axis=0) * scale + shift


def inside(points: Array, polygon: list[Array]) -> npt.NDArray[np.bool_]:
    """Tell which points lie in a polygon with holes: an odd number of edges to their east."""
    within = np.zeros(len(points), dtype=bool)
    low, high = polygon[0].min(axis=0), polygon[0].max(axis=0)
    (near,) = np.nonzero(((points >= low) & (points <= high)).all(axis=1))
    if len(near) == 0:
        return within
    odd = np.zeros(len(near), dtype=bool)
    for ring in polygon:
        a, b = ring[:-1], ring[1:]
        for block in np.array_split(np.arange(len(near)), max(1, len(near) * len(a) // 2_000_000)):
            x, y = points[near[block], 0, None], points[near[block], 1, None]
            spans = (a[:, 1] > y) != (b[:, 1] > y)
            with np.errstate(divide="ignore", invalid="ignore"):
                cross = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
            odd[block] ^= (spans & (x < cross)).sum(axis=1) % 2 == 1
    within[near] = odd
    return within


@cache
def samples() -> dict[str, Array]:
    """Return points of every shape by id; each stands for the cosine of its latitude in area."""
    topology = json.loads(packaged("map.json").read_bytes())
    found = {}
    for geometry in topology["objects"]["states"]["geometries"]:
        polygons = rings(topology, geometry)
        if polygons:
            found[geometry["id"]] = _spread(polygons)
        else:  # too small for an outline: its dot
            found[geometry["id"]] = np.array([geometry["properties"]["dot"]])
    return found


@cache
def areas() -> dict[str, float]:
    """Return the area of every shape as a share of the sphere; 0 for a dot."""
    topology = json.loads(packaged("map.json").read_bytes())
    return {
        geometry["id"]: sum(
            _area(polygon[0]) - sum(_area(hole) for hole in polygon[1:])
            for polygon in rings(topology, geometry)
        )
        for geometry in topology["objects"]["states"]["geometries"]
    }


def _area(ring: Array) -> float:
    x, height = ring[:, 0] / 360, np.sin(np.radians(ring[:, 1])) / 2  # equal-area, 1 by 1
    return float(abs(np.sum(np.diff(x) * (height[1:] + height[:-1]) / 2)))


def _spread(polygons: list[list[Array]]) -> Array:
    for steps in _doubling(8):
        points = _grid(polygons, steps)
        if len(points) >= WANTED or steps >= FINEST:
            break
    corners = np.concatenate([polygon[0] for polygon in polygons])
    return points if len(points) else corners


def _doubling(steps: int) -> Iterator[int]:
    while True:
        yield steps
        steps *= 2


def _grid(polygons: list[list[Array]], steps: int) -> Array:
    """Return the points of one grid that lie in any of the polygons."""
    outlines = [polygon[0] for polygon in polygons]
    low = np.min([o.min(axis=0) for o in outlines], axis=0)
    high = np.max([o.max(axis=0) for o in outlines], axis=0)
    at = (np.arange(steps) + 0.5) / steps
    x, y = np.meshgrid(low[0] + at * (high - low)[0], low[1] + at * (high - low)[1])
    points = np.column_stack([x.ravel(), y.ravel()])
    return points[np.any([inside(points, polygon) for polygon in polygons], axis=0)]
