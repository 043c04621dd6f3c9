"""What holds for every rule of polarity."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.formulas.concentration import shares
from multipolar.rule import KINDS, Rule, Verdict
from multipolar.rules import catalogue

CASES = [(name, setting) for name in catalogue.names() for setting in catalogue[name].spec.settings]
every_rule = pytest.mark.parametrize("name", catalogue.names())
every_setting = pytest.mark.parametrize(("name", "setting"), CASES)
few = settings(max_examples=12, deadline=None, derandomize=True)
values = st.lists(
    st.one_of(st.integers(0, 20).map(float), st.floats(1e-3, 1e3)), min_size=1, max_size=12
).filter(any)
COUNT = {
    "nonpolar": range(1),
    "unipolar": range(1, 2),
    "uni-multipolar": range(1, 2),
    "bipolar": range(2, 3),
    "multipolar": range(3, 1000),
}


@every_rule
def test_facts_are_complete(name):
    rule = catalogue[name]
    assert isinstance(rule, Rule)
    assert rule.__name__ == name
    assert rule.spec.label
    assert rule.spec.source
    assert rule.spec.settings


@every_rule
def test_documented(name):
    doc = inspect.getdoc(catalogue[name])
    for section in ("Parameters", "References", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in doc
    for parameter in inspect.signature(catalogue[name]).parameters:
        assert parameter in doc.split("Parameters\n")[1].split("References\n")[0]


@every_setting
def test_every_setting_is_a_parameter(name, setting):
    parameters = inspect.signature(catalogue[name]).parameters
    assert set(setting) <= set(parameters) - {"share"}


@every_setting
@few
@given(raw=values)
def test_poles_are_the_largest_and_as_many_as_the_verdict_says(name, setting, raw):
    share = shares(raw)
    verdict = catalogue[name](share, **setting)
    assert isinstance(verdict, Verdict)
    assert verdict.kind in KINDS
    assert len(verdict.poles) in COUNT[verdict.kind]
    assert len(set(verdict.poles)) == len(verdict.poles)
    largest = np.sort(share)[::-1][: len(verdict.poles)]
    np.testing.assert_array_equal(share[list(verdict.poles)], largest)
    assert all(type(place) is int for place in verdict.poles)


@every_setting
@few
@given(raw=values, data=st.data())
def test_does_not_depend_on_the_order_of_actors(name, setting, raw, data):
    order = data.draw(st.permutations(range(len(raw))))
    share = shares(raw)
    before, after = (catalogue[name](s, **setting) for s in (share, share[order]))
    assert after.kind == before.kind
    np.testing.assert_array_equal(share[order][list(after.poles)], share[list(before.poles)])


@every_setting
@few
@given(raw=values, unit=st.floats(1e-9, 1e9))
def test_does_not_depend_on_the_unit_of_power(name, setting, raw, unit):
    before, after = (catalogue[name](shares(np.array(raw) * k), **setting) for k in (1.0, unit))
    assert before.kind == after.kind
    assert len(before.poles) == len(after.poles)


@every_setting
@few
@given(raw=values)
def test_does_not_alter_its_input(name, setting, raw):
    share = shares(raw)
    before = share.copy()
    assert catalogue[name](share, **setting) == catalogue[name](share, **setting)
    np.testing.assert_array_equal(share, before)


@every_setting
def test_one_that_has_nearly_everything_is_the_only_pole(name, setting):
    verdict = catalogue[name](shares([96.0, 1.0, 1.0, 1.0, 1.0]), **setting)
    assert (verdict.kind, verdict.poles) == ("unipolar", (0,))


@every_setting
def test_two_that_share_nearly_everything_are_bipolar(name, setting):
    if name in ("essential", "uni_multipolarity"):
        pytest.skip("this rule asks who can act alone or with whom, not who is large")
    verdict = catalogue[name](shares([49.0, 48.0, 1.0, 1.0, 1.0]), **setting)
    if setting.get("rounding") == 0.0:
        assert len(verdict.poles) == 2
    assert verdict.kind == "bipolar"
