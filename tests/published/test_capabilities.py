"""CINC against National Material Capabilities 7.0, and the GDP crossing.

Singer, J. D., Bremer, S. & Stuckey, J. (1972). Capability distribution, uncertainty, and major
power war, 1820-1965. National Material Capabilities, version 7.0 (1816-2022). State codes are
COW numbers. P01 to P07 of the validation list.
"""

import numpy as np
import pytest

from multipolar.formulas.capability import cinc_by_year

PARTS = ["milex", "milper", "irst", "pec", "tpop", "upop"]
USA, UKG, FRN, CHN, RUS = 2, 200, 220, 710, 365


@pytest.fixture(scope="module")
def nmc(table):
    rows = table("data/capabilities/peacesciencer_cow_nmc_v7.csv")
    number = {
        name: np.array(
            [float(row[name]) if row[name] not in {"", "NA"} else np.nan for row in rows]
        )
        for name in ["ccode", "year", "cinc", *PARTS]
    }
    number["ours"] = cinc_by_year(np.column_stack([number[p] for p in PARTS]), number["year"])
    return number


def of(nmc, year, state=None, column="ours"):
    rows = nmc["year"] == year
    if state is not None:
        rows &= nmc["ccode"] == state
    return nmc[column][rows]


def test_every_state_year_is_reproduced(nmc) -> None:
    """P04: a missing component is dropped, the total is over those that report."""
    assert len(nmc["cinc"]) == 17_121
    assert np.max(np.abs(nmc["ours"] - nmc["cinc"])) <= 2.5e-8
    gaps = np.isnan(np.column_stack([nmc[p] for p in PARTS])).any(axis=1)
    assert gaps.mean() > 0.15  # so the rule for gaps is put to the test


def test_usa_1945_is_the_maximum(nmc) -> None:
    """P01."""
    assert of(nmc, 1945, USA)[0] == pytest.approx(0.38386354, abs=1e-6)
    assert np.argmax(nmc["ours"]) == np.flatnonzero((nmc["year"] == 1945) & (nmc["ccode"] == USA))


def test_top_three_of_1816(nmc) -> None:
    """P02."""
    found = [of(nmc, 1816, state)[0] for state in (UKG, RUS, FRN)]
    assert found == pytest.approx([0.336619, 0.164304, 0.117286], abs=1e-6)
    assert sum(found) == pytest.approx(0.6182, abs=5e-5)


def test_years_in_which_five_states_hold_no_majority(nmc) -> None:
    """P03: raw CINC, not renormalised."""
    low = [y for y in range(1816, 2023) if np.sort(of(nmc, y))[-5:].sum() <= 0.5]
    assert low == list(range(1990, 2009))


def test_who_leads(nmc) -> None:
    """P05, and China in 2016 and 2022."""
    changes, last = [], 0
    for year in range(1816, 1991):
        rows = np.flatnonzero(nmc["year"] == year)
        leader = int(nmc["ccode"][rows[np.argmax(nmc["ours"][rows])]])
        if leader != last:
            changes.append((leader, year))
            last = leader
    assert changes == [
        (UKG, 1816), (USA, 1892), (UKG, 1893), (USA, 1897), (RUS, 1971), (USA, 1989)
    ]  # fmt: skip
    assert of(nmc, 2016, CHN)[0] == pytest.approx(0.230825, abs=1e-6)
    assert of(nmc, 2022, CHN)[0] == pytest.approx(0.2341, abs=5e-5)
    assert of(nmc, 2022, USA)[0] == pytest.approx(0.1236, abs=5e-5)


def test_size_of_the_system(nmc) -> None:
    """P06."""
    found = [len(of(nmc, y)) for y in (1816, 1850, 1900, 1945, 2000, 2016)]
    assert found == [23, 39, 42, 64, 191, 195]


def test_the_index_sums_to_a_little_over_one(nmc) -> None:
    totals = [of(nmc, y).sum() for y in range(1816, 2023)]
    assert min(totals) >= 1 - 1e-9
    assert max(totals) == pytest.approx(1.075, abs=5e-4)
    assert np.mean(totals) == pytest.approx(1.024, abs=5e-4)


def test_first_year_china_passes_the_usa_in_gdp(table) -> None:
    """P07: Fariss et al. 2022, PWT-anchored PPP; another vintage gives another year."""
    gdp: dict[tuple[int, int], float] = {}
    for row in table("data/capabilities/isard_cw_gdppop.csv.gz"):
        if row["ccode"] in {"2", "710"} and row["pwtrgdp"] not in {"", "NA"}:
            gdp[int(row["ccode"]), int(row["year"])] = float(row["pwtrgdp"])
    ahead = [y for (c, y) in gdp if c == CHN and y >= 1900 and gdp[CHN, y] > gdp[USA, y]]
    assert min(ahead) == 2016
