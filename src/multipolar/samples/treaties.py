"""Treaties in years, as the book of treaties stood: who was bound, and who a year later."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar.model import default_model
from multipolar.past import Past, fields
from multipolar.plan import Plan, make_plan
from multipolar.record import numbers_of

FIRST, LAST = 1817, 2016
"""Years in which a treaty may end; ATOP 4.01 goes to 2016."""

LEFT_OUT = ((1914, 1919), (1939, 1947))
"""Years of the world wars and after: coalitions that come and go at once."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TreatyYear:
    """A treaty in force at the end of a year, and what became of it in the next.

    Parameters
    ----------
    year
        The next year.
    parties
        Numbers of the parties, lineages joined, shape ``(party,)``.
    terms
        What it obliges to, as in ``treaty_terms``: 1 is defence.
    expires
        Last year of the term that runs at the end of the first; 0 if it has none.
    automatic
        Whether it renews itself.
    alignment
        Mean alignment of each party with the others, shape ``(party,)``.
    regime_change
        1 where the regime of a party changed in the next year.
    war
        1 where a party was at war with another at the end of the next year.
    left
        1 where a party is bound no more at the end of the next year.
    """

    year: int
    parties: npt.NDArray[np.int64]
    terms: int
    expires: int
    automatic: bool
    alignment: Array
    regime_change: Array
    war: Array
    left: Array

    @property
    def ended(self) -> bool:
        """Whether fewer than two parties are left."""
        return bool((self.left == 0).sum() < 2)


def years(until: int) -> list[int]:
    """Return the years that are fitted to."""
    last = min(until, LAST)
    return [y for y in range(FIRST, last + 1) if not any(a <= y <= b for a, b in LEFT_OUT)]


@cache
def treaty_years(year: int) -> tuple[TreatyYear, ...]:
    """Return the treaties in force at the end of the year before, with what became of them.

    A party that left the system of states is left out, and a treaty that then
    has fewer than two.
    """
    before, after = fields(year - 1, hindsight=False), fields(year, hindsight=False)
    kept = {code: k for k, code in enumerate(after.states)}
    parties_then = _parties(after)
    bonds, wars = _square(before.dyad["alignment"]), _square(after.dyad["war"])
    table, out = _table(before), []
    numbers = np.array(numbers_of(before.states, year - 1))
    for name, members in _parties(before).items():
        slot = before.opening.treaties.index(name)
        inside = np.array([s for s in members if before.states[s] in kept], int)
        if len(inside) < 2:
            continue
        now = np.array([kept[before.states[s]] for s in inside])
        others = bonds[np.ix_(inside, inside)].sum(axis=1) / (len(inside) - 1)
        out.append(
            TreatyYear(
                year,
                numbers[inside],
                int(table["treaty_terms"][slot]),
                int(table["treaty_expires"][slot]),
                bool(table["treaty_renewal"][slot] > 0),
                others,
                after.state["regime_change"][now],
                (wars[np.ix_(now, now)].sum(axis=1) > 0).astype(float),
                np.array([float(k not in parties_then.get(name, ())) for k in now]),
            )
        )
    return tuple(out)


@cache
def _plan() -> Plan:
    return make_plan(default_model())


def _table(past: Past) -> dict[str, Array]:
    """Return the fields of treaties, by slot."""
    chosen = _plan()
    return {k: past.opening.blocks["treaty"][chosen.parts[k][1]] for k in chosen.rows("treaty")}


def _parties(past: Past) -> dict[str, list[int]]:
    """Return the places of the parties of each treaty of the record that obliges to something."""
    members = past.opening.blocks["treaty_state"][0]
    table = _table(past)
    return {
        name: np.flatnonzero(members[t]).tolist()
        for t, name in enumerate(past.opening.treaties)
        if name.startswith("atop") and table["treaty_terms"][t] > 0
    }


def _square(packed: npt.ArrayLike) -> Array:
    values = np.asarray(packed, float)
    n = round((1 + np.sqrt(1 + 8 * len(values))) / 2)
    out = np.zeros((n, n))
    out[np.tril_indices(n, -1)] = values
    return out + out.T
