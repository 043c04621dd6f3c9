"""Leaders come and go at their rates, and bring ideas of their own."""

import numpy as np
import pytest
from simulated import alone, decides, likely, run, state_luck, tiny

RATES = {
    "open_rate": 0.3, "closed_rate": 0.1, "limit_years": 8, "limit_rate": 0.2, "crisis": 0.5,
    "shift": 0.0,
}  # fmt: skip
N = 150


def replaced(values=(), n=N, **fields):
    model = alone("leaders", **RATES | dict(values))
    usual = {"growth": 0.02, "tenure": 3, "regime": 1}
    return run(model, tiny(model, n, room=0, **usual | fields))[0]


@pytest.mark.parametrize(
    ("fields", "chance"),
    [
        ({}, 0.3),
        ({"regime": -1}, 0.1),
        ({"regime": 0}, 0.2),
        ({"tenure": 8}, 0.5),
        ({"tenure": 8, "regime": -1}, 0.1),
        ({"growth": -0.1}, 0.3 * np.exp(0.5)),
        ({"growth": -0.9, "regime": -1}, 0.1 * np.exp(1.5)),
        ({"defeat": 1, "regime": -1}, 0.1 * np.exp(1.0)),
        ({"defeat": 1, "growth": -0.3}, 0.95),
    ],
)
def test_chances_follow_regime_terms_and_bad_years(fields, chance):
    final = replaced(**fields)
    assert likely(final["leader_change"].sum(), N, chance)


def test_tenure_starts_again_with_a_new_leader_and_counts_years_otherwise():
    final = replaced()
    assert np.array_equal(final["tenure"], np.where(final["leader_change"] > 0, 0, 4))


def test_rates_of_nought_and_one_are_exact():
    never = {"open_rate": 0, "closed_rate": 0, "limit_rate": 0}
    assert not replaced(never, defeat=1)["leader_change"].any()
    assert (replaced(never, n=3)["tenure"] == 4).all()


def test_only_new_leaders_bring_new_ideas_and_in_democracies_wider_ones():
    for regime, width in ((1, 0.2), (-1, 0.1)):
        final = replaced({"shift": 0.2, "closed_rate": 0.6, "open_rate": 0.6}, regime=regime)
        new = final["leader_change"] > 0
        start = 0.8 * 0
        assert (final["ideology"][~new] == start).all()
        assert final["ideology"][new].std() == pytest.approx(width, rel=0.3)


def test_ideas_stay_on_the_scale():
    final = replaced({"shift": 2, "open_rate": 1}, ideology=3.9)
    assert final["ideology"].max() == 4


def test_a_leader_goes_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(3)
    regime, growth = rng.uniform(-1, 1, N), rng.uniform(-0.4, 0.1, N)
    tenure, defeat = rng.integers(0, 16, N), rng.integers(0, 2, N)
    model = alone("leaders", **RATES)
    opening = tiny(model, N, room=0, regime=regime, growth=growth, tenure=tenure, defeat=defeat)
    free = (regime + 1) / 2
    usual = 0.1 + 0.2 * free + np.where(tenure >= 8, 0.2 * free, 0)
    bad = 10 * np.clip(-growth, 0, 0.3) + 2 * defeat
    chance = np.minimum(usual * np.exp(0.5 * bad), 0.95)
    final, _ = run(model, opening)
    assert decides(final["leader_change"], state_luck(opening, "leaders.replace.u"), chance)
