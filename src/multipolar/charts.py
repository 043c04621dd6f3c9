"""What charts of the package are put together from: axes, layers and the room for labels."""

from collections.abc import Mapping, Sequence
from typing import Any

from multipolar.figure import GREY, GROUPS, INK, MUTED, config

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
GRID = "#E2E4E8"
WIDE, HALF, NARROW = 900, 540, 360
"""Widths in pixels: of a page, of half a page, of a telephone."""
SIZE = 12.5
STATES = {
    "USA": GROUPS[0], "CHN": GROUPS[3], "IND": GROUPS[2], "RUS": GROUPS[4], "JPN": GROUPS[1],
    "DEU": GROUPS[5], "GBR": GROUPS[7], "FRA": MUTED,
}  # fmt: skip
"""States that have a colour of their own, the same in every chart."""
ONE, OTHER = GROUPS[0], GROUPS[3]
"""Two scenarios side by side."""
VERDICTS = {
    "unipolar": GROUPS[0], "uni-multipolar": GROUPS[5], "bipolar": GROUPS[1],
    "multipolar": GROUPS[2], "nonpolar": GREY,
}  # fmt: skip
"""Verdicts on polarity, the same in every chart."""

Row = dict[str, Any]


def axis(
    field: str,
    *,
    domain: Sequence[float] | None = None,
    values: Sequence[float] = (),
    form: str = "",
    title: str = "",
    grid: bool = True,
    zero: bool = False,
) -> Row:
    """Return the channel of a number with its axis."""
    scale: Row = {"nice": False, "zero": zero}
    if domain is not None:
        scale["domain"] = list(domain)
    marks: Row = {
        "grid": grid, "gridColor": GRID, "domain": False, "ticks": False, "labelColor": MUTED,
        "labelFontSize": SIZE, "labelPadding": 6, "titleColor": MUTED, "titleFontWeight": 400,
        "titleFontSize": SIZE, "labelFlush": False,
    }  # fmt: skip
    if form:
        marks["format"] = form
    if len(values):
        marks["values"] = list(values)
    return {"field": field, "type": "quantitative", "title": title or None, "scale": scale,
            "axis": marks}  # fmt: skip


def named(field: str, order: Sequence[str]) -> Row:
    """Return the channel of names down the side of a chart, in an order."""
    marks = {"domain": False, "ticks": False, "labelColor": INK, "labelFontSize": SIZE,
             "labelPadding": 8, "labelLimit": 230, "title": None}  # fmt: skip
    return {"field": field, "type": "nominal", "sort": list(order), "axis": marks, "title": None}


def colour(field: str, colours: Mapping[str, str]) -> Row:
    """Return the channel of colours by name, without a legend of its own."""
    scale = {"domain": list(colours), "range": list(colours.values())}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def chart(
    title: str,
    subtitle: str,
    width: int,
    height: int,
    layers: Sequence[Row],
    datasets: Mapping[str, Sequence[Row]],
) -> Row:
    """Return layers over one another as a specification with its data."""
    from multipolar.typesetting import balance, wrap

    return {
        "$schema": SCHEMA,
        "title": {"text": balance(title, 22, width, 600),
                  "subtitle": wrap(subtitle, 14, width) if subtitle else []},
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": config(),
        "datasets": {name: list(rows) for name, rows in datasets.items()},
        "layer": list(layers),
    }  # fmt: skip


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Return places for labels near their values, none nearer to another than a gap.

    >>> apart([1.0, 1.2, 5.0], 1.0)
    [0.6, 1.6, 5.0]
    """
    order = sorted(range(len(values)), key=lambda k: values[k])
    groups: list[list[int]] = []
    for k in order:
        groups.append([k])
        while len(groups) > 1 and _low(groups[-1], values, gap) < _high(groups[-2], values, gap):
            groups[-2:] = [groups[-2] + groups[-1]]
    out = list(values)
    for group in groups:
        low = _low(group, values, gap) + gap / 2
        for step, k in enumerate(group):
            out[k] = round(low + step * gap, 9)
    return out


def _low(group: Sequence[int], values: Sequence[float], gap: float) -> float:
    return sum(values[k] for k in group) / len(group) - gap * len(group) / 2


def _high(group: Sequence[int], values: Sequence[float], gap: float) -> float:
    return _low(group, values, gap) + gap * len(group)
