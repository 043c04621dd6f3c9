"""Democracies fight one another less."""

import numpy as np
import pytest
from simulated import alone, run, tiny

VALUES = {"weakest": -0.3, "strongest": 0.2, "joint": -0.6, "taming": -1.5}


def pulls(*regime):
    model = alone("democratic_peace", **VALUES)
    final, _ = run(model, tiny(model, 2, room=0, regime=regime))
    return final["onset_pull"][0], final["escalation_pull"][0]


@pytest.mark.parametrize(
    ("regime", "onset", "escalation"),
    [
        ((-1, -1), 0.0, 0.0),
        ((1, 1), -0.3 + 0.2 - 0.6, -1.5),
        ((1, -1), 0.2, 0.0),
        ((0, 0), -0.15 + 0.1 - 0.15, -0.375),
        ((0, 1), -0.15 + 0.2 - 0.3, -0.75),
    ],
)
def test_it_is_what_the_less_and_the_more_democratic_add_and_both_together(
    regime, onset, escalation
):
    assert pulls(*regime) == pytest.approx((onset, escalation), abs=1e-7)
    assert pulls(*regime[::-1]) == pulls(*regime)


def test_with_values_of_nought_it_vanishes():
    model = alone("democratic_peace", **dict.fromkeys(VALUES, 0))
    final, _ = run(model, tiny(model, 3, regime=[1, -1, 0.4]))
    assert np.array_equal(final["onset_pull"], np.zeros(10))
