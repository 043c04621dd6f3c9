"""Bars: a share or a number for each of a few names."""

from collections.abc import Mapping, Sequence

from multipolar.charts import WIDE, axis, chart, colour, named
from multipolar.errors import FigureError
from multipolar.figure import GROUPS, INK, Figure
from multipolar.typesetting import text_width

STEP = 27


def bars(
    rows: Sequence[tuple[str, float]],
    *,
    title: str,
    subtitle: str = "",
    caption: str = "",
    colours: Mapping[str, str] | None = None,
    form: str = ".0%",
    width: int = WIDE,
) -> Figure:
    """Draw a bar for each name, with its number at the end.

    Parameters
    ----------
    rows
        Name and number, from top to bottom.
    title, subtitle, caption
        Words around the drawing.
    colours
        The colour of each name; one for all if none are given.
    form
        How the number is written.
    width
        In pixels.

    Raises
    ------
    FigureError
        There is nothing to draw.
    """
    if not rows:
        msg = f"bars: nothing to draw in {title!r}"
        raise FigureError(msg)
    names = [name for name, _ in rows]
    data = [{"name": n, "value": v, "text": format(v, form)} for n, v in rows]
    most = max(max(v for _, v in rows), 0.0) or 1.0
    labels = min(max(text_width(n, 12.5) for n in names), 230) + 10
    room = 1 + 56 / max(width - labels - 40 - 56, 60)
    x = axis("value", domain=(0, most * room)) | {"axis": None}
    y = named("name", names)
    fill = {"color": colour("name", colours)} if colours else {"color": {"value": GROUPS[0]}}
    layers = [
        {"data": {"name": "bars"}, "mark": {"type": "bar", "height": 15, "cornerRadiusEnd": 2},
         "encoding": {"x": x, "y": y, **fill}},
        {"data": {"name": "bars"},
         "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12.5, "color": INK},
         "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
    ]  # fmt: skip
    return Figure(
        title,
        chart(title, subtitle, width, STEP * len(rows) + 8, layers, {"bars": data}),
        ("Name", "Value"),
        tuple((n, f"{v:.6g}") for n, v in rows),
        subtitle=subtitle,
        caption=caption,
    )
