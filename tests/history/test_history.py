"""Worlds of any year since 1816: members, values, ties, commitments, gaps, missing files."""

import shutil

import numpy as np
import polars as pl
import pytest

from multipolar.actors import actor_codes
from multipolar.codes import convert, members
from multipolar.embedded import today
from multipolar.errors import DataError, MeasureError, MissingData
from multipolar.history import FEEDS, GOLD, at, commitments, worlds
from multipolar.measures import take
from multipolar.sources import catalogue, load
from multipolar.variables import VARIABLES

pytestmark = pytest.mark.usefixtures("published")

PORTFOLIO = ("s_score", "tau_b", "cohen_kappa", "scott_pi")
BALANCE = ("line_index", "weak_line_index", "triad_census", "walk_balance", "blocs")


def number(code, year):
    return convert(code, "cow", f"{year}-12-31")


# --- members


@pytest.mark.parametrize(("year", "size"), [(1816, 23), (1914, 45), (1945, 62), (2016, 195)])
def test_members_of_31_december(year, size):
    """62 in 1945: of the 64 of that year, Germany and Japan were gone by its end."""
    world = at(year)
    assert len(world.states) == size == len(members(year, "cow", "dec31"))
    assert list(world.states) == sorted(world.states)
    assert world.year == year


def test_states_under_their_names_of_the_time():
    assert "SUN" in at(1962).states
    assert "RUS" not in at(1962).states
    assert "RUS" in at(1992).states
    assert "SUN" not in at(1992).states
    assert {"DEU", "DDR"} <= set(at(1970).states)
    assert "DDR" not in at(1990).states
    assert {"YAR", "YMD"} <= set(at(1980).states)
    assert "YEM" in at(1990).states
    assert {"BAV", "SAX", "SIC", "PAP"} <= set(at(1816).states)


def test_two_chinas():
    """COW's 710 goes on through 1949; Taiwan enters on 8 December of that year."""
    assert "TWN" not in at(1948).states
    for year in (1949, 1962, 2016):
        assert {"CHN", "TWN"} <= set(at(year).states)


@pytest.mark.parametrize(
    ("year", "majors"),
    [
        (1900, "AUH DEU FRA GBR ITA JPN RUS USA"),
        (1921, "FRA GBR ITA JPN USA"),
        (1930, "DEU FRA GBR ITA JPN SUN USA"),
        (1939, "DEU FRA GBR ITA JPN SUN USA"),
        (1962, "CHN FRA GBR SUN USA"),
        (1992, "CHN DEU FRA GBR JPN RUS USA"),
    ],
)
def test_major_powers_of_the_time(year, majors):
    assert set(actor_codes(at(year), "cow_majors")) == set(majors.split())


# --- values


@pytest.mark.parametrize("year", [1816, 1914, 1962, 2016])
def test_values_are_the_publishers_in_units_of_the_vocabulary(year):
    world = at(year)
    for name, feed in FEEDS.items():
        spec = catalogue[feed.source].spec
        if VARIABLES[name].dims != "state" or spec.codes != "cow" or spec.grain != "state-year":
            continue
        theirs = load(feed.source).filter(year=year)
        known = dict(theirs.select("state", feed.column).iter_rows())
        gold = GOLD if name == "military_spending" and year < 1914 else 1.0
        for i, code in enumerate(world.states):
            value = known.get(number(code, year))
            ours = world[name][i]
            if value is None:
                assert np.isnan(ours), (name, code)
            else:
                assert ours == pytest.approx(value * feed.factor * gold), (name, code)


def test_units():
    world = at(1970)
    assert world["population"][world.index("USA")] == pytest.approx(205e6, rel=0.01)
    assert 1e9 < world["military_spending"][world.index("USA")] < 1e12
    assert world["steel"][world.index("USA")] > 1e8  # tons
    assert world["energy"][world.index("USA")] == pytest.approx(7e19, rel=0.3)  # joules
    assert world["gdp_ppp"][world.index("USA")] > 1e12
    assert world["nuclear_warheads"][world.index("USA")] > 20_000
    assert world["lat"][world.index("USA")] == pytest.approx(38.9, abs=0.2)
    capitals = world.index("USA"), world.index("SUN")
    assert world["distance"][capitals] == pytest.approx(7_800, abs=100)


def test_spending_before_1914_is_brought_to_dollars():
    pounds = load("cow_nmc").filter(state=200, year=1913)["milex"].item() * 1e3
    assert at(1913).origin("military_spending", "GBR").value == pytest.approx(pounds * GOLD)
    dollars = load("cow_nmc").filter(state=200, year=1914)["milex"].item() * 1e3
    assert at(1914).origin("military_spending", "GBR").value == pytest.approx(dollars)


def test_every_value_names_its_source_and_version():
    world = at(1962)
    assert set(world.arrays) - {"distance"} == set(world.provenance)
    origin = world.origin("population", "SUN")
    assert (origin.source, origin.year, origin.status) == ("cow_nmc 7.0", 1962, "observed")
    tie = world.origin("defence", "SUN", "POL")
    assert (tie.value, tie.source, tie.year) == (1.0, "atop_dyads 5.1", 1962)
    assert world.origin("gdp", "USA").source.startswith("worldbank ")


def test_every_feed_is_of_the_vocabulary_and_on_offer():
    for name, feed in FEEDS.items():
        assert name in VARIABLES
        assert feed.column in {c.name for c in catalogue[feed.source].spec.columns}


def test_index_is_the_published_one_where_membership_did_not_change():
    """Shares are taken over the members of 31 December; COW's over all of the year."""
    for year in (1816, 1853, 1900, 1914, 1950, 1985, 2000, 2015, 2022):
        world = at(year)
        published = dict(load("cow_nmc").filter(year=year).select("state", "cinc").iter_rows())
        assert len(published) == len(world.states)
        ours = take("cinc_components", world).value
        theirs = [published[number(s, year)] for s in world.states]
        np.testing.assert_allclose(ours, theirs, atol=3e-8)


def test_index_of_a_year_in_which_a_state_left():
    """South Vietnam is in COW's year 1975 and gone on 31 December."""
    world = at(1975)
    published = dict(load("cow_nmc").filter(year=1975).select("state", "cinc").iter_rows())
    theirs = np.array([published[number(s, 1975)] for s in world.states])
    ours = take("cinc_components", world).value
    assert len(published) == len(world.states) + 1
    assert 1e-5 < np.nanmax(np.abs(ours - theirs)) < 2e-3


# --- concentration against the published table


def con_table(published):
    path = published.parent / "validation" / "con_by_year.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return pl.read_csv(path)


def test_concentration_of_some_years(published):
    table = con_table(published)
    for year in (1816, 1853, 1900, 1946, 1991, 2000, 2007):
        wanted = table.filter(year=year)["con_dec31"].item()
        assert take("con", at(year), among="cow_majors") == pytest.approx(wanted, abs=1e-4)


@pytest.mark.slow
def test_concentration_of_two_centuries(published):
    """203 years of COW majors by 31 December.

    Equal but in the years in which a state left before the end: the table takes COW's own CINC,
    whose shares count it; a World has the members of 31 December only.
    """
    table = con_table(published)
    assert table.height == 203
    other = {}
    for row in table.iter_rows(named=True):
        world = at(row["year"])
        gap = abs(take("con", world, among="cow_majors") - row["con_dec31"])
        if gap > 1e-4:
            other[row["year"]] = gap
            assert len(world.states) < row["n_states"], row["year"]
    assert len(other) <= 203 - 180
    assert max(other.values()) < 0.011


# --- ties and commitments


def test_ties_of_1914():
    world = at(1914)
    for obligation, one, other, value in (
        ("defence", "DEU", "AUH", 1),  # the Dual Alliance
        ("defence", "FRA", "RUS", 1),
        ("defence", "DEU", "FRA", 0),
        ("dispute", "DEU", "FRA", 1),
        ("rivalry", "DEU", "FRA", 1),
        ("contiguity", "DEU", "FRA", 1),
        ("contiguity", "DEU", "USA", 0),
    ):
        a, b = world.index(one), world.index(other)
        assert world[obligation][a, b] == world[obligation][b, a] == value, (obligation, one, other)


def test_defence_pairs_are_those_of_the_source():
    for year in (1914, 1938, 1955, 1989):
        world = at(year)
        seen = load("atop_dyads").filter(year=year).filter(pl.col("atopdd_defense") == 1)
        inside = {number(s, year) for s in world.states}
        pairs = {
            (min(a, b), max(a, b))
            for a, b in seen.select("state1", "state2").iter_rows()
            if {a, b} <= inside
        }
        assert np.triu(world["defence"], 1).sum() == len(pairs)


def test_members_of_the_north_atlantic_treaty():
    nato = next(c for c in commitments() if c.id == "atop-3180")
    founders = ["BEL", "CAN", "DNK", "FRA", "GBR", "ISL", "ITA", "LUX", "NLD", "NOR", "PRT", "USA"]
    assert list(nato.members("1949-12-31")) == founders
    assert nato.members("1949-04-03") == ()
    assert set(nato.members("1955-12-31")) == {*founders, "GRC", "TUR", "DEU"}
    assert "defence" in nato.obligations
    assert not nato.ended


def test_a_world_knows_its_treaties_as_they_stood_that_day():
    nato = next(c for c in at(1949).commitments if c.id == "atop-3180")
    assert len(nato.members("1949-12-31")) == len(nato.members("1955-12-31")) == 12
    assert (nato.signed, nato.expires) == ("1949-04-04", "1969-04")
    triple = {y: c.expires for y in (1881, 1886, 1887, 1915) for c in at(y).commitments
              if c.id == "atop-1350"}  # fmt: skip
    assert triple == {1886: "1888-05", 1887: "1888-05", 1915: "1918-05"}  # terms of six years


def test_commitments_of_history():
    known = commitments()
    assert len({c.id for c in known}) == len(known)
    assert sum(c.source == "atop" for c in known) == 745
    warsaw = [c for c in known if {"SUN", "POL", "CSK"} <= set(c.members("1960-12-31"))]
    assert any("defence" in c.obligations for c in warsaw)


# --- what is not known


def test_unknown_outside_coverage():
    world = at(2020)
    off = ~np.eye(len(world.states), dtype=bool)
    for name in ("defence", "offence", "neutrality", "nonaggression", "consultation",
                 "contiguity", "dispute", "shared_bodies", "un_agreement"):  # fmt: skip
        assert np.isnan(world[name][off]).all(), name
    assert not np.isnan(world["rivalry"]).any()  # coded to 2020
    assert np.isnan(at(2021)["rivalry"][~np.eye(195, dtype=bool)]).all()
    assert np.isnan(world["gdp_ppp"]).all()
    assert np.isnan(at(1900)["nuclear_warheads"]).all()
    assert np.isnan(at(1930)["ideal_point"]).all()


def test_zero_inside_coverage():
    world = at(2014)
    for name in ("defence", "contiguity", "dispute", "rivalry"):
        assert not np.isnan(world[name]).any(), name
        assert (world[name] == 0).mean() > 0.5


@pytest.mark.parametrize("measure", PORTFOLIO)
def test_similarity_of_unknown_portfolios_is_refused(measure):
    with pytest.raises(MeasureError, match="defence: unknown for every pair of states in 2020"):
        take(measure, at(2020))


@pytest.mark.parametrize("measure", BALANCE)
def test_balance_of_unknown_ties_is_refused(measure):
    with pytest.raises(MeasureError, match="defence: unknown for every pair of states in 2020"):
        take(measure, at(2020))
    with pytest.raises(MeasureError, match="dispute: unknown for every pair of states in 2016"):
        take(measure, at(2016), negative="dispute")


def test_polarisation_of_one_known_regime_is_refused():
    with pytest.raises(MeasureError, match="regime is unknown for every actor of this set but USA"):
        take("esteban_ray", at(2020))


# --- gaps


def test_gaps_stay_open_unless_asked():
    """Nothing is imputed by default."""
    for year in (1816, 1943, 2000, 2023):
        world = at(year)
        assert not any((p.status == 1).any() for p in world.provenance.values())
    assert np.isnan(at(2023)["population"]).all()


def test_filled_gaps_are_flagged_and_can_be_left_out_again():
    world, plain = at(2000, fill=5), at(2000)
    filled = {name for name, p in world.provenance.items() if (p.status == 1).any()}
    assert {"military_personnel", "military_spending"} <= filled
    assert all(VARIABLES[name].dims == "state" for name in filled)
    for name in plain.arrays:
        was, now = plain[name], world[name]
        known = np.isfinite(was)
        np.testing.assert_array_equal(was[known], now[known])
        if name in filled:
            new = np.isfinite(now) & ~known
            assert (world.provenance[name].status[new] == 1).all()
            assert (world.provenance[name].status[known] == 0).all()
        np.testing.assert_array_equal(world.observed()[name], was)


def test_a_gap_is_bridged_in_a_straight_line():
    rows = load("cow_nmc").filter(state=580).sort("year").select("year", "milex")
    milex = dict(rows.iter_rows())
    assert milex[2000] is None
    before = max(y for y, v in milex.items() if v is not None and y < 2000)
    after = min(y for y, v in milex.items() if v is not None and y > 2000)
    share = (2000 - before) / (after - before)
    wanted = milex[before] + share * (milex[after] - milex[before])
    origin = at(2000, fill=5).origin("military_spending", "MDG")
    assert origin.value == pytest.approx(wanted * 1e3)
    assert origin.status == "imputed"


def test_the_last_value_is_carried_on_only_so_far():
    last = load("cow_nmc").filter(state=2, year=2022)["tpop"].item() * 1e3
    assert at(2023, fill=5).origin("population", "USA").value == last
    assert at(2024, fill=2).origin("population", "USA").value == last
    assert np.isnan(at(2024, fill=1)["population"]).all()


# --- years, files


def test_2025_is_the_world_of_today():
    assert at(2025).states == today().states
    assert set(at(2025).arrays) == set(today().arrays)


@pytest.mark.parametrize("year", [1815, 2026, 0, -5])
def test_years_out_of_range(year):
    with pytest.raises(MeasureError, match=f"year {year}: needed 1816 to 2025"):
        at(year)


def test_worlds_of_some_years():
    assert [w.year for w in worlds(1913, 1915)] == [1913, 1914, 1915]


def test_without_files(nowhere):
    with pytest.raises(MissingData) as error:
        at(1914)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith("cow_nmc needs NMC-70-abridged.csv")
    assert "MULTIPOLAR_DATA" in message
    assert at(2025).year == 2025
    with pytest.raises(MissingData):
        commitments()


def test_with_the_file_of_one_source(nowhere, data_folder, monkeypatch):
    (nowhere / "mine").mkdir()
    shutil.copy(next(data_folder.rglob("NMC-70-abridged*.csv")), nowhere / "mine")
    monkeypatch.setenv("MULTIPOLAR_DATA", str(nowhere / "mine"))
    world = at(1914)
    assert set(world.arrays) == {n for n, f in FEEDS.items() if f.source == "cow_nmc"}
    assert world.commitments == ()
    assert take("con", world, among="cow_majors") == pytest.approx(0.2202, abs=1e-4)
    with pytest.raises(MeasureError, match=r"this world \(1914\) has none of"):
        take("s_score", world)


def test_a_broken_file_is_no_missing_file(nowhere, data_folder, monkeypatch):
    whole = next(data_folder.rglob("NMC-70-abridged*.csv")).read_bytes()
    (nowhere / "mine").mkdir()
    (nowhere / "mine" / "NMC-70-abridged.csv").write_bytes(whole[:500_000])
    monkeypatch.setenv("MULTIPOLAR_DATA", str(nowhere / "mine"))
    with pytest.raises(DataError, match=r"NMC-70-abridged.csv") as error:
        at(1914)
    assert not isinstance(error.value, MissingData)
