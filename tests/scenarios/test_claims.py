"""Claims: tests fixed in a file, verdicts from them, and files that are refused with a line."""

import math
from dataclasses import replace
from types import SimpleNamespace

import build_claims
import numpy as np
import polars as pl
import pytest
from mutations import mutations

from multipolar import claim_check
from multipolar.claim import claims_schema, claims_text, read_claims, shipped_claims
from multipolar.claim_check import check_claim, judged, memory
from multipolar.claim_series import Series, known_series, series_names
from multipolar.claim_template import TEMPLATE
from multipolar.definitions import polarity
from multipolar.embedded import commitments, today
from multipolar.errors import DataError, MissingData, UnknownName
from multipolar.indices import catalogue as indices
from multipolar.results import results
from multipolar.sources import load

HEAD = """title = "x"
[[claim]]
name = "a"
quote = "q"
speaker = "s"
date = "2021"
reads = "r"
"""
PERIODS = """[[claim.test]]
test = "periods"
series = "results.con"
before = [2001, 2010]
after = [2011, 2020]
expects = "higher"
"""


def one(tests: str):
    return claims_text(HEAD + tests, "c.toml").claims[0]


def outcome(tests: str, monkeypatch, take):
    series = Series("toy", "a toy", "nobody", needs_files=True, take=take)
    monkeypatch.setattr(claim_check, "known_series", lambda name: series)
    (found,) = check_claim(one(tests)).outcomes
    return found


@pytest.mark.parametrize(
    ("answers", "agree", "verdict"),
    [
        (["yes"], 1.0, "supported"),
        (["no", "no"], 1.0, "contradicted"),
        (["yes", "no"], 1.0, "depends on the definition"),
        (["yes", "unclear"], 1.0, "undecided"),
        (["yes", "yes", "yes", "unclear"], 0.75, "supported"),
        (["unseen"], 1.0, "undecided"),
        (["yes", "unseen"], 1.0, "undecided"),
        (["yes", "unseen"], 0.5, "supported"),
        (["yes", "no"], 0.5, "depends on the definition"),
        (["no", "no", "yes"], 0.66, "contradicted"),
        (["no", "no", "yes"], 0.7, "depends on the definition"),
        (["unclear", "assumed", "assumed"], 1.0, "undecided"),
        (["yes", "yes", "assumed"], 0.5, "undecided"),
        ([], 1.0, "undecided"),
    ],
)
def test_verdicts(answers, agree, verdict):
    assert judged(answers, agree)[0] == verdict


def test_what_is_opinion_is_not_tested():
    found = check_claim(one('untestable = "It is a wish."\n'))
    assert (found.verdict, found.why, found.outcomes) == ("not testable", "It is a wish.", ())


def step(size: float, noise: float = 0.0, seed: int = 1):
    rng = np.random.default_rng(seed)
    values = {
        y: 10.0 + (size if y > 2010 else 0.0) + noise * rng.normal() for y in range(2001, 2021)
    }
    return lambda year: values.get(year, math.nan)


@pytest.mark.parametrize(
    ("size", "noise", "answer"),
    [(2.0, 0.1, "yes"), (-2.0, 0.1, "no"), (0.1, 0.01, "no"), (1.0, 5.0, "unclear")],
)
def test_periods_are_told_apart_by_margin_and_error(size, noise, answer, monkeypatch):
    found = outcome(PERIODS, monkeypatch, step(size, noise))
    assert found.answer == answer
    assert (answer == "unclear") == bool(found.would_decide)


def test_an_unclear_answer_says_how_much_would_decide(monkeypatch):
    found = outcome(PERIODS, monkeypatch, step(1.0, 3.0, seed=4))
    assert found.answer == "unclear"
    assert int(found.would_decide.split()[1].replace(",", "")) > 20


def test_years_that_are_not_known_are_not_seen(monkeypatch):
    found = outcome(PERIODS, monkeypatch, lambda y: 1.0 if y < 2013 else math.nan)
    assert found.answer == "unseen"
    assert "known are 2011 to 2012" in found.numbers


def test_missing_files_are_said(monkeypatch):
    def take(year):
        msg = "set MULTIPOLAR_DATA"
        raise MissingData(msg)

    found = outcome(PERIODS, monkeypatch, take)
    assert found.answer == "unseen"
    assert "MULTIPOLAR_DATA" in found.would_decide


@pytest.mark.parametrize(("slope", "answer"), [(0.5, "yes"), (-0.5, "no"), (0.0, "no")])
def test_a_trend_is_a_line_through_the_years(slope, answer, monkeypatch):
    text = (
        '[[claim.test]]\ntest = "trend"\nseries = "results.con"\nyears = [2001, 2020]\n'
        'expects = "higher"\n'
    )
    rng = np.random.default_rng(3)
    values = {y: 10.0 + slope * (y - 2001) + 0.1 * rng.normal() for y in range(2001, 2021)}
    found = outcome(text, monkeypatch, values.__getitem__)
    assert found.answer == answer
    assert float(found.numbers.split(" in ten")[0]) == pytest.approx(10 * slope, abs=0.15)


def test_errors_grow_with_memory():
    rng = np.random.default_rng(5)
    walk = np.cumsum(rng.normal(size=400))
    assert memory(walk) == pytest.approx(0.9, abs=0.05)
    assert memory(rng.normal(size=400)) < 0.15


def test_levels_and_records():
    text = '[[claim.test]]\ntest = "level"\nseries = "results.states"\nyear = 2000\nabove = 150\n'
    (found,) = check_claim(one(text)).outcomes
    states = results().filter(results()["year"] == 2000)["states"][0]
    assert (found.answer, found.numbers) == ("yes", f"{states}")
    text = '[[claim.test]]\ntest = "record"\ntreaty = "{}"\nlacks = ["defence", "offence"]\n'
    assert check_claim(one(text.format("russia-china-2001"))).verdict == "supported"
    assert check_claim(one(text.format("nato"))).verdict == "contradicted"


TOTAL = """[[claim.test]]
test = "total"
series = "results.con"
years = [2001, 2010]
{} = {}
"""


@pytest.mark.parametrize(
    ("bound", "unknown", "answer"),
    [
        (("above", 9), (), "yes"),
        (("above", 10), (), "no"),
        (("below", 11), (), "yes"),
        (("below", 10), (), "no"),
        (("above", 7), (2010,), "yes"),
        (("above", 9), (2010,), "unclear"),
        (("below", 11), (2010,), "unclear"),
        (("below", 9), (2010,), "no"),
        (("above", 1), range(2005, 2011), "unseen"),
    ],
)
def test_a_sum_of_years_is_held_against_a_number(bound, unknown, answer, monkeypatch):
    found = outcome(TOTAL.format(*bound), monkeypatch, lambda y: math.nan if y in unknown else 1.0)
    assert found.answer == answer


@pytest.mark.parametrize(
    ("size", "doubted", "answer"),
    [
        (2.0, "higher", "unclear"),
        (-2.0, "higher", "no"),
        (-2.0, "any", "unclear"),
        (2.0, "", "yes"),
    ],
)
def test_a_change_that_may_be_one_of_the_table_decides_nothing(size, doubted, answer, monkeypatch):
    toy = Series(
        "toy", "a toy", "nobody", needs_files=False, take=step(size, 0.1),
        doubt="what ended is missing" if doubted else "", doubted=doubted,
    )  # fmt: skip
    monkeypatch.setattr(claim_check, "known_series", lambda name: toy)
    for text in (PERIODS, TREND):
        (found,) = check_claim(one(text)).outcomes
        assert found.answer == answer
        assert ("what ended is missing" in found.numbers) == (answer == "unclear")


TREND = """[[claim.test]]
test = "trend"
series = "results.con"
years = [2001, 2020]
expects = "higher"
"""


def test_the_table_of_sanctions_lacks_what_ended(published):
    """It is why a rise of it decides nothing; if it is completed one day, take the doubt out."""
    ours = [
        c for c in commitments()
        if c.kind == "sanction" and "1985" <= c.in_force < "2005" and c.ended and c.ended < "2006"
    ]  # fmt: skip
    theirs = load("ties").filter(
        (pl.col("ties_imposition") == 1)
        & pl.col("ties_since").dt.year().is_between(1985, 2004)
        & (pl.col("ties_until").dt.year() < 2006)
    )
    assert 0 < len(ours) < 0.2 * len(theirs)
    atop = known_series("records.alliances_in_force").take
    assert atop(2016) > 5 * known_series("tables.alliances_in_force").take(2016)
    for name in ("sanctions_in_force", "unilateral_sanctions", "alliances_in_force"):
        assert known_series(f"tables.{name}").doubted == "higher"


def test_sanctions_of_one_state_are_counted_by_ties(published):
    """Counted by hand off the rows of the workbook: impositions of 1999 with one sender."""
    rows = [
        r for r in load("ties").iter_rows(named=True)
        if r["ties_imposition"] == 1 and r["ties_since"].year == 1999
    ]  # fmt: skip
    alone = [
        r for r in rows
        if len(set(r["ties_senders"])) == 1 and r["ties_senders"][0] != 1000
        and r["ties_institution"] != 1
    ]  # fmt: skip
    assert known_series("records.unilateral_imposed").take(1999) == len(alone) > 5
    part = known_series("records.unilateral_part").take(1999)
    assert part == pytest.approx(len(alone) / len(rows))
    assert math.isnan(known_series("records.unilateral_imposed").take(2005))


def test_exits_from_organizations_and_trade_agreements(published):
    """Three states left the European Free Trade Association in 1995; Britain's exit is one."""
    left = known_series("records.memberships_left")
    assert 0 < left.take(2000) < 20
    assert math.isnan(left.take(2014))
    many, once = (known_series(f"records.trade_withdrawals{n}").take for n in ("", "_once"))
    assert (many(1995), once(1995)) == (1.0, 1.0)
    assert many(2020) > 20 * once(2020) > 0
    assert many(2019) == 0.0
    exits = known_series("tables.arms_control_exits").take
    assert (exits(1991), exits(2002), exits(2003), exits(2019)) == (0.0, 1.0, 1.0, 1.0)


def test_disputes_on_one_side(published):
    """Dispute 4680 (2013) has both on its first side; the one took no militarized action."""
    both = [known_series(f"joint.{n}.RUS.CHN").take for n in ("disputes", "actions")]
    assert [take(2013) for take in both] == [1.0, 0.0]
    assert sum(both[0](y) for y in range(1992, 2015)) == 1.0
    assert known_series("joint.actions.SUN.CHN").take(1958) == 1.0
    assert math.isnan(both[0](2015))


def test_series_count_what_the_tables_hold():
    alive = [c for c in commitments() if c.kind == "arms_control" and c.alive("2010-12-31")]
    assert known_series("tables.arms_control_in_force").take(2010) == len(alive)
    part = known_series("tables.unilateral_share").take(2010)
    alone = known_series("tables.unilateral_sanctions").take(2010)
    assert part == pytest.approx(alone / known_series("tables.sanctions_in_force").take(2010))
    row = results().filter(results()["year"] == 1900)
    assert known_series("results.con").take(1900) == row["con"][0]
    assert all(known_series(name).meaning for name in series_names())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("results.cno", "did you mean 'con'"),
        ("wrld.agreement", "did you mean 'world.agreement'"),
        ("share.gdpp.CHN", "did you mean 'gdp'"),
        ("leads.gdp.Chnia", "no state"),
        ("records.memberships_lft", "did you mean 'memberships_left'"),
        ("near.separatsm.RUS", "did you mean 'separatism'"),
        ("joint.dispute.RUS.CHN", "did you mean 'disputes'"),
        ("", "no series"),
    ],
)
def test_unknown_series_are_refused(name, told):
    with pytest.raises(UnknownName, match=told):
        known_series(name)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('"periods"', '"period"', 9, "did you mean 'periods'"),
        ("results.con", "results.cno", 10, "did you mean 'con'"),
        ("[2001, 2010]", "[2010, 2001]", 11, "needed a first year and a later one"),
        ("[2011, 2020]", "[2005, 2020]", 12, "before the other ended"),
        ('"higher"', '"hihger"', 13, "did you mean 'higher'"),
        ('expects = "higher"', 'expects = "higher"\nmargn = 1', 14, "did you mean 'margin'"),
        ('date = "2021"', 'date = "June"', 6, "'June'"),
        ('quote = "q"', "", 2, "'quote' is missing"),
        ("[[claim.test]]", 'untestable = "x"\n[[claim.test]]', 2, "needed either tests"),
    ],
)
def test_a_wrong_word_is_told_with_its_line(old, new, line, told):
    with pytest.raises(DataError) as found:
        claims_text((HEAD + PERIODS).replace(old, new, 1), "c.toml")
    assert told in str(found.value)
    assert f"c.toml, line {line}" in str(found.value)


def test_the_first_file_ships_with_its_quotations_short_and_attributed():
    (name,) = shipped_claims()
    found = read_claims(name)
    assert len(found.claims) >= 20
    for c in found.claims:
        assert c.speaker
        assert c.source
        assert len(c.quote.split()) <= 25, c.quote
        assert bool(c.tests) != bool(c.untestable)
    words = {w for c in found.claims for w in c.reads.lower().split()}
    assert not words & {"evil", "regime's", "propaganda", "aggressor", "so-called", "hegemon"}


def test_a_counterfactual_on_an_assumed_effect_is_undecided(monkeypatch):
    (claim,) = (
        c for c in read_claims("joint-statement-2021").claims if c.name == "coordination-stabilises"
    )
    found = {"consultation": SimpleNamespace(verdict="not identified: a pact to come predicts it")}
    monkeypatch.setattr("multipolar.placebo.placebo", found.__getitem__)
    difference = SimpleNamespace(
        mean=-0.5,
        error=0.01,
        before=20.0,
        moved=1.0,
        rising=0.0,
        last=[0.0],
        needed=lambda precision: 9,
    )

    class Found(dict):
        one, other = "without", "with"

    compared = Found({("disputes", ""): difference, ("wars", ""): difference})
    monkeypatch.setattr(claim_check, "_pair", lambda *a: compared)
    verdict = check_claim(claim)
    assert verdict.verdict == "undecided"
    assert verdict.outcomes[0].numbers.startswith("not identified")
    assert {o.answer for o in verdict.outcomes[1:]} == {"assumed"}
    assert all("summits.peace" in o.numbers for o in verdict.outcomes[1:])


def test_the_template_and_the_schema():
    from jsonschema import Draft202012Validator

    assert [c.name for c in claims_text(TEMPLATE).claims] == ["concentration", "opinion"]
    Draft202012Validator.check_schema(claims_schema())


def test_a_thousand_mutated_files_are_valid_or_refused_with_a_line():
    file = (
        HEAD + PERIODS,
        TEMPLATE,
        TEMPLATE + '[[claim]]\nname = "t"\nquote = "q"\nspeaker = "s"\n'
        'date = "2021-06"\nreads = "r"\n[[claim.test]]\ntest = "record"\ntreaty = "nato"\n'
        'has = ["defence"]\n[[claim.test]]\ntest = "level"\nseries = "leads.gdp.CHN"\n'
        "year = 2021\nabove = 0.5\n" + TOTAL.format("above", 3),
    )
    valid = 0
    for text in mutations(list(file), 1000, seed=11):
        try:
            found = claims_text(text, "c.toml")
        except DataError as error:
            for line in str(error).split("\n"):
                assert line.startswith(("c.toml, line ", "... and ")), line
        else:
            valid += 1
            assert found.claims
    assert 50 < valid < 900, valid


def test_a_forecast_is_made_by_the_definitions_of_the_world_of_today():
    """But for those by output at market rates, which is not simulated."""
    simulated = [n for n in indices.names() if "gdp" not in indices[n].spec.reads]
    assert len(simulated) == 4
    now = polarity(today(), indices=simulated, shake=False)
    (found,) = claim_check._judged_futures("baseline", 1, 2025)
    assert found.verdicts == pytest.approx(now.verdicts, abs=0.02)
    assert len(found.definitions) == len(now.definitions)
    assert found.poles["EU"] == pytest.approx(now.poles["EU"], abs=0.02)


def test_a_future_is_judged_as_its_replay_would_be():
    """Which knows every field, and takes two hundred times as long."""
    for year, member in ((2025, 0), (2040, 1)):
        found = claim_check._judged_futures("baseline", 2, year)[member]
        ensemble = claim_check._futures("baseline", 2)
        bodies = [c for c in today().commitments if c.kind == "body"]
        replayed = replace(ensemble.world(member, year), commitments=tuple(bodies))
        assert found == polarity(replayed, shake=False)


def test_what_would_decide_a_forecast():
    for mean, error, told in (
        (0.5, 0.01, "definitions disagree"),
        (0.70, 0.04, "160 futures"),
        (0.30, 0.04, "160 futures"),
    ):
        assert told in claim_check._more_futures(mean, error, 0.66, 40)


def test_forecasts_are_exported_as_questions(monkeypatch):
    monkeypatch.setattr(claim_check, "_chance", lambda test: (0.41237, 0.0041))
    found = claim_check.questions(read_claims("joint-statement-2021"))
    assert len(found) == 6
    assert {q["resolves"] for q in found} == {"2030-12-31", "2040-12-31", "2050-12-31"}
    for q in found:
        assert q["type"] == "binary"
        assert (q["probability"], q["monte_carlo_error"], q["futures"]) == (0.4124, 0.0041, 400)
        assert q["title"].endswith("?")
    assert "is USA a pole" in found[-1]["title"]


@pytest.mark.slow
def test_the_page_of_verdicts_is_as_worked_out_now(published):
    text, claims = build_claims.PAGE.read_text(encoding="utf-8"), read_claims(build_claims.NAME)
    assert list(build_claims.problems(text, claims)) == []
    told = next(build_claims.problems(text.replace("0.04919 then", "0.05 then"), claims))
    assert told.startswith("geopolitical-turbulence: now unclear")
