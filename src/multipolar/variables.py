"""The vocabulary: every array a World may hold, read from ``variables.csv``."""

from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

from multipolar.tables import Row, read_table

Dims = Literal["state", "dyad"]
COLUMNS = ("name", "dims", "unit", "low", "high", "directed", "absent", "merge", "meaning")


@dataclass(frozen=True, slots=True)
class Variable:
    """One row of the vocabulary.

    ``merge`` says how the values of several states become the value of one
    actor: ``sum``, ``mean:<weight>``, ``min``, ``max``, ``centre`` (the
    largest member's) or ``drop`` (unknown).
    """

    name: str
    dims: Dims
    unit: str
    low: float
    high: float
    directed: bool
    absent: Literal["unknown", "zero"]
    merge: str
    meaning: str


def _variable(row: Row) -> Variable:
    low, high = (
        float(row[end]) if row[end] in ("inf", "-inf") else row.number(end)
        for end in ("low", "high")
    )
    return Variable(
        name=row.required("name"),
        dims=cast("Dims", row.choice("dims", ("state", "dyad"))),
        unit=row.required("unit"),
        low=low,
        high=high,
        directed=row.choice("directed", ("", "no", "yes")) == "yes",
        absent=cast("Literal['unknown', 'zero']", row.choice("absent", ("unknown", "zero"))),
        merge=row.required("merge"),
        meaning=row.required("meaning"),
    )


VARIABLES: dict[str, Variable] = {
    v.name: v
    for v in map(
        _variable, read_table(resources.files("multipolar").joinpath("variables.csv"), COLUMNS)
    )
}
