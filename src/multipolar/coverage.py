"""How much of the system a variable covers: the share known by decade."""

from collections.abc import Sequence

import polars as pl

from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.grains import variables as on_offer
from multipolar.panels import Kind, panel
from multipolar.registry import Number
from multipolar.skeleton import FIRST, LAST

KINDS: dict[str, Kind] = {
    "state-year": "state-year",
    "state-spell": "state-year",
    "dyad-year": "dyad-year",
    "dyad-spell": "dyad-year",
    "directed-dyad-year": "directed-dyad-year",
    "directed-dyad-spell": "directed-dyad-year",
}
"""Grain of a source → the panel whose rows are counted."""


def coverage_map(
    names: Sequence[str], *, years: tuple[int, int] = (FIRST, LAST), system: Number = "cow"
) -> pl.DataFrame:
    """Return the share known of each variable by decade.

    Counted over every state-year of the system, or every pair of states and
    year, as they stand in a panel: where a source says that a missing row
    means none, its zeros are known.

    Parameters
    ----------
    names
        State-year or dyad-year variables (``multipolar coverage``).
    years
        First and last year; a decade cut by them counts its years inside.
    system
        Whose list of states makes the rows: ``cow`` or ``gw``.

    Returns
    -------
    polars.DataFrame
        ``variable``, ``rows`` (what is counted), and a column a decade
        (``1810s`` ...) with the share known, 0 to 1; in the order of the names.

    Raises
    ------
    UnknownName
        No source yields a variable of that name.
    MeasureError
        No variable is named, or one is of commitments or events.
    """
    kinds = {name: _kind(name) for name in dict.fromkeys(names)}
    if not kinds:
        msg = "a map of coverage needs the names of variables, such as cinc"
        raise MeasureError(msg)
    parts = []
    for kind in dict.fromkeys(kinds.values()):
        mine = [name for name, k in kinds.items() if k == kind]
        frame = panel(kind, years=years, variables=mine, system=system)
        parts.append(known_by_decade(frame, mine).insert_column(1, pl.lit(kind).alias("rows")))
    order = {name: i for i, name in enumerate(kinds)}
    return pl.concat(parts).sort(pl.col("variable").replace_strict(order))


def known_by_decade(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return the share of rows in which each column is known, a column a decade.

    Examples
    --------
    >>> frame = pl.DataFrame({"year": [1818, 1819, 1820], "x": [1, None, 2]})
    >>> known_by_decade(frame, ["x"]).rows()
    [('x', 0.5, 1.0)]
    """
    decade = (pl.col("year") // 10 * 10).cast(pl.Int32).alias("decade")
    shares = (
        frame.group_by(decade)
        .agg(pl.col(name).is_not_null().mean() for name in names)
        .sort("decade")
    )
    heads = [f"{start}s" for start in shares["decade"]]
    return shares.select(names).transpose(
        include_header=True, header_name="variable", column_names=heads
    )


def _kind(name: str) -> Kind:
    known = on_offer()
    if name not in known:
        msg = f"no source yields a variable {name!r}{suggest(name, known)}"
        raise UnknownName(msg)
    grain = known[name].spec.grain
    if grain not in KINDS:
        msg = f"{name} is of {grain} grain; a map of coverage counts states or pairs by year"
        raise MeasureError(msg)
    return KINDS[grain]
