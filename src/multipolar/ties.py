"""Ties between pairs of states, out of commitments, shares and places on the globe."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from multipolar.commitments import OBLIGATIONS, Commitment

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

EARTH_RADIUS = 6371.0088
"""Mean radius of the Earth, km (IUGG)."""


def commitment_ties(
    commitments: Iterable[Commitment], states: Sequence[str], on: str
) -> dict[str, Array]:
    """Return the dyads that commitments in force make, shape ``(state, state)`` each.

    One array for each of ATOP's five obligations (1 where a treaty in force
    binds both), ``shared_bodies`` (how many bodies both belong to) and
    ``sanction`` (row sanctions column; decisions of the Security Council bind
    everybody and are no dyad).

    A sender written ``EU`` stands for the members of the European Union on
    that day. A guarantor is bound to each party, and not to another guarantor.
    """
    known = list(commitments)
    place = {s: i for i, s in enumerate(states)}
    names = (*OBLIGATIONS["alliance"], "shared_bodies", "sanction")
    out = {name: np.zeros((len(states), len(states))) for name in names}
    union = next((c.members(on) for c in known if c.id == "eu"), ())
    for c in known:
        if not c.alive(on):
            continue
        if c.kind == "sanction":
            senders = set(c.members(on, "sender"))
            senders |= set(union) if "EU" in senders else set()
            pairs = [(s, t) for s in senders for t in c.members(on, "target") if s != t]
            _mark(out["sanction"], pairs, place)
            continue
        parties = c.members(on)
        pairs = list(combinations(parties, 2))
        guaranteed = [(g, p) for g, p in product(c.members(on, "guarantor"), parties) if g != p]
        for obligation in set(c.obligations) & set(OBLIGATIONS["alliance"]):
            _mark(out[obligation], _both_ways([*pairs, *guaranteed]), place)
        if c.kind == "body":
            for a, b in _both_ways(pairs):
                if a in place and b in place:
                    out["shared_bodies"][place[a], place[b]] += 1
    return out


def _both_ways(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*pairs, *((b, a) for a, b in pairs)]


def _mark(array: Array, pairs: Iterable[tuple[str, str]], place: Mapping[str, int]) -> None:
    for a, b in pairs:
        if a in place and b in place:
            array[place[a], place[b]] = 1.0


def great_circle(lat: Array, lon: Array) -> Array:
    """Return great-circle distances in km between points in degrees (haversine).

    >>> great_circle(np.array([0.0, 0.0]), np.array([0.0, 90.0])).round()[0, 1]
    np.float64(10008.0)
    """
    phi, lam = np.radians(lat), np.radians(lon)
    half = np.sin((phi[:, None] - phi) / 2) ** 2
    half += np.cos(phi)[:, None] * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def trade_flows(
    totals: tuple[Array, Array], shares: tuple[Array, Array], distance: Array
) -> tuple[Array, Mask]:
    """Return exports from row to column in USD, and which of them are imputed.

    A flow listed by the exporter, the importer or both is the listed share of
    the total (the geometric mean of two). What an exporter sells to nobody
    listed is spread over the rest in proportion to the partner's imports over
    distance, no cell above the smallest share the exporter does list (a state
    lists its largest partners), and flagged.

    Parameters
    ----------
    totals
        Exports and imports of each state, shape ``(state,)``, USD.
    shares
        Listed export shares and import shares, shape ``(state, state)``; NaN
        where a state does not list a partner.
    distance
        Kilometres between capitals, shape ``(state, state)``.

    Returns
    -------
    flows, imputed
        Shape ``(state, state)`` each. Rows of an exporter with unknown total
        hold only what importers list; the rest is NaN.
    """
    (exports, imports), (out, into) = totals, shares
    sold, bought = exports[:, None] * out, (imports[:, None] * into).T
    both = np.sqrt(sold * bought)
    flows = np.where(np.isnan(both), np.where(np.isnan(sold), bought, sold), both)
    np.fill_diagonal(flows, 0.0)
    imputed = np.isnan(flows)
    size = np.nan_to_num(imports) / np.where(distance > 0, distance, np.inf)
    for i in np.flatnonzero(np.isfinite(exports)):
        left = max(exports[i] - np.nansum(flows[i]), 0.0)
        listed = out[i][out[i] > 0]
        cap = exports[i] * (listed.min() if len(listed) else 1.0)
        flows[i, imputed[i]] = _spread(left, size[i, imputed[i]], cap)
    return flows, imputed


def _spread(total: float, weight: Array, cap: float) -> Array:
    """Spread a total by weight, no part above the cap; what no part can take is left out."""
    part = np.zeros_like(weight)
    open_ = weight > 0
    while total > 0 and open_.any():
        step = total * np.where(open_, weight, 0.0) / weight[open_].sum()
        part += step
        total = float(np.maximum(part - cap, 0.0).sum())
        part = np.minimum(part, cap)
        if not total or not (open_ & (part < cap)).any():
            break
        open_ &= part < cap
    return part
