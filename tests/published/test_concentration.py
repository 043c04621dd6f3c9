"""CON, HHI and the effective number of powers, 1816 to 2022.

Ray, J. L. & Singer, J. D. (1973). Measuring the concentration of power in the international
system. Computed from NMC 7.0 and the COW list of major powers, version 2016; the series printed
in 1973 used data of its day and is not matched. P08 to P19 of the validation list.
"""

from datetime import date

import numpy as np
import pytest

from multipolar.formulas.concentration import con, effective_number, hhi, mansfield, top_share

RULES = {
    "anyday": lambda y: (date(y, 1, 1), date(y, 12, 31)),
    "jan1": lambda y: (date(y, 1, 1), date(y, 1, 1)),
    "dec31": lambda y: (date(y, 12, 31), date(y, 12, 31)),
    "midyear": lambda y: (date(y, 7, 1), date(y, 7, 1)),
}


@pytest.fixture(scope="module")
def majors(table):
    spells = []
    for row in table("validation/great_powers_cow_majors2016.csv"):
        ends = []
        for end in ("st", "end"):
            ends.append(
                date(*(int(float(row[f"{end}{part}"])) for part in ("year", "month", "day")))
            )
        if ends[1] == date(2016, 12, 31):
            ends[1] = date(2022, 12, 31)  # the list stops there, its last members do not
        spells.append((int(float(row["ccode"])), *ends))

    def members(year: int, rule: str) -> set[int]:
        first, last = RULES[rule](year)
        return {code for code, start, end in spells if start <= last and end >= first}

    return members


@pytest.fixture(scope="module")
def cinc(table):
    by_year: dict[int, dict[int, float]] = {}
    for row in table("data/capabilities/peacesciencer_cow_nmc_v7.csv"):
        by_year.setdefault(int(row["year"]), {})[int(row["ccode"])] = float(row["cinc"])
    return by_year


def among(cinc, majors, year: int, rule: str = "anyday") -> list[float]:
    return [cinc[year][code] for code in sorted(majors(year, rule)) if code in cinc[year]]


def test_every_year_and_membership_rule(table, cinc, majors) -> None:
    rows = table("validation/con_by_year.csv")
    assert len(rows) == 203
    for row in rows:
        year = int(row["year"])
        for rule in RULES:
            value = among(cinc, majors, year, rule)
            assert len(value) == int(row[f"n_{rule}"]), (year, rule)
            assert con(value) == pytest.approx(float(row[f"con_{rule}"]), abs=1e-4), (year, rule)
        value = among(cinc, majors, year)
        everyone = list(cinc[year].values())
        ordered = sorted(value, reverse=True)
        found = {
            "hhi_majors": hhi(value),
            "enp_majors": effective_number(value),
            "lead_share_majors": top_share(value),
            "top2_share_majors": top_share(value, 2),
            "ratio21": ordered[1] / ordered[0],
            "con_system": con(everyone),
            "hhi_system": hhi(everyone),
            "enp_system": effective_number(everyone),
            "top1": top_share(everyone),
        }
        for name, ours in found.items():
            assert ours == pytest.approx(float(row[name]), abs=1e-4), (year, name)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1816, 0.3296), (1853, 0.2893), (1860, 0.3624), (1900, 0.2331), (1946, 0.4516),
        (1991, 0.2594), (2000, 0.3333), (2007, 0.3886),
    ],
)  # fmt: skip
def test_con_of_chosen_years(cinc, majors, year, expected) -> None:
    """P08 to P15: COW majors, any-day rule."""
    assert con(among(cinc, majors, year)) == pytest.approx(expected, abs=1e-4)


def test_the_membership_day_decides_1991(cinc, majors) -> None:
    assert con(among(cinc, majors, 1991, "jan1")) == pytest.approx(0.2959, abs=1e-4)


def test_effective_number_of_powers(cinc, majors) -> None:
    """P16."""
    found = [effective_number(among(cinc, majors, year)) for year in (1870, 1946)]
    assert found == pytest.approx([4.1690, 2.4816], abs=1e-3)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.5, 0.3, 0.2), (0.264575, 0.38, 2.631579)),
        ((0.45, 0.25, 0.15, 0.1, 0.05), (0.353553, 0.30, 3.333333)),
    ],
)
def test_closed_forms(shares, expected) -> None:
    """P17 and P18."""
    found = con(shares), hhi(shares), effective_number(shares)
    assert found == pytest.approx(expected, abs=1e-6)


def test_mansfield_identity_on_every_year(cinc, majors) -> None:
    """P19: Mansfield (1992, 1993), CON = V / sqrt(N - 1)."""
    for year in cinc:
        value = among(cinc, majors, year)
        number, variation = mansfield(value)
        assert con(value) == pytest.approx(variation / np.sqrt(number - 1), abs=1e-12)
