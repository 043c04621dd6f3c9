"""One new file is enough: the catalogue lists it, ``take`` runs it, the contracts judge it."""

import importlib
import sys
from textwrap import dedent

import measure_checks as check
import pytest
from hypothesis import given, settings
from worlds import worlds

import multipolar.measures
from multipolar.measures import catalogue, take

GOOD = '''
    """Share of the largest population."""

    from multipolar.measure import measure
    from multipolar.world import World


    @measure(label="Largest share", reads=("population",), unit="share", low=0.0, high=1.0)
    def {name}(world: World) -> float:
        """Share of the most populous state.

        Parameters
        ----------
        world
            Reads ``population`` (state).

        Returns
        -------
        float
            Share, 0 to 1.

        References
        ----------
        .. [Nobody2026] Made up for a test.

        Examples
        --------
        >>> {name}(World(1985, ("USA", "SUN"), {{"population": [3.0, 1.0]}}))
        0.75
        """
        people = world["population"]
        return float(people.max() / people.sum())
'''
few = settings(max_examples=10, deadline=None, derandomize=True, database=None)


@pytest.fixture
def drop(tmp_path, monkeypatch):
    """Write a measure into a folder of its own that counts as part of the catalogue."""
    path = [*multipolar.measures.__path__, str(tmp_path)]
    monkeypatch.setattr(multipolar.measures, "__path__", path)
    dropped = []

    def write(name, text):
        (tmp_path / f"{name}.py").write_text(dedent(text), encoding="utf-8")
        importlib.invalidate_caches()
        dropped.append(name)
        return name

    yield write
    for name in dropped:
        sys.modules.pop(f"multipolar.measures.{name}", None)
        if hasattr(multipolar.measures, name):
            delattr(multipolar.measures, name)
    importlib.invalidate_caches()


def test_a_new_file_is_listed_run_and_accepted(drop):
    before = catalogue.names()
    name = drop("largest_population", GOOD.format(name="largest_population"))
    assert set(catalogue.names()) - set(before) == {name}
    assert name in catalogue
    measure = catalogue[name]
    check.facts(measure)
    check.documented(measure)

    @few
    @given(world=worlds())
    def accepted(world):
        assert 0 < take(name, world) <= 1
        check.in_range(measure, world)
        check.same_in_any_order(measure, world, range(len(world.states))[::-1])
        check.reads_only_what_it_declares(measure, world)
        check.repeatable_and_pure(measure, world)

    @few
    @given(world=worlds(states=(3, 6), absent=True))
    def accepted_with_absent_states(world):
        check.absent_states_change_nothing(take, name, world)

    accepted()
    accepted_with_absent_states()


MISTAKES = {
    "in percent": ("float(people.max()", "100 * float(people.max()", "in_range"),
    "by place": ("people.max()", "people[0]", "same_in_any_order"),
    "another variable": ('world["population"]', 'world["gdp"]', "reads_only_what_it_declares"),
    "no reference": ("References\n        ----------", "Notes\n        -----", "documented"),
    "no unit": ('unit="share"', 'unit=""', "facts"),
    "no such variable": ('reads=("population",)', 'reads=("people",)', "facts"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_caught(drop, mistake):
    right, wrong, by = MISTAKES[mistake]
    text = GOOD.format(name="largest_mistake")
    assert right in text
    measure = catalogue[drop("largest_mistake", text.replace(right, wrong))]
    contract = getattr(check, by)
    if by in ("facts", "documented"):
        with pytest.raises(AssertionError):
            contract(measure)
        return

    @few
    @given(world=worlds(styles=("spread",)))
    def judged(world):
        extra = (range(len(world.states))[::-1],) if by == "same_in_any_order" else ()
        contract(measure, world, *extra)

    with pytest.raises((AssertionError, KeyError)):
        judged()


def test_a_measure_that_writes_to_its_input_is_stopped(drop):
    text = GOOD.format(name="largest_writer")
    text = text.replace("        return float", "        people[0] = 0.0\n        return float")
    measure = catalogue[drop("largest_writer", text)]

    @few
    @given(world=worlds())
    def judged(world):
        with pytest.raises(ValueError, match="read-only"):
            measure(world)

    judged()


def test_nothing_is_left_behind():
    assert not [name for name in catalogue.names() if name.startswith("largest_")]
    assert not [name for name in sys.modules if "measures.largest_" in name]
