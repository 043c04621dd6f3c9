"""Lines through the years, and fans where they go on into futures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from multipolar.charts import WIDE, Row, apart, axis, chart, colour
from multipolar.errors import FigureError
from multipolar.figure import GROUPS, INK, MUTED, Figure
from multipolar.typesetting import text_width

BANDS = ("low", "quarter", "middle", "three_quarters", "high")


@dataclass(frozen=True)
class Line:
    """A quantity through the years.

    Parameters
    ----------
    name
        Written at its end.
    past
        ``year → value`` of what was measured; a gap where unknown.
    future
        ``year → 5, 25, 50, 75, 95 %`` over futures.
    colour
        Its colour; one of the palette by default.
    """

    name: str
    past: Mapping[int, float] = field(default_factory=dict)
    future: Mapping[int, Sequence[float]] = field(default_factory=dict)
    colour: str = ""

    @property
    def end(self) -> float:
        """The last value."""
        if self.future:
            return float(self.future[max(self.future)][2])
        return float(self.past[max(y for y, v in self.past.items() if np.isfinite(v))])


def lines(  # noqa: PLR0913
    drawn: Sequence[Line],
    *,
    title: str,
    subtitle: str = "",
    caption: str = "",
    form: str = ".0%",
    marks: Mapping[int, str] | None = None,
    points: Sequence[tuple[int, float, str]] = (),
    zero: bool = True,
    width: int = WIDE,
    height: int = 340,
) -> Figure:
    """Draw lines, and fans of futures with bands of 50 and 90 %.

    Parameters
    ----------
    drawn
        The lines.
    title, subtitle, caption
        Words around the drawing.
    form
        How numbers are written on the axis.
    marks
        ``year → word`` of upright rules.
    points
        Year, value and word of single values.
    zero
        Begin the axis at 0.
    width, height
        In pixels.

    Raises
    ------
    FigureError
        There is nothing to draw.
    """
    if not drawn:
        msg = f"lines: nothing to draw in {title!r}"
        raise FigureError(msg)
    taken = {x.colour for x in drawn}
    free = [tint for tint in GROUPS if tint not in taken] or list(GROUPS)
    tints = {x.name: x.colour or free[k % len(free)] for k, x in enumerate(drawn)}
    past: list[Row] = [{"name": x.name, "year": y, "value": v if np.isfinite(v) else None}
            for x in drawn for y, v in sorted(x.past.items())]  # fmt: skip
    future: list[Row] = [{"name": x.name, "year": y, **dict(zip(BANDS, map(float, q), strict=True))}
              for x in drawn for y, q in sorted(x.future.items())]  # fmt: skip
    years = [r["year"] for r in (*past, *future)] + [y for y, _, _ in points]
    first, last = min(years), max(years)
    seen = [v for r in past if (v := r["value"]) is not None]
    seen += [r[b] for r in future for b in BANDS] + [v for _, v, _ in points]
    low, high = min(0.0, *seen) if zero else min(seen), max(seen) * 1.05
    shown = [x.name for x in drawn] if len(drawn) > 1 else []
    room = (max(text_width(n, 12.5, 600) for n in shown) + 22) if shown else 14
    beyond = (last - first) * room / max(width - 60 - room, 80)
    x = axis("year", domain=(first, last + beyond), values=_ticks(first, last, width),
             form="d", grid=False)  # fmt: skip
    y = axis("value", domain=(low, high), form=form)
    places = apart([d.end for d in drawn], (high - low) * 17 / (height - 40))
    ends = [{"name": d.name, "year": last, "value": at, "text": d.name}
            for d, at in zip(drawn, places, strict=True)] if shown else []  # fmt: skip
    rules = [{"year": k, "text": word, "value": high} for k, word in (marks or {}).items()]
    dots = [{"year": a, "value": b, "text": c} for a, b, c in points]
    tint = {"color": colour("name", tints)}
    layers = _layers(x, y, tint, width)
    return Figure(
        title,
        chart(title, subtitle, width, height, layers,
              {"past": past, "future": future, "ends": ends, "rules": rules, "dots": dots}),
        ("Year", "Series", "Value", "5 %", "25 %", "75 %", "95 %"),
        tuple(_rows(drawn)),
        subtitle=subtitle,
        caption=caption,
    )  # fmt: skip


def _ticks(first: int, last: int, width: int) -> list[int]:
    span = last - first
    count = max(width // 90, 3)
    step = next(s for s in (5, 10, 25, 50, 100, 200) if span / s <= count)
    return list(range(-(-first // step) * step, last + 1, step))


def _layers(x: Row, y: Row, tint: Row, width: int) -> list[Row]:
    def band(low: str, high: str, opacity: float) -> Row:
        return {
            "data": {"name": "future"},
            "mark": {"type": "area", "opacity": opacity, "line": False},
            "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}, **tint},
        }

    return [
        {"data": {"name": "rules"},
         "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3]},
         "encoding": {"x": x}},
        {"data": {"name": "rules"},
         "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 5, "color": MUTED,
                  "fontSize": 12},
         "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
        band("low", "high", 0.16),
        band("quarter", "three_quarters", 0.30),
        {"data": {"name": "future"},
         "mark": {"type": "line", "strokeWidth": 2, "strokeDash": [5, 3]},
         "encoding": {"x": x, "y": {**y, "field": "middle"}, **tint}},
        {"data": {"name": "past"},
         "mark": {"type": "line", "strokeWidth": 2 if width > 400 else 1.6, "invalid":
                  "break-paths-show-domains"},
         "encoding": {"x": x, "y": y, **tint}},
        {"data": {"name": "dots"},
         "mark": {"type": "point", "filled": True, "size": 70, "color": INK, "opacity": 1},
         "encoding": {"x": x, "y": y}},
        {"data": {"name": "dots"},
         "mark": {"type": "text", "align": "right", "dx": -9, "dy": -9, "fontSize": 12.5,
                  "fontWeight": 600, "color": INK},
         "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
        {"data": {"name": "ends"},
         "mark": {"type": "point", "filled": True, "size": 46, "opacity": 1, "xOffset": 7},
         "encoding": {"x": x, "y": y, **tint}},
        {"data": {"name": "ends"},
         "mark": {"type": "text", "align": "left", "dx": 15, "fontSize": 12.5, "fontWeight": 600,
                  "color": INK},
         "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
    ]  # fmt: skip


def _rows(drawn: Sequence[Line]) -> list[tuple[str, ...]]:
    out: list[tuple[str, ...]] = []
    for line in drawn:
        for year, value in sorted(line.past.items()):
            if np.isfinite(value):
                out.append((str(year), line.name, f"{value:.6g}", "", "", "", ""))
        for year, (a, b, c, d, e) in sorted(line.future.items()):
            out.append((str(year), line.name, *(f"{v:.6g}" for v in (c, a, b, d, e))))
    return out
