"""Places in the book of treaties; for whole steps that sign them."""

from typing import Any


def free_place(treaty_kind: Any, after: int) -> int:
    """Return the first place from ``after`` on that no treaty holds, -1 if there is none."""
    for t in range(after, len(treaty_kind)):
        if treaty_kind[t] == 0:
            return t
    return -1


def write_treaty(  # noqa: PLR0913 - the columns of the book
    treaty_kind: Any, treaty_terms: Any, treaty_since: Any, treaty_expires: Any, treaty_term: Any,
    treaty_renewal: Any, treaty_member: Any, t: int, kind: float, terms: int, year: int,
    years: float, renewal: float, i: int, j: int,
) -> None:  # fmt: skip
    """Write a treaty of two states into place ``t``; ``years`` of 0 is without a term."""
    treaty_kind[t] = kind
    treaty_terms[t] = terms
    treaty_since[t] = year
    treaty_term[t] = years
    treaty_expires[t] = year + years if years > 0 else 0.0
    treaty_renewal[t] = renewal
    treaty_member[t, :] = 0
    treaty_member[t, i] = 1
    treaty_member[t, j] = 1
