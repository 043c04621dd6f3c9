"""A year of a model: its mechanisms by phase, in the order in which they act."""

from typing import Any

from multipolar.errors import FigureError
from multipolar.figure import GREY, GROUPS, INK, MUTED, Figure, config
from multipolar.mechanism import PHASES
from multipolar.model import Model

KINDS = {
    "states": GROUPS[2],
    "pairs": GROUPS[0],
    "the whole system": GROUPS[1],
    "bookkeeping": GREY,
}
COLUMN, ROW = 150, 26


def year_of_the_model(model: Model) -> Figure:
    """Draw the mechanisms of a model in the order of a year.

    Parameters
    ----------
    model
        Any model; mechanisms that are off are drawn hollow.

    Raises
    ------
    FigureError
        It has no mechanism.

    Examples
    --------
    >>> from multipolar.model import default_model
    >>> year_of_the_model(default_model()).header
    ('Phase', 'Mechanism', 'Acts on', 'State')
    """
    if not model.mechanisms:
        msg = "a model without mechanisms has no year to draw; give it one: Model((growth,))"
        raise FigureError(msg)
    boxes: list[dict[str, Any]] = []
    for x, phase in enumerate(PHASES):
        for y, m in enumerate(m for m in model.mechanisms if m.phase == phase):
            over = {step.over for step in m.marked}
            kind = (
                "bookkeeping" if m.bookkeeping else "pairs" if "pair" in over
                else "the whole system" if "whole" in over else "states"
            )  # fmt: skip
            boxes.append({
                "phase": phase, "x": x * COLUMN, "y": y * ROW, "mechanism": m.name, "kind": kind,
                "label": m.name.replace("_", " "), "means": m.label,
                "state": "off" if m.name in model.off else "on",
            })  # fmt: skip
    heads = [{"x": x * COLUMN, "phase": f"{x + 1}  {p}"} for x, p in enumerate(PHASES)]
    height = (max(b["y"] for b in boxes) // ROW + 1) * ROW
    title = f"A year of the model: {len(model.running)} mechanisms in {len(PHASES)} phases"
    subtitle = (
        "Left to right, and downwards within a phase. Colour: what the mechanism is worked out for."
    )
    legend = tuple(KINDS.items())
    return Figure(
        title,
        _spec(boxes, heads, height, title, subtitle),
        ("Phase", "Mechanism", "Acts on", "State"),
        tuple((b["phase"], b["mechanism"], b["kind"], b["state"]) for b in boxes),
        subtitle=subtitle,
        legend_title="Acts on",
        legend=legend,
    )


def _spec(
    boxes: list[dict[str, Any]], heads: list[dict[str, Any]], height: int, title: str, subtitle: str
) -> dict[str, Any]:
    place = {
        "x": {"field": "x", "type": "quantitative", "axis": None,
              "scale": {"domain": [0, COLUMN * len(PHASES)], "nice": False}},
        "y": {"field": "y", "type": "quantitative", "axis": None,
              "scale": {"domain": [-1.3 * ROW, height], "reverse": True, "nice": False}},
    }  # fmt: skip
    colour = {
        "field": "kind",
        "title": "Acts on",
        "scale": {"domain": list(KINDS), "range": list(KINDS.values())},
    }
    tip = [{"field": f, "title": f} for f in ("means", "phase", "kind", "state")]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": COLUMN * len(PHASES),
        "height": height + ROW,
        "title": {"text": title, "subtitle": [subtitle]},
        "config": config(),
        "datasets": {
            "heads": heads,
            "boxes": boxes,
            "off": [b for b in boxes if b["state"] == "off"],
        },
        "layer": [
            {"data": {"name": "heads"},
             "mark": {"type": "text", "align": "left", "fontWeight": 600, "fontSize": 13,
                      "color": INK, "dy": 0},
             "encoding": {**place, "y": {"datum": -ROW, "type": "quantitative", "axis": None},
                          "text": {"field": "phase"}}},
            {"data": {"name": "boxes"},
             "mark": {"type": "point", "shape": "square", "size": 130, "xOffset": 5,
                      "filled": True, "opacity": 1},
             "encoding": {**place, "color": colour, "tooltip": tip}},
            {"data": {"name": "off"},
             "mark": {"type": "point", "shape": "square", "size": 60, "xOffset": 5, "filled": True,
                      "color": "white", "opacity": 1},
             "encoding": place},
            {"data": {"name": "boxes"},
             "mark": {"type": "text", "align": "left", "dx": 17, "fontSize": 12},
             "encoding": {**place, "text": {"field": "label"}, "color": {
                 "condition": {"test": "datum.state == 'off'", "value": MUTED}, "value": INK}}},
        ],
    }  # fmt: skip
