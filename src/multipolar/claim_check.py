"""Check claims: run the tests that a file fixed, and say what they decide."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.branching import run_pair
from multipolar.claim import Claim, Claims
from multipolar.claim_series import EMBEDDED, Series, known_series
from multipolar.commitments import Commitment
from multipolar.comparison import Comparison, compare
from multipolar.definitions import PolarityFindings, polarity
from multipolar.embedded import commitments
from multipolar.ensemble import Ensemble
from multipolar.errors import MissingData
from multipolar.opening import Opening
from multipolar.scenario_reading import read_scenario
from multipolar.variables import VARIABLES
from multipolar.world import World

Array = npt.NDArray[np.float64]
LONG = 1000
"""Years beyond which no number of them is told."""
MARGIN, SURE, KNOWN, LIKELY, MEMBERS = 0.05, 2.0, 0.7, 0.66, 40
"""Defaults: least change, standard errors, part of years to be known, probability, futures."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one test gave.

    Parameters
    ----------
    test
        In words: the definition.
    answer
        ``yes``, ``no``, ``unclear``, ``unseen`` (data that are not here), or
        ``assumed`` (it rests on an effect that no data identify).
    numbers
        What was found.
    source
        What to cite.
    would_decide
        How much data or how many futures would, where that can be said.
    """

    test: str
    answer: str
    numbers: str
    source: str
    would_decide: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests of a claim decide together."""

    claim: Claim
    verdict: str
    why: str
    outcomes: tuple[Outcome, ...]


def check_claims(
    claims: Claims, *, progress: Callable[[str], object] | None = None
) -> list[Verdict]:
    """Return the verdict of every claim of a file."""
    out = []
    for claim in claims.claims:
        if progress:
            progress(claim.name)
        out.append(check_claim(claim))
    return out


def check_claim(claim: Claim) -> Verdict:
    """Return the verdict of one claim.

    *Supported* or *contradicted* if at least ``agree`` of the definitions, and
    more than say the opposite, say so; *depends on the definition* if some say yes and
    some no; *undecided* otherwise, or if an answer rests on an assumed effect;
    *not testable* if the file says why.
    """
    if claim.untestable:
        return Verdict(claim, "not testable", claim.untestable, ())
    outcomes = tuple(outcome(t) for t in claim.tests)
    verdict, why = judged([o.answer for o in outcomes], claim.agree)
    if any(t["test"] == "forecast" for t in claim.tests):
        why += "; a forecast of the model, not an observation"
    return Verdict(claim, verdict, why, outcomes)


def outcome(test: Mapping[str, Any]) -> Outcome:
    """Return what one test of a claim gives."""
    return _TESTS[test["test"]](test)


def judged(answers: Sequence[str], agree: float) -> tuple[str, str]:
    """Return the verdict of some answers, and why.

    ``agree`` is a share of all definitions of the claim: what is unclear or
    unseen does not agree, so that data which come later cannot turn a verdict
    that was reached without them into its opposite at ``agree`` above a half.

    >>> judged(["yes", "yes"], 1.0)[0], judged(["yes", "no"], 1.0)[0]
    ('supported', 'depends on the definition')
    """
    yes, no, hidden = (answers.count(a) for a in ("yes", "no", "unseen"))
    told = f"{yes} yes, {no} no, {answers.count('unclear')} unclear of {len(answers)} definitions"
    told += f"; {hidden} need data that are not here" if hidden else ""
    if "assumed" in answers:
        return "undecided", told + "; the counterfactual rests on an assumed effect"
    needed = agree * len(answers) - 1e-9
    for verdict, many, few in (("supported", yes, no), ("contradicted", no, yes)):
        if many > few and many >= needed:
            return verdict, told
    return ("depends on the definition" if yes and no else "undecided"), told


def _sign(test: Mapping[str, Any]) -> float:
    return 1.0 if test["expects"] == "higher" else -1.0


def _series(test: Mapping[str, Any], spans: Sequence[Sequence[int]]) -> list[tuple[Array, Array]]:
    """Return the known years and values of each span.

    Raises
    ------
    MissingData
        Too few years of a span are known.
    """
    series, out = known_series(test["series"]), []
    for first, last in spans:
        years = np.arange(first, last + 1)
        values = series.over([int(y) for y in years])
        known = np.isfinite(values)
        if known.mean() < KNOWN or known.sum() < 3:
            seen = years[known]
            told = f"{seen.min()} to {seen.max()}" if len(seen) else "none of them"
            msg = f"of {first} to {last}, known are {told}"
            raise MissingData(msg)
        out.append((years[known].astype(float), values[known]))
    return out


def _unseen(test: Mapping[str, Any], error: MissingData, words: str) -> Outcome:
    series = known_series(test["series"])
    told = str(error).split("\n")[0][:160]
    more = "publishers' files (MULTIPOLAR_DATA)" if series.needs_files else "data of later years"
    return Outcome(f"{series.meaning}, {words}", "unseen", told, series.source, more)


def _answer(change: float, error: float, margin: float, z: float) -> str:
    """Say whether a change in the expected direction is there, is not, or cannot be told."""
    if change >= margin and change - z * error > 0:
        return "yes"
    return "no" if change + z * error < max(margin, 1e-12) else "unclear"


def _doubted(series: Series, change: float, answer: str, numbers: str) -> tuple[str, str, str]:
    """Return answer, numbers and what would decide, of a change that may be one of the table.

    >>> rise = Series("s", "m", "", False, float, doubt="ends are missing", doubted="higher")
    >>> _doubted(rise, 2.0, "yes", "up")
    ('unclear', 'up; ends are missing', 'a list that holds what has ended as fully')
    >>> _doubted(rise, -2.0, "no", "down")
    ('no', 'down', '')
    """
    moved = answer != "unclear" and (series.doubted == "any" or change > 0)
    if series.doubt and moved:
        return "unclear", f"{numbers}; {series.doubt}", "a list that holds what has ended as fully"
    return answer, numbers, ""


def _years(needed: float, how: str) -> str:
    """Say how many years would decide.

    >>> _years(41.2, "in all"), _years(3e4, "in all")
    ('about 42 years in all', 'more than 1,000 years in all')
    """
    if needed > LONG:
        return f"more than {LONG:,} years {how}"
    return f"about {math.ceil(needed):,} years {how}"


def _short(change: float, margin: float) -> float:
    """Return how far a change is from what would turn an unclear answer."""
    away = change if change >= margin else max(margin, 1e-12) - change
    return max(away, 1e-12)


def memory(values: Array) -> float:
    """Return the autocorrelation of a year with the next, from 0 to 0.9.

    >>> memory(np.array([1.0, -1.0, 1.0, -1.0]))
    0.0
    """
    x = values - values.mean()
    total = float((x * x).sum())
    return min(max(float((x[1:] * x[:-1]).sum()) / total, 0.0), 0.9) if total > 0 else 0.0


def _error_of_mean(values: Array) -> float:
    """Return the standard error of a mean of years that remember one another."""
    rho = memory(values)
    return float(values.std(ddof=1) / np.sqrt(len(values)) * np.sqrt((1 + rho) / (1 - rho)))


def _periods(test: Mapping[str, Any]) -> Outcome:
    """Hold the mean of one period against that of an earlier one."""
    (a, b), (c, d) = test["before"], test["after"]
    words = f"{test['expects']} in {c}–{d} than in {a}–{b}"
    try:
        (_, old), (_, new) = _series(test, (test["before"], test["after"]))
    except MissingData as lacking:
        return _unseen(test, lacking, words)
    series = known_series(test["series"])
    change = _sign(test) * float(new.mean() - old.mean())
    error = math.hypot(_error_of_mean(old), _error_of_mean(new))
    least = test.get("margin", MARGIN) * abs(float(old.mean()))
    z = test.get("z", SURE)
    answer = _answer(change, error, least, z)
    numbers = f"{old.mean():.4g} then, {new.mean():.4g} now (error of the change {error:.2g})"
    more = ""
    if answer == "unclear":
        years = (len(old) + len(new)) * (z * error / _short(change, least)) ** 2
        more = _years(years, "in all at this size and noise")
    else:
        rise = float(new.mean() - old.mean())
        answer, numbers, more = _doubted(series, rise, answer, numbers)
    return Outcome(f"{series.meaning}, {words}", answer, numbers, series.source, more)


def _trend(test: Mapping[str, Any]) -> Outcome:
    """Ask whether a straight line through the years rises or falls."""
    first, last = test["years"]
    words = f"{test['expects']} through {first}–{last}"
    try:
        ((years, values),) = _series(test, (test["years"],))
    except MissingData as lacking:
        return _unseen(test, lacking, words)
    series = known_series(test["series"])
    x = years - years.mean()
    slope = float((x * values).sum() / (x * x).sum())
    left = values - values.mean() - slope * x
    rho = memory(left)
    noise = float(np.sqrt((left * left).sum() / max(len(x) - 2, 1) * (1 + rho) / (1 - rho)))
    error = noise / float(np.sqrt((x * x).sum())) * 10.0
    change, z = _sign(test) * slope * 10.0, test.get("z", SURE)
    least = test.get("margin", MARGIN) * abs(float(values.mean()))
    answer = _answer(change, error, least, z)
    numbers = f"{slope * 10.0:+.3g} in ten years (error {error:.2g}), mean {values.mean():.4g}"
    more = ""
    if answer == "unclear":
        factor = (z * error / _short(change, least)) ** (2 / 3)
        more = _years(len(years) * factor, "at this slope and noise")
    else:
        answer, numbers, more = _doubted(series, slope, answer, numbers)
    return Outcome(f"{series.meaning}, {words}", answer, numbers, series.source, more)


def _level(test: Mapping[str, Any]) -> Outcome:
    """Hold one year against a number."""
    series, year = known_series(test["series"]), test["year"]
    above = "above" in test
    bound = test["above"] if above else test["below"]
    words = f"{series.meaning}, {'above' if above else 'below'} {bound:g} in {year}"
    try:
        value = series.take(year)
    except MissingData as lacking:
        return _unseen(test, lacking, f"in {year}")
    if math.isnan(value):
        return Outcome(words, "unseen", f"unknown in {year}", series.source, "data of that year")
    holds = value > bound if above else value < bound
    return Outcome(words, "yes" if holds else "no", f"{value:.4g}", series.source)


def _total(test: Mapping[str, Any]) -> Outcome:
    """Hold the sum of a series over some years against a number."""
    first, last = test["years"]
    above = "above" in test
    bound = test["above"] if above else test["below"]
    words = f"sum over {first}–{last} {'above' if above else 'below'} {bound:g}"
    series = known_series(test["series"])
    try:
        ((years, values),) = _series(test, (test["years"],))
    except MissingData as lacking:
        return _unseen(test, lacking, words)
    value, lacking_years = float(values.sum()), last - first + 1 - len(years)
    holds = value > bound if above else value < bound
    answer = "yes" if holds else "no"
    numbers = f"{value:.4g}"
    if lacking_years:
        numbers += f" in {len(years)} of {last - first + 1} years; the others are not known"
        answer = answer if above == holds else "unclear"
    more = "data of the other years" if answer == "unclear" else ""
    return Outcome(f"{series.meaning}, {words}", answer, numbers, series.source, more)


def _record(test: Mapping[str, Any]) -> Outcome:
    """Look at what a treaty obliges to."""
    treaty = next(c for c in commitments() if c.id == test["treaty"])
    has, lacks = set(test.get("has", ())), set(test.get("lacks", ()))
    told = [f"has {', '.join(sorted(has))}"] if has else []
    told += [f"has no obligation of {', '.join(sorted(lacks))}"] if lacks else []
    found = set(treaty.obligations)
    answer = "yes" if has <= found and not lacks & found else "no"
    numbers = f"obligations: {', '.join(sorted(found)) or 'none'} ({treaty.status})"
    return Outcome(f"{treaty.name} {' and '.join(told)}", answer, numbers,
                   f"{treaty.source}; {EMBEDDED}")  # fmt: skip


JUDGED_BY = (
    "military_spending", "military_personnel", "steel", "energy", "population",
    "urban_population", "gdp_ppp", "nuclear_warheads", "major",
)  # fmt: skip
"""What definitions of polarity read of a simulated world."""


@cache
def _futures(scenario: str, members: int) -> Ensemble:
    """Return the futures of a scenario that forecasts are read off."""
    return read_scenario(scenario).simulate(members=members, keep=JUDGED_BY, threads=1)


@cache
def _judged_futures(scenario: str, members: int, year: int) -> tuple[PolarityFindings, ...]:
    """Return polarity over all definitions in a year of each future.

    A simulation keeps no bodies such as the European Union, which half of the
    definitions count as one actor; those of the start are taken to go on.
    Output at market rates is not simulated, and indices that read it are left out.
    """
    run = _futures(scenario, members).run
    opening = run.opening
    bodies = tuple(c for c in read_scenario(scenario).world().commitments if c.kind == "body")
    at = run.times.index(year)
    first = year == opening.year
    values = {
        name: run.read(name, 0, 1 if first else members)[:, at] for name in ("present", *JUDGED_BY)
    }
    return tuple(
        polarity(_world({name: a[k] for name, a in values.items()}, opening, year, bodies),
                 shake=False)
        for k in range(1 if first else members)
    )  # fmt: skip


def _world(
    values: Mapping[str, Array], opening: Opening, year: int, bodies: Sequence[Commitment]
) -> World:
    """Return the World of one year of one future, as far as definitions of polarity read it.

    It spares the replay of the whole future that ``Ensemble.world`` needs.
    """
    arrays = {
        name: np.clip(values[name].astype(np.float64), VARIABLES[name].low, VARIABLES[name].high)
        for name in JUDGED_BY
    }
    return World(year, opening.states, arrays, values["present"] > 0, commitments=tuple(bodies))


def _forecast(test: Mapping[str, Any]) -> Outcome:
    """Ask how many futures are so in a year, over the definitions of polarity."""
    members, year = test.get("members", MEMBERS), test["year"]
    mean, error = _chance(test)
    likely = test.get("likely", LIKELY)
    answer = "unclear"
    if mean - SURE * error > likely:
        answer = "yes"
    elif mean + SURE * error < 1.0 - likely:
        answer = "no"
    what = "multipolar" if test["event"] == "multipolar" else f"{test['state']} is a pole"
    began = read_scenario(test["scenario"]).start
    (start,) = _judged_futures(test["scenario"], members, began)
    numbers = (
        f"{mean:.0%} of definitions and futures (Monte-Carlo error {error:.1%}; {members} futures)"
        f"; {_share(start, test):.0%} in {began}, "
        f"by the same {len(start.definitions):,} definitions"
    )
    return Outcome(
        f"{what} in {year}, in scenario {test['scenario']}: above {likely:.0%} of definitions "
        "and futures, the European Union as it was at the start",
        answer, numbers, "multipolar simulate; multipolar polarity",
        _more_futures(mean, error, likely, members) if answer == "unclear" else "",
    )  # fmt: skip


def _chance(test: Mapping[str, Any]) -> tuple[float, float]:
    """Return the share of definitions and futures in which it is so, and its Monte-Carlo error."""
    members = test.get("members", MEMBERS)
    futures = _judged_futures(test["scenario"], members, test["year"])
    values = np.array([_share(found, test) for found in futures])
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def _share(found: PolarityFindings, test: Mapping[str, Any]) -> float:
    """Return the share of definitions by which it is so."""
    if test["event"] == "pole":
        return found.poles.get(test["state"], 0.0)
    return found.verdicts.get("multipolar", 0.0)


def _more_futures(mean: float, error: float, likely: float, members: int) -> str:
    """Say what would decide a forecast that is unclear.

    >>> _more_futures(0.5, 0.01, 0.66, 40), _more_futures(0.7, 0.04, 0.66, 40)
    ('no number of futures: definitions disagree', '160 futures at this size')
    """
    if 1.0 - likely <= mean <= likely:
        return "no number of futures: definitions disagree"
    away = mean - likely if mean > likely else 1.0 - likely - mean
    return f"{math.ceil(members * (SURE * error / away) ** 2 - 1e-6):,} futures at this size"


@cache
def _pair(without: str, with_: str, members: int, until: int | None) -> Comparison:
    """Return two scenarios compared, with shared luck; run once for all measures."""
    one, other = read_scenario(without), read_scenario(with_)
    pair = run_pair(one, other, members=members, until=until, threads=1)
    return compare(*pair, names=(one.name, other.name))


def _counterfactual(test: Mapping[str, Any]) -> Outcome:
    """Hold a quantity of one scenario against that of another, with shared luck."""
    members = test.get("members", MEMBERS)
    found = _pair(test["without"], test["with"], members, test.get("until"))
    measure, _, of = test["measure"].partition(" ")
    key = (measure, of) if of != "events" else (test["measure"], "")
    d = found[key]
    z = test.get("z", SURE)
    answer = _answer(_sign(test) * d.mean, d.error, 0.0, z)
    numbers = (
        f"{d.before:.4g} without; difference {d.mean:+.3g} (Monte-Carlo error {d.error:.2g}; "
        f"higher in {d.rising:.0%} and lower in {d.moved - d.rising:.0%} of {len(d.last)} futures)"
    )
    more = ""
    if answer == "unclear" and d.mean:
        more = f"{d.needed(abs(d.mean) / z):,} futures at this size"
    if assumed := test.get("assumed"):
        numbers += f". Rests on an assumed effect: {assumed}"
        more = "a study that identifies the effect; more futures would not"
        answer = "assumed"
    return Outcome(
        f"{test['measure']} is {test['expects']} in {found.other} than in {found.one}", answer,
        numbers, "multipolar compare", more,
    )  # fmt: skip


def _placebo(test: Mapping[str, Any]) -> Outcome:
    """Ask whether the record identifies an effect at all."""
    from multipolar.placebo import placebo

    words = f"the record identifies an effect of {test['claim']} on disputes"
    source = f"multipolar placebo {test['claim']}"
    try:
        found = placebo(test["claim"])
    except MissingData as error:
        told = str(error).split("\n")[0][:160]
        return Outcome(words, "unseen", told, source, "publishers' files (MULTIPOLAR_DATA)")
    return Outcome(words, "unclear", found.verdict, source, "data that these checks let pass")


_TESTS: Mapping[str, Callable[[Mapping[str, Any]], Outcome]] = {
    "periods": _periods, "trend": _trend, "level": _level, "total": _total, "record": _record,
    "forecast": _forecast, "counterfactual": _counterfactual, "placebo": _placebo,
}  # fmt: skip


def questions(claims: Claims) -> list[dict[str, Any]]:
    """Return the forecasts of a file as forecasting questions.

    Each has the text, how it resolves, when, and the share of definitions and
    futures in which it is so, to be read as what the model's assumptions imply.
    """
    out = []
    for claim in claims.claims:
        for test in claim.tests:
            if test["test"] != "forecast":
                continue
            mean, error = _chance(test)
            event = "is the system multipolar" if test["event"] == "multipolar" else (
                f"is {test['state']} a pole")  # fmt: skip
            out.append({
                "title": f"At the end of {test['year']}, {event}, by a definition drawn at random?",
                "resolution": "multipolar polarity of that year: the share of definitions",
                "resolves": f"{test['year']}-12-31", "scenario": test["scenario"],
                "type": "binary", "probability": round(mean, 4),
                "monte_carlo_error": round(error, 4),
                "futures": test.get("members", MEMBERS), "claim": claim.name,
            })  # fmt: skip
    return out
