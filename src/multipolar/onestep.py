"""One year ahead, pair by pair: the chance of a dispute that the mechanism itself decides by.

The mechanism is asked for its probability on the fields of the model at the end
of each year, as they were then, with parameters fitted up to the last refit
before it. What came is the record of the year after. So a year of history is a
test of the very lines that a simulation runs.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipolar.backtest import Parameters, fitted
from multipolar.baseline import Archive, Case, Past
from multipolar.baselines import catalogue as baselines
from multipolar.errors import RunError, ScoreError
from multipolar.fields import FIELDS
from multipolar.hazards import chance
from multipolar.model import Model, default_model
from multipolar.past import Past as Fields
from multipolar.past import fields
from multipolar.record import numbers_of
from multipolar.scores import catalogue as scores
from multipolar.targets import catalogue as targets

Array = npt.NDArray[np.float64]
ASK = "disputes.begin.u"
SIMPLE = ("base_rate", "relevant_rate", "dyad_rate")
REFIT = 5
"""Years between two fits."""
LAST = 2010
"""The last year of the disputes of Gibler, Miller and Little."""
GROUPS = ("all", "relevant", "quiet")

FLOORS: Mapping[str, tuple[float, float, float, float]] = {
    "all": (0.965, 0.20, 0.12, 0.42), "relevant": (0.895, 0.23, 0.13, 0.28),
    "quiet": (0.955, 0.095, 0.055, 0.34),
}  # fmt: skip
"""Goals of 1946–2010, set before the first run: AUC, AP, Brier skill, log skill."""


FITS = ("disputes",)
"""The fits that the chance of a dispute hangs on."""


@dataclass(frozen=True, eq=False)
class Year:
    """What was said of one year at the end of the year before, pair by pair.

    ``said`` is by method; ``mask`` by group.
    """

    year: int
    said: dict[str, Array]
    came: npt.NDArray[np.bool_]
    mask: dict[str, npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class OneStep:
    """Scores over many years; skills are against the base rate of 20 years.

    In the group ``relevant`` the base rate is that of relevant pairs.
    """

    first: int
    last: int
    group: str
    method: str
    pairs: int
    events: int
    auc_roc: float
    auc_pr: float
    brier_skill: float
    log_skill: float
    low: float
    high: float
    slope: float
    expected: float


def rows(past: Fields) -> dict[str, Array]:
    """Return the fields of a year as arguments of steps over pairs, shape ``(pair,)`` each.

    Sums of a year to which nothing was added yet are left out, for the steps
    that add to them are asked too.
    """
    n = len(past.states)
    i, j = np.tril_indices(n, -1)
    empty = {k for k, v in past.dyad.items() if k in FIELDS and FIELDS[k].kind == "tally"
             and not np.any(v)}  # fmt: skip
    out: dict[str, Array] = {
        k: np.asarray(v, np.float64) for k, v in past.dyad.items() if k not in empty
    }
    for name, values in past.state.items():
        out[f"{name}_i"], out[f"{name}_j"] = values[i], values[j]
    for name, value in past.system.items():
        out.setdefault(name, np.full(len(i), value))
    return out


def one_year(year: int, model: Model, archive: Archive) -> Year:
    """Forecast the disputes of a year, from what was known at the end of the year before.

    Parameters
    ----------
    year
        1817 to 2010.
    model
        Its parameters must be believed from no later record.
    archive
        What came.
    """
    origin = year - 1
    past, world = Past(archive, origin), archive.world(origin)
    known = fields(origin, hindsight=False)
    values = model.posterior.values if model.posterior is not None else {}
    asked = chance(model, ASK)(rows(known), values)
    at = _order(known, world.states, origin)
    case = Case(targets["onset"], origin, 1, past)
    said = {"mechanism": np.asarray(asked, np.float64)[at]}
    for name in SIMPLE:
        found = baselines[name](case)
        if found is not None:
            said[name] = found
    came = archive.values(targets["onset"], origin, 1)
    mask = {"all": np.ones(len(came), bool), "relevant": world.relevant, "quiet": world.quiet}
    return Year(year, said, came > 0, mask)


def _order(known: Fields, states: Sequence[int], origin: int) -> npt.NDArray[np.intp]:
    """Return where each pair of the closed world stands among the pairs of the fields."""
    place = {s: k for k, s in enumerate(numbers_of(known.states, origin))}
    at = np.array([place[s] for s in states])
    i, j = np.tril_indices(len(at), -1)
    a, b = np.maximum(at[i], at[j]), np.minimum(at[i], at[j])
    return np.asarray(a * (a - 1) // 2 + b)


def one_step(
    first: int = 1946, last: int = LAST, *, model: Model | None = None,
    parameters: Parameters = fitted, archive: Archive,
    progress: Callable[[int, int, int], object] | None = None,
) -> list[Year]:  # fmt: skip
    """Forecast the disputes of every year, refitted every five years.

    Parameters
    ----------
    first, last
        Years forecast.
    model
        Every mechanism by default.
    parameters
        What is believed of parameters at a year; refitted every five years.
    archive
        What came.
    progress
        Called with a year, how many are done, and of how many.

    Raises
    ------
    RunError
        The years are out of range.
    """
    if not 1817 <= first <= last <= LAST:
        msg = f"years {first} to {last}: needed 1817 to {LAST}"
        raise RunError(msg)
    asked = default_model() if model is None else model
    believed, out = asked.believing(None), []
    for k, year in enumerate(range(first, last + 1)):
        if progress is not None:
            progress(year, k, last - first + 1)
        if k % REFIT == 0:
            known = {"only": FITS} if parameters is fitted else {}
            believed = parameters(asked, year - 1, **known)
        out.append(one_year(year, believed, archive))
    return out


def assess(years: Sequence[Year]) -> list[OneStep]:
    """Score forecasts of many years together, for every group and method."""
    out = []
    for group in GROUPS:
        against = "relevant_rate" if group == "relevant" else "base_rate"
        for method in ("mechanism", *SIMPLE):
            used = [y for y in years if method in y.said and against in y.said]
            if not used:
                continue
            said = np.concatenate([y.said[method][y.mask[group]] for y in used])
            base = np.concatenate([y.said[against][y.mask[group]] for y in used])
            came = np.concatenate([y.came[y.mask[group]] for y in used])
            year = np.concatenate([np.full(y.mask[group].sum(), y.year) for y in used])
            out.append(_assessed(group, method, year, said, base, came))
    return out


def _assessed(
    group: str, method: str, year: Array, said: Array, base: Array, came: npt.NDArray[np.bool_]
) -> OneStep:
    log, brier = scores["log_score"], scores["brier"]
    lost = np.stack([log(said, came), log(base, came)])
    skill = scores["skill"](lost[0], lost[1], year=year)
    slope = np.nan
    with contextlib.suppress(ScoreError):  # a single rate has no slope
        slope = float(scores["calibration_slope"](said, came).value)
    return OneStep(
        int(year.min()), int(year.max()), group, method, len(came), int(came.sum()),
        float(scores["auc_roc"](said, came)), float(scores["auc_pr"](said, came)),
        1 - float(brier(said, came).mean() / brier(base, came).mean()),
        skill.value, skill.low, skill.high, slope, float(said.sum() / came.sum()),
    )  # fmt: skip
