"""Parties leave treaties or break them; treaties that fewer than two keep end."""

import numpy as np
import pytest
from simulated import (
    alone,
    decides,
    likely,
    run,
    sign,
    state_luck,
    tiny,
    told,
    wage,
    whole_luck,
)

from multipolar.events import VIOLATION, WITHDRAWAL
from multipolar.steps import key

VALUES = {
    "exit_rate": 0.0, "crowd": 0.0, "coldness": 2.0, "upheaval": 1.0, "treaty_breach": 0.8,
    "distrust": 1.5,
}  # fmt: skip
MOST = 0.3
N = 40
TERMS = 1 + 16


def left(parties=N, trust=0.5, crowd=0.0, exit_rate=0.15, **fields):
    """Return who left one treaty of many parties, and the draws that decide on it."""
    model = alone("treaty_exit", **VALUES | {"exit_rate": exit_rate, "crowd": crowd})
    opening = sign(
        model, tiny(model, N, room=0, trust=trust, **fields), range(parties), terms=TERMS
    )
    first, second = sorted(opening.ids[:parties].tolist())[:2]
    tag = key(1990, TERMS + 7) ^ key(first, 11) ^ second
    turn = whole_luck(opening, "treaty_exit.leave", tag, 1)
    draws = (state_luck(opening, "treaty_exit.waver.u") + turn) % 1.0
    final, events = run(model, opening)
    gone = (final["treaty_member"][0] == 0) & (np.arange(N) < parties)
    assert len(told(events, WITHDRAWAL)) == gone.sum()
    assert not told(events, VIOLATION)
    return gone, draws


@pytest.mark.parametrize(
    ("bonds", "trust"), [(0, 0.5), (0.3, 0.5), (-0.3, 0.5), (0, 0.9), (0, 0.1)]
)
def test_parties_leave_by_coldness_and_distrust(bonds, trust):
    gone, draws = left(alignment=bonds, trust=trust)
    risk = 0.15 * np.exp(-2 * bonds + 1.5 * (0.5 - trust))
    assert decides(gone, draws, np.full(N, min(risk, MOST)))


@pytest.mark.parametrize("parties", [5, 20, N])
def test_the_risk_falls_with_the_number_of_the_other_parties(parties):
    gone, draws = left(parties, crowd=0.5, exit_rate=0.5)
    risk = np.full(parties, min(0.5 * (parties - 1) ** -0.5, MOST))
    assert decides(gone[:parties], draws[:parties], risk)


def test_a_change_of_regime_adds_to_the_risk_and_three_in_ten_is_the_most():
    turned = np.arange(N) % 2
    gone, draws = left(regime_change=turned)
    assert decides(gone, draws, np.where(turned, MOST, 0.15))
    gone, draws = left(alignment=-1)
    assert decides(gone, draws, np.full(N, MOST))


def test_each_party_counts_its_own_ties():
    n = 10
    bonds = np.zeros((n, n))
    bonds[1:, 0] = -1
    model = alone("treaty_exit", **VALUES | {"exit_rate": 0.03})
    opening = sign(model, tiny(model, n, room=0, alignment=bonds), range(n), terms=TERMS)
    exits = np.zeros(n)
    for member in range(100):
        exits += run(model, opening, member=member)[0]["treaty_member"][0] == 0
    assert likely(exits[0], 100, 0.03 * np.exp(2))
    assert likely(exits[1:].sum(), 100 * (n - 1), 0.03 * np.exp(2 / (n - 1)))


def test_war_between_parties_breaks_the_treaty_by_its_chance():
    model = alone("treaty_exit", **VALUES)
    opening = wage(model, tiny(model, 5), [0], [1])
    opening = sign(model, opening, [0, 1, 2, 3, 4], terms=TERMS)
    broken = 0
    for member in range(50):
        final, events = run(model, opening, member=member)
        assert set(told(events, VIOLATION)) <= {(0, 1), (1, 0)}
        assert not told(events, WITHDRAWAL)
        broken += len(told(events, VIOLATION))
        assert final["treaty_member"][0, 2:5].all()
        assert final["treaty_member"][0].sum() == 5 - len(told(events, VIOLATION))
    assert likely(broken, 100, 0.8)


def test_a_sure_breach_is_sure_and_war_with_others_is_none():
    model = alone("treaty_exit", **VALUES | {"treaty_breach": 1})
    opening = sign(model, wage(model, tiny(model, 4), [0], [1]), [0, 1], terms=TERMS)
    opening = sign(model, opening, [0, 2], 1, terms=TERMS, since=1980)
    final, events = run(model, opening)
    assert sorted(told(events, VIOLATION)) == [(0, 1), (1, 0)]
    assert final["treaty_kind"].tolist()[:2] == [0, 1]
    assert final["defence"].sum() == 1


def test_a_treaty_of_two_ends_when_one_leaves():
    model = alone("treaty_exit", **VALUES | {"exit_rate": 0.5})
    opening = sign(model, tiny(model, 2, alignment=-1), [0, 1], terms=TERMS)
    ends = 0
    for member in range(60):
        final, events = run(model, opening, member=member)
        exits = len(told(events, WITHDRAWAL))
        ends += final["treaty_kind"][0] == 0
        assert (final["treaty_kind"][0] == 0) == (exits > 0)
        assert final["treaty_member"].any() == (exits == 0)
        assert final["defence"][0] == (exits == 0)
    assert likely(ends, 60, 1 - 0.7**2)


def test_without_risk_and_war_all_stay():
    model = alone("treaty_exit", **VALUES)
    opening = sign(model, tiny(model, 3, alignment=-1, regime_change=1), [0, 1, 2], terms=TERMS)
    final, events = run(model, opening, 20)
    assert final["treaty_member"][0].sum() == 3
    assert not told(events, VIOLATION, WITHDRAWAL)
