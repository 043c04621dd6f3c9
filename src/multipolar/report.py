"""What a report says: everything measured, simulated, compared and judged, as records.

The page and its figures draw this; they compute nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.claim_check import Verdict
from multipolar.comparison import LEVELS, Comparison, Difference, compare
from multipolar.ensemble import Ensemble
from multipolar.errors import RunError
from multipolar.explanation import Carried, Hold, hangs_on
from multipolar.outlook import Outlook, outlook
from multipolar.results import results
from multipolar.rule import KINDS
from multipolar.scenario_effects import Change
from multipolar.scoreboard import Line
from multipolar.summary import Summary, name_of
from multipolar.world import World

Array = npt.NDArray[Any]
Fan = dict[int, tuple[float, float, float, float, float]]
"""``year → 5, 25, 50, 75, 95 %`` over futures."""
Z90 = 1.6448536269514722
PAIRS = 12
"""How many pairs of great powers are shown, those most at risk."""
SCOREBOARD = "scoreboard.csv"
TOLD = (
    "concentration", "lead", "trust", "states", "disputes", "wars", "battle_deaths",
    "treaty events", "lapse events", "violation events", "sanction events", "rivalry events",
    "regime_change events", "insurgency events",
)  # fmt: skip
"""Measures of the system whose differences a report tells."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of futures, with the 90 % interval that so many futures leave it."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely something is between two states by the last year, in each scenario."""

    a: str
    b: str
    chances: tuple[Chance, ...]

    @property
    def names(self) -> str:
        """Both names."""
        return f"{self.a} and {self.b}"


@dataclass(frozen=True, slots=True)
class Future:
    """One run: what it is called, and what it says.

    Parameters
    ----------
    name, title, about
        Of its scenario.
    outlook
        In short.
    shares
        ``code → fan`` of the share of capability.
    powers
        Fan of the effective number of powers, 1 over concentration.
    wars
        ``year → chance`` of a war between two great powers by then; none without events.
    attrs
        Inputs and provenance.
    """

    name: str
    title: str
    about: str
    outlook: Outlook
    shares: Mapping[str, Fan]
    powers: Fan
    wars: Mapping[int, Chance]
    attrs: Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """Everything that a report says.

    Parameters
    ----------
    summary, world
        Today, measured.
    futures
        Runs, the first the one that others are held against; may be none.
    comparison
        The second less the first.
    changes
        What the second scenario changes.
    risks
        Of disputes between great powers, those most at risk first.
    headline
        The difference that stands out most from chance; none if nothing does.
    holds
        The parameters that it hangs on.
    carried
        What of it goes when a mechanism is switched off; empty unless asked for.
    history
        The measures of every year since 1816.
    scoreboard
        The lines of the backtest that comes with the package; empty if none does.
    claims
        Verdicts on claims; empty unless checked.
    command
        What makes the same report.
    """

    summary: Summary
    world: World
    futures: tuple[Future, ...] = ()
    comparison: Comparison | None = None
    changes: tuple[Change, ...] = ()
    risks: tuple[Risk, ...] = ()
    headline: Difference | None = None
    holds: tuple[Hold, ...] = ()
    carried: tuple[Carried, ...] = ()
    history: pl.DataFrame = field(default_factory=results)
    scoreboard: tuple[Line, ...] = ()
    claims: tuple[Verdict, ...] = ()
    command: str = "multipolar"


@dataclass(frozen=True, slots=True)
class Named:
    """A run with the name and words of its scenario."""

    run: Ensemble
    name: str
    title: str = ""
    about: str = ""


def make_report(
    summary: Summary,
    world: World,
    runs: Sequence[Named] = (),
    *,
    changes: Sequence[Change] = (),
    carried: Sequence[Carried] = (),
    claims: Sequence[Verdict] = (),
    command: str = "multipolar",
) -> Report:
    """Take everything that a report says from a measured World and from runs.

    Parameters
    ----------
    summary, world
        Today, measured.
    runs
        None, one, or two that share their luck; the second is held against the first.
    changes
        What the second scenario changes.
    carried
        From ``multipolar.explanation.explain``.
    claims
        From ``multipolar.claim_check.check_claims``.
    command
        What makes the same report.

    Returns
    -------
    Report

    Raises
    ------
    RunError
        There are more than two runs, or they share no luck.
    """
    if len(runs) > 2:
        msg = f"{len(runs)} runs: a report takes one, or two that share their luck"
        raise RunError(msg)
    found: Comparison | None = None
    clearest: Difference | None = None
    holds: tuple[Hold, ...] = ()
    if len(runs) == 2:
        found = compare(runs[0].run, runs[1].run, names=(runs[0].name, runs[1].name))
        clearest = standing_out(found)
        shorter = min((n.run for n in runs), key=lambda run: len(run.members))
        holds = _holds(shorter, clearest)
    return Report(
        summary=summary,
        world=world,
        futures=tuple(_future(n) for n in runs),
        comparison=found,
        changes=tuple(changes),
        risks=dispute_risks([n.run for n in runs]) if runs else (),
        headline=clearest,
        holds=holds,
        carried=tuple(carried),
        scoreboard=shipped_scoreboard(),
        claims=tuple(claims),
        command=command,
    )


def _future(n: Named) -> Future:
    run, found = n.run, outlook(n.run)
    codes = [c.code for c in found.contenders]
    shares: dict[str, Fan] = {}
    if codes:
        places = [run.index(c) for c in codes]
        values = np.nan_to_num(run.run.take("capability", places=places).astype(np.float64))
        shares = {c: fan(values[:, :, k], run.years) for k, c in enumerate(codes)}
    powers: Fan = {}
    if "concentration" in run:
        powers = fan(1.0 / run.run.take("concentration").astype(np.float64), run.years)
    return Future(n.name, n.title, n.about, found, shares, powers, great_wars(run), run.attrs)


def fan(values: Array, years: Sequence[int]) -> Fan:
    """Return quantiles over futures, year by year.

    Parameters
    ----------
    values
        Shape ``(member, year)``.
    years
        Of the columns.
    """
    levels = np.quantile(values, LEVELS, axis=0)
    return {int(y): tuple(map(float, levels[:, k])) for k, y in enumerate(years)}  # type: ignore[misc]


def chance(hits: int, members: int) -> Chance:
    """Return a share of futures with Wilson's 90 % interval.

    >>> round(chance(0, 1000).high, 4)
    0.0027
    """
    p, z = hits / members, Z90 * Z90 / members
    middle = (p + z / 2) / (1 + z)
    half = float(np.sqrt(p * (1 - p) * z + z * z / 4)) / (1 + z)
    return Chance(p, max(middle - half, 0.0) if hits else 0.0,
                  min(middle + half, 1.0) if hits < members else 1.0)  # fmt: skip


def great_powers(run: Ensemble) -> list[str]:
    """Return the states that are major powers when a run begins, the most capable first."""
    if "major" not in run:
        return []
    major = run.run.read("major", 0, 1)[0, 0] > 0
    share = np.nan_to_num(run.run.read("capability", 0, 1)[0, 0]) if "capability" in run else major
    return [run.states[k] for k in np.argsort(-share, kind="stable") if major[k]]


def _between(run: Ensemble, kinds: Sequence[str]) -> pl.DataFrame:
    """Return the events between two great powers: member, year, event, a, b in order."""
    great = great_powers(run)
    if not run.attrs["events"] or not great:
        return pl.DataFrame(schema={"member": pl.Int64, "year": pl.Int64, "a": pl.String,
                                    "b": pl.String})  # fmt: skip
    chosen = pl.col("event").is_in(list(kinds)) & pl.col("a").is_in(great)
    rows = run.events.filter(chosen & pl.col("b").is_in(great)).collect()
    return rows.with_columns(
        pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b")
    )


def dispute_risks(runs: Sequence[Ensemble]) -> tuple[Risk, ...]:
    """Return the chance of one dispute or more between each two great powers, by the last year."""
    seen = []
    for run in runs:
        rows = _between(run, ("dispute",)).select("member", "a", "b").unique()
        counts = rows.group_by("a", "b").len().rows()
        seen.append({(a, b): n for a, b, n in counts})
    year = runs[0].years[0]
    if not any(seen):
        return ()
    out = [
        Risk(name_of(a, year), name_of(b, year), tuple(
            chance(found.get((min(a, b), max(a, b)), 0), len(run.members))
            for run, found in zip(runs, seen, strict=True)
        ))
        for a, b in combinations(great_powers(runs[0]), 2)
    ]  # fmt: skip
    return tuple(sorted(out, key=lambda r: -r.chances[0].share))


def great_wars(run: Ensemble) -> dict[int, Chance]:
    """Return the chance that two great powers have been at war with each other by each year."""
    if not run.attrs["events"] or not great_powers(run):
        return {}
    rows = _between(run, ("war", "joined_war")).group_by("member").agg(pl.col("year").min())
    first = np.sort(rows["year"].to_numpy())
    members = len(run.members)
    return {y: chance(int(np.searchsorted(first, y, side="right")), members) for y in run.years}


def standing_out(found: Comparison) -> Difference | None:
    """Return the difference that is furthest from nothing, in errors of its mean."""
    clear = [d for d in found.differences if d.clear and d.error > 0]
    return max(clear, key=lambda d: abs(d.mean) / d.error, default=None)


def _holds(run: Ensemble, difference: Difference | None) -> tuple[Hold, ...]:
    """Return the parameters that a difference hangs on beyond chance; none from few futures."""
    if difference is None or run.attrs["certain"]:
        return ()
    try:
        return tuple(h for h in hangs_on(run, difference) if h.share > h.chance)
    except RunError:  # too few futures to tell
        return ()


def shipped_scoreboard() -> tuple[Line, ...]:
    """Return the scoreboard that comes with the package; empty if none does."""
    path = resources.files("multipolar").joinpath("data", SCOREBOARD)
    if not path.is_file():
        return ()
    return scoreboard_lines(pl.read_csv(path.read_bytes(), infer_schema_length=None))


def scoreboard_lines(table: pl.DataFrame) -> tuple[Line, ...]:
    """Return the lines of a scoreboard from its table, as ``scoreboard.frame`` wrote it."""
    numbers = [n for n, kind in Line.__annotations__.items() if kind is float or kind == "float"]
    filled = table.with_columns(
        pl.col(n).cast(pl.Float64).fill_null(float("nan")) for n in numbers
    ).with_columns(pl.selectors.string().fill_null(""))
    return tuple(Line(**row) for row in filled.select(*Line.__slots__).iter_rows(named=True))


def verdicts_by_year(report: Report) -> dict[int, dict[str, float]]:
    """Return the share of each verdict in every year of history, and today."""
    rows = report.history.select("year", *KINDS).drop_nulls().to_dicts()
    out = {int(r["year"]): {k: float(r[k]) for k in KINDS} for r in rows}
    return out | {report.summary.year: dict(report.summary.polarity.verdicts)}


def column(history: pl.DataFrame, name: str) -> dict[int, float]:
    """Return ``year → value`` of a column of history; unknown is NaN."""
    rows = history.select("year", name).rows()
    known = [y for y, v in rows if v is not None]
    return {int(y): float("nan") if v is None else float(v)
            for y, v in rows if known and min(known) <= y <= max(known)}  # fmt: skip
