"""The table of states: names, regions and capitals."""

import re
from collections.abc import Iterable

from world.factbook import State
from world.table import csv_text
from world.text import coordinates

COLUMNS = ("state", "name", "region", "capital", "lat", "lon")

#: Capitals that replace the Factbook's entry, to the arc minute.
CAPITAL_FIXES = {
    # "50 84 N" is a decimal fraction written as minutes.
    "BEL": ("Brussels", 50.85, 4.35),
    # The Factbook puts the former capital Rangoon first and names Nay Pyi Taw as the
    # administrative capital; the government has sat there since 2005.
    "MMR": ("Naypyidaw", 19.75, 96.1),
    # No official capital; the government offices are in the Yaren district.
    "NRU": ("Yaren", -0.55, 166.9167),
    # No entry. Ramallah is the seat of the Palestinian Authority; Jerusalem is claimed.
    "PSE": ("Ramallah", 31.9, 35.2),
    # The Factbook names Dodoma but gives the position of Dar es Salaam.
    "TZA": ("Dodoma", -6.1833, 35.75),
    # The general rule would cut at the comma.
    "USA": ("Washington, D.C.", 38.8833, -77.0333),
}


def capital(state: State) -> tuple[str, float, float]:
    """Return name, latitude and longitude of a capital.

    Where the Factbook names several, the first one counts: it is the one whose position it gives.
    """
    if state.code in CAPITAL_FIXES:
        return CAPITAL_FIXES[state.code]
    name = re.split(r" \(|;|, | in ", state.text("Government", "Capital", "name"))[0]
    point = coordinates(state.text("Government", "Capital", "geographic coordinates"))
    if point is None or not name:
        msg = f"no capital for {state.code}"
        raise ValueError(msg)
    return name, *point


def table(states: Iterable[State]) -> str:
    """Return states.csv; ``region`` is the UN M49 subregion (or intermediate region).

    M49 lists neither Taiwan nor Kosovo: they stand with Eastern Asia and Southern Europe.
    """
    rows = []
    for state in states:
        name, lat, lon = capital(state)
        rows.append((state.code, state.name, state.region, name, f"{lat:.4f}", f"{lon:.4f}"))
    return csv_text(COLUMNS, rows)
