"""Known parameters are found again, and what is said to be uncertain is uncertain by that much."""

import numpy as np
import pytest
from scipy import stats

from multipolar.calibration import calibrate, check, posterior
from multipolar.errors import DataError, ModelError
from multipolar.fit import Fit, Sample
from multipolar.maths import logistic, where
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.posterior import read
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state

pytest.importorskip("jax")


@each_state(sets="regime_change", draws={"u": "uniform"})
def turn(regime, growth, base, slope, u):
    return where(u < logistic(base + slope * regime), 1.0, 0.0)


@each_state(sets="leader_change", draws={"u": "uniform"})
def leave(tenure, rate, decay, u):
    return where(u < rate / (1.0 + decay * tenure), 1.0, 0.0)


PARAMS = {
    "base": Param(-1.0, "1", -20, 20, normal(-1.0, 1.0)),
    "slope": Param(0.5, "1", -20, 20, normal(0.5, 1.0)),
}
MODEL = Model(
    (
        Mechanism("turns", "regime", (turn,), PARAMS),
        Mechanism(
            "leavers", "regime", (leave,),
            {
                "rate": Param(0.3, "1/year", 0, 1, beta(3, 7)),
                "decay": Param(0.1, "1", 0, 50, lognormal(0.1, 1.0)),
            },
        ),
    )
)  # fmt: skip


def rows(random, base, slope, size=400):
    x = random.normal(size=size)
    came = random.random(size) < 1 / (1 + np.exp(-base - slope * x))
    year = random.integers(1900, 1950, size)
    return Sample({"regime": x, "growth": 0.0}, came.astype(float), year)


def fit_of(sample, **options):
    return Fit(
        "turns", ("turns.base", "turns.slope"), lambda until: sample, "turns.turn.u", **options
    )


def test_the_peak_is_that_of_the_same_likelihood_and_prior_worked_out_by_hand():
    sample = rows(np.random.default_rng(5), -0.4, 1.2)
    found = calibrate(fit_of(sample), 1950, model=MODEL)
    x, y = sample.rows["regime"], sample.outcome
    w = np.zeros(2)
    design = np.column_stack([np.ones(len(y)), x])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ w))
        curve = (design * (p * (1 - p))[:, None]).T @ design + np.eye(2)
        w = w + np.linalg.solve(curve, design.T @ (y - p) - (w - [-1.0, 0.5]))
    np.testing.assert_allclose(found.peak, w, atol=1e-4)
    np.testing.assert_allclose(
        found.posterior_sd, np.sqrt(np.diag(np.linalg.inv(curve))), rtol=1e-3
    )
    assert (found.rows, found.events) == (400, y.sum())


def test_ranks_of_known_parameters_are_uniform():
    """Simulation-based calibration: Talts et al. (2018), arXiv:1804.06788."""
    random, ranks = np.random.default_rng(11), []
    fit = fit_of(rows(random, 0.0, 0.0))
    for k in range(120):
        truth = random.normal([-1.0, 0.5], 1.0)
        sample = rows(random, *truth)
        found = calibrate(fit, 1950, sample=sample, model=MODEL, draws=99, seed=k)
        ranks.append((found.draws < truth).sum(axis=0))
    for column in np.array(ranks).T:
        counts = np.histogram(column, bins=10, range=(0, 100))[0]
        assert stats.chisquare(counts).pvalue > 0.005


def test_the_sampler_agrees_with_the_normal_at_the_peak():
    sample = rows(np.random.default_rng(3), -0.4, 1.2)
    near, far = (
        calibrate(fit_of(sample), 1950, model=MODEL, draws=1500, method=m)
        for m in ("normal", "nuts")
    )
    np.testing.assert_allclose(far.draws.mean(0), near.draws.mean(0), atol=0.03)
    np.testing.assert_allclose(far.draws.std(0), near.draws.std(0), rtol=0.12)


def test_parameters_with_ranges_stay_in_them_and_are_found():
    random = np.random.default_rng(2)
    tenure = random.integers(0, 20, 4000).astype(float)
    came = (random.random(4000) < 0.4 / (1 + 0.2 * tenure)).astype(float)
    sample = Sample({"tenure": tenure}, came, np.full(4000, 1900))
    fit = Fit("leavers", ("leavers.rate", "leavers.decay"), lambda until: sample, "leavers.leave.u")
    found = calibrate(fit, 1950, model=MODEL)
    assert found.values["leavers.rate"] == pytest.approx(0.4, abs=0.05)
    assert found.values["leavers.decay"] == pytest.approx(0.2, abs=0.06)
    assert ((found.draws[:, 0] > 0) & (found.draws[:, 0] < 1)).all()
    assert (found.posterior_sd < found.prior_sd).all()


def test_what_comes_after_a_year_is_not_used():
    sample = rows(np.random.default_rng(5), -0.4, 1.2)
    later = sample.outcome.copy()
    later[sample.year > 1925] = 1 - later[sample.year > 1925]
    poisoned = Sample(sample.rows, later, sample.year)
    known, other = (calibrate(fit_of(s), 1925, model=MODEL) for s in (sample, poisoned))
    assert (known.draws == other.draws).all()
    assert (calibrate(fit_of(poisoned), 1950, model=MODEL).draws != other.draws).any()


def test_the_distant_past_counts_less_if_asked():
    early = Sample({"regime": np.zeros(500), "growth": 0.0}, np.zeros(500), np.full(500, 1850))
    sample = Sample(
        {"regime": np.zeros(1000), "growth": 0.0},
        np.r_[early.outcome, np.ones(500)],
        np.r_[early.year, np.full(500, 1950)],
    )
    even = calibrate(fit_of(sample), 1950, model=MODEL).values["turns.base"]
    recent = calibrate(fit_of(sample, half_life=40.0), 1950, model=MODEL).values["turns.base"]
    assert abs(even) < 0.1
    assert recent > 1.0


def test_a_parameter_in_two_fits_is_refused():
    sample = rows(np.random.default_rng(5), -0.4, 1.2)
    with pytest.raises(ModelError, match=r"turns.base is fitted by turns and by turns"):
        posterior(1950, fits=[fit_of(sample), fit_of(sample)], model=MODEL)


def test_no_row_is_an_error():
    sample = rows(np.random.default_rng(5), -0.4, 1.2)
    with pytest.raises(ModelError, match="no row of the record up to 1800"):
        calibrate(fit_of(sample), 1800, model=MODEL)


def test_values_that_are_not_finite_are_refused():
    with pytest.raises(ModelError, match="regime has values that are not finite"):
        Sample({"regime": np.array([1.0, np.nan])}, np.zeros(2), np.zeros(2, int))


def both_fits():
    random = np.random.default_rng(2)
    tenure = random.integers(0, 20, 2000).astype(float)
    came = (random.random(2000) < 0.4 / (1 + 0.2 * tenure)).astype(float)
    sample = Sample({"tenure": tenure}, came, np.full(2000, 1900), dropped={"no leader": 3})
    second = Fit(
        "leavers", ("leavers.rate", "leavers.decay"), lambda until: sample, "leavers.leave.u"
    )
    return fit_of(rows(random, -0.4, 1.2)), second


def test_a_posterior_of_all_fits_is_written_read_and_used_by_a_model(tmp_path):
    told = []
    found = posterior(
        1950, fits=both_fits(), model=MODEL, draws=50, progress=lambda *a: told.append(a)
    )
    assert told == [("turns", 0, 2), ("leavers", 1, 2)]
    assert found.facts["fits"]["leavers"]["dropped"] == {"no leader": 3}
    assert 0 < found.facts["fits"]["turns"]["params"]["turns.slope"]["spread_left"] < 0.3
    for fit in found.facts["fits"].values():
        held = [c["low"] <= c["observed"] <= c["high"] for c in fit["check"]]
        assert len(held) >= 1
        assert np.mean(held) >= 0.5
    found.write(tmp_path / "mine")
    again = read(tmp_path / "mine")
    assert again.names == found.names
    assert again.values == pytest.approx(found.values)
    np.testing.assert_allclose(again.draws, found.draws, rtol=1e-6)

    model = MODEL.believing(again)
    drawn = model.draw(range(2000), 1)
    columns = list(model.params)
    a, b = (drawn[:, columns.index(f"turns.{k}")] for k in ("base", "slope"))
    pairs = {tuple(row) for row in again.draws[:, :2]}
    assert {(x, y) for x, y in zip(a, b, strict=True)} == pairs  # joint rows, and all of them
    assert (model.draw([7], 1) == drawn[7]).all()
    assert model.draw([0], 1, certain=True)[0].tolist() == [model.params[c].value for c in columns]
    assert model.params["turns.base"].value == pytest.approx(again.values["turns.base"])
    held = model.holding(turns__base=0.25)
    assert (held.draw(range(9), 1)[:, columns.index("turns.base")] == 0.25).all()
    assert "turns.base" not in held.fitted


def test_a_broken_posterior_names_its_file(tmp_path):
    with pytest.raises(DataError, match=r"no posterior can be read there .* posterior\.json"):
        read(tmp_path)
    (tmp_path / "posterior.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="calibrate --output"):
        read(tmp_path)


def test_a_check_tells_of_a_model_that_is_wrong():
    random = np.random.default_rng(9)
    year = np.repeat(np.arange(1900, 1960), 50)
    came = (random.random(3000) < np.where(year < 1920, 0.6, 0.1)).astype(float)
    sample = Sample({"regime": 0.0, "growth": 0.0}, came, year)
    fit = fit_of(sample)
    found = calibrate(fit, 1960, model=MODEL)
    lines = check(fit, found, sample, MODEL)
    assert [(c["first"], c["last"]) for c in lines] == [(1900, 1919), (1920, 1939), (1940, 1959)]
    assert lines[0]["observed"] > lines[0]["high"]
    assert lines[1]["observed"] < lines[1]["low"]
    assert sum(c["observed"] for c in lines) == came.sum()
