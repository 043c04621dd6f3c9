"""Small steps of every kind to put random models together from, and random worlds for them."""

from dataclasses import replace

import numpy as np

from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import (
    absolute,
    exp,
    floor,
    log,
    logistic,
    maximum,
    minimum,
    quantile,
    sqrt,
    two_paths,
    where,
)  # fmt: skip
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.opening import Opening
from multipolar.plan import make_plan
from multipolar.priors import normal
from multipolar.steps import each_pair, each_state, pair, record, whole

LEAST = 0.125


def clip(x, low, high):
    return maximum(minimum(x, high), low)


def squash(x, top=4.0):
    return clip(x, -top, top)


@each_state(sets="growth", draws={"z": "normal"})
def shock(growth, growth_pull, k, z):
    return squash(k * growth + growth_pull + 0.1 * z)


@each_state(sets=("gdp_ppp", "energy"), adds="steel")
def make(gdp_ppp, energy, growth, steel):
    factor = exp(clip(growth, -0.1, 0.1))
    return gdp_ppp * factor, energy / factor, 0.01 * sqrt(absolute(steel))


@each_state(sets=("regime", "regime_change"), draws={"u": "uniform", "z": "normal"})
def turn(regime, insurgency, year, k, u, z):
    chance = logistic(-2.0 + insurgency + k * regime - 0.001 * (year - 2000))
    there = (u < chance) | (regime > 0.99)
    return clip(where(there, regime + z, regime), -1.0, 1.0), there


@each_state(sets="insurgency", adds=("unrest_pull", "growth_pull"), draws={"u": "uniform"})
def rebel(insurgency, unrest_pull, gdp_ppp, population, trust, u):
    income = log(gdp_ppp / maximum(population, 1.0))
    odds = squash(unrest_pull - 0.2 * income + 3.0 * insurgency - trust)
    return where(u < logistic(odds), 1.0, 0.0), quantile(0.5 * u + LEAST), -0.01 * insurgency


@each_state(sets="present", draws={"u": "uniform"})
def perish(present, u):
    return where(u < 0.15, 0.0, present)


@each_pair(sets="alignment", adds=("menace_i", "menace_j"), draws={"u": "uniform"})
def draw_near(
    alignment, alignment_pull, regime_i, regime_j, military_spending_i, military_spending_j,
    log_distance, k, u,
):  # fmt: skip
    moved = alignment + k * (0.5 - absolute(regime_i - regime_j) - alignment) + 0.3 * (u - 0.5)
    moved = clip(moved + alignment_pull, -1.0, 1.0)
    foe = where(moved < 0.0, -moved, 0.0) * exp(-LEAST * log_distance)
    return moved, foe * military_spending_j, foe * military_spending_i


@each_pair(
    sets=("sanction_ij", "sanction_ji"), adds=("sanctioned_i", "sanctioned_j"),
    draws={"u": "uniform", "v": "uniform"},
)  # fmt: skip
def punish(sanction_ij, sanction_ji, alignment, trade_ij, trade_ji, gdp_ppp_i, gdp_ppp_j, u, v):
    odds = -1.0 - 2.0 * alignment
    to = u < logistic(odds + 3.0 * sanction_ij)
    back = v < logistic(odds + 3.0 * sanction_ji)
    lost = where(back, trade_ij / maximum(gdp_ppp_i, 1.0), 0.0)
    return to, where(back, 1.0, 0.0), lost, where(to, trade_ji / maximum(gdp_ppp_j, 1.0), 0.0)


@each_pair(adds=("trade_ij", "trade_ji", "alignment_pull"))
def trade(trade_ij, trade_ji, growth_i, growth_j, sanction_ij, sanction_ji, year):
    factor = exp(clip(growth_i + growth_j, -0.2, 0.2)) - 1.0 - 0.001 * (year - 2000.0)
    out = factor * trade_ij * (1.0 - sanction_ij)
    return out, factor * trade_ji * (1.0 - sanction_ji), 0.001 * log(1.0 + trade_ij + trade_ji)


@each_pair(sets=("dispute", "onset", "peace_years"), adds="grudge", draws={"u": "uniform"})
def quarrel(
    dispute, peace_years, grudge, contiguous, capability_i, capability_j, frailty, trust, u
):
    ratio = maximum(capability_i, capability_j) / maximum(capability_i + capability_j, 1e-6)
    odds = frailty + grudge + 2.0 * contiguous - ratio - 0.1 * minimum(peace_years, 30.0) - trust
    begins = (u < logistic(odds)) & (dispute < 0.5)
    goes_on = begins | ((dispute > 0.5) & ~(u < 0.5))
    return goes_on, begins, where(goes_on, 0.0, peace_years + 1.0), -0.1 * floor(grudge)


@each_pair(adds=("battle_deaths_i", "growth_pull_j"))
def bleed(dispute, military_personnel_i, military_personnel_j):
    return 1e-3 * dispute * sqrt(military_personnel_i + military_personnel_j), -0.01 * dispute


@each_pair(sets="mood", draws={"u": "uniform"})
def feel(mood, menace_i, menace_j, unity, u):
    fear = log(1.0 + absolute(menace_i) + absolute(menace_j))
    return where(u > 0.5, 0.5 * mood + 0.01 * fear, mood) + 0.1 * unity


@whole(sets="paths")
def survey(alignment, paths):
    two_paths(alignment, paths)


@whole(sets=("volatility", "frailty", "trust"))
def common(volatility, frailty, trust, luck, k):
    volatility[0] = k * volatility[0] + quantile(uniform(luck, 0))
    frailty[0] = min(max(0.5 * frailty[0] + 0.3 * volatility[0], -2.0), 2.0)
    trust[0] = logistic(frailty[0])


@whole(sets=("disputes", "mobilised", "coordination"))
def count(present, disputes, mobilised, dispute, coordination, luck, ids, events, year):
    n = len(present)
    for i in range(n):
        mobilised[i] = 0.0
    for i in range(n):
        for j in range(i):
            p = pair(i, j)
            if present[i] > 0 and present[j] > 0 and dispute[p] > 0:
                disputes[0] += 1.0
                mobilised[i] = 1.0
                mobilised[j] = 1.0
                coordination[p] += 0.1 * uniform(luck, ids[i] ^ ids[j], 3)
                coordination[p] = min(coordination[p], 1.0)
                record(events, 1, year, i, j, coordination[p] * 0.3)


@whole(sets=("war_since", "war_side", "treaty_kind", "treaty_member"))
def enlist(present, war_since, war_side, treaty_kind, treaty_member, dispute, luck, year):
    n = len(present)
    for w in range(len(war_since)):
        war_since[w] = year if uniform(luck, w) < 0.5 else 0.0
        for s in range(n):
            side = 0
            if war_since[w] > 0 and present[s] > 0:
                side = 1 if uniform(luck, w, s) < 0.3 else -1
            war_side[w, s] = side
    for t in range(len(treaty_kind)):
        inside = 0
        for s in range(n):
            treaty_member[t, s] = 1 if present[s] > 0 and uniform(luck, t + 99, s) < 0.5 else 0
            inside += treaty_member[t, s]
        treaty_kind[t] = 1.0 if inside > 1 else 0.0


OWN = (
    Field("mood", "dyad", kind="stock", low=-5.0, high=5.0),
    Field("unity", "dyad", kind="flag", low=0.0, high=1.0),
)
POOL = {
    f.__name__: f
    for f in (
        shock,
        make,
        turn,
        rebel,
        perish,
        draw_near,
        punish,
        trade,
        quarrel,
        bleed,
        feel,
        survey,
        common,
        count,
        enlist,
    )
}


def toy(names) -> Model:
    """Return a model of steps of the pool in this order, each a mechanism of its own."""
    k = Param(0.5, "1", 0.0, 1.0, normal(0.5, 0.2))
    return Model(
        tuple(
            Mechanism(f"{name}_{i}", "growth", (POOL[name],), {"k": k}, OWN)
            for i, name in enumerate(names)
        )
    )


def scatter(model: Model, opening: Opening, seed: int, *, absent: float = 0.3) -> Opening:
    """Return an opening with other values in every field, and some states absent; one is there."""
    rng, plan = np.random.default_rng(seed), make_plan(model)
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    for part, (block, row) in plan.parts.items():
        field, out = plan.field(part), blocks[block][row]
        if field.flag or (field.low, field.high) == (0.0, 1.0):
            out[...] = rng.random(out.shape) < 0.3
        elif np.isfinite(field.low) and np.isfinite(field.high):
            out[...] = rng.uniform(field.low, field.high, out.shape).astype(out.dtype)
        elif np.isfinite(field.low):
            out[...] = np.exp(rng.normal(0.0, 1.0, out.shape)) * max(abs(field.start), 1.0)
        else:
            out[...] = rng.normal(0.0, 1.0, out.shape)
    there = blocks["state"][0]
    there[:] = rng.random(there.shape) >= absent
    there[rng.integers(len(there))] = 1.0
    return replace(opening, blocks=blocks)
