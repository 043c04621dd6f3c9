"""A report of today's world, and one with futures that were made up to test the page."""

from dataclasses import replace

import numpy as np
import pytest

from multipolar.comparison import Comparison, Difference
from multipolar.embedded import today
from multipolar.explanation import Carried, Hold
from multipolar.outlook import Contender, Outlook, Spread
from multipolar.report import Future, Report, Risk, chance, fan, standing_out
from multipolar.scenario_effects import Change
from multipolar.summary import summarise

YEARS = tuple(range(2025, 2051))
MEMBERS = 40
ATTRS = {
    "seed": 1, "mechanisms": ["growth"], "parameters": ["growth.trend"], "model_hash": "0" * 64,
    "world_hash": "1" * 64, "multipolar": "0.1.0", "numba": "1", "numpy": "2",
    "created": "2026-11-25T00:00:00+00:00", "certain": False,
}  # fmt: skip


@pytest.fixture(scope="session")
def measured() -> Report:
    """Return the report of a world that was measured and not simulated."""
    world = today()
    return Report(summary=summarise(world), world=world)


def spread(what: str, values: np.ndarray, now: float) -> Spread:
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return Spread(what, now, float(low), float(middle), float(high))


def future(name: str, title: str, shares: dict[str, np.ndarray], wars: int) -> Future:
    ends = {s: v[:, -1] for s, v in shares.items()}
    contenders = tuple(
        Contender(s, s, spread(s, v, float(shares[s][0, 0])), 0.75 if k == 0 else 0.25, 0.0)
        for k, (s, v) in enumerate(ends.items())
    )
    total = spread("Wars that begin, a year", np.linspace(0, 1, MEMBERS), float("nan"))
    out = Outlook(2025, 2050, MEMBERS, MEMBERS, 1, contenders, (total,), {}, {}, 0.01)
    return Future(
        name, title, f"About {name} & <more>.", out, {s: fan(v, YEARS) for s, v in shares.items()},
        fan(10 + 50 * shares["CHN"], YEARS), {y: chance((y - 2025) * wars // 25, MEMBERS)
                                              for y in YEARS}, ATTRS,
    )  # fmt: skip


@pytest.fixture(scope="session")
def full(measured) -> Report:
    """Return a report with two runs, made up: every section but claims and the scoreboard."""
    luck = np.random.default_rng(1)
    walk = luck.normal(0, 0.002, (MEMBERS, len(YEARS))).cumsum(axis=1)
    walk -= walk[:, :1]
    one = {s: share + walk * k for s, share, k in
           (("CHN", 0.23, 3), ("USA", 0.12, 2), ("IND", 0.09, 1), ("RUS", 0.04, 0.5))}  # fmt: skip
    step = np.linspace(0, 0.01, len(YEARS))
    other = {s: v + (step if s == "CHN" else 0 * step) for s, v in one.items()}
    noise = luck.normal(1, 0.1, (MEMBERS, len(YEARS)))
    differences = (
        Difference("wars", "", YEARS, noise, noise + 0.2 + 0.1 * luck.normal(size=noise.shape)),
        *(Difference("capability", s, YEARS, one[s], other[s] + 1e-4 * noise) for s in one),
    )
    found = Comparison("baseline", "contrast", MEMBERS, 1, 0.0, 2027, differences)
    return replace(
        measured,
        futures=(future("baseline", "As it is", one, 10), future("contrast", "If", other, 12)),
        comparison=found,
        changes=(Change("event", "withdrawal", "", "alliances left"),),
        risks=(Risk("China", "Japan", (chance(20, MEMBERS), chance(25, MEMBERS))),
               Risk("China", "Russia", (chance(0, MEMBERS), chance(1, MEMBERS)))),
        headline=standing_out(found),
        holds=(Hold("growth.trend", 0.4, 0.1),),
        carried=(Carried("alliances", 0.05, 0.15, 0.01),),
        command="multipolar --members 40",
    )  # fmt: skip
