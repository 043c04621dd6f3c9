"""Run: python -m pytest benchmarks/test_*.py -q  (Mesa must be installed)"""

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.importorskip("mesa")
from mesa_model import Formula, Lists, Luck, nonzero, own_luck, plain, same_luck, verdict


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("where(a > _f32(0.5), b, _f32(1.0))", "b if a > 0.5 else 1.0"),
        ("minimum(a, b)", "b if b < a else a"),
        ("maximum(a + b, _f64(2.0))", "max(a + b, 2.0)"),
        ("where((a < b) & (b < c) | ~(a < c), a, b)", "a if a < b and b < c or not a < c else b"),
        ("logistic32(a)", "1.0 / (1.0 + exp(-a))"),
        ("absolute(exp64(a) - log32(b))", "abs(exp(a) - log(b))"),
        ("near_7_f32(a, _f32(2.0))", "near_7_f32(a, 2.0)"),
    ],
)
def test_formulas_become_plain_python(text, wanted):
    assert plain(text, Formula) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x = _item(a[t, s]) + _f64(2)", "x = a[t][s] + 2"),
        ("a[t, s] = 1", "a[t][s] = 1"),
        ("a[:] = 0", "a[:] = [0] * len(a)"),
        ("a[t, :] = 0", "a[t][:] = [0] * len(a[t])"),
        ("n = _item(a.shape[1])", "n = len(a[0])"),
        ("p = marked(a | b)", "p = either(a, b)"),
        ("p = marked(a[t] & b)", "p = both(a[t], b)"),
    ],
)
def test_whole_steps_become_python_with_lists(text, wanted):
    assert plain(text, Lists) == ast.unparse(ast.parse(wanted))


def test_places_of_what_is_not_zero_are_in_order():
    assert nonzero([0, 1.0, 0.0, 2]) == [1, 3]


def test_a_whole_step_draws_the_same_number_for_the_same_names_only():
    class Model:
        import random

    luck = Luck(Model, "any")
    assert luck[1, 2] == luck[1, 2] != luck[2, 1]


def test_with_the_same_luck_mesa_lives_through_the_same_events():
    same, worst = same_luck({}, members=4, years=5)
    assert same == 4
    assert worst < 1e-4


def test_with_the_same_luck_a_changed_rule_shows():
    same, _ = same_luck({"disputes.base": -4.0}, members=2, years=5)
    assert same == 0


@pytest.mark.slow
def test_a_changed_rule_changes_the_distribution():
    smallest, needed = verdict(own_luck({"disputes.base": -5.5}, members=60))
    assert smallest < needed
