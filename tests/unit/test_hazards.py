"""The chance that a step decides by is read off the step itself."""

import numpy as np
import pytest

from multipolar.errors import ModelError
from multipolar.hazards import chance, outcome
from multipolar.maths import log, logistic, maximum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model, default_model
from multipolar.priors import normal
from multipolar.steps import each_pair, each_state

pytest.importorskip("jax")


@each_pair(adds="onset_pull")
def warn(regime_i, regime_j, weight):
    return weight * maximum(regime_i, regime_j)


@each_pair(sets="onset", draws={"u": "uniform"})
def begin(onset_pull, capability_i, capability_j, war, base, u):
    odds = base + onset_pull + log(capability_i + capability_j)
    return where((u < logistic(odds)) & (war < 0.5), 1.0, 0.0)


@each_pair(sets=("sanction_ij", "sanction_ji"), draws={"u": "uniform", "v": "uniform"})
def act(capability_i, capability_j, regime_i, regime_j, u, v):
    mine = where(capability_i > capability_j, u, v)
    other = where(capability_i > capability_j, v, u)
    return where(mine < 0.1 * regime_i, 1.0, 0.0), where(other < 0.1 * regime_j, 1.0, 0.0)


@each_state(sets="growth", draws={"z": "normal"})
def grow(growth, memory, z):
    return memory * growth + 0.1 * z


MODEL = Model(
    (
        Mechanism("warning", "conflict", (warn,), {"weight": Param(0.5, prior=normal(0, 1))}),
        Mechanism("quarrels", "conflict", (begin,), {"base": Param(-1.0, prior=normal(0, 3))}),
        Mechanism("acts", "commitments", (act,)),
        Mechanism("output", "growth", (grow,), {"memory": Param(0.5, "1", 0, 1)}),
    )
)
ROWS = {
    "regime_i": np.array([0.2, 0.8, 0.0]), "regime_j": np.array([0.6, 0.1, 0.0]),
    "capability_i": np.array([0.1, 0.2, 0.3]), "capability_j": np.array([0.3, 0.1, 0.2]),
    "war": 0.0,
}  # fmt: skip


def expected(weight, base):
    top = np.maximum(ROWS["regime_i"], ROWS["regime_j"])
    odds = base + weight * top + np.log(ROWS["capability_i"] + ROWS["capability_j"])
    return 1 / (1 + np.exp(-odds))


def test_the_chance_of_a_step_with_what_others_add():
    asked = chance(MODEL, "quarrels.begin.u")
    np.testing.assert_allclose(asked(ROWS, {}), expected(0.5, -1.0), rtol=1e-12)
    values = {"warning.weight": 2.0, "quarrels.base": 0.3}
    np.testing.assert_allclose(asked(ROWS, values), expected(2.0, 0.3), rtol=1e-12)


def test_a_mechanism_that_is_off_adds_nothing():
    asked = chance(MODEL.without("warning"), "quarrels.begin.u")
    np.testing.assert_allclose(asked(ROWS, {}), expected(0.0, -1.0), rtol=1e-12)


def test_a_sum_that_the_rows_hold_is_taken_from_them():
    asked = chance(MODEL, "quarrels.begin.u")
    rows = ROWS | {"onset_pull": np.zeros(3)}
    np.testing.assert_allclose(asked(rows, {}), expected(0.0, -1.0), rtol=1e-12)


def test_a_draw_chosen_between_two_is_still_the_draw():
    first, second = (chance(MODEL, "acts.act.u", place=k)(ROWS, {}) for k in (0, 1))
    np.testing.assert_allclose(first, 0.1 * ROWS["regime_i"])
    np.testing.assert_allclose(second, 0.1 * ROWS["regime_j"])


def test_derivatives_come_with_it():
    import jax

    asked = chance(MODEL, "quarrels.begin.u")
    slope = jax.grad(lambda b: asked(ROWS, {"quarrels.base": b})[0])(-1.0)
    p = expected(0.5, -1.0)[0]
    assert slope == pytest.approx(p * (1 - p), rel=1e-9)


def test_what_a_step_writes_for_given_draws():
    (after,) = outcome(MODEL, "output.grow")({"growth": np.ones(2), "z": np.array([0.0, 1.0])}, {})
    np.testing.assert_allclose(after, [0.5, 0.6])


@pytest.mark.parametrize(
    ("ask", "needed"),
    [
        ("quarrels.begin.v", "no draw 'v'; did you mean|no draw 'v'"),
        ("quarrels.begins.u", "did you mean 'begin'"),
        ("acts.act.u", None),
    ],
)
def test_a_wrong_question_is_answered_with_what_there_is(ask, needed):
    if needed is None:
        with pytest.raises(ModelError, match="compared 2 times; asked for 5"):
            chance(MODEL, ask, place=5)(ROWS, {})
        return
    with pytest.raises(ModelError, match=needed):
        chance(MODEL, ask)


def test_rows_that_lack_what_a_step_reads():
    asked = chance(MODEL, "quarrels.begin.u")
    rows = {k: v for k, v in ROWS.items() if k != "war"}
    with pytest.raises(ModelError, match=r"quarrels.begin reads war; the rows have"):
        asked(rows, {})


def test_the_real_onset_of_disputes_can_be_asked():
    """Whatever the design, the packaged step answers with probabilities once its rows are there."""
    model = default_model()
    step = next(s for s in model["disputes"].marked if s.name == "begin")
    others = {
        a
        for m in model.running
        for s in m.marked
        if s.over == "pair" and {"onset_pull"} & set(s.adds)
        for a in s.reads
        if a not in m.params
    }
    rows = {a: np.full(4, 0.3) for a in {*step.reads, *others} if a not in ("u", "v")}
    rows = {a: v for a, v in rows.items() if a != "onset_pull"}
    p = chance(model, "disputes.begin.u")(rows, {})
    assert p.shape == (4,)
    assert ((p > 0) & (p < 1)).all()
