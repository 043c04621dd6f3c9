"""Fits of pacts: what they write again of whole steps is what those steps do."""

import numpy as np
import pytest
from simulated import alone, decides, run, sign, tiny, whole_luck

from multipolar.fits.treaty_exit import COLDNESS, treaty_exit
from multipolar.fits.treaty_terms import treaty_terms
from multipolar.steps import key

PAIRS = 60


@pytest.mark.parametrize("renewal", [0, 1])
def test_the_density_of_renewals_is_the_chance_that_the_step_decides_by(renewal):
    values = {"tacit": 0.8, "agreed": -0.5, "warmth": 1.5}
    model = alone("treaty_terms", **values)
    bonds = np.random.default_rng(1).uniform(-1, 1, (2 * PAIRS, 2 * PAIRS))
    opening = tiny(model, 2 * PAIRS, room=0, treaties=PAIRS, alignment=bonds)
    draws, warm = [], []
    for t in range(PAIRS):
        parties = [2 * t, 2 * t + 1]
        opening = sign(model, opening, parties, t, expires=2000, term=10, renewal=renewal)
        a, b = sorted(opening.ids[parties])
        draws.append(whole_luck(opening, "treaty_terms.expire", a, key(b, 1990)))
        warm.append(bonds[2 * t + 1, 2 * t])
    rows = {"renewal": np.full(PAIRS, float(renewal)), "alignment": np.array(warm)}
    params = {f"treaty_terms.{k}": v for k, v in values.items()}
    chance = np.exp(treaty_terms.density(rows, params, np.ones(PAIRS)))
    lapse = np.exp(treaty_terms.density(rows, params, np.zeros(PAIRS)))
    final, _ = run(model, opening)
    assert decides(final["treaty_kind"] > 0, np.array(draws), chance)
    assert np.asarray(chance + lapse) == pytest.approx(1)


@pytest.mark.parametrize(("bonds", "change"), [(0.0, 0), (-0.5, 0), (0.4, 1)])
def test_the_density_of_exits_is_how_often_treaties_of_two_end(bonds, change):
    model = alone("treaty_exit", exit_rate=0.1, upheaval=0.7, coldness=COLDNESS, distrust=0)
    opening = tiny(
        model, 2 * PAIRS, room=0, treaties=PAIRS, alignment=bonds, regime_change=change, trust=0.5
    )
    for t in range(PAIRS):
        opening = sign(model, opening, [2 * t, 2 * t + 1], t, since=1900 + t)
    rows = {"two": 1.0, "others": 1.0, "alignment": bonds, "change_a": change, "change_b": change}
    params = {
        "treaty_exit.exit_rate": 0.1, "treaty_exit.crowd": 0.4, "treaty_exit.upheaval": 0.7,
    }  # fmt: skip
    ends = [
        (run(model, opening, member=k)[0]["treaty_kind"][:PAIRS] == 0).mean() for k in range(20)
    ]
    chance = float(np.exp(treaty_exit.density(rows, params, 1.0)))
    assert np.mean(ends) == pytest.approx(chance, abs=4 * np.sqrt(chance / (20 * PAIRS)))
    assert float(np.exp(treaty_exit.density(rows, params, 0.0))) == pytest.approx(1 - chance)


def test_the_density_of_exits_is_how_often_a_party_leaves_treaties_of_many():
    n, size = 2 * PAIRS, 12
    model = alone(
        "treaty_exit", exit_rate=0.2, crowd=0.4, upheaval=0.7, coldness=COLDNESS, distrust=0
    )
    opening = tiny(model, n, room=0, treaties=n // size, alignment=0.3, trust=0.5)
    for t in range(n // size):
        opening = sign(model, opening, range(size * t, size * (t + 1)), t, since=1900 + t)
    rows = {
        "two": 0.0, "others": size - 1.0, "alignment": 0.3, "change_a": 0.0, "change_b": 0.0,
    }  # fmt: skip
    params = {
        "treaty_exit.exit_rate": 0.2, "treaty_exit.crowd": 0.4, "treaty_exit.upheaval": 0.7,
    }  # fmt: skip
    stay = [run(model, opening, member=k)[0]["treaty_member"].sum() / n for k in range(20)]
    chance = float(np.exp(treaty_exit.density(rows, params, 1.0)))
    assert 0.04 < chance < 0.07
    assert 1 - np.mean(stay) == pytest.approx(chance, abs=4 * np.sqrt(chance / (20 * n)))
