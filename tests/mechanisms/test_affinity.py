"""Like ideas bind; the quarrel over one creed splits."""

import numpy as np
import pytest
from simulated import alone, at, decides, dense, pair_luck, run, tiny

VALUES = {
    "binding": 0.1, "tolerance": 1.0, "region": 0.0, "pact": 0.5, "quarrel": 0.0, "blow": 0.6,
}  # fmt: skip
CHANCE = 0.005
"""The pull has a width of chance of this on either side."""


def pulled(n=2, values=(), **fields):
    model = alone("affinity", **VALUES | dict(values))
    return run(model, tiny(model, n, room=0, **fields))[0]


@pytest.mark.parametrize(
    ("ideology", "regime", "near"),
    [
        ([0, 0], [0, 0], 1.0),
        ([2, -1], [0, 0], -2.0),
        ([0, 0], [1, -1], 0.0),
        ([1, 0], [0, 1], -0.5),
    ],
)
def test_pairs_are_drawn_by_how_much_nearer_than_tolerance_they_are(ideology, regime, near):
    final = pulled(ideology=ideology, regime=regime)
    assert final["alignment_pull"] == pytest.approx([0.1 * near], abs=CHANCE)
    assert final["pact_pull"] == pytest.approx([0.5 * max(near, -1.5)])


def test_the_pull_is_exact_but_for_its_draw():
    model = alone("affinity", **VALUES | {"region": 0.02})
    opening = tiny(model, 6, room=0, ideology=np.arange(6) / 3, same_region=1, alignment=-0.5)
    i, j = np.tril_indices(6, -1)
    near = 1 - np.abs(np.arange(6)[i] - np.arange(6)[j]) / 3
    chance = 0.01 * (pair_luck(opening, "affinity.bind.u") - 0.5)
    found = run(model, opening)[0]["alignment_pull"]
    assert found == pytest.approx(0.5 * (0.1 * near + 0.02 + chance), abs=1e-6)


@pytest.mark.parametrize("bond", [-1, 1])
def test_full_friends_and_full_enemies_are_not_moved(bond):
    assert not pulled(alignment=bond, ideology=[1, -2])["alignment_pull"].any()


def test_the_pull_is_the_same_from_both_sides():
    there = pulled(ideology=[1, -0.4], regime=[0.3, -1])["alignment_pull"]
    assert pulled(ideology=[-0.4, 1], regime=[-1, 0.3])["alignment_pull"] == pytest.approx(
        there, abs=2 * CHANCE
    )


CREED = {"regime": -1, "major": 1, "alignment": 0.25}
QUARREL = {"binding": 0, "quarrel": 0.3}


def test_great_powers_of_one_closed_creed_quarrel_at_the_risk():
    n = 30
    model = alone("affinity", **VALUES | QUARREL)
    opening = tiny(model, n, room=0, **CREED)
    found = run(model, opening)[0]["alignment_pull"] < -0.5
    assert decides(found, pair_luck(opening, "affinity.split.u"), 0.3)


@pytest.mark.parametrize(
    "fields",
    [{"major": 0}, {"regime": 0.1}, {"alignment": 0.1}, {"ideology": np.arange(12)}],
)
def test_others_do_not_quarrel(fields):
    found = pulled(12, QUARREL | {"quarrel": 1}, **CREED | fields)["alignment_pull"]
    assert np.abs(found).max() <= CHANCE


def test_a_quarrel_needs_peers():
    final = pulled(3, QUARREL | {"quarrel": 1}, **CREED, capability=[0.9, 0.09, 0.5])
    hit = dense(final, "alignment_pull") < -0.5
    assert hit[2, 0]
    assert hit[2, 1]
    assert not hit[1, 0]
    assert final["alignment_pull"][at(2, 0)] == pytest.approx(-0.6, abs=CHANCE)
