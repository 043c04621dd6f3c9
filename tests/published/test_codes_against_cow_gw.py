"""The registry against the published lists of states, every state-year of them.

The lists are not part of the repository. They are looked for in the folder
named by the environment variable MULTIPOLAR_DATA, or in ``../shared/data``
beside the repository; without them these tests are skipped.
"""

import csv
import os
from pathlib import Path

import pytest

from multipolar.codes import convert, members, resolve
from multipolar.registry import states

BESIDE = Path(__file__).parents[3] / "shared" / "data"
FOLDER = Path(os.environ.get("MULTIPOLAR_DATA", BESIDE)) / "states"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no published lists: set MULTIPOLAR_DATA to a folder with states/"
)

# COW 260 and 255 both list Germany in 1990, and DEU is one code: 255, the later, is given back.
NOT_BACK = {("cow", 260, 1990)}
# A member that changed its public code inside a year is one on some day of it under both.
CHANGED = {
    "cow": {1918: "SRB", 1922: "RUS", 1976: "VDR", 1991: "SUN", 2003: "YUG", 2006: "SCG"},
    "gw": {1922: "RUS", 1976: "VDR", 1990: "YAR", 1991: "SUN", 2003: "YUG"},
}
# Names whose bare form is wider than the number: see docs/codes.md.
OTHER_NAME = {
    345: {*range(1878, 1918), *range(2006, 2017)},  # Serbia, which COW calls Yugoslavia
    816: range(1954, 1975),  # Vietnam may be North or South
    484: range(1960, 2017),  # Congo may be either
    260: {1990},  # West Germany within the year, not at its end
}


def rows(name):
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def iso(row, prefix):
    year, month, day = (int(row[f"{prefix}{part}"]) for part in ("year", "month", "day"))
    return f"{year:04d}-{month:02d}-{day:02d}"


def cow_spells():
    for r in rows("cow_official/states2016.csv"):
        until = iso(r, "end")
        start = f"{int(r['styear']):04d}-{int(r['stmonth']):02d}-{int(r['stday']):02d}"
        yield int(r["ccode"]), r["stateabb"], start, "" if until == "2016-12-31" else until


def gw_spells():
    for r in rows("isard_gw_system.csv"):
        until = "" if r["end"] == "2020-12-31" else r["end"]
        yield int(r["gwcode"]), r["gw_abb"], r["start"], until


def ours(system):
    names = [system, f"{system}c", f"{system}_since", f"{system}_until"]
    return {tuple(getattr(s, n) for n in names) for s in states() if getattr(s, system)}


def years(since, until, last):
    return range(int(since[:4]), int((until or f"{last}")[:4]) + 1)


def state_years(system):
    lists, last = (cow_spells(), 2016) if system == "cow" else (gw_spells(), 2020)
    return sorted({(n, y) for n, _, since, until in lists for y in years(since, until, last)})


def test_cow_spells_are_those_of_the_state_list():
    assert ours("cow") == set(cow_spells())
    assert len(ours("cow")) == 243


def test_gw_spells_are_those_of_the_list_and_its_microstates():
    assert ours("gw") == set(gw_spells())
    main = {(int(r["gwcode"]), r["startdate"]) for r in rows("peacesciencer_gw_states.csv")}
    assert len(main) == 216
    assert main < {(number, since) for number, _, since, _ in ours("gw")}
    assert len(ours("gw")) == 216 + 23


def test_cow_membership_of_every_year_is_that_of_the_system_file():
    published = {(int(r["ccode"]), int(r["year"])) for r in rows("cow_official/system2016.csv")}
    listed = {(n, y) for n, _, since, until in ours("cow") for y in years(since, until, 2016)}
    assert listed == published
    assert len(published) == 15_951


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_every_state_year_goes_to_a_public_code_and_back(system):
    for number, year in state_years(system):
        code = resolve(f"{system}:{number}", year)
        if (system, number, year) in NOT_BACK:
            assert convert(code, system, year) != number
        else:
            assert convert(code, system, year) == number, (number, year, code)


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_members_of_a_year_are_its_state_years(system):
    by_year = {}
    for number, year in state_years(system):
        by_year.setdefault(year, set()).add(resolve(f"{system}:{number}", year))
    for year, codes in by_year.items():
        found = set(members(year, system, "any"))
        changed = CHANGED[system].get(year)
        assert found == codes | ({changed} if changed else set()), year


def test_cow_has_not_changed_since_its_list_ended():
    panel = [(int(r["ccode"]), r["year"]) for r in rows("isard_cw_gw_panel.csv") if r["ccode"]]
    for year in range(2017, 2026):
        mine = {convert(code, "cow", year) for code in members(year)}
        assert {number for number, in_year in panel if in_year == str(year)} == mine


def test_a_panel_of_both_systems_pairs_the_same_numbers():
    for r in rows("isard_gw_cw_panel.csv"):
        if r["gwcode"] and r["ccode"] and ("cow", int(r["ccode"]), int(r["year"])) not in NOT_BACK:
            cow = convert(f"gw:{r['gwcode']}", "cow", int(r["year"]))
            assert cow == int(r["ccode"]), r


def test_published_names_resolve_to_their_number():
    for r in rows("cow_official/states2016.csv"):
        number = int(r["ccode"])
        for year in range(int(r["styear"]), int(r["endyear"]) + 1):
            if year not in OTHER_NAME.get(number, ()):
                assert resolve(r["statenme"], year) == resolve(number, year), (r["statenme"], year)
    for r in rows("isard_gw_system.csv"):
        if r["gwcode"] != "484":
            for year in range(int(r["start"][:4]), int(r["end"][:4]) + 1):
                code = resolve(f"gw:{r['gwcode']}", year)
                assert resolve(r["gw_name"], year) == code, (r["gw_name"], year)
