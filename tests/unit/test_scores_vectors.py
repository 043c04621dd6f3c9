"""Energy and variogram score: closed forms, symmetries, and what each can see."""

import numpy as np
import pytest

from multipolar.errors import ScoreError
from multipolar.scores.crps import crps
from multipolar.scores.energy_score import energy_score
from multipolar.scores.variogram_score import variogram_score


@pytest.fixture
def sample():
    rng = np.random.default_rng(1)
    return rng.normal(size=(30, 9, 5)), rng.normal(size=(30, 5))


@pytest.mark.parametrize("fair", [True, False])
def test_energy_score_of_one_component_is_the_crps(sample, fair):
    forecast, outcome = sample[0][:, :, :1], sample[1][:, :1]
    np.testing.assert_allclose(
        energy_score(forecast, outcome, fair=fair),
        crps(forecast[:, :, 0], outcome[:, 0], fair=fair),
        rtol=1e-12,
        atol=1e-14,
    )


def test_energy_score_of_one_member_is_the_distance():
    assert energy_score([[[3.0, 4.0]]], [[0.0, 0.0]], fair=False).tolist() == [5.0]
    with pytest.raises(ScoreError, match="fair=False"):
        energy_score([[[3.0, 4.0]]], [[0.0, 0.0]])


def test_energy_score_does_not_depend_on_the_axes(sample):
    forecast, outcome = sample
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(5, 5)))[0]
    before = energy_score(forecast, outcome)
    np.testing.assert_allclose(energy_score(forecast @ turn, outcome @ turn), before, rtol=1e-10)
    np.testing.assert_allclose(energy_score(3 * forecast, 3 * outcome), 3 * before, rtol=1e-12)


def test_energy_score_of_a_hit_is_zero_and_never_below():
    rng = np.random.default_rng(3)
    spot = rng.normal(size=(20, 1, 3))
    np.testing.assert_array_equal(energy_score(np.repeat(spot, 4, axis=1), spot[:, 0]), 0.0)
    two = rng.normal(size=(500, 2, 3))
    between = two[:, 0] + rng.random((500, 1)) * (two[:, 1] - two[:, 0])
    found = energy_score(two, between)
    assert found.min() >= 0
    np.testing.assert_allclose(found, 0.0, atol=1e-14)


def test_variogram_score_cannot_see_what_all_components_share(sample):
    forecast, outcome = sample
    np.testing.assert_allclose(
        variogram_score(forecast + 7.0, outcome), variogram_score(forecast, outcome), rtol=1e-9
    )
    assert (energy_score(forecast + 7.0, outcome) > energy_score(forecast, outcome)).all()


def test_variogram_score_of_one_component_is_nothing():
    assert variogram_score([[[1.0], [2.0]]], [[5.0]]).tolist() == [0.0]


def test_variogram_score_with_weights_on_one_pair_is_that_pair(sample):
    forecast, outcome = sample
    weight = np.zeros((5, 5))
    weight[3, 1] = 2.0
    wanted = variogram_score(forecast[:, :, [1, 3]], outcome[:, [1, 3]])
    for one_way in (weight, weight.T, (weight + weight.T) / 2):
        found = variogram_score(forecast, outcome, weight=one_way)
        np.testing.assert_allclose(found, wanted, rtol=1e-12)


def test_variogram_score_sees_dependence_better_than_the_energy_score():
    rng = np.random.default_rng(5)
    cases, members = 2000, 40
    common = rng.normal(size=(cases, members + 1, 1))
    drawn = 0.95 * common + np.sqrt(1 - 0.95**2) * rng.normal(size=(cases, members + 1, 4))
    forecast, outcome = drawn[:, 1:], drawn[:, 0]
    apart = rng.permuted(forecast, axis=1)
    lost = {
        score: (score(apart, outcome).mean() / score(forecast, outcome).mean())
        for score in (energy_score, variogram_score)
    }
    assert 1.0 < lost[energy_score] < lost[variogram_score] / 2


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"power": 0.0}, "power: 0.0"),
        ({"power": np.nan}, "power: nan"),
        ({"weight": -np.ones((5, 5))}, "least -1"),
        ({"weight": np.ones((4, 4))}, r"shape \(4, 4\)"),
    ],
)
def test_a_wrong_power_or_weight_is_refused(sample, options, wrong):
    with pytest.raises(ScoreError, match=wrong):
        variogram_score(*sample, **options)


@pytest.mark.parametrize("score", [energy_score, variogram_score])
def test_components_must_be_the_same(sample, score):
    with pytest.raises(ScoreError, match="forecast 5, outcome 4"):
        score(sample[0], sample[1][:, :4])
