"""The map of the explorer: shapes of today in Equal Earth, as paths of SVG."""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from multipolar.app_cache import Kept
from multipolar.figures.world_map import BORDERS, HEIGHT, SCALE, TOP, WIDTH
from multipolar.tables import packaged

A = (1.340264, -0.081106, 0.000893, 0.003796)
"""Coefficients of Equal Earth (Savric, Patterson and Jenny 2019, Int. J. Geogr. Inf. Sci. 33)."""
M = math.sqrt(3) / 2
FINE = 10
"""Steps to a pixel."""

Point = tuple[float, float]


def project(lon: float, lat: float) -> Point:
    """Return where a place lies on the map, in pixels from its upper left corner.

    >>> project(0, 0) == (WIDTH / 2, TOP * SCALE)
    True
    """
    t = math.asin(M * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2 * t2 * t2
    slope = A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)
    x = math.radians(lon) * math.cos(t) / (M * slope)
    y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))
    return WIDTH / 2 + SCALE * x, (TOP - y) * SCALE


def path(rings: Iterable[Sequence[Point]]) -> str:
    """Return rings as a path of SVG, in steps of a tenth of a pixel.

    >>> path([[(0, 0), (1, 0), (1, 1), (0, 0)]])
    'M0 0l1 0 0 1z'
    """
    out = []
    for ring in rings:
        steps = [(round(x * FINE), round(y * FINE)) for x, y in ring]
        if steps[0] == steps[-1]:
            steps.pop()
        kept = [p for k, p in enumerate(steps) if k == 0 or p != steps[k - 1]]
        if len(kept) < 3:
            continue
        (x, y), moves = kept[0], []
        for nx, ny in kept[1:]:
            moves.append(f"{_short(nx - x)} {_short(ny - y)}")
            x, y = nx, ny
        out.append(f"M{_short(kept[0][0])} {_short(kept[0][1])}l{' '.join(moves)}z")
    return "".join(out)


def _short(steps: int) -> str:
    return f"{steps / FINE:g}"


def shapes() -> dict[str, Any]:
    """Return the map: its size, the globe, every shape of today, and dots for small states.

    Returns
    -------
    dict
        ``width``, ``height``, ``sphere`` (a path), ``shapes`` (``id``, ``name``, ``fill``: the
        state that administers it or nothing, ``d``: a path), ``dots`` (``id``, ``name``,
        ``fill``, ``x``, ``y``) and ``caption``.
    """
    return _kept(0)


def _made(_: int) -> dict[str, Any]:
    topology = json.loads(packaged("map.json").read_bytes())
    arcs = _arcs(topology)
    drawn, dots = [], []
    for shape in topology["objects"]["states"]["geometries"]:
        facts = shape["properties"]
        one = {"id": shape["id"], "name": facts["name"], "fill": facts["fill"]}
        drawn.append({**one, "d": path(_rings(shape, arcs))})
        if "dot" in facts:
            x, y = project(*facts["dot"])
            dots.append({**one, "x": round(x, 1), "y": round(y, 1)})
    return {
        "width": WIDTH, "height": HEIGHT, "sphere": _sphere(), "shapes": drawn, "dots": dots,
        "caption": BORDERS,
    }  # fmt: skip


_kept: Kept[int, dict[str, Any]] = Kept(_made, 1)


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a topology: longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def _rings(shape: dict[str, Any], arcs: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the rings of a shape, put together from arcs, cut at the date line and projected."""
    polygons = shape.get("arcs", [])
    rings = polygons if shape["type"] == "Polygon" else [r for p in polygons for r in p]
    out = []
    for ring in rings:
        points: list[Point] = []
        for number in ring:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        out += [[project(*p) for p in part] for part in cut(points)]
    return out


def cut(ring: Sequence[Point]) -> list[list[Point]]:
    """Return the parts of a ring on either side of the date line; each stays at its own edge.

    >>> west, east = cut([(170, 0), (-170, 0), (-170, 9), (170, 9)])
    >>> west
    [(170, 0), (180.0, 0.0), (180.0, 9.0), (170, 9)]
    >>> east
    [(-180.0, 0.0), (-170, 0), (-170, 9), (-180.0, 9.0)]
    """
    whole: list[Point] = []
    turn = 0
    for k, (lon, lat) in enumerate(ring):
        step = lon - ring[k - 1][0] if k else 0.0
        turn += (step < -180) * 360 - (step > 180) * 360
        whole.append((lon + turn, lat))
    if all(-180 <= lon <= 180 for lon, _ in whole):
        return [list(ring)]
    parts = []
    for shift in (-360, 0, 360):
        side = _beyond(whole, -180 + shift, 1)
        side = _beyond(side, 180 + shift, -1)
        if len(side) > 2:
            parts.append([(lon - shift, lat) for lon, lat in side])
    return sorted(parts, key=lambda part: -part[0][0])


def _beyond(ring: Sequence[Point], edge: float, sign: int) -> list[Point]:
    """Return what of a ring lies east (1) or west (-1) of a meridian."""
    out: list[Point] = []
    for k, (lon, lat) in enumerate(ring):
        before, low = ring[k - 1]
        if (sign * (lon - edge) > 0) != (sign * (before - edge) > 0):
            out.append((float(edge), low + (lat - low) * (edge - before) / (lon - before)))
        if sign * (lon - edge) > 0:
            out.append((lon, lat))
    return out


def _sphere() -> str:
    """Return the outline of the globe, cut where the map ends."""
    down = [project(180, lat) for lat in range(90, -91, -2)]
    up = [project(-180, lat) for lat in range(-90, 91, 2)]
    return path([[(x, min(max(y, 0.0), float(HEIGHT))) for x, y in (*down, *up, down[0])]])


def answer_shapes(_: object) -> dict[str, Any]:
    """Return the map to a page."""
    return shapes()
