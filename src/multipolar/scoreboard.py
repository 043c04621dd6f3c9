"""The scoreboard: per target, horizon and era, our score, the baselines' and what that means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from multipolar.backtest import LOCKED, MODEL
from multipolar.baselines import catalogue as baselines
from multipolar.errors import RunError
from multipolar.score import headline
from multipolar.scores import catalogue as scores
from multipolar.targets import catalogue as targets
from multipolar.verification import FOUR

ERAS = {
    "all origins": (1816, 2100),
    "1950+": (1950, 2100),
    "1913–45": (1913, 1945),
}
"""First and last origin."""
BEST = "best_of_four"
GROUPS = {"state": ("all", "top 30", "top 10"), "pair": ("all", "relevant", "quiet"),
          "system": ("all",)}  # fmt: skip

Goal = tuple[float, float, float]
Key = tuple[str, str, int, str]
MEAN = 0
"""Horizon that stands for the mean of the skills over 5, 10 and 20 years."""


def _each(target: str, group: str, goals: dict[int, Goal], era: str) -> dict[Key, Goal]:
    return {(target, group, h, era): g for h, g in goals.items()}


GOALS: dict[Key, Goal] = {
    **_each("share", "top 30", {5: (0, 0.04, 0.07), 10: (0.03, 0.07, 0.10),
                                20: (0.06, 0.12, 0.16)}, "all origins"),
    **_each("share", "top 10", {5: (0, 0.05, 0.08), 10: (0.05, 0.10, 0.13),
                                20: (0.10, 0.17, 0.22)}, "all origins"),
    **_each("hhi", "all", {MEAN: (0, 0.15, 0.20)}, "all origins"),
    **_each("con", "all", {MEAN: (0, 0.10, 0.15)}, "all origins"),
    **_each("dispute_count", "all", {MEAN: (-0.10, 0, 0.05)}, "all origins"),
    **_each("dispute_count", "all", {MEAN: (0, 0.05, 0.10)}, "1950+"),
    **_each("onset", "all", {10: (0.31, 0.37, 0.42)}, "all origins"),
    **_each("tie", "all", {10: (0, 0.05, 0.10), 20: (0, 0.05, 0.12)}, "all origins"),
    **_each("joint", "all", {5: (0, 0.05, 0.10), 10: (0, 0.10, 0.15),
                             20: (0.05, 0.15, 0.25)}, "all origins"),
}  # fmt: skip
"""(target, group, horizon, era) → least, wanted and best skill, set before the first run."""

LABELS = {"joint": "All together (concentration, disputes, alliances)"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the scoreboard.

    ``ours`` and ``theirs`` are means over cases of ``measure``: CRPS of amounts,
    logarithmic or Brier score of events, energy score of the joint target; lower
    is better. ``skill`` is one less their ratio, with a 90 % interval by blocks of
    20 years. ``best`` is the baseline with the lowest mean, chosen in hindsight.
    ``expected`` is events promised per event that came.
    """

    target: str
    label: str
    group: str
    horizon: int
    era: str
    origins: int
    cases: int
    measure: str
    ours: float
    reference: str
    theirs: float
    skill: float
    low: float
    high: float
    best: str
    skill_best: float
    inside90: float
    auc_roc: float
    auc_pr: float
    slope: float
    expected: float
    floor: float
    goal: float
    stretch: float
    verdict: str


def scoreboard(rows: pl.DataFrame, *, locked: bool = True) -> list[Line]:
    """Return the scoreboard of scored forecasts.

    Parameters
    ----------
    rows
        From :func:`multipolar.verification.verify`.
    locked
        Leave out origins from 1985 on, which are for one look a release.

    Returns
    -------
    list of Line
        By target, group, horizon and era.

    Raises
    ------
    RunError
        Nothing is left to score.
    """
    kept = rows.filter(pl.col("origin") < LOCKED) if locked else rows
    if kept.is_empty():
        msg = f"no forecast is left to score; origins from {LOCKED} are locked away"
        raise RunError(msg)
    return [line for line in _lines(kept) if line.cases]


def _lines(rows: pl.DataFrame) -> Iterator[Line]:
    parts = rows.partition_by("target", "group", "horizon", as_dict=True, maintain_order=True)
    order = sorted(parts, key=lambda k: (_rank(str(k[0])), str(k[0]), _group_rank(str(k[1])), k[2]))
    done: dict[tuple[str, str, str], list[Line]] = {}
    for target, group, horizon in order:
        part = parts[target, group, horizon]
        for era, (first, last) in ERAS.items():
            chosen = part.filter(pl.col("origin").is_between(first, last))
            line = _line(chosen, str(target), str(group), int(horizon), era)
            if line is not None:
                done.setdefault((line.target, line.group, era), []).append(line)
                yield line
    for key in done:
        if any((key[0], key[1], MEAN, key[2]) == goal for goal in GOALS):
            yield _mean(done[key])


def _rank(target: str) -> int:
    first = ("share", "joint", "hhi", "con", "top_share", "effective_powers", "first",
             "overtaken", "onset", "dispute_count", "dispute_total", "wars", "war_deaths",
             "tie", "tie_formed", "tie_ended", "alliance_density", "transitivity",
             "treaties_formed", "treaties_ended", "renewed", "renewals", "sanctions_begun",
             "sanctions_in_force", "sanctioned", "sanction", "poles", "multipolarity",
             "turned")  # fmt: skip
    return first.index(target) if target in first else len(first)


def _group_rank(group: str) -> int:
    order = ("all", "top 30", "top 10", "relevant", "quiet")
    return order.index(group) if group in order else len(order)


def reference_of(target: str) -> str:
    """Return the baseline that a target is measured against."""
    return BEST if target == "joint" else targets[target].spec.reference


def _line(part: pl.DataFrame, target: str, group: str, horizon: int, era: str) -> Line | None:
    reference = reference_of(target)
    hard = reference == "persistence"
    theirs, ours = ("brier", "ours_brier") if hard else ("score", "ours")
    means = mean_scores(part, theirs)
    if not means:
        return None
    named = min((m for m in FOUR if m in means), key=lambda m: means[m], default="")
    named = named if reference == BEST else reference
    against = part.filter((pl.col("method") == named) & pl.col(theirs).is_finite()).sort("origin")
    if against.is_empty():
        return None
    base, lost = float(against[theirs].sum()), float(against[ours].sum())
    value, low, high = _skill(against, ours, theirs, horizon)
    best = min(
        (m for m in means if m != MODEL), key=lambda m: means[m] / _same(part, m, ours), default=""
    )
    model = part.filter(pl.col("method") == MODEL)
    events = float(model["events"].sum())
    goal = GOALS.get((target, group, horizon, era), (np.nan,) * 3)
    cases = int(against["n"].sum())
    beyond = 1 - _same(part, best, ours) / means[best] if means.get(best) else np.nan
    measure = "energy" if target == "joint" else (
        "Brier" if hard else "log" if events or targets[target].spec.kind == "event" else "CRPS"
    )  # fmt: skip
    said = _verdict(value, low, high, goal, (best, beyond), named)
    return Line(
        target, LABELS.get(target) or targets[target].spec.label, group, horizon, era,
        against.height, cases, measure, lost / cases, named, base / cases,
        value, low, high, best, beyond, _weighted(model, "inside90"), _median(model, "auc_roc"),
        _median(model, "auc_pr"), _median(model, "slope"),
        float(model["said"].sum()) / events if events else np.nan, *goal, said,
    )  # fmt: skip


def mean_scores(part: pl.DataFrame, column: str) -> dict[str, float]:
    """Return the mean score of each method over its cases; those with infinite ones are left out.

    Only methods that spoke at as many origins as any are compared. They are those of the model,
    but for targets whose record begins so late that nothing could be learned at the first.
    """
    found = part.group_by("method", maintain_order=True).agg(
        pl.col(column).sum(), pl.col("n").sum(), pl.len()
    )
    known = [x for x in found.iter_rows() if np.isfinite(x[1]) and x[2]]
    most = max((count for method, _, _, count in known if method != MODEL), default=0)
    return {
        method: score / n for method, score, n, count in known if count == most or method == MODEL
    }


def _same(part: pl.DataFrame, method: str, column: str) -> float:
    """Return our mean score in the cases of a method."""
    chosen = part.filter(pl.col("method") == method)
    return max(float(chosen[column].sum()) / float(chosen["n"].sum()), 1e-12)


def _skill(part: pl.DataFrame, ours: str, theirs: str, horizon: int) -> tuple[float, float, float]:
    if part[theirs].sum() <= 0:
        return np.nan, np.nan, np.nan
    found = scores["skill"](
        part[ours].to_numpy().clip(0), part[theirs].to_numpy(), year=part["origin"].to_numpy(),
        block=max(20, horizon),
    )  # fmt: skip
    return headline(found), found.low, found.high


def _weighted(model: pl.DataFrame, column: str) -> float:
    known = model.filter(pl.col(column).is_not_null())
    if known.is_empty():
        return float("nan")
    return float((known[column] * known["n"]).sum()) / int(known["n"].sum())


def _median(model: pl.DataFrame, column: str) -> float:
    found = model[column].drop_nulls().median()
    return float(found) if isinstance(found, int | float) else float("nan")


def _mean(lines: Sequence[Line]) -> Line:
    """Return the line that stands for the mean of the skills over 5, 10 and 20 years."""
    used = [x for x in lines if x.horizon in (5, 10, 20)] or list(lines)
    last = used[-1]
    value = float(np.mean([x.skill for x in used]))
    goal = GOALS[last.target, last.group, MEAN, last.era]
    kept: dict[str, Any] = {name: getattr(last, name) for name in Line.__slots__}
    nothing = dict.fromkeys(
        ("low", "high", "ours", "theirs", "inside90", "auc_roc", "auc_pr", "slope", "expected",
         "skill_best"), float("nan"),
    )  # fmt: skip
    said = _verdict(value, np.nan, np.nan, goal, ("", np.nan), BEST)
    return Line(**(kept | nothing | {
        "horizon": MEAN, "skill": value, "floor": goal[0], "goal": goal[1], "stretch": goal[2],
        "verdict": said, "reference": BEST, "best": "",
    }))  # fmt: skip


def _verdict(
    value: float, low: float, high: float, goal: Goal, best: tuple[str, float], reference: str
) -> str:
    """Say in plain words what a skill means.

    >>> _verdict(0.1, 0.02, 0.2, (0, 0.05, 0.2), ("x", 0.1), "x")
    'better; goal met'
    >>> _verdict(-0.1, -0.3, 0.1, (np.nan,) * 3, ("x", -0.1), "x")
    'behind, within chance'
    """
    if np.isnan(value):
        return "the reference makes no error; nothing to compare"
    if np.isnan(low):
        said = "ahead" if value > 0 else "behind"
    elif low > 0:
        said = "better"
    elif high < 0:
        said = "worse"
    else:
        said = "ahead, within chance" if value > 0 else "behind, within chance"
    if not np.isnan(goal[0]):
        least, wanted, most = goal
        said += (
            "; stretch met" if value >= most else "; goal met" if value >= wanted
            else "; floor met, goal missed" if value >= least else "; floor missed"
        )  # fmt: skip
    name, beyond = best
    if name and name != reference and beyond < 0:
        said += f"; {baselines[name].spec.label.lower()} is better"
    return said


def tally(lines: Sequence[Line]) -> dict[str, int]:
    """Count lines by what their interval says, and goals by what was reached."""
    out = dict.fromkeys(("better", "worse", "within chance", "no interval", "floor missed",
                         "goal missed", "goal met", "stretch met"), 0)  # fmt: skip
    for line in lines:
        if line.horizon != MEAN:
            if np.isnan(line.low):
                out["no interval"] += 1
            else:
                kind = "better" if line.low > 0 else "worse" if line.high < 0 else "within chance"
                out[kind] += 1
        if not np.isnan(line.floor):
            for word in ("floor missed", "goal missed", "goal met", "stretch met"):
                out[word] += word in line.verdict
    return out


def frame(lines: Sequence[Line]) -> pl.DataFrame:
    """Return the scoreboard as a table, one row a line, for programs to read."""
    return pl.DataFrame([{n: getattr(x, n) for n in Line.__slots__} for x in lines])


Difference = tuple[str, str, int, int, float, float, float, float, float, str]


def compare(ours: pl.DataFrame, without: pl.DataFrame, *, locked: bool = True) -> list[Difference]:
    """Say what a mechanism earns: scores with it against scores without it.

    Parameters
    ----------
    ours, without
        Scored forecasts of the two models, from the same origins.
    locked
        Leave out origins from 1985 on.

    Returns
    -------
    list of tuple
        Target, group, horizon, origins, mean score with, without, skill of the
        first over the second with its interval, verdict.
    """
    keys = ["origin", "target", "group", "horizon"]
    both = (
        ours.filter(pl.col("method") == MODEL)
        .join(without.filter(pl.col("method") == MODEL), on=keys, suffix="_without")
        .filter(pl.col("n") == pl.col("n_without"))
    )
    if locked:
        both = both.filter(pl.col("origin") < LOCKED)
    out: list[Difference] = []
    parts = both.partition_by(*keys[1:], as_dict=True, maintain_order=True)
    for target, group, horizon in sorted(parts, key=lambda k: (_rank(str(k[0])), k[1], k[2])):
        part = parts[target, group, horizon].sort("origin")
        n = int(part["n"].sum())
        scored = float(part["score"].sum()) / n, float(part["score_without"].sum()) / n
        value, low, high = _skill(part, "score", "score_without", int(horizon))
        said = _verdict(value, low, high, (np.nan,) * 3, ("", np.nan), "")
        same = part["score"].to_list() == part["score_without"].to_list()
        out.append((str(target), str(group), int(horizon), part.height, *scored, value, low, high,
                    "the same" if same else said))  # fmt: skip
    return out
