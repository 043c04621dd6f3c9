"""Pieces of the page of a report: tables, figures with their numbers, tiles. No science in here."""

import base64
import csv
import html
import io
import math
import re
from collections.abc import Sequence

from multipolar.figure import Figure, legend_entry

Cells = Sequence[Sequence[str]]


def text(words: object) -> str:
    """Return words that HTML shows as they are."""
    return html.escape(str(words), quote=True)


def percent(share: float, digits: int = 0) -> str:
    """Write a share in per cent.

    >>> percent(0.468), percent(0.999), percent(1.0), percent(0.0004)
    ('47 %', '99.9 %', '100 %', '0.04 %')
    """
    value = 100 * share
    if digits == 0 and (0 < value < 1 or 99 < value < 100):
        digits = 1 if f"{value:.1f}" not in ("0.0", "100.0") else 2
    return f"{value:.{digits}f} %"


def number(value: float, *, sign: bool = False) -> str:
    """Write a number to three digits or as whole; a dash where it is unknown.

    >>> number(0.0823), number(-205000.0), number(2.5, sign=True), number(float("nan"))
    ('0.0823', '−205,000', '+2.5', '–')
    """
    if not math.isfinite(value):
        return "–"
    plus = "+" if sign else ""
    shown = format(value, f"{plus},.0f" if abs(value) >= 100 else f"{plus}.3g")
    return shown.replace("-", "−")


def signed(value: float) -> str:
    """Write a difference: with its sign, to three digits."""
    return number(value, sign=True)


def table(
    head: Sequence[str],
    rows: Cells,
    *,
    numbers: Sequence[int] = (),
    caption: str = "",
    raw: Sequence[int] = (),
) -> str:
    """Return a table that scrolls by itself on a narrow screen.

    Parameters
    ----------
    head, rows
        Its cells; the first of a row names it.
    numbers
        Columns set to the right.
    caption
        What it shows.
    raw
        Columns whose cells are HTML already.
    """
    cls = [' class="n"' if k in numbers else "" for k in range(len(head))]
    top = "".join(f'<th scope="col"{c}>{text(h)}</th>' for h, c in zip(head, cls, strict=True))
    body = []
    for row in rows:
        cells = []
        for k, (cell, c) in enumerate(zip(row, cls, strict=True)):
            shown = cell if k in raw else text(cell)
            kind = ' class="bar"' if k in raw and cell.startswith("<svg") else c
            cells.append(
                f'<th scope="row"{c}>{shown}</th>' if k == 0 else f"<td{kind}>{shown}</td>"
            )
        body.append(f"<tr>{''.join(cells)}</tr>")
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    inner = f"<table>{said}<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    label = text(caption or head[0])
    return f'<div class="scroll free" role="region" tabindex="0" aria-label="{label}">{inner}</div>'


def figure(key: str, drawn: Sequence[Figure], *, alone: bool = False) -> str:
    """Return a figure with its words, its numbers as a table and as CSV, and buttons to save it.

    Parameters
    ----------
    key
        Its name on the page.
    drawn
        For a wide screen, and for a narrow one if that differs.
    alone
        The wide drawing serves a narrow screen too.
    """
    first = drawn[0]
    legend = "".join(legend_entry(name, tint) for name, tint in first.legend)
    title = f"<p><b>{text(first.legend_title)}</b></p>" if first.legend_title and legend else ""
    svgs = "".join(
        f'<div class="drawing {kind}">{drawing(f, f"{key}-{kind[0]}")}</div>'
        for f, kind in zip(drawn, ("wide only" if alone else "wide", "narrow"), strict=False)
    )
    return (
        f'<figure class="card" id="figure-{key}">'
        f"<h3>{text(first.title)}</h3>"
        + (f'<p class="sub">{text(first.subtitle)}</p>' if first.subtitle else "")
        + (f'{title}<ul class="legend">{legend}</ul>' if legend else "")
        + svgs
        + (f"<figcaption>{text(first.caption)}</figcaption>" if first.caption else "")
        + tools(key, first)
        + "</figure>"
    )


def drawing(shown: Figure, prefix: str) -> str:
    """Return the drawing with names of its own for what it refers to within itself."""
    svg = re.sub(r"\b(clip\d+|no-data)\b", rf"{prefix}-\1", shown.drawing())
    svg = re.sub(r' (class|font-family|stroke-miterlimit)="[^"]*"', "", svg)
    return svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1).replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    )


def tools(key: str, shown: Figure) -> str:
    """Return the buttons under a figure, and its numbers."""
    cells = "".join(
        "<tr>" + "".join(f"<td>{text(c)}</td>" for c in row) + "</tr>" for row in shown.rows
    )
    head = "".join(f'<th scope="col">{text(h)}</th>' for h in shown.header)
    name = text(shown.title)
    return (
        f'<div class="tools"><button type="button" data-save="png" hidden aria-label="Save as PNG: '
        f'{name}">PNG</button><button type="button" data-save="svg" hidden aria-label="Save as '
        f'SVG: {name}">SVG</button><a download="{key}.csv" href="{csv_link(shown)}" '
        f'aria-label="Save the data as CSV: {name}">CSV</a></div>'
        f"<details><summary>The numbers ({len(shown.rows):,} rows)</summary>"
        f'<div class="scroll" role="region" tabindex="0" aria-label="Numbers of: {name}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table></div></details>"
    )


def csv_link(shown: Figure) -> str:
    """Return the numbers of a figure as the address of a CSV file that lies in itself."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([shown.header, *shown.rows])
    return (
        "data:text/csv;charset=utf-8;base64," + base64.b64encode(out.getvalue().encode()).decode()
    )


def tiles(entries: Sequence[tuple[str, str, str]]) -> str:
    """Return the few numbers at the top: name, number, what to know of it."""
    inner = "".join(
        f"<div><dt>{text(name)}</dt><dd>{text(number)}</dd><dd>{text(more)}</dd></div>"
        for name, number, more in entries
    )
    return f'<dl class="tiles">{inner}</dl>'


def facts(entries: Sequence[tuple[str, str]]) -> str:
    """Return names with what they stand for."""
    inner = "".join(f"<dt>{text(name)}</dt><dd>{text(said)}</dd>" for name, said in entries)
    return f'<dl class="facts">{inner}</dl>'


def span_bar(low: float, middle: float, high: float, most: float, now: float) -> str:
    """Return an interval as a small drawing: a bar, a stroke at the middle, a ring at today."""
    a, m, b, n = (
        round(2 + 196 * min(max(v / most, 0.0), 1.0), 1) for v in (low, middle, high, now)
    )
    return (
        '<svg viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="0" y="9.5" width="200" height="1" fill="#E2E4E8"/>'
        f'<rect x="{a}" y="6" width="{max(b - a, 1.0):.1f}" height="8" fill="#84B5EB"/>'
        f'<rect x="{m - 1}" y="3" width="2" height="14" fill="#1B2430"/>'
        f'<rect x="{n - 1.5}" y="8" width="3" height="4" fill="#D55E00"/></svg>'
    )


def section(key: str, kicker: str, heading: str, lead: str, body: str) -> str:
    """Return a section of the page; the heading says what is found."""
    said = f'<p class="lead">{text(lead)}</p>' if lead else ""
    return (
        f'<section id="{key}" aria-labelledby="{key}-h"><p class="kicker">{text(kicker)}</p>'
        f'<h2 id="{key}-h">{text(heading)}</h2>{said}{body}</section>'
    )
