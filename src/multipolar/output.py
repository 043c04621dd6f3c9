"""Tables on their way out: to the terminal, to JSON, to CSV, to a file."""

import csv
import io
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.errors import DataError
from multipolar.files import write_whole

SHORT = 18
"""A column is never squeezed below its longest cell, or this many letters."""

Cell = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; ``formats`` names a column's number format, such as ``.1%``."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    formats: Mapping[str, str]
    note: str = ""

    def csv(self) -> str:
        """Return the table as CSV with full numbers; unknown is empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow(["" if _unknown(cell) else cell for cell in row])
        return text.getvalue()

    def shown(self, row: Sequence[Cell]) -> list[str]:
        """Return a row as it is printed; unknown is a dash."""
        return [
            _shown(cell, self.formats.get(column, ""))
            for column, cell in zip(self.columns, row, strict=True)
        ]


def _shown(cell: Cell, how: str) -> str:
    if _unknown(cell):
        return "–"
    if how == "human" and isinstance(cell, int | float):
        return _human(cell)
    return format(cell, how) if isinstance(cell, int | float) else str(cell)


def _human(number: float) -> str:
    """Write a number with four digits and a word for its size.

    >>> _human(1.419e9), _human(0.065), _human(17098242.0)
    ('1.419 bn', '0.065', '17.1 m')
    """
    for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if size <= abs(number) < 1e15:
            return f"{number / size:.4g} {word}"
    return f"{number:,.0f}" if 1e4 <= abs(number) < 1e6 else f"{number:.4g}"


def _unknown(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def plain(value: Any) -> Any:
    """Return dataclasses, arrays and mappings as plain JSON values; NaN is null.

    >>> plain({"a": np.array([1.0, np.nan])})
    {'a': [1.0, None]}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {k if isinstance(k, str) else "-".join(k): plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def as_json(value: Any) -> str:
    """Return anything that ``plain`` takes as indented JSON text."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n"


def show(*tables: Table) -> None:
    """Print tables to the terminal."""
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False)
    for table in tables:
        if table.title:
            console.print(Text(table.title, style="bold"))
        shown = [table.shown(row) for row in table.rows]
        heads = [column.replace("_", " ") for column in table.columns]
        widths, gap = _widths(heads, shown, console.width)
        rich = RichTable(box=None, pad_edge=False, header_style="dim", padding=(0, gap, 0, 0))
        for position, (head, width) in enumerate(zip(heads, widths, strict=True)):
            number = any(isinstance(r[position], int | float) for r in table.rows)
            rich.add_column(
                head, justify="right" if number else "left", overflow="fold", width=width
            )
        for row in shown:
            rich.add_row(*map(Text, row))
        console.print(rich)
        if table.note:
            console.print(Text(table.note, style="dim"))
        console.print()


def _widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: int
) -> tuple[list[int], int]:
    """Return a width for each column that fits the room, and the gap between columns.

    The widest columns give way first, none below its least width: its longest
    cell or longest word of its head, up to ``SHORT`` letters.
    """
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [
        min(max(map(len, [*head.split(), *cells]), default=0), SHORT) for head, *cells in columns
    ]
    gap = 2 if sum(least) + 2 * len(least) <= room else 1
    while sum(widths) + gap * len(widths) > room:
        spare = [w - low if w > low else -1 for w, low in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda i: (spare[i] > 0, widths[i]))
        if spare[widest] <= 0:
            break
        widths[widest] -= 1
    return widths, gap


def emit(
    tables: Sequence[Table],
    value: Any,
    *,
    kind: str = "",
    path: Path | None = None,
) -> None:
    """Print or write a result.

    Parameters
    ----------
    tables
        For the terminal and CSV; CSV takes the first.
    value
        For JSON.
    kind
        ``json``, ``csv``, or nothing for the terminal.
    path
        A file to write instead; its suffix ``.json`` or ``.csv`` decides.
    """
    if path is not None:
        kind = kind or path.suffix.lstrip(".").lower()
        if kind not in ("json", "csv"):
            msg = f"--output {path}: needed a name that ends in .json or .csv"
            raise DataError(msg)
    if kind == "json":
        text = as_json(value)
    elif kind == "csv":
        text = tables[0].csv()
    else:
        show(*tables)
        return
    if path is None:
        sys.stdout.write(text)
    else:
        print(write_whole(path, text))
