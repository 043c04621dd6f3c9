"""Disputes begin just as often as the formula says, and are remembered."""

import numpy as np
import pytest
from simulated import added, alone, decides, dense, logistic, pair_luck, run, sign, tiny, whole_luck

from multipolar.maths import quantile

NONE = dict.fromkeys(
    (
        "land", "distance", "land_distance", "size", "strength", "land_strength", "size_reach",
        "strength_reach", "giants", "one_major", "two_majors", "allies", "pact", "enmity",
        "entangled", "recent", "history", "calm", "age", "fighters", "land_fighters",
        "far_fighters", "going_on", "persistence", "memory", "swing",
    ),
    0,
)  # fmt: skip
NEVER = NONE | {"base": -25}
ALWAYS = NONE | {"base": 15}
BLANK = dict.fromkeys(("grudge", "tension", "past_onsets", "belligerence"), 0)
N = 40
LATER, EARLIER = np.tril_indices(N, -1)


def test_a_dispute_begins_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(12)
    v = {
        "base": -1.0, "land": 1.2, "distance": 0.4, "land_distance": 0.3, "size": 0.3,
        "strength": 0.25, "land_strength": 0.15, "size_reach": 0.07, "strength_reach": 0.05,
        "giants": -0.06, "one_major": 0.5, "two_majors": 0.9, "allies": -0.5, "pact": -0.4,
        "enmity": 0.9, "entangled": 0.8, "recent": 1.1, "history": 0.7, "calm": 0.6, "age": 0.4,
        "fighters": 0.3, "land_fighters": 0.12, "far_fighters": 0.08, "going_on": 0.7,
        "swing": 0.6,
    }  # fmt: skip
    model = alone("disputes", **NONE | v)
    square = {
        "log_distance": rng.uniform(4, 9, (N, N)),
        "alignment": rng.uniform(-1, 1, (N, N)),
        "tension": rng.choice([0, 0.001, 0.5, 2.0], (N, N)),
        "past_onsets": rng.integers(0, 12, (N, N)),
        "dyad_age": rng.integers(0, 120, (N, N)),
        "peace_years": rng.uniform(0, 80, (N, N)),
    }
    names = ("contiguous", "dispute", "war")
    flags = {name: rng.random((N, N)) < 0.3 for name in names}
    share, major = rng.dirichlet(np.ones(N)), rng.integers(0, 2, N)
    memory = rng.exponential(1, N)
    opening = tiny(
        model, N, room=0, treaties=60, **square, **flags, capability=share, major=major,
        belligerence=memory, frailty=5,
    )  # fmt: skip
    for slot in range(60):
        parties = rng.choice(N, rng.integers(2, 6), replace=False)
        opening = sign(model, opening, parties, slot, terms=int(rng.choice([1, 8, 9])))
    d = {name: value[LATER, EARLIER].astype(float) for name, value in {**square, **flags}.items()}
    small = np.log(np.minimum(share[LATER], share[EARLIER]) + 1e-5) + 8
    large = np.log(np.maximum(share[LATER], share[EARLIER]) + 1e-5) + 5
    known = np.log(memory[LATER] + 0.03) + np.log(memory[EARLIER] + 0.03)
    majors = major[LATER] + major[EARLIER]
    final, _ = run(model, opening)
    ties = {name: dense(final, name) for name in ("defence", "nonaggression")}
    d |= {name: tie[LATER, EARLIER] for name, tie in ties.items()}
    foes = ties["defence"] @ symmetric(flags["dispute"])
    entangled = (foes + foes.T)[LATER, EARLIER]
    assert entangled.max() > 1
    away = d["log_distance"] - 8.5
    near = d["contiguous"]
    odds = (
        v["base"] + v["land"] * near - v["distance"] * away + v["land_distance"] * near * away
        + v["size"] * small + v["strength"] * large - v["land_strength"] * near * large
        + v["size_reach"] * away * small + v["strength_reach"] * away * large
        + v["giants"] * small * large
        + np.choose(majors, [0, v["one_major"], v["two_majors"]]) * (1 - near)
        + v["allies"] * d["defence"] + v["pact"] * d["nonaggression"] * (1 - d["defence"])
        - v["enmity"] * d["alignment"] + v["entangled"] * entangled / (entangled + 1)
        + v["recent"] * d["tension"] / (d["tension"] + 0.6)
        + v["history"] * d["past_onsets"] / (d["past_onsets"] + 2)
        - v["calm"] * d["peace_years"] / (d["peace_years"] + 10)
        - v["age"] * d["dyad_age"] / (d["dyad_age"] + 10) + v["going_on"] * d["dispute"]
        + known * (v["fighters"] - v["land_fighters"] * near + v["far_fighters"] * away)
        + final["frailty"][0]
    )  # fmt: skip
    chance = logistic(odds) * (1 - d["war"])
    assert decides(final["onset"], pair_luck(opening, "disputes.begin.u"), chance)
    assert final["onset_chance"][: len(chance)] == pytest.approx(chance, rel=1e-4, abs=1e-7)


def symmetric(flag):
    """Return the flags of pairs, given below the diagonal, on both sides of it."""
    full = np.tril(flag, -1).astype(float)
    return full + full.T


def test_the_common_effect_is_persistent_and_of_the_stated_width():
    model = alone("disputes", **NEVER | {"memory": 0.6, "swing": 0.5})
    opening = tiny(model, 2, frailty=1)
    z = quantile(whole_luck(opening, "disputes.sway", 0, 0))
    usual = -0.5 * 0.5**2
    stays = usual + 0.6 * (1 - usual)
    assert run(model, opening)[0]["frailty"] == pytest.approx([stays + 0.5 * 0.8 * z])
    ends = [run(model, opening, 6, member=m)[0]["frailty"][0] for m in range(120)]
    assert np.std(ends) == pytest.approx(0.5 * np.sqrt(1 - 0.6**12), rel=0.25)
    mean = usual + 0.6**6 * (1 - usual)
    assert np.mean(ends) == pytest.approx(mean, abs=4 * 0.5 / np.sqrt(120))


def test_with_the_chance_forced_to_nought_there_is_none():
    model = alone("disputes", **NEVER)
    final, _ = run(model, tiny(model, 20, contiguous=1, rivalry=1, alignment=-1, **BLANK), 5)
    for name in ("onset", "dispute", "grudge", "belligerence"):
        assert not final[name][:20].any()


def test_with_the_chance_forced_to_one_every_pair_is_in_dispute():
    model = alone("disputes", **ALWAYS)
    final, _ = run(model, tiny(model, 5, room=1))
    there = dense(final, "onset")
    assert np.array_equal(there[:5, :5], 1 - np.eye(5))
    assert not there[5].any()
    assert final["onsets"][:5].tolist() == [4] * 5


def test_what_others_add_enters_the_odds():
    model = alone("disputes", **NONE, base=-3)
    opening = tiny(model, N, room=0)
    changes = added(model, "onset_pull", range(len(LATER)), 2.5)
    draws = pair_luck(opening, "disputes.begin.u")
    final, _ = run(model, opening, changes=changes)
    assert decides(final["onset"], draws, np.full(len(LATER), logistic(-0.5)))


@pytest.mark.parametrize("years", [1, 2, 7])
def test_what_is_remembered_follows_its_recursions(years):
    model = alone("disputes", **NEVER)
    opening = tiny(
        model, 2, room=0, grudge=2, tension=2, past_onsets=5, peace_years=3,
        belligerence=1,
    )  # fmt: skip
    final, _ = run(model, opening, years)
    assert final["grudge"] == pytest.approx([2 * 0.9**years])
    assert final["tension"] == pytest.approx([2 * 0.6**years])
    assert final["past_onsets"] == pytest.approx([5])
    assert final["peace_years"] == pytest.approx([3 + years])
    assert final["belligerence"] == pytest.approx([0.8**years] * 2)
    model = alone("disputes", **ALWAYS)
    final, _ = run(model, tiny(model, 2, room=0, peace_years=3, **BLANK), years)
    assert final["grudge"] == pytest.approx([10 * (1 - 0.9**years)])
    assert final["tension"] == pytest.approx([2.5 * (1 - 0.6**years)])
    assert final["past_onsets"] == pytest.approx([years])
    assert final["belligerence"] == pytest.approx([5 * (1 - 0.8**years)] * 2)
    assert final["peace_years"] == pytest.approx([0])


def test_allies_in_dispute_with_the_other_are_counted():
    model = alone("disputes", **NEVER)
    quarrel = np.zeros((5, 5))
    quarrel[3, 0] = quarrel[3, 1] = 1
    opening = sign(model, tiny(model, 5, dispute=quarrel), [0, 1, 2], 0, terms=1)
    count = dense(run(model, opening)[0], "allied_foes")
    expected = np.zeros((6, 6))
    expected[3, 2] = expected[2, 3] = 2
    expected[3, :2] = expected[:2, 3] = 1
    assert np.array_equal(count[:6, :6], expected)


def test_disputes_go_on_by_their_chance():
    model = alone("disputes", **NEVER | {"persistence": 0.4})
    opening = tiny(model, N, room=0, dispute=1)
    final, _ = run(model, opening)
    draws = pair_luck(opening, "disputes.begin.v")
    assert decides(final["dispute"], draws, np.full(len(LATER), 0.4))
    assert not final["onset"].any()
    assert np.array_equal(final["peace_years"] == 0, final["dispute"] > 0)


def test_a_war_is_a_dispute_that_does_not_begin_anew():
    model = alone("disputes", **ALWAYS)
    final, _ = run(model, tiny(model, 3, room=0, war=1, grudge=1), 3)
    assert not final["onset"].any()
    assert final["dispute"].all()
    assert not final["peace_years"].any()
    assert final["grudge"] == pytest.approx(np.full(3, 0.9**3))
