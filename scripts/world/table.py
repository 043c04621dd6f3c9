"""Rows of the generated tables and how they are written."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Value:
    """One number with its year, its source key and its status."""

    value: float
    year: str
    source: str
    status: str = "observed"


#: State and variable to value.
Values = dict[tuple[str, str], Value]


def number(value: float) -> str:
    """Write a number with at most six significant digits, the same on every machine."""
    short = float(f"{value:.6g}")
    if short == int(short) and abs(short) < 1e16:
        return str(int(short))
    return repr(short)


def csv_text(header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a CSV table with LF line ends and sorted rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted(rows))
    return out.getvalue()


def read_csv(path: Path, columns: Sequence[str]) -> list[Mapping[str, str]]:
    """Read a hand-written input and check its header.

    Raises
    ------
    SystemExit
        If the file is missing or its columns are not the expected ones.
    """
    if not path.is_file():
        msg = f"missing input: {path.name} (looked in {path.parent})"
        raise SystemExit(msg)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != tuple(columns):
            msg = f"{path.name}:1: columns must be {','.join(columns)}"
            raise SystemExit(msg)
        rows: list[Mapping[str, str]] = []
        for row in reader:
            if None in row or None in row.values():
                msg = f"{path.name}:{reader.line_num}: wrong number of fields"
                raise SystemExit(msg)
            rows.append(row)
    return rows
