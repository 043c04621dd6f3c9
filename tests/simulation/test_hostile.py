"""What makes no sense is refused before anything runs, and NaN never passes in silence."""

import numpy as np
import pytest
from toymodel import TOY, toy_world

from multipolar.changes import Change
from multipolar.errors import ModelError, MultipolarError, RunError, UnknownName
from multipolar.fields import Field
from multipolar.mechanism import Mechanism, Param
from multipolar.steps import each_pair, each_state, whole

SEVERAL = np.tile([0.02, 0.1, 0.2, 0.02], (6, 1))


def params(**wrong):
    values = SEVERAL.copy()
    for place, value in wrong.items():
        values[3, int(place[1:])] = value
    return values


REFUSED = [
    ({"members": 0}, RunError, "members=0: needed a whole number from 1"),
    ({"members": -5}, RunError, "members=-5"),
    ({"members": 2.5}, RunError, "members=2.5"),
    ({"members": True}, RunError, "members=True"),
    ({"members": "ten"}, RunError, "members='ten'"),
    ({"members": 10**12}, RunError, "members=1000000000000"),
    ({"years": 0}, RunError, "years=0: needed a whole number from 1"),
    ({"years": -1}, RunError, "years=-1"),
    ({"years": 8000}, RunError, "years=8000"),
    ({"years": None, "until": 2000}, RunError, "until=2000: needed a whole number from 2,001"),
    ({"years": 5, "until": 2010}, RunError, "give one of them"),
    ({"every": 0}, RunError, "every=0"),
    ({"seed": -1}, RunError, "seed=-1"),
    ({"seed": 2**63}, RunError, "seed=9223372036854775808"),
    ({"seed": None}, RunError, "seed=None"),
    ({"seed": 1.0}, RunError, "seed=1.0"),
    ({"threads": 0}, RunError, "threads=0"),
    ({"chunk": 0}, RunError, "chunk=0"),
    ({"engine": "compield"}, RunError, "did you mean 'compiled'"),
    ({"engine": "reference", "cluster": "tcp://127.0.0.1:1"}, RunError, "runs here only"),
    ({"keep": ("gpd_ppp",)}, UnknownName, "no field 'gpd_ppp'; did you mean 'gdp_ppp'"),
    ({"keep": ("",)}, UnknownName, "no field ''"),
    ({"keep": "gdp_ppp"}, RunError, "needed a sequence of fields"),
    ({"world": toy_world().only([])}, RunError, "no state"),
    ({"world": {"USA": 1}}, RunError, "needed a World"),
    ({"params": params(p0=np.nan)}, ModelError, "params of member 3: growth.speed=nan"),
    ({"params": params(p1=np.inf)}, ModelError, "params of member 3: nearness.k=inf"),
    ({"params": params(p2=-0.1)}, ModelError, "quarrels.chance=-0.1: needed 0 to 1"),
    ({"params": params(p3=1.5)}, ModelError, "quarrels.leave=1.5: needed 0 to 1"),
    ({"params": SEVERAL[:5]}, RunError, r"shape (5, 4); needed (6, 4)"),
    ({"params": SEVERAL[0]}, RunError, r"shape (4,); needed (6, 4)"),
    ({"params": "defaults"}, RunError, "params: shape ()"),
    ({"changes": [Change(2000, "trust")]}, RunError, "year 2000; needed 2001 to 2012"),
    ({"changes": [Change(2013, "trust")]}, RunError, "year 2013"),
    ({"changes": [Change(2001, "trsut")]}, UnknownName, "no field 'trsut'"),
    ({"changes": [Change(2001, "gdp_ppp", "XYZ")]}, UnknownName, "no state 'XYZ' in the run"),
    ({"changes": [Change(2001, "gdp_ppp")]}, RunError, "needed one state, got []"),
    ({"changes": [Change(2001, "trust", "USA")]}, RunError, "needed no state"),
    ({"changes": [Change(2001, "war", "USA", "USA")]}, RunError, "needed two states"),
    ({"changes": [Change(2001, "war", "USA")]}, RunError, "needed two states"),
    ({"changes": [Change(2001, "treaty_kind", "USA")]}, RunError, "rows of numbers"),
    ({"changes": [Change(2001, "gdp_ppp", "USA", times=np.nan)]}, RunError, "finite"),
    ({"changes": [[2001, 0, 0, 0, 0, 1]]}, RunError, "rows of 7 numbers"),
    ({"changes": [[2001, 9, 0, 0, 0, 1, 0]]}, RunError, "points to nothing"),
    ({"changes": [[2001, -1, 0, 0, 0, 1, 0]]}, RunError, "points to nothing"),
    ({"changes": [[2001, 0, 999, 0, 0, 1, 0]]}, RunError, "points to nothing"),
    ({"changes": [[2001, 0, 0, 99, 0, 1, 0]]}, RunError, "points to nothing"),
    ({"changes": [[2001, 5, 0, 0, 99, 1, 0]]}, RunError, "points to nothing"),
    ({"changes": [[2001, 0, 0.5, 0, 0, 1, 0]]}, RunError, "points to nothing"),
    ({"changes": "collapse"}, RunError, "needed Change"),
]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    REFUSED,
    ids=[f"{k} {said}" for k, (*_, said) in enumerate(REFUSED)],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    toy, tmp_path, monkeypatch, options, error, said
):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr("multipolar.simulation.prepare", never)
    with pytest.raises(error) as refusal:
        toy(**options, output=tmp_path / "run.zarr")
    assert said in str(refusal.value)
    assert isinstance(refusal.value, MultipolarError)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_parameter_without_bounds_must_still_be_a_number(toy, value):
    @each_state(adds="growth", draws={"z": "normal"})
    def stir(free, z):
        return free * z

    model = TOY.with_(Mechanism("stir", "growth", (stir,), {"free": Param(1.0)}))
    values = model.draw(range(6), 1)
    values[5, list(model.params).index("stir.free")] = value
    with pytest.raises(ModelError, match=r"params of member 5: stir.free=.*needed -inf to inf"):
        toy(model=model, params=values)


def test_a_held_value_out_of_range_is_refused():
    for value in (np.nan, np.inf, 0.3):
        with pytest.raises(ModelError, match=r"growth.speed=.*needed -0.2 to 0.2"):
            TOY.set({"growth.speed": value})


def test_a_world_with_a_value_out_of_range_is_refused(toy):
    from multipolar.errors import WorldError

    with pytest.raises(WorldError, match="regime of BRA is 3"):
        toy_world().with_(regime=[0, 0, 0, 0, 0, 3.0])


@pytest.mark.parametrize("n", [1, 2])
def test_one_state_alone_and_two_states_run(toy, n):
    run = toy(toy_world(states=("USA", "CHN")[:n]), model=TOY.without("quarrels"), years=30)
    assert np.isfinite(run.run.take("capability")[:, :, :n]).all()
    np.testing.assert_allclose(run.run.take("capability")[:, 1:, :n].sum(axis=2), 1, rtol=1e-6)


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_a_value_of_a_state_that_becomes_nan_is_named(toy, engine):
    @each_state(sets="scar")
    def wound(scar, year, regime, when):
        return scar + (year - when) * 0.0 / (year - when) * (regime + 1.0)

    bad = Mechanism("bad", "system", (wound,), {"when": Param(2004.0)}, (Field("scar", "state"),))
    with pytest.raises(RunError, match=r"scar of USA is nan in 2004 of member 0; .*one by one"):
        toy(model=TOY.with_(bad), keep=("scar",), engine=engine, threads=1)
    with pytest.raises(RunError, match=r"scar of USA is nan in 2012 of member 0"):
        toy(model=TOY.with_(bad), engine=engine, threads=1)


def test_a_value_of_a_pair_or_of_the_system_that_becomes_infinite_is_named(toy):
    @each_pair(sets="bond")
    def bind(bond, log_distance):
        return bond * 1e9 + log_distance * 0.0 + 1.0

    @whole(sets="trust")
    def lose(trust, year):
        trust[0] = float("inf") if year == 2007 else 0.5

    own = (Field("bond", "dyad"),)
    pairs = TOY.without("quarrels").with_(Mechanism("bad", "system", (bind,), fields=own))
    with pytest.raises(RunError, match=r"bond of CHN and USA is inf in 2006 of member 0"):
        toy(model=pairs, keep=("bond",), engine="reference", threads=1)
    system = TOY.with_(Mechanism("bad", "system", (lose,)))
    with pytest.raises(RunError, match=r"trust is inf in 2007 of member 0"):
        toy(model=system, engine="reference", threads=1)


def test_a_value_too_large_to_be_kept_is_named(toy):
    @each_state(sets="scar")
    def grow_fast(scar):
        return scar * 1e30 + 1.0

    bad = Mechanism("bad", "system", (grow_fast,), fields=(Field("scar", "state"),))
    with pytest.raises(RunError, match=r"scar of USA is 1\.\d*e\+60 in 2003"):
        toy(model=TOY.with_(bad), keep=("scar",), engine="reference", years=4, threads=1)


def test_what_was_complete_before_a_nan_is_kept(toy, tmp_path):
    @each_state(sets="scar")
    def wound(scar, speed, present):
        return (speed - 0.2) * 0.0 / (speed - 0.2) * present

    bad = Mechanism("bad", "system", (wound,), {"speed": Param(0.1, "1", 0, 1)},
                    (Field("scar", "state"),))  # fmt: skip
    model = TOY.with_(bad)
    names = list(model.params)
    values = model.draw(range(6), 1)
    values[4, names.index("bad.speed")] = 0.2
    place = tmp_path / "run.zarr"
    with pytest.raises(RunError, match=r"scar of USA is nan in 2012 of member 4"):
        toy(model=model, params=values, output=place, chunk=1, threads=1, engine="reference")
    from multipolar.ensemble import open_run

    assert open_run(place).members[:3] == [0, 1, 2]
    assert 4 not in open_run(place).members


def test_a_step_that_cannot_be_compiled_is_refused_and_leaves_no_folder(toy, tmp_path):
    @whole(sets="trust")
    def wrong(trust):
        trust[0] = trust.nothing_of_the_kind

    bad = Mechanism("bad", "system", (wrong,))
    with pytest.raises(ModelError, match=r"cannot be compiled; engine='reference' shows"):
        toy(model=TOY.with_(bad), output=tmp_path / "run.zarr")
    assert not list(tmp_path.iterdir())


def test_states_that_are_gone_have_no_values_and_nobody_else_has_none(toy):
    run = toy(members=40, years=30, keep=("gdp_ppp", "alignment", "battle_deaths"))
    there = run.run.take("present") > 0
    assert 0 < (~there[:, :, :6]).mean() < 0.6
    np.testing.assert_array_equal(np.isfinite(run.run.take("gdp_ppp")), there)
    np.testing.assert_array_equal(np.isfinite(run.run.take("battle_deaths")), there)
    i, j = np.tril_indices(there.shape[2], -1)
    both = there[:, :, i] & there[:, :, j]
    np.testing.assert_array_equal(np.isfinite(run.run.take("alignment")), both)
