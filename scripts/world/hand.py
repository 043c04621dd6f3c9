"""Hand-compiled inputs that override the Factbook."""

from collections.abc import Collection, Mapping
from pathlib import Path

from world.factbook import EDITION
from world.table import Value, Values, read_csv

_COLUMNS = ("state", "value", "year", "source", "status", "note")
#: Input file and the variable it gives (None: it has a column ``variable``).
_FILES = {
    "steel.csv": "steel",
    "nuclear.csv": "nuclear_warheads",
    "regime.csv": "regime",
    "insurgency.csv": "insurgency",
    "separatism.csv": "separatism",
    "military_overrides.csv": None,
}
_OVERRIDABLE = ("military_spending", "military_personnel")


def _value(row: Mapping[str, str], where: str) -> Value:
    try:
        number = float(row["value"])
    except ValueError:
        msg = f"{where}: {row['value']!r} is not a number"
        raise SystemExit(msg) from None
    if row["status"] not in ("observed", "imputed", "unverified") or not row["source"]:
        msg = f"{where}: source or status is missing or unknown"
        raise SystemExit(msg)
    return Value(number, row["year"], row["source"], row["status"])


def hand_values(folder: Path, states: Collection[str]) -> Values:
    """Read the hand-compiled inputs.

    Raises
    ------
    SystemExit
        If a file is missing, or a row has an unknown state, status or variable or is repeated.
    """
    values: Values = {}
    for file, variable in _FILES.items():
        columns = _COLUMNS if variable else ("state", "variable", *_COLUMNS[1:])
        for line, row in enumerate(read_csv(folder / file, columns), start=2):
            where = f"{file}:{line}"
            key = (row["state"], variable or row["variable"])
            if key[0] not in states or key in values:
                msg = f"{where}: {key[0]!r} is unknown or repeated"
                raise SystemExit(msg)
            if variable is None and key[1] not in _OVERRIDABLE:
                msg = f"{where}: {key[1]!r} is not one of {', '.join(_OVERRIDABLE)}"
                raise SystemExit(msg)
            values[key] = _value(row, where)
    return values


def no_warheads(values: Values, states: Collection[str]) -> Values:
    """Return 0 warheads for every state that the nuclear table leaves out.

    The table's source lists all possessors, so the zeros are observed as far as the table is.
    """
    listed = {s: v for (s, variable), v in values.items() if variable == "nuclear_warheads"}
    source = ";".join(sorted({key for v in listed.values() for key in v.source.split(";")}))
    year = max((v.year for v in listed.values()), default=EDITION)
    all_read = all(v.status == "observed" for v in listed.values())
    zero = Value(0.0, year, source, "observed" if all_read else "unverified")
    return {(s, "nuclear_warheads"): zero for s in states if s not in listed}
