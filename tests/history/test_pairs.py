"""The story of a pair: what is told, in which order, from which sources."""

import re

import pytest

from multipolar.commitments import Commitment, Party
from multipolar.errors import UnknownState
from multipolar.pairs import SERIES, _commitments, pair_series, story
from multipolar.skeleton import dyad_years

files = pytest.mark.usefixtures("published")


def told(happenings, kind, date):
    return [h.what for h in happenings if h.kind == kind and h.date == date]


@pytest.fixture
def russia_and_china(published):
    return story("RUS", "CHN")


# --- Russia and China


def test_the_alliance_of_1950(russia_and_china):
    name = "Sino-Soviet Treaty of Friendship, Alliance and Mutual Assistance"
    assert f"{name}: signed (defence, nonaggression)" in told(
        russia_and_china, "alliance", "1950-02-14"
    )
    assert told(russia_and_china, "alliance", "1980-04-11") == [f"{name}: expired"]


def test_the_border_conflict_of_1969(russia_and_china):
    assert told(russia_and_china, "dispute", "1969-03-02") == [
        "militarized dispute 349: use of force"
    ]


def test_the_treaty_of_2001_and_its_extension(russia_and_china):
    (treaty,) = [w for w in told(russia_and_china, "partnership", "2001-07-16") if "Good" in w]
    assert "signed" in treaty
    assert "nonaggression" in treaty
    (note,) = told(russia_and_china, "note", "2001-07-16")
    assert "Extension" in note
    assert "2021" in note


def test_their_wars_and_older_alliances(russia_and_china):
    """Boxer Rebellion, the Chinese Eastern Railway; the treaty of 1896."""
    assert [h.date for h in russia_and_china if h.kind == "war"] == ["1900", "1929"]
    assert told(russia_and_china, "alliance", "1896-06-03")
    assert told(russia_and_china, "alliance", "1937-08-21")


def test_the_oldest_comes_first_and_nothing_twice(russia_and_china):
    dates = [h.date or "9999" for h in russia_and_china]
    assert dates == sorted(dates)
    assert len(set(russia_and_china)) == len(russia_and_china)
    assert all(h.source for h in russia_and_china if h.kind != "note" or h.date)
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?|", h.date) for h in russia_and_china)


@files
@pytest.mark.parametrize(
    ("one", "other"), [("RUS", "CHN"), ("JPN", "RUS"), ("DEU", "FRA"), ("USA", "CAN")]
)
def test_the_order_of_the_two_does_not_matter(one, other):
    assert story(one, other) == story(other, one)
    assert pair_series(one, other).equals(pair_series(other, one))


@files
def test_names_and_codes_of_any_time():
    """The Soviet Union and Russia are one actor; a state that is gone still has a story."""
    assert story("Soviet Union", "China") == story("RUS", "CHN") == story(365, 710)
    prussia = story("AUH", "DEU")
    assert told(prussia, "alliance", "1879-10-07")
    assert [h.date for h in prussia if h.kind == "war"] == ["1866"]


# --- others


@files
def test_wars_of_japan_and_russia():
    """1904, Changkufeng and Nomonhan 1938-39, 1945."""
    assert [h.date for h in story("JPN", "RUS") if h.kind == "war"] == ["1904", "1938", "1945"]


@files
def test_states_on_one_side_of_a_sanction_have_none_between_them():
    assert not [h for h in story("JPN", "CAN") if h.kind == "sanction"]
    (on_russia, *_) = [h for h in story("CAN", "RUS") if h.kind == "sanction"]
    assert "Russia" in on_russia.what


@files
def test_sanctions_of_the_union_are_those_of_its_members():
    """Croatia joined on 1 July 2013; Britain left on 31 January 2020."""
    dates = {h.date: h.what for h in story("DEU", "RUS") if h.kind == "sanction"}
    assert "begins" in dates["2014-03-17"]
    left = [h for h in story("GBR", "RUS") if "European Union sanctions" in h.what]
    assert any("no longer" in h.what and h.date.startswith("2020") for h in left)


@files
def test_a_body_from_when_both_were_in_it():
    """India and Pakistan joined the organisation of 2001 on 9 June 2017."""
    seen = [(h.date, h.what) for h in story("IND", "PAK") if "Shanghai Coop" in h.what]
    assert seen == [("2017-06-09", "Shanghai Cooperation Organisation: both in it")]


@files
def test_a_treaty_until_one_left():
    """Albania denounced the Warsaw Treaty on 13 September 1968."""
    seen = [h for h in story("ALB", "RUS") if "Warsaw" in h.what]
    assert [h.date for h in seen] == ["1955-05-14", "1968-09-13"]
    assert "no longer" in seen[-1].what


@files
def test_alliances_after_1945_that_the_package_does_not_carry():
    """The treaties of Romania and the Soviet Union of 1948 and 1970, from ATOP."""
    seen = story("ROU", "RUS")
    for date in ("1948-02-04", "1970-07-07"):
        assert any("ATOP" in w and "signed (defence" in w for w in told(seen, "alliance", date))


@files
def test_an_alliance_that_both_sources_have_is_told_once():
    seen = [h for h in story("GBR", "DEU") if h.kind == "alliance" and h.date == "1954-10-23"]
    assert [h.source for h in seen] == ["atop_4_01"]


@files
@pytest.mark.slow
def test_every_pair_of_the_great_powers_has_a_story():
    powers = ["USA", "GBR", "FRA", "DEU", "AUH", "ITA", "RUS", "CHN", "JPN"]
    for i, one in enumerate(powers):
        for other in powers[i + 1 :]:
            found = story(one, other)
            assert found, (one, other)
            assert all(h.date for h in found), (one, other)


# --- spells, in made-up treaties


def treaty(*parties, kind="alliance", **dates):
    return Commitment("x", "Treaty", kind, parties=tuple(parties), source="s", **dates)


def party(state, since="", until="", role="party"):
    return Party(state, since, until, role, "s", "observed")


def dates(commitment, one=("A",), other=("B",)):
    return [(h.date, h.what.partition(": ")[2]) for h in _commitments([commitment], one, other)]


def test_spells_of_the_two():
    both = treaty(party("A"), party("B"), signed="1900-01-01", ended="1910-05-01")
    assert dates(both) == [("1900-01-01", "signed"), ("1910-05-01", "ended")]
    later = treaty(party("A"), party("B", "1905", "1907"), signed="1900-01-01")
    assert dates(later) == [("1905", "both in it"), ("1907", "no longer both in it")]
    never = treaty(party("A", "", "1904"), party("B", "1905"), signed="1900")
    assert dates(never) == []
    alone = treaty(party("A"), party("C"), signed="1900")
    assert dates(alone) == []


def test_a_state_that_goes_on_under_another_code():
    codes = party("A", "1950", "1991-12-25"), party("A2", "1991-12-26"), party("B", "1950")
    goes_on = treaty(*codes, signed="1950")
    assert dates(goes_on, ("A", "A2")) == [("1950", "signed")]
    back = treaty(party("A", "1950", "1960"), party("A", "1970"), party("B", "1950"), signed="1950")
    assert dates(back) == [
        ("1950", "signed"), ("1960", "no longer both in it"), ("1970", "both in it"),
    ]  # fmt: skip


def test_roles():
    observer = treaty(party("A"), party("B", role="observer"), kind="body", signed="1950")
    assert dates(observer) == []
    senders = [party("A", role="sender"), party("B", role="sender"), party("C", role="target")]
    sanction = treaty(*senders, kind="sanction", signed="1990")
    assert dates(sanction) == []
    assert dates(sanction, ("A",), ("C",)) == [("1990", "begins")]
    assert dates(sanction, ("C",), ("B",)) == [("1990", "begins")]


def test_treaties_of_many_are_left_out():
    many = treaty(*(party(c) for c in "ABCDEFGHIJKLM"), signed="1950")
    assert dates(many) == []


# --- by year


def test_years_of_a_pair(published):
    frame = pair_series("RUS", "CHN")
    both = dyad_years(1816, 2024).filter(state1=365, state2=710)
    assert frame["year"].to_list() == both["year"].to_list()
    assert frame.columns == ["year", *SERIES]
    rows = {row["year"]: row for row in frame.iter_rows(named=True)}
    assert (rows[1969]["dispute"], rows[1969]["hostility"], rows[1969]["contiguity"]) == (1, 4, 1)
    assert rows[1955]["alliance"] == 1
    assert rows[2000]["alliance"] == 0
    assert rows[2015]["dispute"] is None  # disputes are coded to 2014
    assert rows[2019]["alliance"] is None
    assert rows[1930]["vote agreement"] is None
    assert 0 < rows[2015]["vote agreement"] <= 1


@files
def test_a_pair_that_never_was():
    """Austria-Hungary had gone long before Pakistan came."""
    assert pair_series("AUH", "PAK").is_empty()


# --- without files, wrong names


def test_without_files_what_the_package_carries_is_told(nowhere):
    found = story("RUS", "CHN")
    assert told(found, "alliance", "1950-02-14")
    assert told(found, "partnership", "2001-07-16")
    notes = [h.what for h in found if not h.date]
    assert len(notes) == 3
    assert all("MULTIPOLAR_DATA" in note and "\n" not in note for note in notes)
    assert found[-1].kind == "note"
    assert pair_series("RUS", "CHN").columns == ["year"]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("RUS", "SUN", "'RUS' and 'SUN' are the same state; needed two"),
        ("RUS", "Russia", "are the same state"),
        ("RUS", "Xyzzy", "no state 'Xyzzy'"),
        ("Chnia", "RUS", "did you mean"),
    ],
)
def test_states_that_are_none_or_one(one, other, message):
    with pytest.raises(UnknownState, match=message):
        story(one, other)
    with pytest.raises(UnknownState):
        pair_series(one, other)
