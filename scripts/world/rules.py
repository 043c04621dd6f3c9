"""What the tables must look like: the layout of docs/embedded-world.md as data."""

from multipolar.commitments import COLUMNS as _COMMITMENT
from multipolar.commitments import ENDS, KINDS, PARTY_COLUMNS, RENEWALS, ROLES, STATUSES
from multipolar.embedded import THEMES as _COMMITMENT_FILES

#: Names of the commitment tables, to recognise them by the start of the file name.
COMMITMENTS = tuple(f"{name}.csv" for name in _COMMITMENT_FILES)

#: Columns by file, in order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "sources.csv": ("key", "title", "publisher", "year", "licence", "url", "note"),
    "values.csv": ("state", "variable", "value", "year", "source", "status"),
    "states.csv": ("state", "name", "region", "capital", "lat", "lon"),
    "borders.csv": ("a", "b", "km", "source", "status"),
    "trade.csv": ("state", "side", "partner", "share", "year", "source", "status"),
    "rivalries.csv": ("a", "b", "since", "kind", "source", "status", "note"),
    "wars.csv": ("a", "b", "since", "source", "status", "note"),
    "great_powers.csv": ("list", "state", "since", "until", "source", "status"),
    **{f"{name}.csv": _COMMITMENT for name in _COMMITMENT_FILES},
    **{f"{name}_parties.csv": PARTY_COLUMNS for name in _COMMITMENT_FILES},
}

#: Columns that may not repeat together (all of them where a file is not listed).
KEYS: dict[str, tuple[str, ...]] = {
    "sources.csv": ("key",),
    "values.csv": ("state", "variable"),
    "states.csv": ("state",),
    "borders.csv": ("a", "b"),
    "trade.csv": ("state", "side", "partner"),
    "rivalries.csv": ("a", "b"),
    "wars.csv": ("a", "b"),
    "great_powers.csv": ("list", "state", "since"),
    **{f"{name}.csv": ("id",) for name in _COMMITMENT_FILES},
    **{f"{name}_parties.csv": ("id", "state", "since", "role") for name in _COMMITMENT_FILES},
}

CODE_COLUMNS = {"state", "partner", "a", "b"}
#: Files that define codes and are not checked against them.
OWN_CODES = {"states.csv", "registry.csv"}

NUMBER_COLUMNS = {"value", "km", "share", "lat", "lon"}

DATE_COLUMNS = {"signed", "in_force", "expires", "ended", "since", "until"}
DATE_ORDER = (
    ("signed", "in_force"),
    ("signed", "ended"),
    ("in_force", "ended"),
    ("in_force", "expires"),
    ("since", "until"),
)

WORDS: dict[str, set[str]] = {
    "status": set(STATUSES),
    "side": {"exports", "imports"},
    "role": set(ROLES),
    "kind": set(KINDS),
    "renewal": set(RENEWALS),
    "end_kind": set(ENDS),
}
