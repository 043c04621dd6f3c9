"""Alignment moves by what pulls at it and returns to its anchor."""

import numpy as np
import pytest
from simulated import added, alone, pair_luck, run, sign, tiny

STILL = {
    "forget": 0.1, "wander": 0.0, "ally": 0.6, "partner": 0.15, "rival": 0.7, "resentment": 0.3,
}  # fmt: skip


def moved(years=1, values=(), pull=0.0, **fields):
    model = alone("alignment", **STILL | dict(values))
    changes = [r for t in range(years) for r in added(model, "alignment_pull", [0], pull, 2001 + t)]
    return run(model, tiny(model, 2, room=0, **fields), years, changes=changes)[0]["alignment"][0]


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({}, 0.0),
        ({"defence": 1}, 0.6),
        ({"consultation": 1}, 0.15),
        ({"consultation": 1, "nonaggression": 1}, 0.3),
        ({"defence": 1, "consultation": 1, "nonaggression": 1}, 0.9),
        ({"rivalry": 1}, -0.7),
        ({"sanction_ij": 1}, -0.3),
        ({"sanction_ij": 1, "sanction_ji": 1}, -0.3),
        ({"war": 1}, -1.0),
        ({"war": 1, "rivalry": 1}, -1.0),
        ({"defence": 1, "rivalry": 1}, -0.1),
    ],
)
def test_the_anchor_is_what_treaties_rivalry_sanctions_and_war_make_of_the_pair(fields, anchor):
    assert moved(alignment=0.4, **fields) == pytest.approx(0.4 + 0.1 * (anchor - 0.4))
    assert moved(values={"forget": 1}, alignment=0.4, **fields) == pytest.approx(anchor, abs=1e-6)


def test_no_treaties_bind_beyond_full_alignment():
    full = {"ally": 1, "partner": 1, "forget": 1}
    assert moved(values=full, defence=1, consultation=1, rivalry=1) == pytest.approx(0.3)


def test_it_returns_geometrically():
    for years in (1, 3, 10):
        assert moved(years, alignment=0.8) == pytest.approx(0.8 * 0.9**years, rel=1e-5)


def test_a_treaty_in_force_holds_it_at_its_anchor():
    model = alone("alignment", **STILL)
    final, _ = run(model, sign(model, tiny(model, 2), [0, 1], terms=1), 100)
    assert final["alignment"][0] == pytest.approx(0.6, abs=1e-3)


@pytest.mark.parametrize("pull", [0.05, -0.2])
def test_pulls_pass_one_for_one(pull):
    assert moved(values={"forget": 0}, pull=pull, alignment=0.1) == pytest.approx(0.1 + pull)


def test_a_steady_pull_rests_at_pull_over_forget():
    assert moved(100, pull=0.03) == pytest.approx(0.3, abs=1e-3)


@pytest.mark.parametrize("end", [-1, 1])
def test_it_stays_on_its_scale(end):
    assert moved(3, {"forget": 0}, pull=0.9 * end, alignment=end) == end


def test_chance_is_uniform_and_of_the_stated_width():
    model = alone("alignment", **STILL | {"wander": 0.2, "forget": 0})
    opening = tiny(model, 40, room=0)
    final, _ = run(model, opening)
    u = pair_luck(opening, "alignment.move.u")
    assert final["alignment"] == pytest.approx(0.2 * (u - 0.5), abs=1e-6)
    assert np.abs(final["alignment"]).max() <= 0.1
    assert final["alignment"].std() == pytest.approx(0.2 / np.sqrt(12), rel=0.1)
