"""Codes: every state answers to its own codes, at its own dates, and nothing else does."""

import datetime
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.codes import _aliases, _index, convert, members, plain_name, resolve
from multipolar.errors import MultipolarError, UnknownName, UnknownState
from multipolar.registry import predecessors, same_actor, spells, states, successors

TODAY = members(2025, "world")
TRAPS = [
    (255, 1900, "DEU"), (255, 1945, "DEU"), (260, 1955, "DEU"), (260, 1990, "DEU"),
    (255, 1990, "DEU"), (265, 1989, "DDR"), ("gw:260", 2020, "DEU"), ("gw:255", 1930, "DEU"),
    (678, 1985, "YAR"), (678, 1990, "YAR"), (679, 1990, "YEM"), (680, 1985, "YMD"),
    ("gw:678", 1985, "YAR"), ("gw:678", 2000, "YEM"), ("YEM", 1980, "YAR"), ("YEM", 2000, "YEM"),
    (345, 1900, "SRB"), (345, 1930, "YUG"), (345, 2004, "SCG"), (345, 2016, "SRB"),
    ("gw:340", 1900, "SRB"), ("gw:345", 1930, "YUG"), ("gw:345", 2006, "SCG"),
    ("gw:340", 2006, "SRB"), (946, 2010, "KIR"), ("gw:970", 2010, "KIR"), (970, 2010, "NRU"),
    ("gw:971", 2010, "NRU"), (947, 2010, "TUV"), ("gw:973", 2010, "TUV"), (955, 2010, "TON"),
    ("gw:972", 2010, "TON"), (816, 1970, "VDR"), (816, 1976, "VNM"), (816, 2000, "VNM"),
    (817, 1970, "RVN"), (817, 1975, "RVN"), ("gw:815", 1850, "VNM"), (730, 1900, "KOR"),
    (732, 1960, "KOR"), (731, 1960, "PRK"), (365, 1921, "RUS"), (365, 1922, "SUN"),
    (365, 1950, "SUN"), (365, 1991, "RUS"), (365, "1991-12-25", "SUN"), (365, 2020, "RUS"),
    (315, 1992, "CSK"), (316, 1993, "CZE"), (300, 1918, "AUH"), (305, 1919, "AUT"),
    (325, 1850, "ITA"), (640, 1850, "TUR"), (100, 1831, "COL"), ("gw:99", 1825, "GCL"),
    (511, 1964, "ZAN"), (510, 1964, "TZA"), (713, 1949, "TWN"), (710, 1971, "CHN"),
    (327, 1850, "PAP"), ("VAT", 2000, "VAT"), ("PSE", 2020, "PSE"), ("XK", 2010, "XKX"),
]  # fmt: skip
NAMES = [
    ("Russia", 1914, "RUS"), ("Russia", 1950, "SUN"), ("Soviet Union", 1950, "SUN"),
    ("USSR", 1991, "SUN"), ("Germany", 1950, "DEU"), ("West Germany", 1960, "DEU"),
    ("Prussia", 1850, "DEU"), ("Germany", 1850, "DEU"), ("East Germany", 1960, "DDR"),
    ("Burma", 2020, "MMR"), ("Turkey", 2020, "TUR"), ("Türkiye", 2020, "TUR"),
    ("TURKIYE", 2020, "TUR"), ("Ottoman Empire", 1900, "TUR"), ("Côte d’Ivoire", 2020, "CIV"),
    ("cote d'ivoire", 2020, "CIV"), ("Ivory Coast", 2020, "CIV"), ("Swaziland", 2020, "SWZ"),
    ("Macedonia", 2020, "MKD"), ("Zaire", 1980, "COD"), ("South Korea", 1980, "KOR"),
    ("Korea", 1900, "KOR"), ("China", 1980, "CHN"), ("Formosa", 1960, "TWN"),
    ("Republic of China", 1930, "CHN"), ("Republic of China", 1960, "TWN"),
    ("Persia", 1900, "IRN"), ("Siam", 1900, "THA"), ("Ceylon", 1950, "LKA"),
    ("Rhodesia", 1970, "ZWE"), ("Upper Volta", 1970, "BFA"), ("Dahomey", 1965, "BEN"),
    ("UAE", 2020, "ARE"), ("UK", 2020, "GBR"), ("US", 2020, "USA"), ("U.S.", 2020, "USA"),
    ("America", 2020, "USA"), ("the United States of America", 2020, "USA"),
    ("St. Lucia", 2020, "LCA"), ("Trinidad & Tobago", 2020, "TTO"), ("Gambia, The", 2020, "GMB"),
    ("Bahamas, The", 2020, "BHS"), ("Congo, Republic of the", 2020, "COG"),
    ("Congo, Democratic Republic of the", 2020, "COD"), ("Holy See (Vatican City)", 2020, "VAT"),
    ("Yemen", 1950, "YAR"), ("Yemen", 1990, "YEM"), ("Vietnam", 1990, "VNM"),
    ("Austria", 1860, "AUH"), ("Austria", 1930, "AUT"), ("RUS", 1950, "SUN"),
    ("YUG", 2010, "SRB"), ("AUS", 1930, "AUS"), ("cowc:AUS", 1930, "AUT"),
    ("cowc:SWZ", 1970, "CHE"), ("cowc:GMY", 1900, "DEU"), ("gwc:KBI", 2000, "KIR"),
    ("ZAR", 1980, "COD"), ("CS", 1980, "CSK"), ("CS", 2004, "SCG"), ("  de ", 2020, "DEU"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "date", "code"), TRAPS + NAMES)
def test_each_trap_resolves_to_the_state_of_that_date(text, date, code):
    assert resolve(text, date) == code


@pytest.mark.parametrize(
    ("code", "to", "date", "value"),
    [
        ("DEU", "cow", 1930, 255), ("DEU", "cow", 1960, 260), ("DEU", "cow", 1990, 255),
        ("DEU", "gw", 1930, 255), ("DEU", "gw", 1960, 260), ("DEU", "gw", 2020, 260),
        ("YEM", "cow", 2020, 679), ("YEM", "gw", 2020, 678), ("SRB", "cow", 2016, 345),
        ("SRB", "gw", 2016, 340), ("KIR", "cow", 2016, 946), ("KIR", "gw", 2016, 970),
        ("NRU", "cow", 2016, 970), ("NRU", "gw", 2016, 971), ("VNM", "cow", 2016, 816),
        ("VDR", "gw", 1960, 816), ("RVN", "cow", 1960, 817), ("SUN", "iso3", 1960, "SUN"),
        ("SUN", "cowc", 1960, "RUS"), ("KOR", "cow", 1900, 730), ("KOR", "cow", 2000, 732),
        ("DEU", "name", 1960, "West Germany"), ("YAR", "iso3", 1980, "YEM"),
    ],
)  # fmt: skip
def test_each_trap_converts_to_the_number_of_that_date(code, to, date, value):
    assert convert(code, to, date) == value


@pytest.mark.parametrize("code", TODAY)
def test_todays_states_answer_to_every_code_they_have(code):
    iso3, iso2 = convert(code, "iso3"), convert(code, "iso2")
    assert resolve(iso3) == resolve(iso2) == resolve(convert(code, "name")) == code == iso3
    if code in ("PSE", "VAT"):
        with pytest.raises(UnknownState, match="it has none"):
            convert(code, "cow")
        return
    cow, gw = convert(code, "cow"), convert(code, "gw")
    assert resolve(cow) == resolve(str(cow)) == resolve(f"cow:{cow}") == code
    assert resolve(f"gw:{gw}") == resolve(f"cowc:{convert(code, 'cowc')}") == code


def test_today_has_197_states_of_which_cow_lists_195():
    assert len(TODAY) == 197
    assert set(TODAY) - set(members(2025)) == {"PSE", "VAT"}
    assert set(members(2025, "gw")) - set(members(2025)) == {"ABK", "SOT"}


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_members_of_every_year_keep_their_code_through_number_and_back(system):
    for year in range(1816, 2026):
        for code in members(year, system):
            assert resolve(f"{system}:{convert(code, system, year)}", year) == code
            assert resolve(code, year) == code


@given(st.sampled_from(states()), st.sampled_from(["cow", "gw"]), st.data())
def test_on_every_day_a_number_goes_there_and_back(state, system, data):
    listed = state.listed(system)
    if listed is None:
        return
    last = min(listed.last, "2025-12-31")
    day = data.draw(st.dates(*(datetime.date.fromisoformat(d) for d in (listed.first, last))))
    number = convert(state.code, system, day)
    assert number == getattr(state, system)
    assert resolve(f"{system}:{number}", day) == state.code == resolve(state.code, day)


@given(st.integers(1500, 2100), st.sampled_from(["cow", "gw", "world"]))
def test_members_on_any_day_include_those_of_the_first_and_the_last(year, system):
    whole = set(members(year, system, "any"))
    assert whole >= set(members(year, system, "jan1")) | set(members(year, system, "dec31"))
    assert members(year, system) == members(f"{year}-12-31", system)


JUNK = [
    None, "", " ", "XX", -5, 0, 1e9, 1_000_000_000, math.nan, math.inf, 2.5, True, "🇩🇪", "\ud800",
    "²", "٢", "cow:", "cow:abc", "gw:-1", "foo:255", ":", ",", "9" * 5000, "x" * 5000, b"DEU",
    [], {}, object(), "DEU;FRA", "Atlantis", "Hong Kong",
]  # fmt: skip


@pytest.mark.parametrize("text", JUNK, ids=lambda text: repr(text)[:20])
def test_junk_is_an_unknown_state_and_says_what_to_type(text):
    with pytest.raises(UnknownState, match="Type an ISO 3166 code"):
        resolve(text)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.binary()))
def test_whatever_comes_the_answer_is_a_code_or_an_unknown_state(text):
    try:
        code = resolve(text)
    except UnknownState:
        return
    assert spells(code)


@pytest.mark.parametrize(
    "date", ["", "today", "1990-13", "90", -1, 10_000, math.nan, 1990.5, True, [], "1990-1-1"]
)
def test_junk_dates_are_refused(date):
    with pytest.raises(UnknownState, match="no date"):
        resolve("DEU", date)


@pytest.mark.parametrize(
    ("text", "date", "words"),
    [
        ("Germny", 2020, ["'Germany'"]),
        ("Korea", 1950, ["KOR (South Korea)", "PRK (North Korea)"]),
        ("Congo", 1990, ["COD", "COG"]),
        ("Yemen", 1980, ["YAR", "YMD"]),
        ("Vietnam", 1960, ["RVN", "VDR"]),
        ("SUN", 2000, ["1922-12-30 to 1991-12-25", "RUS"]),
        ("Soviet Union", 2000, ["1991-12-25", "UKR"]),
        ("CSK", 2000, ["1992-12-31", "CZE, SVK"]),
        ("VNM", 1960, ["since 1976-07-02", "RVN, VDR"]),
        ("EST", 1960, ["1940-06-16", "since 1991-09-06", "SUN"]),
        (255, 1960, ["DEU", "1945-05-08", "since 1990-10-03", "West Germany"]),
        (973, 2010, ["'gw:973'", "TUV"]),
        ("SWZ", 1930, ["Eswatini", "'cowc:SWZ'", "CHE"]),
        ("CZE", 1950, ["since 1993-01-01", "'cowc:CZE'", "CSK"]),
    ],
)
def test_a_refusal_names_the_states_the_dates_and_the_way_out(text, date, words):
    with pytest.raises(UnknownState) as caught:
        resolve(text, date)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_missing_code_says_when_it_was_listed():
    with pytest.raises(UnknownState, match="1944-08-25"):
        convert("FRA", "cow", 1943)
    with pytest.raises(UnknownState, match="it has none"):
        convert("BAV", "iso3", 1850)
    with pytest.raises(UnknownName, match="'cow'"):
        convert("FRA", "cwo")
    with pytest.raises(UnknownName, match="world"):
        members(2020, "un")
    with pytest.raises(UnknownState, match="no public code"):
        spells("ZZZ")


def test_dates_may_be_years_months_days_or_objects_and_numbers_of_any_make():
    day = datetime.date(1991, 12, 25)
    assert resolve(365, day) == resolve(365, "1991-12-25") == "SUN"
    assert resolve(365, datetime.datetime(1991, 12, 25, 12)) == "SUN"
    assert resolve(np.int64(365), np.int16(1950)) == resolve(365.0, "1950-06") == "SUN"


def test_descent_and_identity_of_actors():
    assert successors("YUG") == ["BIH", "HRV", "MKD", "SCG", "SVN"]
    assert successors("DDR") == ["DEU"]
    assert predecessors("RUS") == ["SUN"]
    assert same_actor("VDR", "VNM")
    assert not same_actor("CSK", "CZE")
    assert not same_actor("YAR", "YEM")
    assert same_actor("YAR", "YEM", "gw")


def test_the_registry_is_in_order():
    known = {s.code for s in states()}
    assert [(s.code, s.since) for s in states()] == sorted((s.code, s.since) for s in states())
    for code in known:
        pairs = itertools.pairwise(spells(code))
        assert all(earlier.until and earlier.until < later.since for earlier, later in pairs)
    for s in states():
        assert {*s.predecessor, *s.successor} <= known
        assert (s.cow is None) == (not s.cow_since) == (not s.cowc)
        assert (s.gw is None) == (not s.gw_since) == (not s.gwc)
        assert s.cow is None or s.listed("cow")
        assert s.gw is None or s.listed("gw")
        assert not s.successor or s.until
        for date in (s.since, s.until, s.cow_since, s.cow_until, s.gw_since, s.gw_until):
            assert not date or datetime.date.fromisoformat(date)


def test_no_alias_is_read_as_the_code_of_another_state():
    index = _index()
    for row in _aliases():
        assert plain_name(row["alias"])
        for kind in ("iso3", "iso2", "cowc", "gwc"):
            coded = {w.code for w in index.get(f"{kind}:{row['alias'].upper()}", ())}
            assert not coded or row["code"] in coded, row


def test_errors_are_of_the_package():
    assert issubclass(UnknownState, MultipolarError)
    assert issubclass(UnknownState, KeyError)
