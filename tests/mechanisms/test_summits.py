"""Standing coordination: begun, deepened and ended, and what it does."""

import numpy as np
import pytest
from simulated import alone, decides, logistic, pair_luck, run, tiny, told

from multipolar.events import COORDINATION, COORDINATION_ENDED

VALUES = {
    "start": 0, "close": 6.0, "end": 0, "deepening": 0.1, "bond": 0.05, "peace": 0.4, "pact": 0.7,
}  # fmt: skip


def met(n=2, years=1, values=(), **fields):
    model = alone("summits", **VALUES | dict(values))
    return run(model, tiny(model, n, room=0, **fields), years)


def test_coordination_deepens_geometrically_towards_one():
    for years in (1, 5, 30):
        final, _ = met(years=years, coordination=0.2)
        assert final["coordination"] == pytest.approx([1 - 0.8 * 0.9**years], rel=1e-5)


def test_what_does_not_exist_does_not_deepen():
    final, _ = met(years=5, coordination=0)
    assert not final["coordination"].any()
    assert not final["alignment_pull"].any()


def test_it_draws_together_calms_and_leads_to_pacts():
    final, _ = met(coordination=0.5, alignment=0.2)
    assert final["alignment_pull"] == pytest.approx([0.05 * 0.55 * 0.8])
    assert final["onset_pull"] == pytest.approx([-0.4 * 0.55])
    assert final["pact_pull"] == pytest.approx([0.7 * 0.55])


def test_it_begins_just_where_the_draw_is_below_the_chance():
    n = 40
    rng = np.random.default_rng(4)
    model = alone("summits", **VALUES | {"start": 0.9})
    bonds, region = rng.uniform(-1, 1, (n, n)), rng.integers(0, 2, (n, n))
    major = rng.integers(0, 2, n)
    opening = tiny(model, n, room=0, alignment=bonds, same_region=region, major=major)
    i, j = np.tril_indices(n, -1)
    weight = np.where(major[i] & major[j], 1.0, np.where(major[i] | major[j], 0.65, 0.3))
    chance = weight * (0.5 + region[i, j]) * 0.9 * logistic(6 * (bonds[i, j] - 0.5))
    final, events = run(model, opening)
    begun = final["coordination"] > 0
    assert decides(begun, pair_luck(opening, "summits.weigh.u"), chance)
    assert final["coordination"][begun] == pytest.approx(0.28)
    assert len(told(events, COORDINATION)) == begun.sum()


def test_it_ends_just_where_the_draw_is_below_the_chance():
    n = 30
    bonds = np.random.default_rng(5).uniform(-1, 1, (n, n))
    model = alone("summits", **VALUES | {"end": 0.8})
    opening = tiny(model, n, room=0, alignment=bonds, coordination=0.6)
    chance = 0.8 * logistic(-6 * (bonds[np.tril_indices(n, -1)] - 0.1))
    final, events = run(model, opening)
    over = final["coordination"] == 0
    assert decides(over, pair_luck(opening, "summits.weigh.u"), chance)
    assert len(told(events, COORDINATION_ENDED)) == over.sum()


@pytest.mark.parametrize("alignment", [-1, 1])
def test_without_chances_nothing_begins_or_ends(alignment):
    final, events = met(3, 5, coordination=[0.5, 0, 0], alignment=alignment)
    assert np.array_equal(final["coordination"] > 0, [True, False, False])
    assert not told(events, COORDINATION, COORDINATION_ENDED)
