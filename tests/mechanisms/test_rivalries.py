"""Rivalries begin where disputes repeat, and end where they do not."""

import numpy as np
from simulated import alone, at, decides, logistic, pair_luck, put, run, tiny, told

from multipolar.events import RIVALRY, RIVALRY_ENDED

VALUES = {"start": -1.0, "memory": 0.7, "enmity": 1.2, "end": 0.15, "settling": 0.3}
N = 40


def test_a_rivalry_turns_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(6)
    bonds, grudge = rng.uniform(-1, 1, (N, N)), rng.exponential(1.5, (N, N))
    calm, rivals, allies = rng.uniform(0, 60, (N, N)), *(rng.random((2, N, N)) < 0.4)
    model = alone("rivalries", **VALUES)
    opening = tiny(
        model, N, room=0, alignment=bonds, grudge=grudge, peace_years=calm, rivalry=rivals,
        defence=allies,
    )  # fmt: skip
    i, j = np.tril_indices(N, -1)
    bonds, grudge, calm, rivals, allies = (x[i, j] for x in (bonds, grudge, calm, rivals, allies))
    odds = -1 + 0.7 * np.minimum(grudge, 3) - 1.2 * bonds - 2.0 * allies
    begins = np.where(grudge > 0.3, logistic(odds), 0)
    ceases = 2 * 0.15 * np.exp(0.03 * np.minimum(calm, 40)) * logistic(4 * bonds)
    chance = np.where(rivals, np.minimum(ceases, 0.5), begins)
    final, events = run(model, opening)
    turned = final["rivalry"] != rivals
    draws = pair_luck(opening, "rivalries.turn.u")
    assert decides(turned, draws, chance)
    assert decides(turned[rivals], draws[rivals], chance[rivals])
    assert len(told(events, RIVALRY)) == (turned & ~rivals).sum()
    assert len(told(events, RIVALRY_ENDED)) == (turned & rivals).sum()


def test_without_a_quarrel_no_rivalry_begins():
    model = alone("rivalries", **VALUES | {"start": 3, "enmity": 6})
    final, _ = run(model, tiny(model, 10, grudge=0.3, alignment=-1), 5)
    assert not final["rivalry"].any()


def test_at_no_alignment_and_fresh_peace_rivalries_end_at_their_rate():
    model = alone("rivalries", **VALUES)
    opening = tiny(model, N, room=0, rivalry=1, peace_years=0)
    final, _ = run(model, opening)
    draws = pair_luck(opening, "rivalries.turn.u")
    assert decides(final["rivalry"] == 0, draws, np.full(len(draws), 0.15))


def test_who_left_the_system_has_no_rivals():
    model = alone("rivalries", **VALUES | {"start": -12})
    final, events = run(model, put(model, tiny(model, 2), "rivalry_turns", at(2, 0), 1))
    assert not final["rivalry"].any()
    assert not told(events, RIVALRY)
