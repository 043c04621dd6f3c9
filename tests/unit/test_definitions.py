"""Polarity over definitions: a distribution, and what it hangs on."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from worlds import worlds

from multipolar import today
from multipolar.definitions import FACTORS, SETS, Definition, _influence, polarity
from multipolar.errors import MeasureError, UnknownName
from multipolar.rule import KINDS
from multipolar.rules import catalogue as rules
from multipolar.world import World

few = settings(max_examples=10, deadline=None, derandomize=True)
ONE = {"indices": ["gdp"], "sets": ["all"], "rules": ["share_of_leader"]}


@pytest.fixture(scope="module")
def found():
    return polarity(today())


def test_the_verdicts_are_a_distribution(found):
    assert tuple(found.verdicts) == KINDS
    assert sum(found.verdicts.values()) == pytest.approx(1.0)
    assert sum(d.weight for d in found.definitions) == pytest.approx(1.0)
    assert found.most_common == max(found.verdicts, key=found.verdicts.get)
    assert 0 <= found.fragile <= 1
    assert found.year == 2025


def test_rules_count_alike(found):
    for rule in rules.names():
        weight = sum(d.weight for d in found.definitions if d.rule == rule)
        assert weight == pytest.approx(1 / len(rules.names()))


def test_every_combination_stands_once(found):
    keys = [tuple(getattr(d, f) for f in FACTORS) for d in found.definitions]
    assert len(set(keys)) == len(keys)
    assert {d.actors for d in found.definitions} == set(SETS)
    assert {d.union for d in found.definitions} == {"members", "one actor"}


def test_great_power_rules_are_not_run_over_all_states(found):
    for d in found.definitions:
        assert not (rules[d.rule].spec.great_powers_only and d.actors == "all")
        assert d.source


def test_poles_are_counted_by_weight(found):
    usa = sum(d.weight for d in found.definitions if "USA" in d.poles)
    assert found.poles["USA"] == pytest.approx(usa)
    assert list(found.poles.values()) == sorted(found.poles.values(), reverse=True)


def test_influence_lies_between_zero_and_one(found):
    assert set(found.influence) == set(FACTORS)
    assert all(-1e-9 <= v <= 1 + 1e-9 for v in found.influence.values())
    assert found.influence["setting"] >= found.influence["rule"] - 1e-9


def test_given_is_a_distribution_for_each_choice(found):
    for factor in FACTORS:
        for kinds in found.given(factor).values():
            assert sum(kinds.values()) == pytest.approx(1.0)
    with pytest.raises(UnknownName, match="did you mean 'index'"):
        found.given("indx")


def test_a_clear_case_of_each_kind():
    states = ("USA", "SUN", "GBR", "FRA", "CHN")
    for kind, gdp in {
        "unipolar": [90, 3, 3, 2, 2],
        "bipolar": [45, 44, 4, 4, 3],
        "multipolar": [22, 21, 20, 19, 18],
    }.items():
        world = World(1985, states, {"gdp": np.array(gdp, float)})
        assert polarity(world, **ONE).verdicts[kind] == 1.0


def test_a_choice_that_decides_everything_has_all_the_influence():
    base = Definition(
        "a",
        "members",
        "all",
        "r",
        "s",
        "unipolar",
        (),
        "USA",
        weight=0.5,
        fragile=False,
        source="x",
    )
    pair = [base, dataclasses.replace(base, index="b", kind="bipolar")]
    verdicts = dict.fromkeys(KINDS, 0.0) | {"unipolar": 0.5, "bipolar": 0.5}
    assert _influence(pair, "index", verdicts) == pytest.approx(1.0)
    assert _influence(pair, "union", verdicts) == pytest.approx(0.0)


def test_fragile_near_a_threshold_only():
    def world(second):
        return World(1985, ("USA", "SUN", "FRA"), {"gdp": [1.0, second, 0.01]})

    half = {**ONE, "rules": ["share_of_leader"]}
    near = [d for d in polarity(world(0.52), **half).definitions if d.setting == "cut=0.5"]
    far = [d for d in polarity(world(0.20), **half).definitions if d.setting == "cut=0.5"]
    assert near[0].fragile
    assert not far[0].fragile


def test_sets_with_nobody_here_are_left_out():
    """The five permanent members do not exist in 1900, nor nuclear powers."""
    world = World(1900, ("GBR", "DEU", "FRA"), {"gdp": [3.0, 2.0, 1.0]})
    assert {d.actors for d in polarity(world).definitions} == {"all", "cow_majors"}
    small = World(2025, ("NLD", "BEL"), {"gdp": [3.0, 2.0]})
    assert {d.actors for d in polarity(small).definitions} == {"all"}


def test_indices_without_a_value_are_left_out():
    nan = [np.nan] * 3
    world = World(2025, ("USA", "CHN", "IND"), {"gdp": [3.0, 2, 1], "gdp_ppp": nan})
    assert {d.index for d in polarity(world).definitions} == {"gdp"}


def test_the_union_counts_both_ways_only_where_there_is_one(found):
    eu = [d for d in found.definitions if d.union == "one actor" and d.index == "gdp"]
    assert any("EU" in d.poles for d in eu)
    assert not any("EU" in d.poles for d in found.definitions if d.union == "members")
    alone = World(2025, ("USA", "CHN"), {"gdp": [1.0, 1.0]})
    assert {d.union for d in polarity(alone).definitions} == {"members"}


@few
@given(world=worlds(styles=("spread", "wide")))
def test_the_order_of_states_does_not_matter(world):
    order = list(range(len(world.states)))[::-1]
    chosen = {"indices": ["gdp", "gdp_ppp"], "sets": ["all", "p5"]}
    one, other = polarity(world, **chosen), polarity(world.permuted(order), **chosen)
    assert one.verdicts == pytest.approx(other.verdicts)
    assert one.poles == pytest.approx(other.poles)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"indices": ["gpd"]}, UnknownName, "did you mean 'gdp'"),
        ({"indices": ["gdp=-1"]}, MeasureError, "gdp=-1"),
        ({"sets": ["g2"]}, UnknownName, "g2"),
        ({"sets": []}, MeasureError, "no definition of polarity"),
        ({"rules": ["largest_gpa"]}, UnknownName, "did you mean 'largest_gap'"),
        ({"union": ["both"]}, UnknownName, "needed 'members' or 'one actor'"),
    ],
)
def test_wrong_choices_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        polarity(today(), **options)


def test_a_world_without_any_index_is_refused():
    with pytest.raises(MeasureError, match="no definition of polarity can be applied"):
        polarity(World(1900, ("GBR", "FRA")))
