"""What an ensemble says: the numbers behind the tables at the end of a run."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.ensemble import Ensemble
from multipolar.summary import name_of

Array = npt.NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)
SYSTEM = {
    "concentration": "Concentration of capability (HHI)",
    "lead": "Lead of the strongest state",
    "trust": "Trust in common institutions",
}
"""Fields of the system whose level at the end is told."""
RATES = {"disputes": "Disputes that begin, a year", "wars": "Wars that begin, a year"}
"""Fields of the system that are told as a mean over the years."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantity now, and over futures: median, and from 5 to 95 %; now is NaN if unknown."""

    what: str
    now: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A state's share of capability at the start and at the end.

    ``leads`` is the share of futures in which it is the most capable at the
    end, ``gone`` that in which it is no longer there.
    """

    code: str
    name: str
    share: Spread
    leads: float
    gone: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """An ensemble in short.

    ``crowded`` is the share of futures in which a state, a treaty or a war found no place.
    """

    first: int
    last: int
    members: int
    total: int
    seed: int
    contenders: tuple[Contender, ...]
    system: tuple[Spread, ...]
    events: dict[str, float]
    imputed: dict[str, int]
    crowded: float = 0.0


def outlook(ensemble: Ensemble, *, count: int = 10) -> Outlook:
    """Sum an ensemble up.

    Parameters
    ----------
    ensemble
        With at least one complete future.
    count
        How many states to tell of: the most capable, now or by the median at the end.

    Returns
    -------
    Outlook
        What was not kept is left out. ``events`` are means a future.
    """
    years = ensemble.years
    return Outlook(
        first=years[0],
        last=years[-1],
        members=len(ensemble.members),
        total=ensemble.run.total,
        seed=ensemble.attrs["seed"],
        contenders=_contenders(ensemble, count) if "capability" in ensemble else (),
        system=tuple(_system(ensemble)),
        events=_events(ensemble) if ensemble.attrs["events"] else {},
        imputed=dict(ensemble.attrs["imputed"]),
        crowded=float((ensemble.run.take("crowded")[:, -1] > 0).mean())
        if "crowded" in ensemble
        else 0.0,
    )


def _contenders(ensemble: Ensemble, count: int) -> tuple[Contender, ...]:
    ends = (0, len(ensemble.years) - 1)
    shares = ensemble.run.take("capability", times=ends).astype(np.float64)
    now, then = np.nan_to_num(shares[0, 0]), np.nan_to_num(shares[:, 1])
    low, median, high = np.quantile(then, LEVELS, axis=0)
    order = np.argsort(-np.maximum(now, median), kind="stable")[:count]
    order = order[np.argsort(-median[order], kind="stable")]
    strongest = then.argmax(axis=1)
    return tuple(
        Contender(
            code=(code := ensemble.states[s]),
            name=name_of(code, ensemble.years[0]),
            share=Spread(code, float(now[s]), float(low[s]), float(median[s]), float(high[s])),
            leads=float((strongest == s).mean()),
            gone=float(np.isnan(shares[:, 1, s]).mean()),
        )
        for s in order
        if now[s] > 0 or high[s] > 0
    )


def _system(ensemble: Ensemble) -> list[Spread]:
    found = []
    for name, label in SYSTEM.items():
        if name in ensemble:
            values = ensemble.run.take(name)
            found.append(_spread(label, float(values[0, 0]), values[:, -1]))
    last = len(ensemble.years) - 1
    there = ensemble.run.take("present", times=(0, last)).sum(axis=2)
    found.append(_spread("States", float(there[0, 0]), there[:, 1]))
    for name, label in RATES.items():
        if name in ensemble and last:
            values = ensemble.run.take(name)[:, 1:].mean(axis=1)
            found.append(_spread(label, float("nan"), values))
    if "battle_deaths" in ensemble and last:
        deaths = [
            np.nansum(ensemble.run.read("battle_deaths", *ensemble.run.span(k))[:, 1:], axis=2)
            for k in ensemble.run.done
        ]
        means = np.concatenate(deaths).mean(axis=1)
        found.append(_spread("Battle deaths a year", float("nan"), means))
    return found


def _spread(what: str, now: float, values: npt.NDArray[Any]) -> Spread:
    low, median, high = (float(x) for x in np.quantile(values.astype(np.float64), LEVELS))
    return Spread(what, now, low, median, high)


def _events(ensemble: Ensemble) -> dict[str, float]:
    """Return how often each event happens in a future, the most frequent first."""
    import polars as pl

    counts = ensemble.events.group_by("event").agg(pl.len().alias("n")).collect()
    rows = counts.sort(["n", "event"], descending=[True, False]).rows()
    return {event: n / len(ensemble.members) for event, n in rows}
