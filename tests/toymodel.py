"""A small model and a small world, quick to run, for tests of everything around them."""

import numpy as np

from multipolar.events import DISPUTE, SECESSION
from multipolar.luck import uniform
from multipolar.maths import absolute, exp, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.priors import normal
from multipolar.steps import each_pair, each_state, record, whole
from multipolar.world import World

STATES = ("USA", "CHN", "RUS", "IND", "FRA", "BRA")


@each_state(adds="gdp_ppp", draws={"z": "normal"})
def grow(gdp_ppp, speed, z):
    """Grow at a speed, with shocks."""
    return gdp_ppp * (speed + 0.03 * z)


@each_state(sets="military_spending")
def arm(military_spending, menace, gdp_ppp):
    """Answer menace, within means."""
    return minimum(0.98 * military_spending + 0.01 * menace + 0.001 * gdp_ppp, 0.1 * gdp_ppp)


@each_pair(sets="alignment", adds=("menace_i", "menace_j"), draws={"u": "uniform"})
def draw_near(
    alignment, regime_i, regime_j, military_spending_i, military_spending_j, log_distance, k, u
):
    """Draw near by likeness; whoever is not near is a menace."""
    a = alignment + k * (0.5 - absolute(regime_i - regime_j) - alignment) + 0.4 * (u - 0.5)
    a = maximum(minimum(a, 1.0), -1.0)
    foe = maximum(0.0 - a, 0.0) * exp(-0.1 * log_distance)
    return a, foe * military_spending_j, foe * military_spending_i


@whole(sets=("disputes", "present", "population", "gdp_ppp", "war"))
def quarrel(present, disputes, population, gdp_ppp, war, luck, events, year, chance, leave):
    """Let states quarrel with the first one, leave, and new ones enter."""
    for s in range(1, len(present)):
        if present[s] > 0 and uniform(luck, s, 0) < chance:
            disputes[0] += 1.0
            record(events, DISPUTE, year, s, 0, 0.0)
            war[s * (s - 1) // 2] = 1 - war[s * (s - 1) // 2]
        if present[s] > 0 and uniform(luck, s, 1) < leave:
            present[s] = 0.0
        elif present[s] == 0 and uniform(luck, s, 2) < leave:
            present[s] = 1.0
            population[s] = 0.1 * population[0]
            gdp_ppp[s] = 0.1 * gdp_ppp[0]
            record(events, SECESSION, year, 0, s, 0.1)


@whole(sets=("capability", "concentration"))
def count(present, gdp_ppp, capability, concentration):
    """Share capability out."""
    total = 0.0
    for s in range(len(present)):
        total += gdp_ppp[s] if present[s] > 0 else 0.0
    concentration[0] = 0.0
    for s in range(len(present)):
        capability[s] = gdp_ppp[s] / total if present[s] > 0 else 0.0
        concentration[0] += capability[s] * capability[s]


growth = Mechanism(
    "growth", "growth", (grow,),
    {"speed": Param(0.02, "1/year", -0.2, 0.2, normal(0.02, 0.01), "how fast")},
    label="Growth", source="Nobody (2000).", omits="Everything else.",
)  # fmt: skip
arms = Mechanism("arms", "armament", (arm,), label="Arms")
nearness = Mechanism(
    "nearness", "alignment", (draw_near,), {"k": Param(0.1, "1/year", 0, 1, normal(0.1, 0.03))},
    label="Nearness",
)  # fmt: skip
quarrels = Mechanism(
    "quarrels", "conflict", (quarrel,),
    {"chance": Param(0.2, "1/year", 0, 1), "leave": Param(0.02, "1/year", 0, 1)},
    label="Quarrels",
)  # fmt: skip
accounts = Mechanism("accounts", "system", (count,), label="Accounts", bookkeeping=True)
TOY = Model((growth, arms, nearness, quarrels, accounts))


def toy_world(year: int = 2000, states: tuple[str, ...] = STATES) -> World:
    """Return a few states that differ in size and regime."""
    n = len(states)
    size = np.arange(n, 0, -1.0)
    return World(
        year,
        states,
        {
            "population": 5e7 * size,
            "urban_population": 2e7 * size,
            "gdp_ppp": 1e12 * size,
            "energy": 5e18 * size,
            "steel": 1e7 * size,
            "military_spending": 2e10 * size,
            "military_personnel": 2e5 * size,
            "regime": np.linspace(-1, 1, n),
            "distance": 2000.0 * np.abs(np.subtract.outer(np.arange(n), np.arange(n))),
        },
    )
