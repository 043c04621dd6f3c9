"""Arms control: sought by rivals with arms, signed for ten years, broken by enmity."""

import numpy as np
import pytest
from simulated import (
    alone,
    at,
    decides,
    dense,
    logistic,
    pair_luck,
    put,
    run,
    sign,
    tiny,
    told,
    whole_luck,
)

from multipolar.events import LAPSE, TREATY
from multipolar.steps import key

VALUES = {"talks": 0.0, "detente": 2.0, "confidence": 1.5, "breakdown": 0.0, "hostility": 1.2}
LIMIT = 32


def test_a_pair_seeks_a_limit_just_where_the_draw_is_below_the_chance():
    n = 40
    rng = np.random.default_rng(11)
    bonds, bombs = rng.uniform(-1, 1, (n, n)), rng.choice([0, 0.5, 1, 500], n)
    major = rng.integers(0, 2, n)
    rivals, caps, wars = rng.random((3, n, n)) < np.array([0.5, 0.3, 0.2])[:, None, None]
    model = alone("arms_control", **VALUES | {"talks": 0.9})
    opening = tiny(
        model, n, room=0, treaties=0, alignment=bonds, nuclear_warheads=bombs, major=major,
        rivalry=rivals, arms_cap=caps, war=wars, trust=0.7,
    )  # fmt: skip
    i, j = np.tril_indices(n, -1)
    armed = (bombs[i] >= 1) & (bombs[j] >= 1)
    stake = (0.5 * armed + 0.5 * (major[i] & major[j])) * (0.4 + 0.6 * rivals[i, j])
    chance = 0.9 * stake * logistic(2 * (bonds[i, j] + 0.3) + 1.5 * 0.2)
    chance = chance * ~caps[i, j] * ~wars[i, j]
    final, _ = run(model, opening)
    assert decides(final["seeks_limit"], pair_luck(opening, "arms_control.seek.u"), chance)


def forced(**fields):
    """Return a model and an opening in which only states 1 and 2 seek a limit, surely."""
    model = alone("arms_control", **VALUES | {"talks": 1, "detente": 10}).set(
        {"accounts.rise": 1, "accounts.fall": 0}
    )
    rivals = np.zeros((4, 4))
    rivals[2, 1] = 1
    fields = {"nuclear_warheads": [0, 9, 9, 0], "major": [0, 1, 1, 0], "alignment": 1} | fields
    return model, tiny(model, 4, rivalry=rivals, **fields)


def test_an_agreement_is_signed_for_ten_years_and_limits_both():
    model, opening = forced()
    final, events = run(model, opening)
    assert told(events, TREATY) == [(2, 1)]
    facts = [final[f"treaty_{k}"][0] for k in ("kind", "terms", "since", "expires", "term")]
    assert facts == [3, LIMIT, 2001, 2011, 10]
    caps = dense(final, "arms_cap")
    assert caps[2, 1] == caps[1, 2] == 1
    assert caps.sum() == 2


def test_there_is_one_agreement_at_a_time_and_none_without_a_place():
    model, opening = forced()
    final, events = run(model, opening, 5)
    assert len(told(events, TREATY)) == 1
    for slot in range(8):
        opening = sign(model, opening, [0, 3], slot, since=1980 + slot)
    final, events = run(model, opening)
    assert not told(events, TREATY)
    assert final["treaty_since"].tolist() == list(range(1980, 1988))


def test_who_left_the_system_signs_nothing():
    model, opening = forced(nuclear_warheads=0, major=0)
    _, events = run(model, put(model, opening, "seeks_limit", at(4, 0), 1))
    assert not told(events, TREATY)


def broken(trust=0.5, bonds=0.0, pairs=50, **values):
    """Return which of many agreements of two ended, and the draws that decide on it."""
    model = alone("arms_control", **VALUES | {"breakdown": 0.2} | values)
    opening = tiny(model, 2 * pairs, room=0, treaties=pairs, alignment=bonds, trust=trust)
    draws = []
    for t in range(pairs):
        opening = sign(model, opening, [2 * t, 2 * t + 1], t, kind=3, terms=LIMIT, since=1995)
        a, b = sorted(opening.ids[[2 * t, 2 * t + 1]])
        draws.append(whole_luck(opening, "arms_control.break_down", a, key(b, 1995)))
    final, events = run(model, opening)
    over = final["treaty_kind"] == 0
    assert len(told(events, LAPSE)) == over.sum()
    assert final["arms_cap"].sum() == pairs - over.sum()
    return over, np.array(draws)


@pytest.mark.parametrize(
    ("trust", "bonds"), [(0.5, 0), (0.5, -0.8), (0.5, 0.8), (0.9, 0), (0.1, 0)]
)
def test_agreements_break_down_by_enmity_and_distrust(trust, bonds):
    over, draws = broken(trust, bonds)
    risk = 0.2 * np.exp(1.2 * max(-bonds, 0) - 1.5 * (trust - 0.5))
    assert decides(over, draws, np.full(50, min(risk, 0.9)))


def test_no_risk_exceeds_nine_in_ten():
    over, draws = broken(0, -1, breakdown=0.5, hostility=6)
    assert decides(over, draws, np.full(50, 0.9))


def test_the_coldest_pair_of_several_parties_counts():
    model = alone("arms_control", **VALUES | {"breakdown": 0.01, "hostility": 6})
    cold = np.zeros((4, 4))
    cold[3, 1] = -0.7
    ends = 0
    opening = sign(model, tiny(model, 4, alignment=cold), [0, 1, 3], kind=3, terms=LIMIT)
    risk = 0.01 * np.exp(6 * 0.7)
    assert risk == pytest.approx(0.667, abs=0.001)
    for member in range(40):
        final, _ = run(model, opening, member=member)
        a, b = sorted(opening.ids[[0, 1, 3]])[:2]
        u = whole_luck(opening, "arms_control.break_down", a, key(b, 1990), member=member)
        assert (final["treaty_kind"][0] == 0) == (u < risk)
        ends += u < risk
    assert 0 < ends < 40


def test_other_treaties_do_not_break_down():
    model = alone("arms_control", **VALUES | {"breakdown": 0.5, "hostility": 6})
    opening = sign(model, tiny(model, 2, alignment=-1), [0, 1], kind=1, terms=1)
    final, events = run(model, opening, 10)
    assert final["treaty_kind"][0] == 1
    assert not told(events, LAPSE)
