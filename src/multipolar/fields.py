"""What a simulated world consists of, read from ``fields.csv``.

A *stock* is carried from year to year, a *tally* starts every year at its
start value and is added to, a *fixed* field never changes. A *flag* is 0 or 1.
"""

from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

from multipolar.tables import Row, read_table

Dims = Literal["state", "dyad", "directed", "system", "treaty", "treaty_state", "war", "war_state"]
DIMS: tuple[Dims, ...] = (
    "state", "dyad", "directed", "system", "treaty", "treaty_state", "war", "war_state",
)  # fmt: skip
KINDS = ("stock", "tally", "fixed", "flag", "fixed flag")
COLUMNS = ("name", "dims", "kind", "start", "low", "high", "unit", "meaning")


@dataclass(frozen=True, slots=True)
class Field:
    """One quantity of the simulated world.

    Parameters
    ----------
    name
        What it is called in steps. A dyad field that is ``directed`` is read
        as ``name_ij`` (from i to j) and ``name_ji``.
    dims
        What it is a quantity of.
    kind
        ``stock``, ``tally`` (set to ``start`` at the beginning of each year),
        ``fixed``; a ``flag`` is 0 or 1.
    start
        Its value where the World that the run starts from does not know it.
    low, high
        Its range; a World outside it is refused.
    """

    name: str
    dims: Dims
    unit: str = "1"
    meaning: str = ""
    kind: str = "stock"
    start: float = 0.0
    low: float = float("-inf")
    high: float = float("inf")

    @property
    def flag(self) -> bool:
        """Whether it is 0 or 1 and kept in one byte."""
        return self.kind.endswith("flag")

    @property
    def parts(self) -> tuple[str, ...]:
        """The arrays it is kept in."""
        if self.dims == "directed":
            return f"{self.name}_ij", f"{self.name}_ji"
        return (self.name,)


def _field(row: Row) -> Field:
    low, high = (
        float(row[end]) if row[end] in ("inf", "-inf") else row.number(end)
        for end in ("low", "high")
    )
    return Field(
        name=row.required("name"),
        dims=cast("Dims", row.choice("dims", DIMS)),
        kind=row.choice("kind", KINDS),
        start=row.number("start"),
        low=low,
        high=high,
        unit=row.required("unit"),
        meaning=row.required("meaning"),
    )


FIELDS: dict[str, Field] = {
    f.name: f
    for f in map(_field, read_table(resources.files("multipolar").joinpath("fields.csv"), COLUMNS))
}
