"""The scoreboard as a picture: skill with its interval, target by target."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from multipolar.errors import FigureError
from multipolar.figure import GREY, GROUPS, INK, MUTED, Figure, config
from multipolar.scoreboard import MEAN, Line

KINDS = {"better": GROUPS[0], "within chance": GREY, "worse": GROUPS[3]}
ROW = 22
LEAST, MOST = -1.0, 1.0


def scoreboard(lines: Sequence[Line], *, horizon: int = 10, era: str = "all origins") -> Figure:
    """Draw the skill of the model against the baseline of each target.

    Parameters
    ----------
    lines
        From :func:`multipolar.scoreboard.scoreboard`.
    horizon
        Years ahead.
    era
        Whose origins.

    Raises
    ------
    FigureError
        No line has that horizon and era.
    """
    chosen = [
        x for x in lines
        if x.horizon == horizon and x.era == era and x.horizon != MEAN and np.isfinite(x.skill)
    ]  # fmt: skip
    if not chosen:
        msg = f"no line of {horizon} years and {era!r}; horizons are {_horizons(lines)}"
        raise FigureError(msg)
    rows = [_row(x, y) for y, x in enumerate(chosen)]
    counts = {kind: sum(r["kind"] == kind for r in rows) for kind in KINDS}
    title = (
        f"{horizon} years ahead: better than the baseline in {counts['better']} of {len(rows)} "
        f"questions, worse in {counts['worse']}"
    )
    subtitle = (
        f"Share of the baseline's error that is saved, with 90 % intervals; {era}. "
        "Left of 0: worse. Cut at −1."
    )
    return Figure(
        title,
        _spec(rows, title, subtitle),
        ("Target", "Against", "Skill", "90 % interval", "Verdict"),
        tuple((r["label"], r["against"], f"{r['value']:+.2f}", r["interval"], r["verdict"])
              for r in rows),
        subtitle=subtitle,
        legend_title="90 % interval",
        legend=tuple(KINDS.items()),
    )  # fmt: skip


def _horizons(lines: Sequence[Line]) -> str:
    return ", ".join(str(h) for h in sorted({x.horizon for x in lines if x.horizon != MEAN}))


def _row(line: Line, y: int) -> dict[str, Any]:
    known = bool(np.isfinite(line.low))
    kind = "better" if line.low > 0 else "worse" if line.high < 0 else "within chance"
    group = "" if line.group == "all" else f", {line.group}"
    shown = [float(np.clip(v, LEAST, MOST)) for v in (line.skill, line.low, line.high)]
    return {
        "y": y * ROW, "label": f"{line.label}{group}", "kind": kind,
        "skill": shown[0], "low": shown[1] if known else shown[0],
        "high": shown[2] if known else shown[0], "value": line.skill,
        "interval": f"{line.low:+.2f} to {line.high:+.2f}" if known else "–",
        "against": line.reference.replace("_", " "), "verdict": line.verdict,
    }  # fmt: skip


def _spec(rows: list[dict[str, Any]], title: str, subtitle: str) -> dict[str, Any]:
    height = len(rows) * ROW
    y = {"field": "y", "type": "quantitative", "axis": None,
         "scale": {"domain": [-ROW, height], "reverse": True, "nice": False}}  # fmt: skip
    scale = {"domain": [LEAST, MOST], "nice": False}
    x = {"field": "skill", "type": "quantitative", "title": "Skill", "scale": scale,
         "axis": {"gridColor": "#E2E4E8", "values": [-1, -0.5, 0, 0.5, 1], "format": "+.1f",
                  "labelColor": INK, "titleColor": MUTED, "domain": False}}  # fmt: skip
    colour = {"field": "kind", "title": "90 % interval",
              "scale": {"domain": list(KINDS), "range": list(KINDS.values())}}  # fmt: skip
    tip = [{"field": f, "title": f} for f in ("label", "against", "value", "interval", "verdict")]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "subtitle": [subtitle]},
        "config": config(),
        "datasets": {"rows": rows},
        "spacing": 8,
        "hconcat": [
            {"data": {"name": "rows"}, "width": 360, "height": height + ROW,
             "mark": {"type": "text", "align": "right", "fontSize": 12.5, "color": INK},
             "encoding": {"y": y, "x": {"datum": 1, "type": "quantitative", "axis": None,
                                        "scale": {"domain": [0, 1], "nice": False}},
                          "text": {"field": "label"}}},
            {"data": {"name": "rows"}, "width": 520, "height": height + ROW, "layer": [
                {"mark": {"type": "rule", "color": INK, "strokeWidth": 1},
                 "encoding": {"x": {"datum": 0, "type": "quantitative", "scale": scale}}},
                {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
                 "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"},
                              "color": colour}},
                {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
                 "encoding": {"y": y, "x": x, "color": colour, "tooltip": tip}},
            ]},
        ],
    }  # fmt: skip
