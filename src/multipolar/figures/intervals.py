"""Intervals: a number with how sure it is, name by name, of one or two series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multipolar.charts import GRID, WIDE, Row, axis, chart, colour, named
from multipolar.errors import FigureError
from multipolar.figure import MUTED, Figure

STEP = 26


@dataclass(frozen=True, slots=True)
class Interval:
    """A number and the bounds of nine in ten, of a name and a series."""

    name: str
    series: str
    low: float
    middle: float
    high: float


def intervals(  # noqa: PLR0913
    rows: Sequence[Interval],
    *,
    title: str,
    colours: Mapping[str, str],
    subtitle: str = "",
    caption: str = "",
    form: str = ".0%",
    domain: tuple[float, float] | None = None,
    beside: bool = False,
    width: int = WIDE,
) -> Figure:
    """Draw a point with its interval for each name.

    Parameters
    ----------
    rows
        In the order from top to bottom.
    title, subtitle, caption
        Words around the drawing.
    colours
        ``series → colour``.
    form
        How numbers are written on the axis.
    domain
        Of the axis; what lies beyond is cut.
    beside
        Series of one name stand under each other, each on a line of its own.
    width
        In pixels.

    Raises
    ------
    FigureError
        There is nothing to draw.
    """
    if not rows:
        msg = f"intervals: nothing to draw in {title!r}"
        raise FigureError(msg)
    names = list(dict.fromkeys(r.name for r in rows))
    low = min(0.0, *(r.low for r in rows)) if domain is None else domain[0]
    high = max(0.0, *(r.high for r in rows)) if domain is None else domain[1]
    pad = 0.04 * ((high - low) or 1.0) if domain is None else 0.0
    wide = (low - (pad if low < 0 else 0), high + pad)
    data: list[Row] = [
        {"name": r.name, "series": r.series, "low": min(max(r.low, wide[0]), wide[1]),
         "middle": min(max(r.middle, wide[0]), wide[1]),
         "high": min(max(r.high, wide[0]), wide[1]),
         "text": f"{r.name}|{r.name}, {r.series}: {format(r.middle, form)} "
                 f"({format(r.low, form)} to {format(r.high, form)})"}
        for r in rows
    ]  # fmt: skip
    x = axis("middle", domain=wide, form=form) | {"title": None}
    x["axis"] = {**x["axis"], "tickCount": max(width // 130, 3)}
    y = named("name", names)
    y["axis"] = {**y["axis"], "grid": True, "gridColor": GRID, "gridOpacity": 0.6}
    shift = {"yOffset": {"field": "series", "type": "nominal", "sort": list(colours),
                         "scale": {"paddingOuter": 0.7}}}  # fmt: skip
    shift = shift if beside and len(colours) > 1 else {}
    tint = {"color": colour("series", colours)}
    layers = [
        {"mark": {"type": "rule", "color": MUTED},
         "encoding": {"x": {"datum": 0, "type": "quantitative", "scale": x["scale"]}}},
        {"data": {"name": "rows"}, "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
         "encoding": {"y": y, **shift, "x": {**x, "field": "low"}, "x2": {"field": "high"},
                      **tint}},
        {"data": {"name": "rows"},
         "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
         "encoding": {"y": y, **shift, "x": x, **tint, "description": {"field": "text"}}},
    ]  # fmt: skip
    step = STEP + 6 if shift else STEP
    return Figure(
        title,
        chart(title, subtitle, width, step * len(names) + 40, layers, {"rows": data}),
        ("Name", "Series", "5 %", "Middle", "95 %"),
        tuple((r.name, r.series, f"{r.low:.6g}", f"{r.middle:.6g}", f"{r.high:.6g}") for r in rows),
        subtitle=subtitle,
        caption=caption,
        legend=tuple(colours.items()) if len(colours) > 1 else (),
    )
