"""How objects show themselves in a notebook: small tables and fans, without hidden state."""

import html
from collections.abc import Sequence

STYLE = "font-variant-numeric:tabular-nums;border-collapse:collapse"
MOST = 12
"""Rows that are shown."""


def shown(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> str:
    """Return a titled table as HTML; cells that begin with ``<svg`` stand as they are.

    >>> shown("A & B", ["a"], [["1"]])[:30]
    '<div><p><b>A &amp; B</b></p><t'
    """
    head = "".join(f"<th style='text-align:left'>{html.escape(c)}</th>" for c in columns)
    body = "".join("<tr>" + "".join(_cell(c) for c in row) + "</tr>" for row in rows[:MOST])
    more = f"and {len(rows) - MOST} more. " if len(rows) > MOST else ""
    said = f"<p><small>{html.escape(more + note)}</small></p>" if more or note else ""
    table = f"<table style='{STYLE}'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div><p><b>{html.escape(title)}</b></p>{table if rows else ''}{said}</div>"


def _cell(cell: str) -> str:
    inner = cell if cell.startswith("<svg") else html.escape(cell)
    return f"<td style='text-align:left'>{inner}</td>"


def small_fan(levels: Sequence[Sequence[float]], most: float) -> str:
    """Return quantiles through the years as a small drawing.

    Parameters
    ----------
    levels
        Low, middle and high, each a value a year.
    most
        What the top stands for.
    """
    low, middle, high = (
        [(round(120 * k / max(len(x) - 1, 1), 1), round(26 - 24 * v / most, 1))
         for k, v in enumerate(x)]
        for x in levels
    )  # fmt: skip
    band = " ".join(f"{x},{y}" for x, y in [*low, *reversed(high)])
    line = " ".join(f"{x},{y}" for x, y in middle)
    return (
        "<svg width='122' height='28' role='img' aria-label='median and nine in ten futures'>"
        f"<polygon points='{band}' fill='#84B5EB'/>"
        f"<polyline points='{line}' fill='none' stroke='#115391' stroke-width='1.6'/></svg>"
    )
