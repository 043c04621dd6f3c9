"""Checks that claims should fail: on made-up worlds where the truth is known, and on the record."""

import numpy as np
import pytest

from multipolar import placebo as module
from multipolar.errors import UnknownName
from multipolar.placebo import (
    Line,
    around_signature,
    pact_objections,
    persistence,
    placebo,
    system_objections,
    walk,
)
from multipolar.quarrels import Pairs, System, pairs, system

files = pytest.mark.usefixtures("published")


def made_up(effect: float, choice: float, *, seed: int = 1) -> Pairs:
    """Return pairs that sign for thirty years at a random time; peaceful ones sign by choice."""
    random = np.random.default_rng(seed)
    n, years = 900, 131
    calm = random.standard_normal(n)
    signs = random.random(n) < 1 / (1 + np.exp(-(choice * calm - 0.5)))
    when = np.where(signs, random.integers(10, years - 10, n), 10_000)
    t = np.arange(years)
    pact = ((t[None] >= when[:, None]) & (t[None] < when[:, None] + 30)).astype(float)
    later = np.zeros_like(pact)
    later[:, :-5] = (1 - pact[:, :-5]) * pact[:, 5:]
    odds = -3.0 - 1.0 * choice * calm[:, None] + effect * pact
    onset = (random.random((n, years)) < 1 / (1 + np.exp(-odds))).astype(float)
    dyad, year = np.repeat(np.arange(n), years), np.tile(1880 + t, n)
    nothing = np.zeros((n * years, 0))
    noise = random.standard_normal((n * years, 1))
    flat = {k: pact.ravel() if k == "consultation" else pact.ravel() * 0 for k in module.PACTS}
    ahead = {k: later.ravel() if k == "consultation" else later.ravel() * 0 for k in module.PACTS}
    return Pairs(year, dyad, onset.ravel(), np.c_[nothing, noise], noise**2, flat, ahead)


def checked(rows: Pairs):
    """Return the lines and objections of the claim about consultation on made-up pairs."""
    random = np.random.default_rng(1)
    lines = module._pact_lines("consultation", rows, 10, random)
    return lines, pact_objections("consultation", lines)


def test_a_true_effect_of_the_pact_passes():
    lines, against = checked(made_up(effect=-0.8, choice=0.0))
    assert against == []
    assert lines[0].estimate == pytest.approx(-0.8, abs=0.15)
    ahead = [li for li in lines if li.covariate == "consultation in 5 years"]
    assert all(abs(li.z) < 3 for li in ahead)


def test_peaceful_pairs_that_choose_to_sign_are_seen_through():
    """The pact does nothing; it looks as if it did, until a later one looks the same."""
    lines, against = checked(made_up(effect=0.0, choice=0.8))
    assert lines[0].z < -5
    assert any("still 5 years away" in said for said in against)


def history(effect: float, seed: int) -> System:
    """Return a system in which the number of great powers matters, or not."""
    random = np.random.default_rng(seed)
    year = np.arange(1816, 2017)
    power = walk(0.9, len(year), random)
    could = np.linspace(100, 1500, len(year))
    rate = 0.02 * np.exp(effect * np.r_[power[0], power[:-1]])
    return System(
        year, random.poisson(could * rate).astype(float), could**1.3, could,
        dict.fromkeys(("con", "effective_powers", "majors"), power),
    )  # fmt: skip


def test_in_a_system_where_power_does_nothing_it_is_told():
    said = []
    for seed in range(6):
        s = history(0.0, seed)
        lines = module._system_lines("con", s, 60, np.random.default_rng(1))
        said.append(system_objections("con", lines))
    assert sum(bool(x) for x in said) >= 5


def test_in_a_system_where_power_matters_it_is_found():
    s = history(0.4, 1)
    lines = module._system_lines("con", s, 60, np.random.default_rng(1))
    per = [li for li in lines if li.check == "denominator" and "could fight" in li.specification]
    sd = s.power["con"][10:194].std()
    assert [li.estimate for li in per] == pytest.approx([0.4 * sd] * 3, abs=0.06)
    assert all(li.z > 5 for li in per)


def line(check: str, specification: str, estimate: float, error: float = 0.05) -> Line:
    return Line(check, specification, "x", estimate, error, 100)


def test_signs_that_change_from_era_to_era_are_told():
    lines = [
        line("control", "structure", -0.3), line("control", "structure and history", -0.3),
        line("lead", "structure", -0.3), line("lead", "structure", 0.0),
        line("lead", "structure and history", -0.3), line("lead", "structure and history", 0.0),
        line("era", "1870-1913", 0.6), line("era", "1919-1938", -0.8),
        line("persistence", "structure", 0.05),
    ]  # fmt: skip
    (said,) = pact_objections("defence", lines)
    assert said == "its sign changes from era to era: -0.80 (1919-1938), +0.60 (1870-1913)"


def test_a_memory_is_measured_as_it_was_made():
    series = walk(0.9, 20_000, np.random.default_rng(1))
    assert persistence(series) == pytest.approx(0.9, abs=0.02)
    assert series.std() == pytest.approx(1.0, abs=0.1)


def test_an_unknown_claim_is_refused():
    with pytest.raises(UnknownName, match="consultation"):
        placebo("consultations")


# --- the record; what prototypes found on the same data


@files
def test_the_rows_of_the_record():
    rows = pairs()
    assert 95_000 < len(rows.year) < 105_000
    assert rows.year.min() == 1870
    assert rows.year.max() == 2010
    assert np.isfinite(rows.structure).all()
    assert np.isfinite(rows.history).all()
    for name, pact in rows.pact.items():
        assert (pact * rows.later[name] == 0).all()
    s = system()
    assert len(s.year) == len(set(s.year.tolist()))
    assert (s.could_fight[20:190] <= s.dyads[20:190]).all()


@files
def test_a_consultation_pact_still_to_come_does_more_than_one_in_force():
    """Prototypes: -.50 (.14) against .00 beside history; -.23 (.12) beside structure alone."""
    found = placebo("consultation", fakes=2)
    lead = {li.covariate: li for li in found.lines
            if (li.check, li.specification) == ("lead", "structure and history")}  # fmt: skip
    ahead = lead["consultation in 5 years"]
    assert -0.7 < ahead.estimate < -0.25
    assert ahead.z < -2
    assert abs(lead["consultation"].estimate) < 0.1
    plain = next(li for li in found.lines if li.specification == "structure")
    assert plain.estimate == pytest.approx(-0.23, abs=0.1)
    assert plain.error == pytest.approx(0.12, abs=0.02)
    assert found.verdict.startswith("not identified: a pact that is still 5 years away")


@files
def test_disputes_fall_before_a_consultation_pact_is_signed():
    """Prototypes: .041 .033 .025, signature, .028 .029 .023."""
    rate = [r for _, r, _ in around_signature("consultation")]
    assert rate[0] > rate[1] > rate[2]
    assert rate[2] == pytest.approx(rate[3], abs=0.004)


@files
def test_the_sign_of_the_effect_of_a_defence_pact_changes():
    """Prototypes: +.63 (1870-1913), -.86 (1919-38), -.36 (1946-89), +.24 (1990-2010)."""
    found = placebo("defence", fakes=2)
    eras = [li.estimate for li in found.lines if li.check == "era"]
    assert eras == pytest.approx([0.63, -0.86, -0.36, 0.24], abs=0.25)
    assert "sign changes from era to era" in found.verdict


@files
def test_the_sign_of_polarity_hangs_on_the_denominator():
    """Prototypes: a standard deviation raises onsets per pair by 32 % with no control and lowers
    those per pair that could fight by 6 % beside trend, last year and the world wars."""
    found = placebo("effective_powers", fakes=40)
    by = {li.specification: li for li in found.lines if li.check == "denominator"}
    per_pair = by["per pair of states, beside nothing"]
    assert per_pair.estimate == pytest.approx(np.log(1.32), abs=0.06)
    assert per_pair.z > 3
    fighting = by["per pair that could fight, beside trend, last year, world wars"]
    assert fighting.estimate == pytest.approx(np.log(0.94), abs=0.03)
    assert fighting.z < -1.9
    assert "its sign changes with the denominator" in found.verdict


@files
def test_series_without_meaning_are_significant_too_often():
    """Prototypes: 15 % with no trend for a covariate as persistent as CON."""
    found = placebo("con", fakes=200)
    shares = {li.specification: li.estimate for li in found.lines if li.check == "persistence"}
    assert 0.1 < shares["nothing"] < 0.3
    assert "without meaning" in found.verdict


@files
def test_the_command_prints_checks_and_verdict(capsys):
    from multipolar.options import Output
    from multipolar.placebo_commands import placebo as command

    command("con", fakes=20, to=Output())
    out = capsys.readouterr().out
    assert "concentration of power among the great" in out
    assert "Not identified: " in " ".join(out.split())
    command("con", fakes=20, to=Output(csv=True))
    head, *rows = capsys.readouterr().out.splitlines()
    assert head == "Check,Beside or in,Covariate,Estimate,Error,z,Rows"
    assert len(rows) == 15
