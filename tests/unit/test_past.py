"""History in the model's own fields: what is in them, and that nothing of them is of later years.

The test of leakage makes every fact later than the origin another one, in every
source, and asks for the same bits. Each guard is then removed in turn, and the
same test must fail.
"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from conftest import forget

from multipolar import alliance_record, grains, history, memory, past
from multipolar.codes import convert
from multipolar.model import default_model
from multipolar.opening import open_world
from multipolar.plan import make_plan
from multipolar.runs import opening_digest
from multipolar.sources import load
from multipolar.steps import pair

pytestmark = pytest.mark.usefixtures("published")

ORIGINS = (1870, 1913, 1950, 1989, 2003)
KEPT = (
    history._years, history._strife_by_year, history.commitments, history.in_force_at,
    memory._disputes, past.fields,
)  # fmt: skip
"""What is read once; as it is before a test puts something else in its place."""
KEYS = ("state", "state1", "state2", "year", "commitment", "event", "member", "organization")


@pytest.fixture(scope="module")
def plan():
    return make_plan(default_model())


def digest(plan, year, **how):
    return opening_digest(open_world(plan, past.world(year, **how)))


# --- poison


def poisoned(name, frame, origin):
    """Return a source in which every fact later than the origin is another one."""
    day = date(origin, 12, 31)
    if "year" in frame.columns:
        now, later = frame.filter(pl.col("year") <= origin), frame.filter(pl.col("year") > origin)
        return pl.concat([now, spoilt(later)])
    since, until = (first(frame, ("since", "until"), end) for end in (0, 1))
    if since:
        frame = frame.filter(pl.col(since).is_null() | (pl.col(since) <= day))
        elsewhen = day + timedelta(days=400)
        open_end = pl.col(until).is_null() & (name != "ties")  # TIES: null is unknown
        gone = pl.when(pl.col(until) > day).then(elsewhen if name == "ties" else None)
        moved = gone.otherwise(pl.when(open_end).then(elsewhen).otherwise(until))
        frame = frame.with_columns(moved.alias(until))
    if name == "atop":  # obligations, length in force and end are those of the whole course
        whole = [f"atop_{k}" for k in ("defense", "offense", "neutral", "nonagg", "consul")]
        frame = frame.with_columns(
            *((1 - pl.col(k)).alias(k) for k in whole),
            pl.lit(0, pl.Int16).alias("atop_term"),
            pl.lit(1, pl.Int16).alias("atop_ineffect"),
        )
    return frame


def first(frame, ends, which):
    return next((c for c in frame.columns if c.endswith(ends[which])), None)


def spoilt(frame):
    """Turn flags over, turn columns upside down, and drop half of the rows."""
    other = frame.gather_every(2)
    return other.with_columns(
        (1 - pl.col(c)).alias(c) if set(other[c].drop_nulls().unique().to_list()) <= {0, 1}
        else pl.col(c).reverse()
        for c, t in other.schema.items()
        if t.is_numeric() and c not in KEYS
    )  # fmt: skip


def poisoned_commitment(c, origin):
    day = f"{origin}-12-31"
    parties = tuple(
        replace(p, until="" if p.until > day else p.until) for p in c.parties if p.since <= day
    )
    spoil = {"expires": "2099-01-01"} if c.term_years else {}
    return replace(c, parties=parties, ended="" if c.ended > day else c.ended, **spoil)


@pytest.fixture
def poison(monkeypatch):
    """Make the facts later than an origin others, until the end of the test."""

    def spoil(origin):
        kept = {}

        def loads(name, version=None, **more):
            if name not in kept:
                kept[name] = poisoned(name, load(name, version, **more), origin)
            return kept[name]

        from multipolar.embedded import commitments

        given = tuple(poisoned_commitment(c, origin) for c in commitments())
        monkeypatch.setattr(grains, "load", loads)
        for module in (history, alliance_record):
            monkeypatch.setattr(module, "load", loads)
            monkeypatch.setattr(module, "embedded_commitments", lambda: given)
        clear()
        return kept

    yield spoil
    monkeypatch.undo()
    clear()


def clear():
    for kept in KEPT:
        kept.cache_clear()


@pytest.fixture(scope="module")
def clean(plan):
    found = {(y, h): digest(plan, y, hindsight=h) for y in ORIGINS for h in (True, False)}
    return found


@pytest.mark.parametrize("origin", ORIGINS)
def test_later_facts_change_no_bit_of_an_opening(plan, clean, poison, origin):
    spoilt = poison(origin)
    for hindsight in (True, False):
        assert digest(plan, origin, hindsight=hindsight) == clean[origin, hindsight]
    read = {"cow_nmc", "gml_dyads", "mid5_dyads", "atop", "atop_members", "atop_dyads", "polity5"}
    assert read <= set(spoilt)
    later = spoilt["gml_dyads"].filter(pl.col("year") > origin)
    assert later.height < load("gml_dyads").filter(pl.col("year") > origin).height


def a_year_ahead(name):
    """Return a guard removed: what was to be of the year is of the next."""
    right = getattr(history, name)
    return name, lambda year, *more: right(year + 1, *more)


LEAKS = {
    "memory of next year": a_year_ahead("remember"),
    "treaties of next year": a_year_ahead("in_force_at"),
    "values of next year": ("_array", lambda name, year, *more, right=history._array: right(
        name, year + (name == "population"), *more)),
    "regime and output of next year": a_year_ahead("_turned"),
    "obligations of the whole course": ("in_force_at", lambda year: history.commitments()),
    "the end that a treaty had": ("_running", lambda c, day: c.ended or c.expires),
    "straight lines between years": ("at", lambda year, *, carry, hindsight, right=history.at:
        right(year, fill=carry, hindsight=hindsight)),
}  # fmt: skip
ORIGIN = 1950


@pytest.mark.parametrize("leak", LEAKS)
def test_the_test_of_leakage_has_teeth(plan, poison, monkeypatch, leak):
    """With any one guard removed the same comparison fails."""
    name, wrong = LEAKS[leak]
    monkeypatch.setattr(alliance_record if name == "_running" else history, name, wrong)
    monkeypatch.setattr(past, "at", history.at)
    clear()
    before = digest(plan, ORIGIN)
    poison(ORIGIN)
    assert digest(plan, ORIGIN) != before


# --- what is in the fields


def test_fields_are_those_that_a_run_starts_from(plan):
    got = past.fields(1938)
    opening = open_world(plan, past.world(1938), room=4)
    n = len(got.states)
    assert opening.states[:n] == got.states
    for name, (block, row) in plan.parts.items():
        values = opening.blocks[block][row]
        if block == "state" and name != "vacant":
            assert np.array_equal(values[:n], got.state[name]), name
        elif block in ("dyad", "flag"):
            assert np.array_equal(values[: n * (n - 1) // 2], got.dyad[name]), name
        elif block == "system":
            assert values[0] == got.system[name], name


def test_a_pair_stands_where_the_brief_says():
    got = past.fields(1938)
    i, j = sorted((got.states.index("DEU"), got.states.index("CSK")), reverse=True)
    assert pair(i, j) == i * (i - 1) // 2 + j
    assert got.dyad["onset"][pair(i, j)] == 1
    assert got.dyad["contiguous"][pair(i, j)] == 1
    assert got.dyad["dyad_age"][pair(i, j)] == 21  # both at the ends of 1918 to 1938


@pytest.mark.parametrize("year", [1820, 1870, 1913, 1938, 1950, 1989, 2014, 2024])
def test_every_value_is_a_number_within_its_range(plan, year):
    got = past.fields(year)
    for name, values in (got.state | got.dyad).items():
        assert np.isfinite(values).all(), name
        if name in plan.parts:
            field = plan.field(name)
            assert field.low <= values.min() <= values.max() <= field.high, name
        assert got.known[name].shape == values.shape, name


def test_memory_is_that_of_the_model_from_year_to_year():
    """One year of the model's own recursion leads from each year to the next."""
    for year in (1913, 1950, 1987):
        one, two = past.fields(year), past.fields(year + 1)
        a, b = np.tril_indices(len(two.states), -1)
        place = {s: k for k, s in enumerate(one.states)}
        checked = 0
        for p in range(len(a)):
            i, j = place.get(two.states[a[p]]), place.get(two.states[b[p]])
            if i is None or j is None:
                continue
            before = pair(i, j)
            grudge = 0.9 * one.dyad["grudge"][before] + two.dyad["onset"][p]
            assert two.dyad["grudge"][p] == pytest.approx(grudge, rel=1e-5)
            calm = 0.0 if two.dyad["dispute"][p] else one.dyad["peace_years"][before] + 1
            if not one.dyad["war"][before]:
                assert two.dyad["peace_years"][p] == calm
            checked += 1
        assert checked > 900


@pytest.mark.parametrize("year", [1870, 1913, 1938, 1950, 1970, 1990, 2000])
def test_capability_is_that_of_the_correlates_of_war(year):
    got = past.fields(year)
    cinc = dict(load("cow_nmc").filter(pl.col("year") == year).select("state", "cinc").iter_rows())
    want = np.array([cinc[convert(s, "cow", f"{year}-12-31")] for s in got.states])
    assert np.abs(got.state["capability"] - want / want.sum()).max() < 0.01


def test_who_stood_with_whom_in_1913():
    got = past.fields(1913)

    def alignment(one, other):
        return got.dyad["alignment"][pair(got.states.index(one), got.states.index(other))]

    assert min(alignment("DEU", "AUH"), alignment("FRA", "RUS")) > 0.5
    assert max(alignment("DEU", "FRA"), alignment("AUH", "RUS"), alignment("AUH", "SRB")) < -0.5


def test_what_is_not_known_is_said():
    assert not past.fields(1900).known["nuclear_warheads"].any()
    assert not past.fields(1900).known["sanction_ij"].any()
    assert past.fields(1980).known["sanction_ij"].mean() > 0.95
    assert past.fields(2014).known["grudge"].all()
    assert not past.fields(2015).known["grudge"].any()
    assert not past.fields(2015).known["onset"].any()
    assert (
        not past.fields(1950)
        .known["trust" if "trust" in past.fields(1950).known else "trade_ij"]
        .any()
    )
    milex = past.fields(1830).known["military_spending"]
    assert 0.3 < milex.mean() < 0.9


def test_an_alliance_runs_to_the_end_that_its_text_names():
    """The Dual Alliance: five years from October 1879, then three at a time; it ended in 1918."""
    for year, expires in ((1880, 1884), (1885, 1887), (1913, 1914)):
        world = past.world(year)
        pact = next(c for c in world.commitments if c.id == "atop-1335")
        assert {p.state for p in pact.parties} == {"AUH", "DEU"}
        assert (pact.expires[:4], pact.ended) == (str(expires), "")


def test_obligations_are_those_of_treaties_whose_parties_they_bind(plan):
    """Nearly every defence pact of a pair is read off a treaty of ATOP; the rest have their own."""
    for year in (1913, 1950, 1989):
        opening = past.fields(year).opening
        used = opening.blocks["treaty"][plan.parts["treaty_kind"][1]] > 0
        made_up = int(used.sum()) - len(opening.treaties)
        assert made_up <= 0.15 * len(opening.treaties)


def test_without_hindsight_rivals_and_enemies_are_who_quarrelled():
    got, usual = past.fields(1913, hindsight=False), past.fields(1913)
    p = pair(*sorted((got.states.index("AUH"), got.states.index("SRB")), reverse=True))
    assert usual.dyad["rivalry"].any()
    assert np.array_equal(got.dyad["rivalry"] > 0, got.dyad["grudge"] >= 1.2)
    assert (got.dyad["rivalry"] != usual.dyad["rivalry"]).any()
    assert not got.known["rivalry"].any()
    assert got.dyad["alignment"][p] < -0.5
    assert got.dyad["grudge"][p] == usual.dyad["grudge"][p]


def test_without_files_nothing_is_remembered(nowhere):
    del nowhere
    forget()
    with pytest.raises(history.MissingData):
        past.fields(1950)
    assert past.fields(2025).states == past.world(2025).states
