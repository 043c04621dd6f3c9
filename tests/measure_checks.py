"""What every measure must keep to, as functions that take a measure and a World.

``contracts/test_every_measure.py`` runs them over the catalogue; ``test_adding_a_leaf.py`` shows
that they catch a mistake.
"""

import dataclasses
import inspect
import math

import numpy as np

from multipolar.errors import MeasureError
from multipolar.indices import catalogue as indices
from multipolar.measure import headline
from multipolar.variables import VARIABLES
from multipolar.world import World

SECTIONS = ("Parameters", "Returns", "References", "Examples")
ONE_OF_SEVERAL = {
    "blocs": {"blocs", "unaligned", "together"},
    "line_index": {"frustrated"},
    "weak_line_index": {"clusters", "frustrated"},
}
"""Fields that hold one of several equally good divisions."""


def outcome(measure, world, **options):
    """Return what a measure returns, or the MeasureError it ends in (unknown values)."""
    try:
        return measure(world, **options)
    except MeasureError as error:
        return error


def facts(measure):
    """Facts are complete, and what it reads stands in the vocabulary."""
    spec = measure.spec
    assert spec.label
    assert spec.unit
    assert spec.low < spec.high
    assert spec.shape in ("system", "state", "dyad")
    assert set(spec.reads) <= set(VARIABLES)
    own = set(inspect.signature(measure).parameters)
    assert next(iter(own & {"world"}), None), "the first parameter is the world"


def documented(measure):
    """numpydoc sections are there, and every parameter is described."""
    doc = inspect.getdoc(measure)
    for section in SECTIONS:
        assert f"\n{section}\n{'-' * len(section)}\n" in doc, f"docstring has no {section} section"
    named = doc.split("Parameters\n")[1].split("Returns\n")[0]
    for parameter in inspect.signature(measure).parameters:
        assert parameter in named, f"docstring does not describe {parameter}"
    assert ".. [" in doc.split("References\n")[1], "no reference"


def in_range(measure, world):
    """The headline lies within the declared bounds, or is NaN; its shape is the declared one."""
    result = outcome(measure, world)
    if isinstance(result, MeasureError):
        return
    value = np.asarray(headline(result), dtype=float)
    dims = {"system": 0, "state": 1, "dyad": 2}[measure.spec.shape]
    assert value.shape == (len(world.states),) * dims
    known = value[~np.isnan(value)]
    assert (known >= measure.spec.low - 1e-9).all(), f"{known.min()} < {measure.spec.low}"
    assert (known <= measure.spec.high + 1e-9).all(), f"{known.max()} > {measure.spec.high}"


def same_in_any_order(measure, world, order):
    """Reordering states reorders the result and changes nothing else."""
    before, after = outcome(measure, world), outcome(measure, world.permuted(order))
    assert type(before) is type(after)
    if isinstance(before, MeasureError):
        return
    wanted = np.asarray(headline(before), dtype=float)
    wanted = wanted[np.ix_(*(list(order),) * wanted.ndim)]
    np.testing.assert_allclose(headline(after), wanted, rtol=1e-9, atol=1e-9)
    skipped = ONE_OF_SEVERAL.get(measure.__name__, set())
    for field in dataclasses.fields(before) if dataclasses.is_dataclass(before) else ():
        if field.name not in skipped:
            one, other = getattr(before, field.name), getattr(after, field.name)
            assert names(one) == names(other), field.name


def names(value):
    """Return the set of all words in a value, however nested."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return set().union(*map(names, value))
    return set()


def absent_states_change_nothing(take, name, world):
    """Absent states with any values leave the result of the present ones as it is."""
    measure_result, alone = (outcome(lambda w: take(name, w), w) for w in (world, world.members()))
    assert type(measure_result) is type(alone)
    if isinstance(alone, MeasureError):
        return
    here = np.flatnonzero(world.mask)
    away = np.flatnonzero(~world.mask)
    value, wanted = (np.asarray(headline(r), dtype=float) for r in (measure_result, alone))
    assert value.shape == (len(world.states),) * value.ndim
    np.testing.assert_array_equal(value[np.ix_(*(here,) * value.ndim)], wanted)
    for axis in range(value.ndim):
        assert np.isnan(np.take(value, away, axis=axis)).all()
    if dataclasses.is_dataclass(alone):
        for field in dataclasses.fields(alone):
            one, other = (getattr(r, field.name) for r in (measure_result, alone))
            if not isinstance(one, np.ndarray | dict | float):
                assert one == other, field.name


def declared(measure):
    """Return the variables that a measure, or its index by default, says it reads."""
    index = inspect.signature(measure).parameters.get("index")
    return {*measure.spec.reads, *(indices[index.default].spec.reads if index else ())}


def reads_only_what_it_declares(measure, world):
    """A World of the declared variables alone gives the same result."""
    kept = {name: world[name] for name in declared(measure)}
    bare = World(world.year, world.states, kept)
    assert same(outcome(measure, world), outcome(measure, bare))


def repeatable_and_pure(measure, world):
    """The same World gives the same result twice, and is not altered."""
    before = {name: values.copy() for name, values in world.arrays.items()}
    assert same(outcome(measure, world), outcome(measure, world))
    for name, values in world.arrays.items():
        np.testing.assert_array_equal(values, before[name])
        assert not values.flags.writeable


def same(one, other):
    """Tell whether two results are the same to the bit, NaN for NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, MeasureError):
        return str(one) == str(other)
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=True)
    if isinstance(one, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if dataclasses.is_dataclass(one):
        return all(
            same(getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(one)
        )
    return one == other
