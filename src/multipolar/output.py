"""Tables on their way out: to the terminal, to JSON, to CSV, to a file."""

import csv
import io
import json
import math
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.errors import DataError

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
    return format(cell, how) if isinstance(cell, int | float) else str(cell)


def _unknown(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def plain(value: Any) -> Any:  # noqa: ANN401
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


def as_json(value: Any) -> str:  # noqa: ANN401
    """Return anything that ``plain`` takes as indented JSON text."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n"


def write(path: Path, content: str | bytes) -> Path:
    """Write a file whole or not at all, making its folder if need be.

    Raises
    ------
    DataError
        The place cannot be written to.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            umask = os.umask(0)
            os.umask(umask)
            Path(draft).chmod(0o666 & ~umask)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror}); choose another place with --output"
        raise DataError(msg) from None
    return path


def show(*tables: Table) -> None:
    """Print tables to the terminal."""
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False)
    for table in tables:
        if table.title:
            console.print(Text(table.title, style="bold"))
        rich = RichTable(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for position, column in enumerate(table.columns):
            number = any(isinstance(r[position], int | float) for r in table.rows)
            rich.add_column(column, justify="right" if number else "left", overflow="fold")
        for row in table.rows:
            rich.add_row(*(Text(cell) for cell in table.shown(row)))
        console.print(rich)
        if table.note:
            console.print(Text(table.note, style="dim"))
        console.print()


def emit(
    tables: Sequence[Table], value: Any, *, kind: str = "", path: Path | None = None  # noqa: ANN401
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
        print(write(path, text))
