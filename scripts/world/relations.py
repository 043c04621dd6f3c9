"""Land borders and listed trade partners."""

import re
from collections import defaultdict
from collections.abc import Mapping

from world.factbook import State
from world.names import Names
from world.table import csv_text, number
from world.text import clean, drop_parentheses, year_of

BORDER_COLUMNS = ("a", "b", "km", "source", "status")
TRADE_COLUMNS = ("state", "side", "partner", "share", "year", "source", "status")

_BORDER = re.compile(r"([A-Z][^;\d]*?)\s+([\d,]*\.?\d+)\s*km")
_PARTNER = re.compile(r"\s*([^%]+?)\s+(\d+(?:\.\d+)?)%\s*,?")


def border_list(text: str) -> list[tuple[str, float]]:
    """Return (name, km) of every segment of a border list.

    Parts of a length, such as ``(includes 2,475 km with Alaska)``, go first; then the remaining
    parentheses, such as ``(Kaliningrad Oblast)``.
    """
    plain = drop_parentheses(drop_parentheses(text, only_with_digits=True))
    return [(name, float(km.replace(",", ""))) for name, km in _BORDER.findall(plain)]


def partner_list(text: str) -> list[tuple[str, float]]:
    """Return (name, share) of every partner of a list such as ``USA 10%, Gambia, The 6% (2023)``.

    Names may hold commas, so the list is cut at the per cent signs. A list without shares gives
    nothing. ``0%`` (below one half per cent) stays 0 as printed.

    Raises
    ------
    ValueError
        If a share is written in another way, for example ``<1%``.
    """
    found = [(name, float(share) / 100) for name, share in _PARTNER.findall(text)]
    if len(found) != text.count("%") or any("<" in name for name, _ in found):
        msg = f"a share that cannot be read: {text!r}"
        raise ValueError(msg)
    return found


def _lengths(states: Mapping[str, State], names: Names) -> dict[tuple[str, str], float]:
    """Return the length each state gives for each neighbour, segments added."""
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    for state in states.values():
        for k in range(len(state.records)):
            field = state.field("Geography", "Land boundaries", k)
            text = clean(field.get("border countries")) if isinstance(field, dict) else ""
            for name, km in border_list(text):
                other = names.resolve(name)
                if other is not None:
                    lengths[state.code, other] += km
    return lengths


def borders(states: Mapping[str, State], names: Names) -> str:
    """Return borders.csv.

    The Factbook's stance is followed: Western Sahara counts with Morocco (so MAR-MRT borders
    and the DZA-MAR length runs on), Kosovo is a state, and Crimea counts with Ukraine. French
    Guiana (given by Brazil and Suriname only) counts with France, Greenland with Denmark,
    Gibraltar and Guantanamo with nobody, the British bases on Cyprus are not in the list.
    Where the two sides give different lengths the mean is taken and marked as imputed.
    """
    lengths = _lengths(states, names)
    rows = []
    for a, b in sorted({(min(pair), max(pair)) for pair in lengths}):
        if a == b:
            msg = f"{a} borders itself"
            raise ValueError(msg)
        given = [lengths[pair] for pair in ((a, b), (b, a)) if pair in lengths]
        if len(given) == 1 and "FRA" not in (a, b):
            msg = f"only one side lists the border {a}-{b}"
            raise ValueError(msg)
        same = len(set(given)) == 1
        how = ("factbook", "observed") if same else ("impute_border_mean", "imputed")
        rows.append((a, b, number(sum(given) / len(given)), *how))
    return csv_text(BORDER_COLUMNS, rows)


def trade(states: Mapping[str, State], names: Names) -> str:
    """Return trade.csv: the listed partners, whole per cents as fractions.

    Territories count with their state (aliases.csv) and are added up; what is left of a state
    itself (China's trade with Hong Kong) is left out, for a state is not its own partner.

    Raises
    ------
    ValueError
        If the shares of one side add up to more than 1.
    """
    rows = []
    for state in states.values():
        for side in ("exports", "imports"):
            text = state.text("Economy", f"{side.capitalize()} - partners")
            shares: dict[str, float] = defaultdict(float)
            for name, share in partner_list(text):
                partner = names.resolve(name)
                if partner not in (None, state.code):
                    shares[str(partner)] += share
            if sum(shares.values()) > 1 + 1e-9:
                msg = f"{state.code}: shares of {side} add up to {sum(shares.values())}"
                raise ValueError(msg)
            rows += [
                (state.code, side, partner, number(share), year_of(text), "factbook", "observed")
                for partner, share in shares.items()
            ]
    return csv_text(TRADE_COLUMNS, rows)
