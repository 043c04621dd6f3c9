"""Who stands with whom: states as dots in their blocs, pacts and rivalries as lines."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.charts import WIDE, chart
from multipolar.errors import FigureError
from multipolar.figure import GREY, GROUPS, INK, MUTED, Figure

Array = npt.NDArray[Any]
ROUNDS = 400
LIGHT = {GREY, GROUPS[1], GROUPS[2], GROUPS[4], GROUPS[5], GROUPS[6]}
"""Colours on which words are black."""
INSIDE = 13.0
"""Radius in pixels from which the name of a state stands inside its dot."""


def network(  # noqa: PLR0913
    sizes: Mapping[str, float],
    groups: Mapping[str, str],
    friends: Sequence[tuple[str, str]],
    foes: Sequence[tuple[str, str]],
    *,
    colours: Mapping[str, str],
    title: str,
    subtitle: str = "",
    caption: str = "",
    width: int = WIDE,
    height: int = 520,
) -> Figure:
    """Draw a network of friends and foes; places are worked out from blocs, the same each time.

    Parameters
    ----------
    sizes
        ``state → number`` that the area of its dot shows, the largest first.
    groups
        ``state → bloc``; a state in none stands in the middle.
    friends, foes
        Pairs that a line joins; those of foes are dashed.
    colours
        ``bloc → colour``.
    title, subtitle, caption
        Words around the drawing.
    width, height
        In pixels.

    Raises
    ------
    FigureError
        There is nothing to draw.
    """
    if not sizes:
        msg = f"network: nothing to draw in {title!r}"
        raise FigureError(msg)
    states = list(sizes)
    top = 30.0 if width > 500 else 20.0
    radius = np.maximum(top * np.sqrt(np.array(list(sizes.values())) / max(sizes.values())), 4.5)
    at = places([groups.get(s, "") for s in states], list(colours), radius, width, height)
    where = dict(zip(states, at.tolist(), strict=True))
    dots = [
        {"state": s, "x": where[s][0], "y": where[s][1], "size": float(np.pi * r * r),
         "colour": colours.get(groups.get(s, ""), GREY), "inside": bool(r >= INSIDE),
         "on": "#000000" if colours.get(groups.get(s, ""), GREY) in LIGHT else "#FFFFFF",
         "below": where[s][1] + float(r) + 8, "text": f"{s}|{s}: {groups.get(s) or 'in no bloc'}, "
         f"{sizes[s]:.1%}"}
        for s, r in zip(states, radius, strict=True)
    ]  # fmt: skip
    joined = [_joined(pair, where, "friends") for pair in friends]
    opposed = [_joined(pair, where, "foes") for pair in foes]
    return Figure(
        title,
        chart(title, subtitle, width, height, _layers(width, height),
              {"dots": dots, "friends": joined, "foes": opposed}),
        ("State", "Bloc or tie", "Share or partner"),
        (*((s, groups.get(s) or "in no bloc", f"{sizes[s]:.4f}") for s in states),
         *((a, "defence pact", b) for a, b in friends), *((a, "rivalry", b) for a, b in foes)),
        subtitle=subtitle,
        caption=caption,
        legend=(*colours.items(), ("In no bloc", GREY)),
    )  # fmt: skip


def places(
    groups: Sequence[str], order: Sequence[str], radius: Array, width: int, height: int
) -> Array:
    """Return where each state stands: round the anchor of its bloc, no dot on another.

    Returns
    -------
    ndarray
        Shape ``(state, 2)``, in pixels.
    """
    present = [g for g in order if g in set(groups)]
    count = np.sqrt([sum(g == x for x in groups) for g in present])
    middle = (np.cumsum(count) - count / 2) / max(count.sum(), 1.0)
    turn = {g: -2.4 + 2 * np.pi * float(m) for g, m in zip(present, middle, strict=True)}
    centre = np.array([width / 2, height / 2])
    reach = np.array([0.37 * width, 0.35 * height])
    anchor = np.array([centre + reach * [np.cos(turn[g]), np.sin(turn[g])] if g in turn else centre
                       for g in groups])  # fmt: skip
    seen: dict[str, int] = {}
    at = anchor.copy()
    for k, g in enumerate(groups):
        n = seen[g] = seen.get(g, -1) + 1
        at[k] += 20 * np.sqrt(n) * np.array([np.cos(2.4 * n), np.sin(2.4 * n)])
    room = radius + np.where(radius >= INSIDE, 5.0, 13.0)
    need = room[:, None] + room[None, :]
    for k in range(ROUNDS):
        at += 0.02 * (1 - k / ROUNDS) * (anchor - at)
        gap = at[:, None, :] - at[None, :, :]
        far = np.sqrt((gap**2).sum(axis=2)) + np.eye(len(at)) * 1e9
        push = np.maximum(need - far, 0.0) / far
        at += 0.5 * (gap * push[:, :, None]).sum(axis=1)
        at = np.clip(at, radius[:, None] + 4, np.array([width, height]) - radius[:, None] - 18)
    return np.round(at, 1)


def _joined(pair: tuple[str, str], where: Mapping[str, list[float]], kind: str) -> dict[str, Any]:
    (x, y), (x2, y2) = where[pair[0]], where[pair[1]]
    return {"x": x, "y": y, "x2": x2, "y2": y2, "kind": kind}


def _layers(width: int, height: int) -> list[dict[str, Any]]:
    def place(field: str, size: int, *, down: bool = False) -> dict[str, Any]:
        scale = {"domain": [0, size], "nice": False, "zero": False} | (
            {"reverse": True} if down else {}
        )
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    x, y = place("x", width), place("y", height, down=True)
    ends = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    fill = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    size = {"size": {"field": "size", "type": "quantitative", "scale": None}}
    text = {"type": "text", "fontSize": 11, "color": INK}
    return [
        {"data": {"name": "friends"},
         "mark": {"type": "rule", "color": GREY, "strokeWidth": 1, "opacity": 0.55},
         "encoding": ends},
        {"data": {"name": "foes"},
         "mark": {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": [4, 3],
                  "opacity": 0.55},
         "encoding": ends},
        {"data": {"name": "dots"},
         "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "white",
                  "strokeWidth": 1.2},
         "encoding": {"x": x, "y": y, **fill, **size, "description": {"field": "text"}}},
        {"data": {"name": "dots"}, "transform": [{"filter": "datum.inside"}],
         "mark": {**text, "fontWeight": 600},
         "encoding": {"x": x, "y": y, "text": {"field": "state"},
                      "color": {"field": "on", "type": "nominal", "scale": None}}},
        {"data": {"name": "dots"}, "transform": [{"filter": "!datum.inside"}],
         "mark": text,
         "encoding": {"x": x, "y": {**y, "field": "below"}, "text": {"field": "state"}}},
    ]  # fmt: skip
