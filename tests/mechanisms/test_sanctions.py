"""Sanctions: who imposes and lifts them, who follows, who answers."""

import numpy as np
import pytest
from simulated import (
    alone,
    at,
    decides,
    dense,
    futures,
    likely,
    logistic,
    pair_luck,
    put,
    run,
    tiny,
    told,
)

from multipolar.events import RETALIATION, SANCTION, SANCTION_LIFTED

QUIET = {
    "base": -20, "enmity": 0, "quarrel": 0, "strength": 0, "norms": 0, "lifting": 0, "thaw": 0,
    "attention": 0, "follow": 0, "answer": 0,
}  # fmt: skip
N = 40


def test_a_state_acts_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(9)
    bonds, held = rng.uniform(-1, 1, (N, N)), rng.random((N, N)) < 0.3
    quarrel, wars = rng.random((2, N, N)) < 0.2
    capability, regime = rng.dirichlet(np.ones(N)), rng.uniform(-1, 1, N)
    turned, rebels = rng.integers(0, 2, (2, N))
    values = {
        "base": -2, "enmity": 2, "quarrel": 1.2, "strength": 0.5, "norms": 1.1, "lifting": 0.3,
        "thaw": 2, "attention": 0.7,
    }  # fmt: skip
    model = alone("sanctions", **QUIET | values)
    opening = tiny(
        model, N, room=0, alignment=bonds, dispute=quarrel, war=wars, sanction_ij=held,
        sanction_ji=held.T, capability=capability, regime=regime, regime_change=turned,
        insurgency=rebels,
    )  # fmt: skip
    before = dense(run(model, opening, 0)[0], "sanction")
    final, events = run(model, opening)
    i, j = np.tril_indices(N, -1)
    bonds, trouble = bonds[i, j], np.maximum(quarrel, wars)[i, j]
    after = dense(final, "sanction")
    u, v = (pair_luck(opening, f"sanctions.decide.{name}") for name in "uv")
    for a, b in ((i, j), (j, i)):
        edge = np.clip(np.log((capability[a] + 1e-5) / (capability[b] + 1e-5)), -4, 4)
        size = np.log((capability[a] + 1e-5) / 0.005)
        odds = -2 + 2 * np.maximum(-bonds, 0) + 1.2 * trouble + 0.5 * (size + 0.3 * edge)
        odds -= 0.7 * np.log(N / 100)
        odds += 1.1 * (regime[a] + 1) / 2 * np.minimum(turned[b] + rebels[b], 1)
        lift = 0.3 * (1 + 2 * np.maximum(bonds, 0)) * (1 - 0.7 * np.maximum(-bonds, 0))
        chance = np.where(before[a, b] > 0, lift, logistic(odds))
        draws = np.where(capability[a] > capability[b], u, v)
        assert decides(after[a, b] != before[a, b], draws, chance)
    assert len(told(events, SANCTION)) == ((after > before).sum())
    assert len(told(events, SANCTION_LIFTED)) == ((after < before).sum())


def test_turning_the_pair_around_turns_who_sanctions_whom():
    """Capability and regime act on the sender and the target, whichever stands first."""
    model = alone("sanctions", **QUIET | {"base": -2, "strength": 4})
    counts = {}
    for capability in ((0.9, 0.0001), (0.0001, 0.9)):
        opening = tiny(model, 2, room=0, capability=capability)
        sent = sum(dense(final, "sanction") for final, _ in futures(model, opening, 10))
        counts[capability] = sent
    assert counts[0.9, 0.0001].tolist() == [[0, 10], [0, 0]]
    assert counts[0.0001, 0.9].tolist() == [[0, 0], [10, 0]]


def imposing(n, **values):
    """Return a model and fields in which state 1 sanctions state 0, surely, and nobody else."""
    capability = np.full(n, 1e-9)
    capability[1] = 1.0
    bonds, quarrel = np.zeros((n, n)), np.zeros((n, n))
    bonds[1, 0], quarrel[1, 0] = -1, 1
    fields = {"capability": capability, "alignment": bonds, "dispute": quarrel}
    chance = {"strength": 1.7, "enmity": 10, "quarrel": 8} | values
    return alone("sanctions", **QUIET | chance), fields


def test_a_sanction_is_imposed_once_and_stays_until_lifted():
    model, fields = imposing(3)
    final, events = run(model, tiny(model, 3, **fields))
    assert told(events, SANCTION) == [(1, 0)]
    assert dense(final, "sanction")[1, 0] == 1
    assert dense(final, "sanction").sum() == 1
    model = alone("sanctions", **QUIET)
    _, events = run(model, tiny(model, 2, sanction_ij=1), 20)
    assert not told(events, SANCTION, SANCTION_LIFTED)


def test_the_target_answers_by_its_chance():
    model, fields = imposing(2, answer=0.4)
    opening = tiny(model, 2, **fields)
    answers = 0
    for final, events in futures(model, opening, 60):
        assert dense(final, "sanction")[1, 0] == 1
        assert dense(final, "sanction")[0, 1] == len(told(events, RETALIATION))
        answers += len(told(events, RETALIATION))
    assert likely(answers, 60, 0.4)


@pytest.mark.parametrize(
    ("friendship", "hostility", "bound", "chance"),
    [(1.0, -0.7, True, 0.8), (0.5, -0.2, True, 0.2), (1.0, 0.2, True, 0.0), (1.0, -1, False, 0.0)],
)
def test_close_allies_that_are_cold_to_the_target_follow(friendship, hostility, bound, chance):
    n = 12
    model, fields = imposing(n, follow=0.8)
    bonds, pacts = fields["alignment"], np.zeros((n, n))
    bonds[2:, 1], bonds[2:, 0] = friendship, hostility
    pacts[2:, 1] = bound
    opening = tiny(model, n, room=0, **fields, defence=pacts)
    followers = 0
    for final, events in futures(model, opening, 8):
        sent = dense(final, "sanction")
        assert sent[1, 0] == 1
        assert sent[2:, 0].sum() == sent.sum() - 1 == len(told(events, SANCTION)) - 1
        followers += sent[2:, 0].sum()
    assert likely(followers, 8 * (n - 2), chance)


def test_an_ally_of_the_target_does_not_follow():
    model, fields = imposing(3, follow=3)
    fields["alignment"][2, 1], fields["alignment"][2, 0] = 1, -1
    final, _ = run(model, tiny(model, 3, **fields, defence=1))
    assert dense(final, "sanction").sum() == 1


def test_who_left_the_system_sanctions_nobody():
    model = alone("sanctions", **QUIET)
    final, events = run(model, put(model, tiny(model, 2), "acts_ij", at(2, 0), 1))
    assert not told(events, SANCTION)
    assert not dense(final, "sanction").any()
