"""Validate the tables of the embedded world; every message starts with ``file:line``."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from multipolar.tables import DATE, whole_date
from world import rules


def is_date(text: str) -> bool:
    """Tell whether a text is a whole or shortened ISO 8601 date that exists."""
    try:
        return bool(DATE.fullmatch(text) and date.fromisoformat(whole_date(text)))
    except ValueError:
        return False


def in_order(first: str, second: str) -> bool:
    """Tell whether a date is not after another, as far as both are given."""
    shared = min(len(first), len(second))
    return first[:shared] <= second[:shared]


class Table:
    """One table with its findings."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.findings: list[str] = []
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
        if b"\r" in raw or raw.startswith(b"\xef\xbb\xbf") or not raw.endswith(b"\n"):
            self.add(1, "must be UTF-8 without mark, with LF line ends and a last one")
        for line, content in enumerate(text.split("\n"), start=1):
            if content != content.rstrip():
                self.add(line, "trailing blank")
        reader = csv.reader(text.splitlines())
        self.columns = tuple(next(reader, ()))
        self.rows: list[tuple[int, dict[str, str]]] = []
        for cells in reader:
            if len(cells) != len(self.columns):
                self.add(reader.line_num, f"{len(cells)} fields instead of {len(self.columns)}")
            else:
                row = dict(zip(self.columns, cells, strict=True))
                self.rows.append((reader.line_num, row))

    def add(self, line: int, message: str) -> None:
        """Note a finding."""
        self.findings.append(f"{self.file}:{line}: {message}")


def _shape(table: Table) -> None:
    expected = rules.COLUMNS.get(table.file)
    if expected is not None and table.columns != expected:
        table.add(1, f"columns must be {','.join(expected)}")
    seen: dict[tuple[str, ...], int] = {}
    for line, row in table.rows:
        key = tuple(row.get(column, "") for column in rules.KEYS.get(table.file, table.columns))
        if key in seen:
            table.add(line, f"repeats line {seen[key]}: {', '.join(key)}")
        seen[key] = line


def _codes(table: Table, known: set[str]) -> None:
    for line, row in table.rows:
        for column in rules.CODE_COLUMNS & row.keys():
            # The Security Council and the European Union may stand as senders of sanctions.
            allowed = row[column] in ("UN", "EU") and row.get("role") == "sender"
            if row[column] not in known and not allowed:
                table.add(line, f"{column} {row[column]!r} is no known state")


def _dates(table: Table) -> None:
    for line, row in table.rows:
        for column in sorted(rules.DATE_COLUMNS & row.keys()):
            if row[column] and not is_date(row[column]):
                table.add(line, f"{column} {row[column]!r} is no date")
        for first, second in rules.DATE_ORDER:
            a, b = row.get(first, ""), row.get(second, "")
            if a and b and is_date(a) and is_date(b) and not in_order(a, b):
                table.add(line, f"{first} {a} is after {second} {b}")


def _words(table: Table, sources: set[str] | None) -> None:
    for line, row in table.rows:
        for column, words in rules.WORDS.items():
            if column == "kind" and not table.file.startswith(rules.COMMITMENTS):
                continue
            if column in row and row[column] not in words:
                choice = ", ".join(sorted(words))
                table.add(line, f"{column} {row[column]!r} is not one of {choice}")
        if "source" not in row or sources is None:
            continue
        for key in row["source"].split(";"):
            if key not in sources:
                table.add(line, f"source {key!r} is not in sources.csv")


def _numbers(table: Table) -> None:
    total: dict[tuple[str, str], float] = {}
    for line, row in table.rows:
        for column in rules.NUMBER_COLUMNS & row.keys():
            try:
                value = float(row[column])
            except ValueError:
                table.add(line, f"{column} {row[column]!r} is no number")
                continue
            if column == "km" and value <= 0:
                table.add(line, f"length {row[column]} is not positive")
            if column == "share":
                side = (row["state"], row["side"])
                total[side] = total.get(side, 0.0) + value
                if not 0 <= value <= 1 or total[side] > 1 + 1e-9:
                    table.add(line, f"shares of {' '.join(side)} reach {total[side]:.6g}")


def _pairs(table: Table) -> None:
    for line, row in table.rows:
        if "a" in row and "b" in row and row["a"] >= row["b"]:
            table.add(line, f"{row['a']} must stand before {row['b']} (each pair once)")
        if row.get("partner") and row["partner"] == row["state"]:
            table.add(line, f"{row['state']} is its own partner")


def _vocabulary(table: Table, variables: Path) -> None:
    """Check values against the vocabulary that ships with the package."""
    if table.file != "values.csv" or not variables.is_file():
        return
    known = {row["name"]: row for _, row in Table(variables).rows}
    for line, row in table.rows:
        entry = known.get(row.get("variable", ""))
        if entry is None or entry["dims"] != "state":
            table.add(line, f"variable {row.get('variable')!r} is not in {variables.name}")
        elif not float(entry["low"]) <= float(row["value"]) <= float(entry["high"]):
            table.add(line, f"{row['variable']} {row['value']} is out of range")


def _parties(table: Table, parents: dict[str, set[str]]) -> None:
    parent = table.file.replace("_parties", "")
    if parent == table.file:
        return
    if parent not in parents:
        table.add(1, f"{parent} is missing")
        return
    for line, row in table.rows:
        if row.get("id") not in parents[parent]:
            table.add(line, f"id {row.get('id')!r} is not in {parent}")
    for name in sorted(parents[parent] - {row.get("id", "") for _, row in table.rows}):
        table.add(1, f"no party of {name!r}")


def _one_theme(table: Table, themes: dict[str, str]) -> None:
    """Keep the theme table of each commitment; an id may stand in one only."""
    for line, row in table.rows if table.file in rules.COMMITMENTS else ():
        theme = themes.setdefault(row.get("id", ""), table.file)
        if theme != table.file:
            table.add(line, f"id {row.get('id')!r} stands in {theme} too")


def _known(tables: dict[str, Table]) -> set[str]:
    """Return the 197 states and the codes of the registry."""
    columns = (("states.csv", "state"), ("registry.csv", "code"))
    return {
        row.get(column, "")
        for file, column in columns
        if file in tables
        for _, row in tables[file].rows
    }


def _each(tables: dict[str, Table], variables: Path) -> Iterator[str]:
    known = _known(tables)
    keys = tables.get("sources.csv")
    sources = None if keys is None else {row.get("key", "") for _, row in keys.rows}
    parents = {file: {row.get("id", "") for _, row in t.rows} for file, t in tables.items()}
    themes: dict[str, str] = {}
    for table in tables.values():
        _shape(table)
        _one_theme(table, themes)
        if table.file not in rules.OWN_CODES:
            _codes(table, known)
        _dates(table)
        _words(table, sources)
        _numbers(table)
        if not table.findings:
            _vocabulary(table, variables)
        _pairs(table)
        _parties(table, parents)
        yield from table.findings


def tables(folder: Path) -> list[str]:
    """Return every finding in the tables of a folder."""
    found = {path.name: Table(path) for path in sorted(folder.glob("*.csv"))}
    return list(_each(found, folder.parent / "variables.csv"))
