"""Targets: closed forms on a made-up record, and what holds for every one of them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from recorded import STATES, made_up

from multipolar.baseline import Archive
from multipolar.course import Came, Futures, World0
from multipolar.record import FIRST, TREATY, Record, pairs_of
from multipolar.target import Target, groups, names, read
from multipolar.targets import catalogue as targets

ORIGIN = 1960


def course(record, origin=ORIGIN):
    return Came(record, World0(record, origin))


def altered(record, **arrays):
    return replace(record, arrays={**record.arrays, **arrays})


@pytest.mark.parametrize("name", targets.names())
def test_every_target_has_its_facts_and_its_units(name):
    one = targets[name]
    assert isinstance(one, Target)
    assert one.__name__ == name
    assert one.__doc__
    assert one.spec.label
    record = made_up()
    for horizon in one.spec.horizons:
        values = read(one, course(record), horizon)
        assert values.shape == (len(names(one.spec, course(record).world)), 1)
        known = values[np.isfinite(values)]
        assert len(known)
        assert (known >= one.spec.low).all()
        assert (known <= one.spec.high).all()
        if one.spec.kind == "event":
            assert set(known) <= {0.0, 1.0}


@pytest.mark.parametrize("name", targets.names())
def test_a_target_beyond_its_source_is_unknown(name):
    one, record = targets[name], made_up()
    short = replace(record, known={**record.known, one.spec.needs[0]: ORIGIN + 4})
    assert np.isnan(read(one, course(short), 5)).all()


@pytest.mark.parametrize("name", targets.names())
def test_the_order_of_states_does_not_matter(name):
    one, record = targets[name], made_up()
    order = np.random.default_rng(3).permutation(len(STATES))
    arrays = {}
    pairs = len(STATES) * (len(STATES) - 1) // 2
    for key, values in record.arrays.items():
        if values.ndim == 1 or key in TREATY:
            arrays[key] = values
        else:
            arrays[key] = values[:, pairs_of(order) if values.shape[1] == pairs else order]
    turned = Record(tuple(STATES[k] for k in order), record.last, arrays, record.known)
    for r in (record, turned):
        assert course(r).world.states
    a, b = (
        {frozenset(u.split("-")): v for u, v in
         zip(names(one.spec, course(r).world), read(one, course(r), 5)[:, 0], strict=True)}
        for r in (record, turned)
    )  # fmt: skip
    assert a.keys() == b.keys()
    for unit in a:
        assert a[unit] == pytest.approx(b[unit], nan_ok=True, rel=1e-6)


def test_concentration_of_equals():
    record = made_up()
    equal = np.full_like(record.arrays["share"], 1 / len(STATES))
    equal[: ORIGIN - FIRST + 1] = record.arrays["share"][: ORIGIN - FIRST + 1]
    later = course(altered(record, share=equal))
    assert read(targets["hhi"], later, 5)[0, 0] == pytest.approx(1 / len(STATES))
    assert read(targets["con"], later, 5)[0, 0] == pytest.approx(0, abs=1e-6)
    assert read(targets["effective_powers"], later, 5)[0, 0] == pytest.approx(5)
    assert read(targets["top_share"], later, 5)[0, 0] == pytest.approx(1 / len(STATES))


def test_one_clique_is_transitive_and_a_star_is_not():
    record, n = made_up(), len(STATES)
    i, j = np.tril_indices(n, -1)
    clique = np.zeros_like(record.arrays["defence"])
    clique[:, (i < 4) & (j < 4)] = 1
    star = np.zeros_like(clique)
    star[:, j == 0] = 1
    for ties, share, bloc, transitive in ((clique, 6, 4, 1.0), (star, n - 1, n, 0.0)):
        tied = course(altered(record, defence=ties))
        assert read(targets["alliance_density"], tied, 5)[0, 0] == share / len(i)
        assert read(targets["largest_bloc"], tied, 5)[0, 0] == bloc / n
        assert read(targets["transitivity"], tied, 5)[0, 0] == transitive


def test_disputes_are_counted_in_their_years():
    record = made_up()
    onset = np.zeros_like(record.arrays["onset"])
    onset[ORIGIN - FIRST, 3] = 1  # at the origin: not a forecast
    onset[ORIGIN + 2 - FIRST, 5] = 1
    onset[ORIGIN + 5 - FIRST, [5, 7]] = 1
    quarrels = course(altered(record, onset=onset))
    assert read(targets["onset"], quarrels, 1).sum() == 0
    assert np.flatnonzero(read(targets["onset"], quarrels, 5)[:, 0]).tolist() == [5, 7]
    assert read(targets["dispute_count"], quarrels, 5)[0, 0] == 2
    assert read(targets["dispute_total"], quarrels, 5)[0, 0] == 3


def test_a_state_that_leaves_is_an_exit_and_one_that_comes_an_entry():
    record = made_up()
    present = record.arrays["present"].copy()
    share = record.arrays["share"].copy()
    present[: ORIGIN + 3 - FIRST, 2] = 0
    present[ORIGIN + 4 - FIRST :, 7] = 0
    share[ORIGIN + 4 - FIRST :, 7] = np.nan
    changed = course(altered(record, present=present, share=share))
    assert 220 not in changed.world.states
    assert [read(targets["entries"], changed, h)[0, 0] for h in (1, 5)] == [0, 1]
    assert [read(targets["exits"], changed, h)[0, 0] for h in (1, 5)] == [0, 1]
    gone = changed.world.states.index(STATES[7])
    assert np.isnan(read(targets["share"], changed, 5)[gone, 0])
    assert not np.isnan(read(targets["share"], changed, 1)[gone, 0])


def test_overtaking_is_told_of_the_leading_only():
    record = made_up()
    share = record.arrays["share"].copy()
    share[ORIGIN + 1 - FIRST] = share[ORIGIN - FIRST][::-1]
    turned = course(altered(record, share=share))
    found = read(targets["overtaken"], turned, 1)[:, 0]
    assert np.isfinite(found).sum() == 28
    a, b = turned.world.first, turned.world.second
    before, after = share[ORIGIN - FIRST], share[ORIGIN + 1 - FIRST]
    known = np.isfinite(found)
    crossed = (before[a] > before[b]) != (after[a] > after[b])
    assert (found[known] == crossed[known]).all()


def test_groups_are_by_size_and_relevance():
    world = course(made_up()).world
    states, pairs = (groups(targets[n].spec, world) for n in ("share", "onset"))
    assert states["top 10"].sum() == 10
    assert states["all"].sum() == len(STATES)
    assert set(pairs) == {"all", "relevant", "quiet"}
    assert set(groups(targets["first"].spec, world)) == {"all"}


def test_values_are_worked_out_once():
    archive = Archive(made_up())
    assert archive.values(targets["hhi"], 1900, 5) is archive.values(targets["hhi"], 1900, 5)


def test_sanctions_are_counted_by_direction_and_year():
    record = made_up()
    begun, force = (np.zeros_like(record.arrays[k]) for k in ("sanctioned", "sanction"))
    begun[ORIGIN - FIRST, 3] = 1  # at the origin: not a forecast
    begun[ORIGIN + 2 - FIRST, 5] = 2
    begun[ORIGIN + 5 - FIRST, 7] = 1
    force[ORIGIN + 2 - FIRST : ORIGIN + 5 - FIRST, 5] = 2
    force[ORIGIN + 5 - FIRST, 7] = 1
    found = course(altered(record, sanctioned=begun, sanction=force))
    assert [read(targets["sanctions_begun"], found, h)[0, 0] for h in (1, 4, 5)] == [0, 2, 3]
    assert [read(targets["sanctions_in_force"], found, h)[0, 0] for h in (1, 4, 5)] == [0, 2, 1]
    assert np.flatnonzero(read(targets["sanctioned"], found, 5)[:, 0]).tolist() == [5, 7]
    assert np.flatnonzero(read(targets["sanction"], found, 5)[:, 0]).tolist() == [7]
    assert np.isnan(read(targets["sanction"], course(record, 1940), 5)).all(), "no record so early"


def test_a_treaty_that_outlives_its_term_is_renewed_and_one_without_a_term_is_not_asked():
    record = made_up()
    alive, expires = (np.zeros_like(record.arrays[k]) for k in ("treaty_alive", "treaty_expires"))
    alive[: ORIGIN + 9 - FIRST, :4] = 1
    alive[ORIGIN + 3 - FIRST :, 1] = 0
    expires[ORIGIN - FIRST, :3] = ORIGIN + 2, ORIGIN + 3, ORIGIN + 5
    found = course(altered(record, treaty_alive=alive, treaty_expires=expires))
    assert names(targets["renewed"].spec, found.world) == ["atop-0", "atop-1", "atop-2", "atop-3"]
    for horizon, each, share in (
        (3, [1, np.nan, np.nan, np.nan], 1.0), (5, [1, 0, np.nan, np.nan], 0.5),
        (10, [1, 0, 1, np.nan], 2 / 3),
    ):  # fmt: skip
        assert read(targets["renewed"], found, horizon)[:, 0] == pytest.approx(each, nan_ok=True)
        assert read(targets["renewals"], found, horizon)[0, 0] == pytest.approx(share)
    assert np.isnan(read(targets["renewals"], found, 2)).all()


def test_poles_are_those_with_half_of_the_strongest():
    record = made_up()
    share = np.full_like(record.arrays["share"], 0.01)
    share[:, :4] = 0.4, 0.2, 0.19, 0.11
    share[ORIGIN + 1 - FIRST :, 2] = 0.21
    found = course(altered(record, share=share))
    assert [read(targets["poles"], found, h)[0, 0] for h in (0, 1)] == [2, 3]
    assert [read(targets["multipolarity"], found, h)[0, 0] for h in (0, 1)] == [0, 1]
    assert [read(targets["turned"], found, h)[0, 0] for h in (0, 1)] == [0, 1]


def test_the_futures_read_sanctions_and_treaties_as_the_record_has_them():
    """A sanction of the opening that is none in the record counts only once it was lifted."""
    on = np.array([[[1, 1, 0], [1, 0, 0], [1, 1, 1]]], np.uint8)  # one member, three years
    futures = object.__new__(Futures)
    record = made_up()
    world = course(record).world
    few = {"sanction_ij": on, "sanction_ji": np.zeros_like(on)}
    futures.origin, futures.pair_at = ORIGIN, np.arange(3)
    force = np.zeros_like(record.arrays["sanction"])
    force[ORIGIN - FIRST, world.pairs[0]] = 1
    futures.record = altered(record, sanction=force)
    futures.world = SimpleNamespace(pairs=world.pairs[:3], treaty_numbers=np.array([7, 9]))
    kind = np.array([[[0, 1, 1], [0, 1, 1], [0, 1, 0]]], float)
    since = np.array([[[0, 1950, 1955], [0, 1962, 1955], [0, 1962, 1955]]], float)
    arrays = few | {"treaty_kind": kind, "treaty_since": since}
    run = SimpleNamespace(
        take=lambda name: arrays[name], opening=SimpleNamespace(treaties=("x", "atop-9", "atop-7"))
    )
    futures.ensemble = SimpleNamespace(run=run, members=[0], years=[1960, 1961, 1962])
    assert futures._sanction[0].tolist() == [[1, 0, 0], [1, 0, 0], [1, 1, 1]]
    assert futures._sanctioned[0].tolist() == [[0, 0, 0], [0, 0, 0], [0, 1, 1]]
    assert futures._treaty_alive[0].tolist() == [[1, 1], [1, 0], [0, 0]]
