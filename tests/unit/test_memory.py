"""What is remembered of disputes, on a record of a few lines."""

import numpy as np
import polars as pl
import pytest

from multipolar import memory
from multipolar.fields import FIELDS
from multipolar.memory import HEAT_KEPT, KEPT, NEVER, TENSION_KEPT, remember

USA, GBR, FRA, FRG, GERMANY, RUS = 2, 200, 220, 260, 255, 365

GML = [
    # lower number, higher number, year, onset, both there from the first day
    (USA, RUS, 1950, 1, 1),
    (USA, RUS, 1951, 0, 1),
    (USA, RUS, 1953, 1, 0),
    (FRA, GERMANY, 1939, 1, 1),
    (GBR, GERMANY, 1939, 1, 0),
    (FRA, RUS, 1960, 1, 1),
    (USA, RUS, 2011, 1, 1),
]
MID = [(USA, RUS, 1950, 1, 1), (USA, RUS, 2012, 1, 1)]


@pytest.fixture
def record(monkeypatch):
    """Make a record of a few lines the only one there is."""
    given = {"gml_dyads": GML, "mid5_dyads": MID}

    def yearly(source, names, system):
        assert system == "cow"
        return pl.DataFrame(
            given[source], schema=["state1", "state2", "year", *names], orient="row"
        )

    monkeypatch.setattr(memory, "yearly", yearly)
    memory._disputes.cache_clear()
    yield given
    memory._disputes.cache_clear()


def of_pair(year, one, two, name):
    return getattr(remember(year, (one, two)), name)[0, 1]


@pytest.mark.usefixtures("record")
class TestAPair:
    def test_a_grudge_fades_by_a_tenth_a_year_and_grows_by_one(self):
        grudge = 0.0
        for year, onset in ((1949, 0), (1950, 1), (1951, 0), (1952, 0), (1953, 1), (1954, 0)):
            grudge = KEPT * grudge + onset
            assert of_pair(year, USA, RUS, "grudge") == pytest.approx(grudge, abs=1e-12)

    def test_tension_fades_faster(self):
        assert of_pair(1954, USA, RUS, "tension") == pytest.approx(
            TENSION_KEPT + TENSION_KEPT**4, abs=1e-12
        )

    def test_peace_counts_from_the_last_year_of_dispute(self):
        years = [of_pair(y, USA, RUS, "peace_years") for y in range(1950, 1956)]
        assert years == [0, 0, 1, 0, 1, 2]

    def test_a_pair_without_a_dispute_counts_from_its_first_year(self):
        assert of_pair(1816, GBR, FRA, "peace_years") == NEVER == FIELDS["peace_years"].start
        assert of_pair(1846, GBR, FRA, "peace_years") == NEVER + 30

    def test_onsets_are_counted_whether_or_not_they_are_remembered(self):
        assert [of_pair(y, USA, RUS, "past_onsets") for y in (1949, 1950, 1952, 2000)] == [
            0,
            1,
            1,
            2,
        ]

    def test_a_dispute_that_goes_on_is_no_onset(self):
        assert [of_pair(y, USA, RUS, "dispute") for y in (1949, 1950, 1951, 1952)] == [0, 1, 1, 0]
        assert [of_pair(y, USA, RUS, "onset") for y in (1949, 1950, 1951, 1952)] == [0, 1, 0, 0]

    def test_onsets_of_originators_are_kept_apart(self):
        assert of_pair(1953, USA, RUS, "onset") == 1
        assert of_pair(1953, USA, RUS, "onset_originators") == 0
        assert of_pair(1950, USA, RUS, "onset_originators") == 1

    def test_years_together_in_the_system(self):
        assert of_pair(1816, GBR, FRA, "dyad_age") == 1
        assert of_pair(1850, GBR, FRA, "dyad_age") == 35
        # France was no member at the ends of 1942 and 1943
        assert of_pair(1950, GBR, FRA, "dyad_age") == 133

    def test_germany_remembers_under_its_other_number(self):
        assert of_pair(1960, FRA, FRG, "grudge") == pytest.approx(KEPT**21)
        assert of_pair(1960, FRA, FRG, "past_onsets") == 1

    def test_mid_begins_where_gml_ends(self):
        assert [of_pair(y, USA, RUS, "onset") for y in (2010, 2011, 2012)] == [0, 0, 1]
        assert of_pair(1950, USA, RUS, "past_onsets") == 1


@pytest.mark.usefixtures("record")
def test_a_state_remembers_its_disputes_with_everyone():
    got = remember(1940, (GERMANY, USA)).belligerence
    assert got == pytest.approx([2 * HEAT_KEPT, 0.0])


@pytest.mark.usefixtures("record")
def test_after_the_record_memory_fades_and_says_so():
    later = remember(2020, (USA, RUS))
    assert later.year == 2014
    assert later.grudge[0, 1] == pytest.approx(KEPT**8 + KEPT**67 + KEPT**70)
    assert later.peace_years[0, 1] == 8
    assert later.onset[0, 1] == 0


@pytest.mark.usefixtures("record")
def test_the_order_of_states_orders_the_answer():
    one, other = remember(1953, (USA, RUS, FRA)), remember(1953, (FRA, USA, RUS))
    for name in ("grudge", "tension", "peace_years", "onset", "past_onsets", "dyad_age"):
        a, b = getattr(one, name), getattr(other, name)
        assert np.array_equal(a, a.T)
        assert np.array_equal(a[np.ix_([2, 0, 1], [2, 0, 1])], b)


def test_nothing_later_is_read(record):
    before = remember(1952, (USA, RUS, FRA, GERMANY))
    record["gml_dyads"] = [r for r in GML if r[2] <= 1952] + [
        (USA, FRA, 1953, 1, 1), (FRA, GERMANY, 1975, 1, 1),
    ]  # fmt: skip
    memory._disputes.cache_clear()
    after = remember(1952, (USA, RUS, FRA, GERMANY))
    for name in (
        "grudge",
        "tension",
        "peace_years",
        "onset",
        "past_onsets",
        "dyad_age",
        "belligerence",
    ):
        assert np.array_equal(getattr(before, name), getattr(after, name)), name
