"""Disputes one year ahead, asked of the mechanism on the fields of the year before."""

import numpy as np
import pytest

from multipolar import onestep
from multipolar.backtest import priors
from multipolar.baseline import Archive
from multipolar.errors import RunError
from multipolar.model import default_model
from multipolar.onestep import Year, assess, one_year
from multipolar.past import fields
from multipolar.record import record

pytest.importorskip("jax")
pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture(scope="module")
def archive(published):
    return Archive(record())


@pytest.fixture(scope="module")
def said(archive):
    return one_year(1960, default_model().believing(None), archive)


def test_every_pair_of_the_closed_world_has_a_chance(said, archive):
    pairs = len(archive.world(1959).pairs)
    for p in said.said.values():
        assert p.shape == (pairs,)
        assert ((p > 0) & (p < 1)).all()
    assert said.came.sum() == record().at("onset", 1960)[archive.world(1959).pairs].sum()


def test_the_mechanism_ranks_pairs_better_than_chance(said):
    found = {x.method: x for x in assess([said]) if x.group == "all"}
    assert found["mechanism"].auc_roc > 0.85
    assert found["base_rate"].log_skill == 0


def test_pairs_are_matched_by_their_names(said, archive, monkeypatch):
    """India and Pakistan, old foes, are given more than India and Peru."""
    world = archive.world(1959)
    at = {s: k for k, s in enumerate(world.states)}

    def chance(a, b):
        i, j = max(at[a], at[b]), min(at[a], at[b])
        return said.said["mechanism"][i * (i - 1) // 2 + j]

    assert chance(750, 770) > 20 * chance(750, 135)


def test_fields_of_the_year_itself_are_found_out(said, archive, monkeypatch):
    """Were the outcome among what is known, the ranking would be too good to be true."""
    monkeypatch.setattr(onestep, "fields", lambda year, **options: fields(year + 1, **options))
    monkeypatch.setattr(onestep, "_order", lambda known, states, origin: _matched(known, states))
    leaked = one_year(1960, default_model().believing(None), archive)
    honest, leaky = (
        next(x for x in assess([y]) if x.group == "quiet" and x.method == "mechanism")
        for y in (_quiet(said), _quiet(leaked))
    )
    assert leaky.auc_pr > 2 * honest.auc_pr


def _matched(known, states):
    from multipolar.record import numbers_of

    place = {s: k for k, s in enumerate(numbers_of(known.states, 1960))}
    at = np.array([place[s] for s in states])
    i, j = np.tril_indices(len(at), -1)
    a, b = np.maximum(at[i], at[j]), np.minimum(at[i], at[j])
    return a * (a - 1) // 2 + b


def _quiet(year):
    return Year(year.year, year.said, year.came, year.mask)


def test_a_parameter_is_believed_from_no_later_year(archive, monkeypatch):
    asked = []

    def parameters(model, year):
        asked.append(year)
        return priors(model, year)

    monkeypatch.setattr(onestep, "one_year", lambda year, model, archive: year)
    years = onestep.one_step(1950, 1961, parameters=parameters, archive=archive)
    assert years == list(range(1950, 1962))
    assert asked == [1949, 1954, 1959]
    with pytest.raises(RunError, match="1817 to 2010"):
        onestep.one_step(1950, 2020, archive=archive)
