"""A leader far ahead is balanced."""

import numpy as np
import pytest
from simulated import alone, at, run, tiny

LEADER = {"leader": [1, 0, 0, 0], "major": [1, 1, 1, 0], "lead": 0.2}


def pull(**fields):
    model = alone("hegemony", balance=0.5, league=0.3)
    return run(model, tiny(model, 4, room=0, **LEADER | fields))[0]["alignment_pull"]


def test_great_powers_move_from_the_leader_and_towards_one_another():
    found = pull()
    assert found[[at(1, 0), at(2, 0)]] == pytest.approx([-0.2 * 0.5] * 2)
    assert found[at(2, 1)] == pytest.approx(0.2 * 0.3 * 0.5)


def test_small_states_are_not_concerned():
    assert not pull()[[at(3, 0), at(3, 1), at(3, 2)]].any()


def test_allies_do_not_balance_the_leader():
    assert not pull(defence=1)[[at(1, 0), at(2, 0)]].any()
    assert pull(defence=1)[at(2, 1)] == pull()[at(2, 1)]


@pytest.mark.parametrize(
    ("regime", "weight", "like"), [([1, 1, 1, 0], 0.5, 1), ([1, -1, -1, 0], 1.5, 1)]
)
def test_unlike_regimes_balance_more_and_like_ones_league(regime, weight, like):
    found = pull(regime=regime)
    assert found[at(1, 0)] == pytest.approx(-0.2 * 0.5 * weight)
    assert found[at(2, 1)] == pytest.approx(0.2 * 0.3 * like)


def test_it_grows_with_the_lead():
    assert pull(lead=0.4) == pytest.approx(2 * pull())
    assert np.array_equal(pull(lead=0), np.zeros(6))


def test_it_does_not_matter_where_the_leader_stands():
    turned = pull(leader=[0, 0, 1, 0])
    assert turned[at(2, 0)] == pull()[at(2, 0)]
    assert turned[at(1, 0)] == pull()[at(2, 1)]
