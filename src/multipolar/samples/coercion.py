"""Sanctions of the record, beside the model's fields the year before.

From the cases of TIES (1945-2005) that were imposed over politics: influence,
military behaviour, regimes, territory, rights, weapons, support of rebels,
drugs. Those over trade practices, the environment and economic reform, most of
them among allies, are not what the model means. The primary sender is the one
that decides; further senders follow. The European Community and its successor
are no state and are left out as sender and as target.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar.mechanisms.sanctions import USUAL
from multipolar.past import fields
from multipolar.samples.within import numbers, square, state_years
from multipolar.sanction_record import cases

Array = npt.NDArray[np.float64]

FIRST, LAST = 1947, 2005
THINNED = 25
"""Of other pairs where nothing happened one in so many is kept, and counts for all of them."""
COLD, LARGE = -0.1, 0.05
"""All pairs are kept that are colder or in a dispute or war, and all of so capable a sender."""


def in_force(year: int) -> set[tuple[int, int]]:
    """Return sender and target of the sanctions in force at the end of a year.

    A case of unknown end is taken to last.
    """
    out = set()
    for case in cases():
        if case.since <= year and (case.until is None or case.until > year):
            out |= {(s, case.target) for s in (case.sender, *case.followers)}
    return out


@cache
def sanction_years(until: int) -> Mapping[str, Array]:
    """Return pairs of sender i and target j in years, with what the step of sanctions reads.

    Parameters
    ----------
    until
        The last year that is known.

    Returns
    -------
    mapping
        Fields at the end of the year before; ``year``, ``imposed`` (1 where the
        primary sender imposed in the year) and ``weight``.
    """
    years = range(FIRST, min(until, LAST) + 1)
    parts = [_year(year) for year in years]
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


@cache
def _year(year: int) -> dict[str, Array]:
    past = fields(year - 1)
    codes = numbers(past)
    place, n = {s: k for k, s in enumerate(codes)}, len(codes)
    whole = state_years(year)
    of_year = whole.where(whole["year"] == year)
    changed = np.zeros(n)
    for number, change in zip(of_year["number"], of_year["regime_change"], strict=True):
        changed[place[int(number)]] = np.nan_to_num(change)
    held, imposed = np.zeros((n, n)), np.zeros((n, n))
    for s, t in in_force(year - 1):
        if s in place and t in place:
            held[place[s], place[t]] = 1.0
    for case in cases():
        if case.since == year and case.sender in place and case.target in place:
            imposed[place[case.sender], place[case.target]] = 1.0
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    pair = {name: square(past.dyad[name], n)[i, j] for name in ("alignment", "dispute", "war")}
    telling = (pair["alignment"] < COLD) | (pair["dispute"] > 0) | (pair["war"] > 0)
    telling |= (past.state["capability"][i] > LARGE) | (imposed[i, j] > 0)
    kept = _mixed(np.array(codes)[i], np.array(codes)[j], year) % THINNED == 0
    chosen = (kept | telling) & (held[i, j] == 0)
    i, j, telling = i[chosen], j[chosen], telling[chosen]
    pair = {name: values[chosen] for name, values in pair.items()}
    return pair | {
        "sanction_ij": held[i, j],
        "sanction_ji": held[j, i],
        "capability_i": past.state["capability"][i],
        "capability_j": past.state["capability"][j],
        "regime_i": past.state["regime"][i],
        "regime_j": past.state["regime"][j],
        "regime_change_i": changed[i],
        "regime_change_j": changed[j],
        "insurgency_i": past.state["insurgency"][i],
        "insurgency_j": past.state["insurgency"][j],
        "choice": np.full(len(i), np.log(n / USUAL)),
        "year": np.full(len(i), float(year)),
        "imposed": imposed[i, j],
        "weight": np.where(telling, 1.0, float(THINNED)),
    }


def _mixed(
    senders: npt.NDArray[np.integer], targets: npt.NDArray[np.integer], year: int
) -> npt.NDArray[np.uint64]:
    """Return numbers that look drawn, one for each pair in a year.

    Most numbers of states are multiples of five, so that remainders of sums of
    multiples would keep whole groups of pairs in some years and none in others.
    """
    x = senders.astype(np.uint64) * np.uint64(10**8) + targets.astype(np.uint64) * np.uint64(10**4)
    x += np.uint64(year)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(x ^ (x >> np.uint64(31)), np.uint64)


@cache
def lifting_years(until: int) -> Mapping[str, Array]:
    """Return sanctions in force, year by year: alignment of the pair, and 1 where they ended.

    Cases of unknown end are left out of the years after they began: whether
    they went on is not known.
    """
    out: dict[str, list[float]] = {"alignment": [], "year": [], "lifted": []}
    for year in range(FIRST, min(until, LAST) + 1):
        past = fields(year - 1)
        place = {s: k for k, s in enumerate(numbers(past))}
        alignment = square(past.dyad["alignment"], len(place))
        for case in cases():
            known = case.until is not None and case.since < year <= case.until
            if known and case.sender in place and case.target in place:
                out["alignment"].append(float(alignment[place[case.sender], place[case.target]]))
                out["year"].append(float(year))
                out["lifted"].append(float(case.until == year))
    return {name: np.array(values) for name, values in out.items()}


@cache
def coalition_rows(until: int) -> Mapping[str, Array]:
    """Return allies who could follow a sender: how near they stand, and 1 where they did.

    ``nearness`` is what the model multiplies by ``follow``: alignment with the
    sender times 0.3 and the enmity with the target.
    """
    out: dict[str, list[float]] = {"nearness": [], "year": [], "followed": []}
    for case in cases():
        if not FIRST <= case.since <= until:
            continue
        past = fields(case.since - 1)
        place = {s: k for k, s in enumerate(numbers(past))}
        if case.sender not in place or case.target not in place:
            continue
        n, a, b = len(place), place[case.sender], place[case.target]
        alignment, defence = (square(past.dyad[k], n) for k in ("alignment", "defence"))
        open_to = (defence[a] > 0) & (defence[b] == 0) & (alignment[b] <= 0.1)
        open_to[[a, b]] = False
        followed = {place[s] for s in case.followers if s in place}
        for k in np.flatnonzero(open_to):
            near = max(alignment[a, k], 0.0) * (0.3 + max(-alignment[k, b], 0.0))
            out["nearness"].append(near)
            out["year"].append(float(case.since))
            out["followed"].append(float(k in followed))
    return {name: np.array(values) for name, values in out.items()}
