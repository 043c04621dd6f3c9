"""Exit from treaties before their term: ATOP, by party and year."""

from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.mechanisms.treaty_exit import treaty_exit as mechanism
from multipolar.samples.treaties import LAST, treaty_years, years

COLDNESS = mechanism.params["coldness"].value
"""Held at its prior: the alignment of allies is not in the record apart from their treaties."""


def sample(until: int) -> Sample:
    """Return parties of treaties in years, and whether they were bound no more a year later.

    A treaty of two is one row, for either party ends it; of more, each party
    is one. Treaties in the last year of their term are left out, and parties
    at war with another.
    """
    rows: list[tuple[float, ...]] = []
    terms = wars = 0
    for year in years(until):
        for t in treaty_years(year):
            if t.expires == year:
                terms += len(t.left)
                continue
            if len(t.left) == 2:
                if t.war.any():
                    wars += 2
                    continue
                change = t.regime_change
                rows.append((year, t.ended, 1.0, 1.0, t.alignment[0], change[0], change[1]))
                continue
            size = len(t.left) - 1.0
            for k in range(len(t.left)):
                if t.war[k]:
                    wars += 1
                    continue
                change = t.regime_change[k]
                rows.append((year, t.ended or t.left[k], 0.0, size, t.alignment[k], change, change))
    columns = np.array(rows, float).T
    named = dict(
        zip(("two", "others", "alignment", "change_a", "change_b"), columns[2:], strict=True)
    )
    return Sample(
        named,
        columns[1],
        columns[0].astype(np.int64),
        dropped={"in the last year of the term": terms, "at war with a party": wars},
    )


def density(rows: Rows, params: Rows, left: Any) -> Any:
    """Return the log probability of what came: as in ``treaty_exit.leave``, at middling trust."""
    jnp = jax_numpy()

    def stays(change: Any) -> Any:
        upset = params["treaty_exit.upheaval"] * change - COLDNESS * rows["alignment"]
        upset = upset - params["treaty_exit.crowd"] * jnp.log(rows["others"])
        risk = params["treaty_exit.exit_rate"] * jnp.exp(upset)
        return 1.0 - jnp.minimum(risk, 0.3)

    other = jnp.where(rows["two"] > 0, stays(rows["change_b"]), 1.0)
    bound = jnp.clip(stays(rows["change_a"]) * other, 1e-9, 1.0 - 1e-9)
    return left * jnp.log1p(-bound) + (1.0 - left) * jnp.log(bound)


treaty_exit = Fit(
    "treaty_exit",
    ("treaty_exit.exit_rate", "treaty_exit.crowd", "treaty_exit.upheaval"),
    sample,
    density=density,
    half_life=40.0,
    data=("atop", "atop_members", "polity5"),
    label="Exit from treaties",
    notes=f"Treaties of ATOP 4.01 to {LAST}; 1914-19 and 1939-47 left out. Where a treaty of many "
    "ends, each of its parties counts as one that left, so the spread of the posterior is too "
    "narrow. Alignment is what an opening makes of ties and disputes. The step is of the whole "
    "system, so its formula is written again here.",
)
