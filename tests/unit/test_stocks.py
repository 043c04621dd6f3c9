"""Stretches of the record: what they hold, that nothing of them is later, and what fits find."""

from dataclasses import replace

import numpy as np
import pytest
from simulated import alone, futures, tiny

from multipolar.calibration import calibrate, catalogue
from multipolar.fit import Sample
from multipolar.fits.budget import budget
from multipolar.fits.turbulence import COMPONENTS, turbulence
from multipolar.past import fields
from multipolar.samples.stocks import FIRST, SPANS, stocks, stretches, weights

NAMES = ("growth", "demography", "industry", "budget", "turbulence")


@pytest.mark.usefixtures("published")
class TestRecord:
    def test_values_are_those_of_the_past_where_they_are_known(self):
        known, past = stocks(1930), fields(1913)
        for name in ("energy", "military_spending"):
            row = known.values[name][1913 - FIRST]
            wanted = past.state[name][past.known[name]]
            assert sorted(row[np.isfinite(row)]) == pytest.approx(sorted(wanted))
            assert known.world[name][1913 - FIRST] == pytest.approx(past.state[name].sum())

    def test_the_usual_burden_is_the_geometric_mean(self):
        past = fields(1913)
        part = past.state["military_spending"] / past.state["gdp_ppp"]
        found = stocks(1920).world["burden"][1913 - FIRST]
        assert found == pytest.approx(np.exp(np.log(part[part > 0]).mean()))

    def test_stretches_end_in_time_and_are_of_larger_states(self):
        s = stretches(1930)
        assert s.year.max() == 1930
        assert set(s.span) == set(SPANS)
        assert s.start["capability"].min() >= 1e-3
        assert s.war.max() <= 1

    @pytest.mark.parametrize("name", NAMES)
    def test_what_is_known_in_a_year_is_the_same_later(self, name):
        fit = next(f for f in catalogue if f.name == name)
        early, late = fit.sample(1910), fit.sample(1960).until(1910)
        assert early.year.max() <= 1910
        assert len(early) == len(late)
        order = [np.lexsort([*s.rows.values(), s.outcome, s.year]) for s in (early, late)]
        assert np.array_equal(early.outcome[order[0]], late.outcome[order[1]])
        for key, values in early.rows.items():
            assert np.array_equal(values[order[0]], late.rows[key][order[1]]), key

    def test_reversion_of_burdens_is_seen_in_the_record(self):
        """In the data itself: high burdens fall, low ones rise."""
        sample = budget.sample(1980)
        money = (sample.rows["which"] == 0) & (sample.rows["span"] == 10)
        gap = sample.rows["gap"][money]
        assert np.corrcoef(gap, sample.outcome[money])[0, 1] > 0.2


def test_weights_hang_on_the_length():
    assert (weights(np.array([1.0, 10.0])) > 0).all()


def test_the_fit_recovers_what_the_simulator_was_run_with():
    """Ten years of the compiled mechanisms; the fit sees where they began and ended."""
    values = {"budget.norm": 0.10, "budget.spread": 0.10, "budget.manning_norm": 0.05,
              "budget.manning_spread": 0.06, "growth.own": 0.0, "growth.common": 0.0,
              "growth.regional": 0.0}  # fmt: skip
    model = alone("growth", "budget").set(values)
    rng = np.random.default_rng(1)
    n = 40
    spending, men = 2e10 * rng.lognormal(0, 0.7, n), 2e5 * rng.lognormal(0, 0.7, n)
    opening = tiny(model, n, room=0, military_spending=spending, military_personnel=men)
    parts = []
    for final, _ in futures(model, opening, 60, years=10):
        for which, (start, end, base, level) in enumerate(
            (
                (spending, final["military_spending"], (1e12, final["gdp_ppp"]), "world_burden"),
                (men, final["military_personnel"], (5e7, final["population"]), "world_manning"),
            )
        ):
            usual = np.exp(np.log(start / base[0]).mean())
            moved = np.log(final[level] / usual) / 9.0 + np.log(base[1] / base[0]) / 10.0
            parts.append({
                "which": np.full(n, which), "span": np.full(n, 10.0), "stock": start,
                "base": np.full(n, base[0]), "population": np.full(n, 5e7),
                "gdp_ppp": np.full(n, 1e12), "growth": np.log(final["gdp_ppp"] / 1e12) / 10,
                "gap": np.log(usual) - np.log(start / base[0]), "target": moved,
                "capability": np.full(n, 1 / n), "war": np.zeros(n),
                "came": np.log(end / start),
            })  # fmt: skip
    rows = {k: np.concatenate([np.broadcast_to(p[k], n) for p in parts]).astype(float)
            for k in parts[0]}  # fmt: skip
    came = rows.pop("came")
    wanted = {k: v for k, v in values.items() if k.startswith("budget.")}
    fit = replace(budget, params=tuple(wanted), half_life=None)
    sample = Sample(rows, came, np.full(len(came), 2000))
    found = calibrate(fit, 2000, sample=sample, draws=2).values
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, rel=0.25), name


@pytest.mark.parametrize("width", [-0.3, 0.4])
def test_the_fit_finds_how_wide_the_shocks_of_a_run_are(width, monkeypatch):
    """Capability after ten years of the compiled mechanisms."""
    names = ("growth", "demography", "industry", "budget")
    model = alone(*names).set({"growth.width": width, "growth.common": 0.0})
    rng = np.random.default_rng(1)
    n = 40
    stocks = {
        "population": np.full(n, 5e7), "urban_population": np.full(n, 2e7),
        "gdp_ppp": np.full(n, 5e11), "energy": 2e6 * rng.lognormal(0, 0.1, n),
        "steel": 5e3 * rng.lognormal(0, 0.1, n), "military_spending": np.full(n, 1e10),
        "military_personnel": np.full(n, 4e5),
    }  # fmt: skip
    opening = tiny(model, n, room=0, **stocks)
    share = {name: stocks[name] / stocks[name].sum() for name in COMPONENTS}
    start = np.mean(list(share.values()), axis=0)
    ended = [final["capability"] for final, _ in futures(model, opening, 40, years=10)]
    rows = {name: np.tile(s * (1 - s) / (6 * start), 40) for name, s in share.items()}
    rows |= {"span": np.full(n * 40, 10.0), "capability": np.tile(start, 40)}
    came = np.concatenate([np.log(end / start) for end in ended])
    fit = replace(turbulence, params=("growth.width",))
    sample = Sample(rows, came, np.full(len(came), 2000))
    monkeypatch.setattr("multipolar.fits.turbulence.AT_WAR", 0.0)
    found = calibrate(fit, 2000, sample=sample, draws=2).values["growth.width"]
    assert found == pytest.approx(width, abs=0.15)
