"""The embedded world against National Material Capabilities 7.0 of 2022.

The embedded CINC is computed from other sources of 2023 to 2025. The two should rank and weigh
states nearly alike, component by component.
"""

import numpy as np
import pytest

from multipolar import today
from multipolar.codes import resolve
from multipolar.indices.cinc import COMPONENTS, cinc

COLUMN = dict(zip(COMPONENTS, ("milex", "milper", "irst", "pec", "tpop", "upop"), strict=True))
# Least correlation of logarithms over states where both have more than nothing: set a little below
# what was found when the test was written, so that a table that goes wrong is seen.
LEAST = {
    "military_spending": 0.95,
    "military_personnel": 0.93,
    "steel": 0.93,
    "energy": 0.94,
    "population": 0.998,
    "urban_population": 0.95,
}


@pytest.fixture(scope="module")
def nmc(table):
    rows = [
        r for r in table("data/capabilities/peacesciencer_cow_nmc_v7.csv") if r["year"] == "2022"
    ]
    return {
        resolve(int(r["ccode"]), 2022): {
            name: float(r[name]) if r[name] not in ("", "NA") else np.nan
            for name in ("cinc", *COLUMN.values())
        }
        for r in rows
    }


def both(nmc, mine, column):
    """Return our values and theirs for the states that both know."""
    world = today()
    pairs = [(mine[world.index(code)], row[column]) for code, row in nmc.items()]
    known = [pair for pair in pairs if np.isfinite(pair).all()]
    return np.array(known).T


def test_the_same_195_states(nmc):
    assert len(nmc) == 195
    assert set(today().states) - set(nmc) == {"PSE", "VAT"}


def test_the_index_agrees(nmc):
    ours, theirs = both(nmc, cinc(today()), "cinc")
    assert len(ours) == 195
    r = float(np.corrcoef(ours, theirs)[0, 1])
    print(f"CINC of the embedded world and of NMC 7.0 (2022): r = {r:.4f}")
    assert r >= 0.99


def test_the_same_four_lead(nmc):
    world = today()
    ours = dict(zip(world.states, cinc(world), strict=True))
    first = sorted(ours, key=ours.get, reverse=True)[:4]
    assert first == sorted(nmc, key=lambda s: nmc[s]["cinc"], reverse=True)[:4]


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_agrees(nmc, component):
    ours, theirs = both(nmc, today()[component], COLUMN[component])
    some = (ours > 0) & (theirs > 0)
    r = float(np.corrcoef(np.log(ours[some]), np.log(theirs[some]))[0, 1])
    print(f"{component}: r = {r:.3f} over {some.sum()} states")
    assert r >= LEAST[component]


def test_the_same_states_make_steel(nmc):
    ours, theirs = both(nmc, today()["steel"], "irst")
    assert ((ours > 0) == (theirs > 0)).mean() > 0.85
