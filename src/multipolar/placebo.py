"""Would a claim pass tests that it should fail? Checks of claims about coordination and polarity.

A pact is said to prevent disputes, a distribution of power to make more or
fewer. A regression on two centuries can be made to say so. Three checks show
how little it takes:

*leads*
    What is to come cannot cause what is. If a pact that will be in force in
    five years "works" today, its signatories differ from others, and the pact
    in force may owe its coefficient to that too.
*denominators and controls*
    The same claim per pair of states, per pair that could fight, with and
    without a trend, last year's count and the world wars. An effect keeps its
    sign.
*persistence*
    What moves slowly meets what moves slowly. Covariates without any meaning,
    as persistent as the true one, should be "significant" one time in twenty.

The checks can refute; passing them proves no effect.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.quarrels import (
    AHEAD,
    FIRST_OF_SYSTEM,
    LAST,
    PACTS,
    Pairs,
    System,
    pairs,
    system,
)
from multipolar.regression import Estimate, counts, logistic

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ERAS = ((1870, 1913), (1919, 1938), (1946, 1989), (1990, 2010))
WORLD_WARS = ((1914, 1918), (1939, 1945))
LARGE = 1.96
"""Errors from zero at which a coefficient is called significant."""
TOO_OFTEN = 0.1
"""Share of meaningless covariates that may be significant: twice the nominal share."""
LAGS = 10

CLAIMS = {
    "consultation": "a consultation pact prevents disputes of the pair",
    "defence": "a defence pact prevents disputes of the pair",
    "nonaggression": "a non-aggression pact prevents disputes of the pair",
    "con": "concentration of power among the great changes the rate of disputes",
    "effective_powers": "the effective number of powers changes the rate of disputes",
    "majors": "the number of great powers changes the rate of disputes",
}
"""Claim → what it says."""


@dataclass(frozen=True, slots=True)
class Line:
    """One regression of a check.

    Parameters
    ----------
    check
        ``control``, ``era``, ``lead``, ``denominator`` or ``persistence``.
    specification
        What stands beside the covariate, or which years.
    covariate
        Whose coefficient it is.
    estimate, error
        On the log scale: of the odds of a dispute of a pair, or of the yearly
        rate for one standard deviation of the covariate. For persistence, the
        share of meaningless covariates beyond ``LARGE`` errors, and its error.
    rows
        Rows of the regression, or the number of meaningless covariates.
    """

    check: str
    specification: str
    covariate: str
    estimate: float
    error: float
    rows: int

    @property
    def z(self) -> float:
        """The estimate over its error."""
        return self.estimate / self.error if self.error > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Placebo:
    """What the checks say of a claim.

    Parameters
    ----------
    claim, says
        One of ``CLAIMS``, and in words.
    lines
        The regressions.
    against
        Why it is not identified; empty if no check speaks against it.
    """

    claim: str
    says: str
    lines: tuple[Line, ...]
    against: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Plain words."""
        if self.against:
            return "not identified: " + "; ".join(self.against)
        return "no check speaks against it, which does not prove an effect"


def placebo(claim: str, *, fakes: int = 0, seed: int = 1) -> Placebo:
    """Put a claim to the three checks.

    Parameters
    ----------
    claim
        One of ``CLAIMS``.
    fakes
        Number of meaningless covariates; 40 for pairs and 400 for the system
        by default.
    seed
        Of their draws.

    Raises
    ------
    UnknownName
        There is no such claim.
    MissingData
        A publisher's file is not there.
    """
    if claim not in CLAIMS:
        msg = f"no claim {claim!r}{suggest(claim, CLAIMS)} The claims: {', '.join(CLAIMS)}"
        raise UnknownName(msg)
    random = np.random.default_rng(seed)
    if claim in PACTS:
        lines = _pact_lines(claim, pairs(), fakes or 40, random)
        against = pact_objections(claim, lines)
    else:
        lines = _system_lines(claim, system(), fakes or 400, random)
        against = system_objections(claim, lines)
    return Placebo(claim, CLAIMS[claim], tuple(lines), tuple(against))


# --- pairs


def _pact_lines(claim: str, rows: Pairs, fakes: int, random: np.random.Generator) -> list[Line]:
    pact, later = rows.pact[claim], rows.later[claim]
    others = [v for k, v in rows.pact.items() if k != claim]
    none, size = np.empty((len(pact), 0)), len(pact)
    beside = {
        "nothing": none,
        "structure": rows.structure,
        "structure and history": np.c_[rows.structure, rows.history],
        "structure, history, other pacts": np.c_[rows.structure, rows.history, *others],
    }
    lines = []
    for name, controls in beside.items():
        found = _of_pairs(rows, np.c_[pact, controls])
        lines.append(_line("control", name, claim, found, 0, size))
    for name in ("structure", "structure and history"):
        found = _of_pairs(rows, np.c_[pact, later, beside[name]])
        lines.append(_line("lead", name, claim, found, 0, size))
        lines.append(_line("lead", name, f"{claim} in {AHEAD} years", found, 1, size))
    for first, last in ERAS:
        part = rows.where((rows.year >= first) & (rows.year <= last))
        found = _of_pairs(part, np.c_[part.pact[claim], part.structure])
        lines.append(_line("era", f"{first}-{last}, structure", claim, found, 0, len(part.year)))
    lines.append(_fake_pacts(claim, rows, beside["structure and history"], fakes, random))
    return lines


def _of_pairs(rows: Pairs, x: Array) -> Estimate:
    """Fit; the covariates that are asked for come first, the constant last."""
    return logistic(np.c_[x, np.ones(len(x))], rows.onset, rows.dyad)


def _line(
    check: str, specification: str, covariate: str, found: Estimate, column: int, rows: int
) -> Line:
    b, error = float(found.coefficient[column]), float(found.error[column])
    return Line(check, specification, covariate, b, error, rows)


def _fake_pacts(
    claim: str, rows: Pairs, controls: Array, fakes: int, random: np.random.Generator
) -> Line:
    """Give each pair the pact of another: as many, as long, in the same years, with no meaning."""
    first = int(rows.year.min())
    held = np.zeros((int(rows.dyad.max()) + 1, int(rows.year.max()) - first + 1))
    held[rows.dyad, rows.year - first] = rows.pact[claim]
    there = np.unique(rows.dyad)
    large = 0
    for _ in range(fakes):
        other = np.arange(len(held))
        other[there] = random.permutation(there)
        found = _of_pairs(rows, np.c_[held[other[rows.dyad], rows.year - first], controls])
        large += abs(found.z[0]) > LARGE
    return _share("structure and history", "pact of another pair", large, fakes)


def _share(specification: str, covariate: str, large: int, fakes: int) -> Line:
    share = large / fakes
    error = float(np.sqrt(share * (1.0 - share) / fakes))
    return Line("persistence", specification, covariate, share, error, fakes)


def pact_objections(claim: str, lines: Sequence[Line]) -> list[str]:
    """Return why a claim about a pact is not identified, in plain words."""
    against = []
    for name in ("structure", "structure and history"):
        now, then = (li for li in lines if li.check == "lead" and li.specification == name)
        if _foretold(now, then):
            against.append(
                f"a pact that is still {AHEAD} years away goes with {then.estimate:+.2f}, the pact "
                f"in force with {now.estimate:+.2f} (beside {name})"
            )
    plain, full = (
        next(li for li in lines if (li.check, li.specification) == ("control", name))
        for name in ("structure", "structure and history")
    )
    if abs(plain.z) > LARGE and abs(full.z) <= LARGE:
        against.append("what past disputes foretell explains the rest away")
    if abs(full.z) <= LARGE and abs(plain.z) <= LARGE:
        against.append(
            f"it is within {LARGE:g} errors of zero beside structure ({plain.estimate:+.2f}), and "
            f"beside history too ({full.estimate:+.2f})"
        )
    against += _signs(lines, "era", "from era to era")
    return against + _too_often(lines)


def _foretold(now: Line, then: Line) -> bool:
    """Say whether what is to come goes with it as clearly, and no less within their errors."""
    gap = abs(now.estimate) - abs(then.estimate)
    return abs(then.z) > LARGE and gap < LARGE * float(np.hypot(now.error, then.error))


def _signs(lines: Sequence[Line], check: str, where: str) -> list[str]:
    """Object if the clear estimates of a check do not agree in sign."""
    clear = [li for li in lines if li.check == check and abs(li.z) > 1.0]
    low, high = (pick(clear, key=lambda li: li.estimate, default=None) for pick in (min, max))
    if low is None or high is None or low.estimate * high.estimate >= 0:
        return []
    return [
        f"its sign changes {where}: {low.estimate:+.2f} ({low.specification}), "
        f"{high.estimate:+.2f} ({high.specification})"
    ]


def _too_often(lines: Sequence[Line]) -> list[str]:
    worst = max((li for li in lines if li.check == "persistence"), key=lambda li: li.estimate)
    if worst.estimate <= TOO_OFTEN:
        return []
    return [
        f"a covariate without meaning is significant {worst.estimate:.0%} of the time "
        f"(beside {worst.specification})"
    ]


# --- the system


def _system_lines(claim: str, s: System, fakes: int, random: np.random.Generator) -> list[Line]:
    at = {int(y): k for k, y in enumerate(s.year)}
    rows = np.array([at[y] for y in range(FIRST_OF_SYSTEM, LAST + 1)])
    power = s.power[claim]
    value = power[rows - 1]
    sd = float(value.std())
    per = {"pair of states": s.dyads, "pair that could fight": s.could_fight}
    lines = []
    for unit, base in per.items():
        for name, controls in _beside(s, rows, base).items():
            found = _of_years(s, rows, base, np.c_[value / sd, controls])
            what = f"per {unit}, beside {name}"
            lines.append(_line("denominator", what, claim, found, 0, len(rows)))
    base = s.could_fight
    for name, controls in _beside(s, rows, base).items():
        ahead = power[np.minimum(rows - 1 + AHEAD, len(power) - 1)]
        found = _of_years(s, rows, base, np.c_[value / sd, ahead / sd, controls])
        lines.append(_line("lead", name, claim, found, 0, len(rows)))
        lines.append(_line("lead", name, f"{claim} in {AHEAD} years", found, 1, len(rows)))
    for name, controls in _beside(s, rows, base).items():
        lines.append(_fake_series(s, rows, value, (name, controls), fakes, random))
    return lines


def _beside(s: System, rows: Ints, base: Array) -> dict[str, Array]:
    """Return the sets of controls, by name."""
    time = (s.year[rows] - s.year[rows].mean()) / 100.0
    wars = sum(((s.year[rows] >= a) & (s.year[rows] <= b)).astype(float) for a, b in WORLD_WARS)
    lag = np.log((s.disputes[rows - 1] + 1.0) / base[rows - 1])
    trend = np.c_[time, time**2]
    return {
        "nothing": np.empty((len(rows), 0)),
        "trend": trend,
        "trend, last year, world wars": np.c_[trend, lag, wars],
    }


def _of_years(s: System, rows: Ints, base: Array, x: Array) -> Estimate:
    """Fit; the covariates that are asked for come first."""
    whole = np.c_[np.ones(len(rows)), x]
    found = counts(whole, s.disputes[rows], base[rows], LAGS)
    return Estimate(found.coefficient[1:], found.error[1:], found.log_likelihood, found.dispersion)


def _fake_series(
    s: System,
    rows: Ints,
    value: Array,
    beside: tuple[str, Array],
    fakes: int,
    random: np.random.Generator,
) -> Line:
    """Try random series that remember last year as the true one does."""
    name, controls = beside
    memory = persistence(value)
    large = tried = 0
    for _ in range(fakes):
        try:
            fake = walk(memory, len(rows), random)
            found = _of_years(s, rows, s.could_fight, np.c_[fake, controls])
        except MeasureError:
            continue
        tried += 1
        large += abs(found.z[0]) > LARGE
    return _share(name, f"random series, memory {memory:.2f}", large, max(tried, 1))


def persistence(series: Array) -> float:
    """Return the part of a deviation that lasts to the next year, at most 0.995.

    >>> round(persistence(np.array([1.0, -1.0, 1.0, -1.0, 1.0])), 1)
    -0.9
    """
    d = series - series.mean()
    return float(min((d[1:] @ d[:-1]) / (d[:-1] @ d[:-1]), 0.995))


def walk(memory: float, years: int, random: np.random.Generator) -> Array:
    """Return a random series with a memory, of variance 1, shape ``(years,)``."""
    out = random.standard_normal(years)
    for k in range(1, years):
        out[k] = memory * out[k - 1] + np.sqrt(1.0 - memory * memory) * out[k]
    return out


def system_objections(claim: str, lines: Sequence[Line]) -> list[str]:
    """Return why a claim about the system is not identified, in plain words."""
    against = _signs(lines, "denominator", "with the denominator and the controls")
    leads = [li for li in lines if li.check == "lead"]
    for now, then in zip(leads[::2], leads[1::2], strict=True):
        if _foretold(now, then):
            against.append(
                f"its value in {AHEAD} years goes with {then.estimate:+.2f}, today's with "
                f"{now.estimate:+.2f} (beside {now.specification})"
            )
    full = [li for li in lines if li.check == "denominator"][-1]
    if abs(full.z) <= LARGE:
        against.append(
            f"beside {full.specification.partition('beside ')[2]} it is {full.estimate:+.2f} "
            f"with an error of {full.error:.2f}"
        )
    return against + _too_often(lines)


def around_signature(claim: str, window: int = 15, width: int = 5) -> list[tuple[str, float, int]]:
    """Return how often disputes began in the years around a pact's first signature.

    Parameters
    ----------
    claim
        A claim about a pact.
    window, width
        Years before and after, and years of a bin.

    Returns
    -------
    list of tuple
        Years from signature as ``"-5 to -1"``, onsets per pair and year, rows.
    """
    if claim not in PACTS:
        msg = f"{claim}: needed a claim about a pact: {', '.join(PACTS)}"
        raise MeasureError(msg)
    rows = pairs()
    signed = np.full(int(rows.dyad.max()) + 1, 9999)
    np.minimum.at(signed, rows.dyad, np.where(rows.pact[claim] > 0, rows.year - 1, 9999))
    since = rows.year - signed[rows.dyad]
    early = np.full(len(signed), 9999)
    np.minimum.at(early, rows.dyad, rows.year)
    seen = signed[rows.dyad] > early[rows.dyad]  # the pair was there before it signed
    out = []
    for start in range(-window, window, width):
        low, high = (start, start + width - 1) if start < 0 else (start + 1, start + width)
        inside = (since >= low) & (since <= high) & seen
        if inside.any():
            rate = float(rows.onset[inside].mean())
            out.append((f"{low} to {high}", rate, int(inside.sum())))
    return out


Report = Callable[[str], None]


def placebo_all(*, fakes: int = 0, seed: int = 1, progress: Report | None = None) -> list[Placebo]:
    """Put every claim to the checks."""
    out = []
    for claim in CLAIMS:
        if progress is not None:
            progress(claim)
        out.append(placebo(claim, fakes=fakes, seed=seed))
    return out
