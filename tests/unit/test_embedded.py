"""The embedded world: complete, in range, and traceable to sources."""

from pathlib import Path

import numpy as np
import pytest
from world import factbook
from world.text import quantity

import multipolar
from multipolar import today
from multipolar.codes import members, spells
from multipolar.commitments import ENDS, KINDS
from multipolar.embedded import (
    THEMES,
    commitments,
    great_power_list,
    great_power_lists,
    source,
    sources,
    states,
)
from multipolar.errors import UnknownName, UnknownState
from multipolar.provenance import IMPUTED
from multipolar.tables import packaged, read_table
from multipolar.variables import VARIABLES

DATA = Path(multipolar.__file__).parent / "data"
# The record "World" of The World Factbook, 2024 estimates: GDP at official exchange rates in
# current dollars, real GDP at purchasing power parity in 2021 dollars. It is read from the
# build-time package where that is installed.
FACTBOOK = {"gdp": 111.33e12, "gdp_ppp": 173.16e12}


def factbook_total(variable):
    if not factbook.installed():
        return FACTBOOK[variable]
    economy = factbook.records()["xx"]["Economy"]
    if variable == "gdp":
        return quantity(economy["GDP (official exchange rate)"]["text"])
    series = economy["Real GDP (purchasing power parity)"]
    return quantity(series["Real GDP (purchasing power parity) 2024"]["text"])


def rows(name, *columns):
    return list(read_table(packaged(name), columns))


HISTORY_ONLY = {
    "contiguity", "dispute", "un_agreement", "ideal_point", "major", "belligerence", "tenure",
    "regime_change", "grudge", "tension", "peace_years", "past_onsets", "dyad_age", "onset",
    "onset_originators", "insurgency_past", "separatism_past",
}  # fmt: skip
"""Read from publishers' files; no table of the package has them for today."""


def test_197_states_with_every_variable():
    world = today()
    assert len(world.states) == len(set(world.states)) == 197
    assert list(world.states) == sorted(world.states) == list(states())
    assert set(world.states) == set(members(2025, "world"))
    assert set(world.arrays) == VARIABLES.keys() - HISTORY_ONLY
    assert world.mask.all()
    assert today() is world


@pytest.mark.parametrize("variable", ["gdp", "gdp_ppp"])
def test_output_adds_up_to_the_published_total(variable):
    total = factbook_total(variable)
    assert total == pytest.approx(FACTBOOK[variable], rel=1e-4)
    assert np.nansum(today()[variable]) == pytest.approx(total, rel=0.02)


def test_population_adds_up_to_a_plausible_total():
    """United Nations, World Population Prospects 2024: 8.2 billion in 2025."""
    assert np.nansum(today()["population"]) == pytest.approx(8.2e9, rel=0.02)
    urban = today()["urban_population"] / today()["population"]
    assert np.nanmax(urban) <= 1 + 1e-9


@pytest.mark.parametrize("name", sorted(VARIABLES.keys() - HISTORY_ONLY))
def test_every_value_is_in_range(name):
    variable, values = VARIABLES[name], today()[name]
    known = values[np.isfinite(values)]
    assert known.size
    assert not np.isinf(values).any()
    assert known.min() >= variable.low
    assert known.max() <= variable.high
    if variable.dims == "dyad":
        assert not np.diag(values).any()
        if variable.absent == "zero":
            assert not np.isnan(values).any()
        if not variable.directed:
            np.testing.assert_array_equal(values, values.T)


def test_borders_are_symmetric_and_known_ones_are_there():
    world = today()
    border = world["border"]
    np.testing.assert_array_equal(border, border.T)
    at = world.index
    assert border[at("USA"), at("CAN")] == pytest.approx(8891, rel=0.01)
    assert border[at("USA"), at("GBR")] == 0
    degree = (border > 0).sum(axis=1)
    assert {world.states[i] for i in np.argsort(-degree)[:2]} == {"CHN", "RUS"}
    assert degree[at("JPN")] == degree[at("AUS")] == 0


def test_listed_shares_never_exceed_the_total():
    for name in ("export_share", "import_share"):
        assert np.nansum(today()[name], axis=1).max() <= 1 + 1e-9


def test_every_partner_party_and_member_is_a_state_or_a_historical_code():
    codes = {row["partner"] for row in rows("trade.csv", "partner")}
    codes |= {row["state"] for row in rows("trade.csv", "state")}
    assert codes <= set(states())
    for c in commitments():
        for party in c.parties:
            if not (c.kind == "sanction" and party.state in ("EU", "UN")):
                assert spells(party.state), (c.id, party)


def test_every_source_key_has_a_row():
    tables = [path.name for path in DATA.glob("*.csv") if path.name != "sources.csv"]
    used = set()
    for name in tables:
        for row in rows(name):
            used.update(filter(None, row.fields.get("source", "").split(";")))
    assert not used - set(sources())
    world = today()
    made_by_merging_columns = {key for p in world.provenance.values() for key in p.keys if key}
    assert not {k for keys in made_by_merging_columns for k in keys.split(";")} - set(sources())


def test_every_source_says_who_and_under_what_terms():
    for s in sources().values():
        assert s.title
        assert s.publisher
        assert s.licence or s.key.startswith("hand_")  # our own compilations
    assert source("factbook").key == "factbook"
    with pytest.raises(UnknownName, match="no source is called"):
        source("nobody")


def test_commitment_ids_are_unique_within_a_kind_of_table():
    ids = [c.id for c in commitments() if c.kind in ("alliance", "partnership")]
    assert len(ids) == len(set(ids))
    for theme in THEMES:
        own = [row["id"] for row in rows(f"{theme}.csv", "id")]
        assert len(own) == len(set(own))


def test_commitments_are_in_order_of_time():
    for c in commitments():
        assert c.kind in KINDS
        assert c.end_kind in ENDS
        assert bool(c.ended) <= bool(c.end_kind), c.id
        if c.in_force and c.ended:
            assert c.in_force[:4] <= c.ended[:4], c.id


def test_observed_blanks_exactly_the_imputed():
    world, seen = today(), today().observed()
    for name, values in world.arrays.items():
        lost = np.isnan(seen[name]) & ~np.isnan(values)
        p = world.provenance.get(name)
        imputed = (p.status == IMPUTED) & ~np.isnan(values) if p else np.zeros_like(lost)
        np.testing.assert_array_equal(lost, imputed)
        kept = ~np.isnan(seen[name])
        np.testing.assert_array_equal(seen[name][kept], values[kept])
    assert np.isnan(seen["trade"]).sum() > np.isnan(world["trade"]).sum()


def test_origins_say_unit_year_source_and_status():
    found = today().origin("population", "India")
    assert (found.unit, found.status) == ("persons", "observed")
    assert found.source in sources()
    assert 2020 <= found.year <= 2025


def by_id(key):
    (found,) = [c for c in commitments() if c.id == key]
    return found


def test_the_treaty_of_russia_and_china_and_its_extension():
    """Signed 16 July 2001, in force 28 February 2002 for twenty years, extended for five more."""
    treaty = by_id("russia-china-2001")
    assert (treaty.signed, treaty.in_force) == ("2001-07-16", "2002-02-28")
    assert (treaty.term_years, treaty.renewal, treaty.renewal_years) == (20, "automatic", 5)
    assert treaty.expires == "2027-02-28"
    assert treaty.members("2025-12-31") == ("CHN", "RUS")
    assert treaty.obligations == ("nonaggression", "consultation")
    assert "defence" not in treaty.obligations


def test_the_sino_soviet_treaty_of_1950():
    treaty = by_id("ussr-china-1950")
    assert (treaty.signed, treaty.in_force) == ("1950-02-14", "1950-04-11")
    assert "defence" in treaty.obligations
    assert treaty.members("1960-01-01") == ("CHN", "SUN")
    assert treaty.alive("1980-04-10")
    assert not treaty.alive("1980-04-11")


def test_well_known_members():
    """NATO has 32 since Sweden, the Union 27, and the Security Council's five are its five."""
    assert len(by_id("nato").members("2025-12-31")) == 32
    assert len(by_id("nato").members("2024-03-06")) == 31
    assert len(by_id("eu").members("2025-12-31")) == 27
    assert len(by_id("eu").members("2019-12-31")) == 28
    assert set(great_power_list("p5", 2025)) == {"USA", "GBR", "FRA", "RUS", "CHN"}
    assert "DEU" in great_power_list("cow_majors", 1914)
    assert "DEU" not in great_power_list("cow_majors", 1950)
    assert {"cow_majors", "p5", "nuclear"} <= set(great_power_lists())


def test_ties_of_well_known_pairs():
    world = today()
    at = world.index
    assert world["defence"][at("USA"), at("JPN")] == 1
    assert world["defence"][at("USA"), at("CHE")] == 0
    assert world["rivalry"][at("IND"), at("PAK")] == 1
    assert world["sanction"][at("USA"), at("RUS")] == 1
    assert world["sanction"][at("DEU"), at("RUS")] == 1  # the Union's
    assert world["distance"][at("FRA"), at("DEU")] == pytest.approx(880, abs=15)


def test_the_union_as_one_actor():
    world = today()
    union = by_id("eu").members(world.date)
    one = world.merge({"EU": union})
    assert len(one.states) == 197 - 27 + 1
    at = [world.index(s) for s in union]
    for name in ("gdp", "gdp_ppp", "population", "military_personnel"):
        assert one[name][one.index("EU")] == pytest.approx(world[name][at].sum())
        assert np.nansum(one[name]) == pytest.approx(np.nansum(world[name]))
    for name, values in one.arrays.items():
        if values.ndim == 2:
            assert values[one.index("EU"), one.index("EU")] == 0, name
    (treaty,) = [c for c in one.commitments if c.id == "eu"]
    assert treaty.members(one.date) == ("EU",)  # it stays, for a former member is outside
    assert by_id("nato").id in {c.id for c in one.commitments}
    with pytest.raises(UnknownState, match="part of 'EU'"):
        one.index("FRA")


def test_the_package_stays_small():
    tables = [p for p in DATA.rglob("*") if p.suffix in (".csv", ".json", ".html")]
    size = sum(path.stat().st_size for path in tables)
    print(f"tables of the package: {size / 1e6:.2f} MB")
    assert size < 1.2e6
