"""Scores of ensembles against another program. Slow: importing it with Numba takes seconds."""

import numpy as np
import pytest

from multipolar.scores.crps import crps
from multipolar.scores.energy_score import energy_score
from multipolar.scores.variogram_score import variogram_score

pytestmark = pytest.mark.slow
ESTIMATORS = pytest.mark.parametrize(("fair", "estimator"), [(True, "fair"), (False, "nrg")])


@pytest.fixture(scope="module")
def theirs():
    return pytest.importorskip("scoringrules")


@pytest.fixture
def sample():
    rng = np.random.default_rng(1)
    return rng.normal(size=(30, 9, 5)), rng.normal(size=(30, 5))


@ESTIMATORS
def test_crps(theirs, sample, fair, estimator):
    forecast, outcome = sample[0][:, :, 0], sample[1][:, 0]
    wanted = theirs.crps_ensemble(outcome, forecast, estimator=estimator, backend="numpy")
    np.testing.assert_allclose(crps(forecast, outcome, fair=fair), wanted, rtol=1e-10, atol=1e-14)


@ESTIMATORS
def test_energy_score(theirs, sample, fair, estimator):
    forecast, outcome = sample
    wanted = theirs.es_ensemble(outcome, forecast, estimator=estimator, backend="numpy")
    np.testing.assert_allclose(energy_score(forecast, outcome, fair=fair), wanted, rtol=1e-10)


@pytest.mark.parametrize("power", [0.5, 1.0])
@pytest.mark.parametrize("weighted", [True, False])
def test_variogram_score(theirs, sample, power, weighted):
    forecast, outcome = sample
    weight = np.random.default_rng(4).random((5, 5)) if weighted else np.ones((5, 5))
    wanted = theirs.vs_ensemble(
        outcome, forecast, np.tile(weight, (30, 1, 1)), p=power, estimator="nrg", backend="numpy"
    )
    found = variogram_score(forecast, outcome, power=power, weight=weight if weighted else None)
    np.testing.assert_allclose(found, wanted, rtol=1e-10)
