"""Friends of friends: paths are a matrix product, and pull pairs to where third states put them."""

import numpy as np
import pytest
from simulated import alone, at, dense, run, tiny


def moved(bonds, n=None, room=0, **values):
    model = alone("structural_balance", **{"strength": 0.1, "scale": 1.0} | values)
    bonds = np.asarray(bonds, float)
    return run(model, tiny(model, n or len(bonds), room=room, alignment=bonds))[0]


def random_bonds(n, seed=0):
    bonds = np.tril(np.random.default_rng(seed).uniform(-1, 1, (n, n)), -1)
    return bonds + bonds.T


@pytest.mark.parametrize("n", [3, 4, 7, 20])
def test_paths_are_the_product_of_the_matrix_with_itself(n):
    bonds = random_bonds(n)
    found = dense(moved(bonds), "paths")
    rounded = np.round(127 * bonds) / 127
    exact = rounded @ rounded / n
    np.fill_diagonal(exact, 0)
    assert found == pytest.approx(exact, abs=1e-6)
    coarse = bonds @ bonds / n
    np.fill_diagonal(coarse, 0)
    assert found == pytest.approx(coarse, abs=0.01)


def test_a_pair_is_moved_to_where_third_states_put_it():
    bonds = random_bonds(6)
    final = moved(bonds, scale=3.0)
    wanted = np.clip(3 * final["paths"], -1, 1)
    expected = 0.1 * (wanted - 0.5 * bonds[np.tril_indices(6, -1)])
    assert final["alignment_pull"] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("to_first", "to_second", "sign"), [(1, 1, 1), (-1, -1, 1), (1, -1, -1), (1, 0, 0)]
)
def test_the_friend_of_a_friend_and_the_enemy_of_an_enemy_are_drawn_near(to_first, to_second, sign):
    bonds = [[0, 0, 0], [0, 0, 0], [to_first, to_second, 0]]
    final = moved(bonds)
    assert final["paths"][at(1, 0)] == pytest.approx(sign / 3)
    assert final["alignment_pull"][at(1, 0)] == pytest.approx(0.1 * sign / 3)


def test_two_states_have_no_third():
    final = moved([[0, 0], [0.8, 0]])
    assert final["paths"] == pytest.approx([0])
    assert final["alignment_pull"] == pytest.approx([-0.1 * 0.4])


def test_turning_every_sign_of_one_state_turns_its_paths():
    bonds = random_bonds(5)
    flip = np.diag([1, 1, -1, 1, 1])
    there, here = moved(bonds), moved(flip @ bonds @ flip)
    turned = flip @ dense(there, "paths") @ flip
    assert dense(here, "paths") == pytest.approx(turned, abs=1e-2)


def test_a_balanced_world_of_two_camps_stays_balanced():
    camps = np.array([1, 1, 1, -1, -1, -1])
    model = alone("structural_balance", "alignment", strength=0.2, scale=3).set(
        {"alignment.forget": 0, "alignment.wander": 0}
    )
    final, _ = run(model, tiny(model, 6, room=0, alignment=0.3 * np.outer(camps, camps)), 60)
    bonds = dense(final, "alignment")
    i, j = np.tril_indices(6, -1)
    assert np.array_equal(np.sign(bonds[i, j]), np.outer(camps, camps)[i, j])
    assert np.abs(bonds[i, j]).min() > 0.9


def test_places_that_wait_for_states_do_not_count():
    bonds = random_bonds(5)
    close, roomy = moved(bonds), moved(bonds, room=6)
    assert np.array_equal(dense(roomy, "paths")[:5, :5], dense(close, "paths"))
    assert np.array_equal(roomy["alignment_pull"][:10], close["alignment_pull"])
