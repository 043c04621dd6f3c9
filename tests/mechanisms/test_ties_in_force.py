"""The book of treaties against a recomputation from the list."""

import numpy as np
import pytest
from simulated import alone, dense, run, sign, tiny

NAMES = ("defence", "offence", "neutrality", "nonaggression", "consultation", "arms_cap")
N, SLOTS = 12, 20


def random_treaties(seed, **fields):
    rng = np.random.default_rng(seed)
    model = alone()
    opening = tiny(model, N, room=2, treaties=SLOTS, **fields)
    for slot in range(SLOTS):
        parties = rng.choice(N, rng.integers(2, 5), replace=False)
        kind = int(rng.integers(0, 4))
        opening = sign(model, opening, parties, slot, kind=kind, terms=int(rng.integers(0, 64)))
    return run(model, opening)[0]


@pytest.mark.parametrize("seed", range(4))
def test_ties_are_those_of_treaties_in_force_between_parties_that_are_there(seed):
    there = np.ones(N)
    there[[2, 5]] = 0
    final = random_treaties(seed, present=there)
    for bit, name in enumerate(NAMES):
        expected = np.zeros((N + 2, N + 2))
        for kind, terms, inside in zip(
            final["treaty_kind"], final["treaty_terms"], final["treaty_member"], strict=True
        ):
            inside = inside * (final["present"] > 0)
            if kind > 0 and int(terms) >> bit & 1:
                expected += np.outer(inside, inside)
        np.fill_diagonal(expected, 0)
        assert np.array_equal(dense(final, name), expected > 0)


@pytest.mark.parametrize("seed", range(4))
def test_common_allies_are_the_product_of_the_matrix_of_pacts_with_itself(seed):
    final = random_treaties(seed)
    pacts = dense(final, "defence")
    expected = pacts @ pacts
    np.fill_diagonal(expected, 0)
    assert expected.max() > 1
    assert np.array_equal(dense(final, "common_allies"), expected)


def test_ties_without_a_treaty_are_gone_at_the_end_of_the_year():
    model = alone()
    final, _ = run(model, tiny(model, 4, room=0, **dict.fromkeys(NAMES, 1), common_allies=2))
    for name in (*NAMES, "common_allies"):
        assert not dense(final, name).any()
