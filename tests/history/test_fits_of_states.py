"""Fits of what happens within states, of sanctions, wars and new states, on the record."""

import numpy as np
import pytest

jax = pytest.importorskip("jax")

from simulated import alone, decides, likely, run, sign, tiny, wage, whole_luck  # noqa: E402

from multipolar.births import births, tide  # noqa: E402
from multipolar.calibration import calibrate, catalogue  # noqa: E402
from multipolar.fit import Sample  # noqa: E402
from multipolar.fits import armed_conflict, births_of_states, war_joining, war_onset  # noqa: E402
from multipolar.model import default_model  # noqa: E402
from multipolar.samples.coercion import cases, in_force  # noqa: E402
from multipolar.samples.fighting import wars  # noqa: E402
from multipolar.samples.within import state_years  # noqa: E402

files = pytest.mark.usefixtures("published")

MINE = (
    "regime_change", "regime_direction", "regime_jump", "leader_turnover", "armed_conflict",
    "sanctions_imposed", "sanctions_lifted", "sanctions_joined", "war_end", "war_outcome",
    "war_joining", "war_onset", "war_severity", "births_of_states",
)  # fmt: skip


@files
@pytest.mark.parametrize("name", MINE)
def test_a_sample_cut_at_a_year_is_the_sample_of_that_year(name):
    """What is known in 1975 does not change when later years are read."""
    early, late = catalogue[name].sample(1975), catalogue[name].sample(1985).until(1975)
    assert len(early) > 20
    assert early.year.max() <= 1975
    assert np.array_equal(early.year, late.year) or sorted(early.year) == sorted(late.year)
    order_a, order_b = np.argsort(early.year, kind="stable"), np.argsort(late.year, kind="stable")
    assert np.array_equal(early.outcome[order_a], late.outcome[order_b])
    for field, values in early.rows.items():
        if np.ndim(values):
            assert np.array_equal(values[order_a], late.rows[field][order_b]), field


@files
@pytest.mark.parametrize("name", MINE)
def test_every_parameter_exists_and_the_record_teaches_something(name):
    fit = catalogue[name]
    found = calibrate(fit, 1980, draws=10)
    learned = 1 - found.posterior_sd / found.prior_sd
    assert learned.max() > 0.3
    for name_, value in found.values.items():
        p = default_model().param(name_)
        assert p.low <= value <= p.high


@files
def test_regimes_change_in_the_middle_and_again_and_seldom_in_full_democracies():
    found = calibrate(catalogue["regime_change"], 1980, draws=10).values
    assert found["regimes.middle"] > 1
    assert found["regimes.unsettled"] > 0.5
    assert found["contagion.strength"] > 0


@files
def test_states_in_years():
    years = state_years(1980)
    one = years.where((years["number"] == 155) & (years["year"] == 1973))
    assert one["regime_change"].tolist() == [1.0]
    assert one["regime"] == pytest.approx(0.6)
    assert one["next_regime"] == pytest.approx(-0.7)
    lost = years.where((years["number"] == 160) & (years["year"] == 1983))
    assert len(lost) == 0
    later = state_years(1984)
    after = later.where((later["number"] == 160) & (later["year"] == 1983))
    assert after["defeat"].tolist() == [1.0]
    assert after["regime_change"].tolist() == [1.0]


@files
def test_sanctions_of_the_record():
    assert len(cases()) == 294
    assert (2, 40) in in_force(1985)
    assert all(c.sender != 1000 for c in cases())
    assert not in_force(1944)


@files
def test_wars_of_the_record():
    assert len(wars()) == 95
    second = next(parts for parts in wars().values() if min(p.since for p in parts) == 1939
                  and len(parts) > 20)  # fmt: skip
    late = [p for p in second if p.late > 10]
    assert len(late) > 15


def test_the_tide_of_new_states_rises_in_the_sixties_and_ebbs():
    usual = (1.25, 0.26, 0.9)
    assert tide(1962, *usual) > 1
    assert tide(1913, *usual) < -1
    assert births(1960) == 18


def test_the_tide_is_followed_as_the_likelihood_follows_it():
    """Where the rate is always one, the likelihood is Poisson."""
    from scipy.stats import poisson

    came = np.array([0.0, 1, 3, 0, 2])
    params = {"statehood.emancipation_rate": 1.0, "statehood.wave": 1e-9, "statehood.ebb": 0.3}
    density = births_of_states.births_of_states.density
    assert np.asarray(density({}, params, came)) == pytest.approx(poisson(1).logpmf(came), abs=1e-6)


def test_the_odds_of_a_war_are_those_that_the_step_decides_by():
    n = 25
    i, j = np.tril_indices(n, -1)
    rng = np.random.default_rng(4)
    border, rivals = rng.random((2, n, n)) < 0.5
    pacts = np.triu(rng.random((n, n)) < 0.2, 1)
    share, major = rng.dirichlet(np.ones(n)), rng.integers(0, 2, n)
    arms, regime = rng.integers(0, 2, n) * 5.0, rng.uniform(-1, 1, n)
    names = ("escalation", "deterrence", "democratic_peace")
    values = {
        "escalation.base": -0.5, "escalation.adjacent": 0.4, "escalation.grudges": 0.5,
        "escalation.peers": 0.3, "escalation.powers": 0.6, "escalation.umbrella": -0.8,
        "deterrence.mutual": -1.0,
        "deterrence.one_sided": 0.4, "escalation.dilution": 0.7, "democratic_peace.taming": -1.5,
    }  # fmt: skip
    model = default_model().only(*names).set(values)
    opening = tiny(
        model, n, room=0, wars=300, treaties=100, dispute=1, contiguous=border, rivalry=rivals,
        major=major, capability=share, nuclear_warheads=arms, regime=regime,
    )  # fmt: skip
    for slot, parties in enumerate(np.argwhere(pacts)):
        opening = sign(model, opening, parties, slot)
    has, size = (arms >= 1).astype(float), np.log(share + 1e-5)
    guard = (pacts | pacts.T) @ np.eye(n)[:, arms >= 1]  # bound to which armed state
    others = guard.sum(axis=1, keepdims=True) - (pacts | pacts.T)  # without the foe
    safe = (1 - has[:, None]) * has[None, :] * (others > 0)
    assert 10 < (safe + safe.T)[i, j].sum() < len(i) / 2
    rows = {
        "contiguous": border[i, j].astype(float), "rivalry": rivals[i, j].astype(float),
        "gulf": np.abs(size[i] - size[j]), "majors": (major[i] * major[j]).astype(float),
        "both_armed": has[i] * has[j], "one_armed": np.abs(has[i] - has[j]),
        "sheltered": (safe + safe.T)[i, j],
        "both_free": (0.5 + 0.5 * regime[i]) * (0.5 + 0.5 * regime[j]),
        "under_way": np.full(len(i), float(len(i))),
    }  # fmt: skip
    chance = 1 / (1 + np.exp(-np.asarray(war_onset.odds(rows, values))))
    final, _ = run(model, opening)
    ids = opening.ids.astype(np.int64)
    low, high = np.minimum(ids[i], ids[j]), np.maximum(ids[i], ids[j])
    pairs = zip(low, high, strict=True)
    draws = np.array([whole_luck(opening, "escalation.escalate", a, b) for a, b in pairs])
    assert decides(final["war"], draws, chance)


def test_the_chance_to_join_is_that_of_the_step():
    """One outsider of each kind in many futures; a wave without joiners is the last of its year."""
    values = {
        "base": -2.0, "duty": 1.0, "warmth": 0.8, "hatred": 0.9, "near": 0.6, "great": 0.5,
        "later": 0.2, "caution": 0.4, "growing": 0.0,
    }  # fmt: skip
    model = alone("joining", **values)
    n, futures = 3, 400
    kinds = [
        {"contiguous": (0, 1.0)},
        {"alignment": (0, 0.6)},
        {"alignment": (1, -0.7)},
        {"alignment": (1, 0.5)},
    ]
    for kind in kinds:
        ((field, (with_, value)),) = kind.items()
        tie = np.zeros((n, n))
        tie[2, with_] = tie[with_, 2] = value
        opening = wage(model, tiny(model, n, **{field: tie}), [0], [1], since=2001)
        found = [run(model, opening, 1, member=m)[0]["war_side"][0][2] for m in range(futures)]
        joined = [sum(side > 0 for side in found), sum(side < 0 for side in found)]
        ties = {0: np.zeros(1), 1: np.zeros(1)}
        row = {k: np.zeros(1) for k in ("bound_a", "bound_b", "bomb", "age")}
        row["great"] = np.ones(1)  # a third of all capability
        near, fond = dict(ties), dict(ties)
        if field == "contiguous":
            near[with_] = np.ones(1)
        else:
            fond[with_] = np.full(1, value)
        row |= {"close": np.maximum(near[0], near[1]), "fond_a": fond[0], "fond_b": fond[1]}
        row |= {"cold_a": np.maximum(-fond[0], 0), "cold_b": np.maximum(-fond[1], 0)}
        params = {f"joining.{k}": v for k, v in values.items()}
        a, b = (float(np.asarray(x)[0]) for x in war_joining.chances(row, params))
        assert likely(joined[0], futures, a)
        assert likely(joined[1], futures, b)


def test_the_pull_of_neighbours_is_that_of_the_pair_steps():
    """Two routes to ``unrest_pull``: the sums of the sample, and the mechanisms themselves."""
    from multipolar.hazards import chance

    model = default_model().believing(None)
    rows = {
        "insurgency": 0.0, "separatism": 0.0, "insurgency_past": 0.0, "separatism_past": 0.0,
        "gdp_ppp": 5e10, "population": 1e7, "growth": 0.0, "growth_regime": 0.0, "regime": 0.0,
        "regime_change": 0.0,
    }  # fmt: skip
    rows = {k: np.array([v]) for k, v in rows.items()}
    around = {"near_war": 2.0, "rivals_near": 0.3, "rivals_far": 0.5, "part": 0.0}
    around = {k: np.array([v]) for k, v in around.items()}
    values = {"spill_over.strength": 0.2, "interference.strength": 0.5, "interference.reach": 0.4}
    said = armed_conflict.chances(rows | around, values)
    pull = 0.2 * 2 + 0.5 * (0.3 + 0.4 * 0.5)
    asked = chance(model, "insurgency.rebel.u")
    assert np.asarray(said) == pytest.approx(np.asarray(asked(rows | {"unrest_pull": pull}, {})))


def test_a_sample_without_rows_is_no_error_before_the_record():
    for name in ("sanctions_imposed", "sanctions_lifted", "sanctions_joined"):
        assert isinstance(catalogue[name].sample(1930), Sample)
        assert len(catalogue[name].sample(1930)) == 0
