"""What a run says, as the explorer draws it: taken from the futures that are complete."""

from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.comparison import LEVELS
from multipolar.ensemble import Ensemble
from multipolar.outlook import outlook
from multipolar.output import plain
from multipolar.report import dispute_risks, fan, great_powers, great_wars
from multipolar.scenario import Scenario
from multipolar.scenario_effects import effects
from multipolar.summary import name_of

Array = npt.NDArray[Any]
NAMES = tuple(f"q{round(100 * q):02d}" for q in LEVELS)
SYSTEM = {
    "concentration": "Concentration of capability (HHI)",
    "lead": "Lead of the strongest state",
    "trust": "Trust in common institutions",
    "disputes": "Disputes that begin in the year",
    "wars": "Wars that begin in the year",
}
"""Fields of the system that are drawn as fans."""
STATES = 12
"""States whose shares are drawn as fans."""


def fans(ensemble: Ensemble) -> dict[str, Any]:
    """Return quantiles over futures by year: of the system, and of the leading states.

    Returns
    -------
    dict
        ``members``, ``years``, ``measures`` (``name → label, q05 ... q95``; each a list over
        years), ``states`` (``code → name, leads, gone, q05 ...``) in order of the median at
        the end, and ``now``.
    """
    years, told = ensemble.years, outlook(ensemble, count=STATES)
    measures = {}
    for name, label in SYSTEM.items():
        if name in ensemble:
            values = ensemble.run.take(name).astype(np.float64)
            measures[name] = {"label": label, **_levels(values, years)}
            if name == "concentration":
                powers = {"label": "Effective number of powers", **_levels(1.0 / values, years)}
                measures = {"powers": powers, **measures}
    there = (ensemble.run.take("present") > 0).sum(axis=2).astype(np.float64)
    measures["states"] = {"label": "States", **_levels(there, years)}
    states = {}
    for c in told.contenders:
        share = ensemble.run.take("capability", places=[ensemble.index(c.code)])[:, :, 0]
        states[c.code] = {"name": c.name, "leads": c.leads, "gone": c.gone,
                          **_levels(np.nan_to_num(share.astype(np.float64)), years)}  # fmt: skip
    return {"members": told.members, "total": told.total, "years": years, "measures": measures,
            "states": states, "label": "Share of capability"}  # fmt: skip


def _levels(values: Array, years: list[int]) -> dict[str, list[float]]:
    """Return quantiles of values, shape ``(member, year)``, by name."""
    levels = fan(values, years)
    return {n: [_short(levels[y][k]) for y in years] for k, n in enumerate(NAMES)}


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def findings(scenario: Scenario, ensemble: Ensemble) -> dict[str, Any]:
    """Return what a complete run says beside its fans.

    Returns
    -------
    dict
        ``outlook``, ``risks`` (of disputes between great powers), ``wars`` (``year → chance`` of
        a war between great powers), ``effects`` (whether each change took effect), and ``made``:
        with what.
    """
    kept = ("multipolar", "created", "seed", "world_year", "years", "members", "mechanisms", "off",
            "world_hash", "kernel", "numpy", "numba", "python")  # fmt: skip
    return {
        "outlook": plain(outlook(ensemble)),
        "great_powers": [[c, name_of(c, ensemble.years[0])] for c in great_powers(ensemble)],
        "risks": [{"a": r.a, "b": r.b, "chance": plain(r.chances[0])}
                  for r in dispute_risks([ensemble])],
        "wars": {str(y): plain(c) for y, c in great_wars(ensemble).items()},
        "effects": [plain(e) | {"verdict": e.verdict} for e in took_effect(scenario, ensemble)],
        "made": {k: v for k, v in plain(ensemble.attrs).items() if k in kept},
    }  # fmt: skip


def took_effect(scenario: Scenario, ensemble: Ensemble) -> list[Any]:
    """Return whether each event and assumption took effect; nothing for a branch."""
    asked = scenario.program.plain() if scenario.orders else None
    if (ensemble.attrs.get("program") or None) != asked:
        return []
    return list(effects(scenario, ensemble))


def medians(ensemble: Ensemble) -> dict[str, Any]:
    """Return the median share of capability of every state by year, for the map.

    Returns
    -------
    dict
        ``years`` and ``shares``: ``code → a value for each year``; null in years in which the
        state is absent from most futures.
    """
    years = ensemble.years
    there = np.zeros((len(years), len(ensemble.states)))
    for k in ensemble.run.done:
        there += (ensemble.run.read("present", *ensemble.run.span(k)) > 0).sum(axis=0)
    often = there / max(len(ensemble.members), 1) >= 0.5
    found = ensemble.quantiles("capability", (0.5,))
    places = [ensemble.index(s) for s in found["state"].values.tolist()]
    return {
        "years": years,
        "shares": {
            ensemble.states[p]: [
                _short(v) if often[t, p] and np.isfinite(v) else None
                for t, v in enumerate(found.values[0, :, k].tolist())
            ]
            for k, p in enumerate(places) if often[:, p].any()
        },
    }  # fmt: skip
