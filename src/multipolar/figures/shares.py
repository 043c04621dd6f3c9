"""Shares of a whole through the years, on top of one another."""

from collections.abc import Mapping, Sequence

from multipolar.charts import WIDE, Row, axis, chart, colour
from multipolar.errors import FigureError
from multipolar.figure import Figure


def shares(  # noqa: PLR0913
    years: Mapping[int, Mapping[str, float]],
    *,
    colours: Mapping[str, str],
    title: str,
    subtitle: str = "",
    caption: str = "",
    breaks: Sequence[int] = (),
    width: int = WIDE,
    height: int = 300,
) -> Figure:
    """Draw the parts of a whole, year by year.

    Parameters
    ----------
    years
        ``year → name → share``; a year that is not there is a gap.
    colours
        ``name → colour``, from the bottom up.
    title, subtitle, caption
        Words around the drawing.
    breaks
        Years before which a gap of white is drawn: what is counted changes there.
    width, height
        In pixels.

    Raises
    ------
    FigureError
        There is nothing to draw.
    """
    if not years:
        msg = f"shares: nothing to draw in {title!r}"
        raise FigureError(msg)
    wide = 3 if breaks else 1
    data: list[Row] = []
    stretch = 0
    for year, parts in sorted(years.items()):
        alone = year in breaks
        stretch += alone or year - 1 not in years
        ends = (year,) if year + 1 in years and year + 1 not in breaks else (
            year, year + (wide if alone else 1))  # fmt: skip
        for at in ends:
            base = 0.0
            for name in colours:
                top = base + parts.get(name, 0.0)
                data.append({"name": name, "year": at, "low": base, "high": top, "run": stretch})
                base = top
    first, last = min(years), max(years) + wide
    step = 25 if width > 500 else 50
    ticks = list(range(-(-first // step) * step, last, step))
    x = axis("year", domain=(first, last), values=ticks, form="d", grid=False)
    y = axis("low", domain=(0, 1), form=".0%")
    layers = [
        {"data": {"name": "parts"},
         "mark": {"type": "area", "interpolate": "step-after", "opacity": 1, "line": False},
         "encoding": {"x": x, "y": y, "y2": {"field": "high"}, "detail": {"field": "run"},
                      "color": colour("name", colours)}},
    ]  # fmt: skip
    return Figure(
        title,
        chart(title, subtitle, width, height, layers, {"parts": data}),
        ("Year", *colours),
        tuple((str(year), *(f"{parts.get(n, 0.0):.4f}" for n in colours))
              for year, parts in sorted(years.items())),
        subtitle=subtitle,
        caption=caption,
        legend=tuple(colours.items()),
    )  # fmt: skip
