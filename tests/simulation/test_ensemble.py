"""An ensemble read back: arrays by name, quantiles, one future as a World and as a chronicle."""

import numpy as np
import polars as pl
import pytest
import xarray as xr
from toymodel import STATES, TOY, toy_world

import multipolar
from multipolar.chronicle import state_names, tell
from multipolar.ensemble import open_run
from multipolar.errors import RunError, UnknownName, UnknownState
from multipolar.measures import take
from multipolar.outlook import outlook


@pytest.fixture(scope="module", params=["memory", "folder"])
def ensemble(request, toy, tmp_path_factory):
    keep = ("gdp_ppp", "capability", "alignment", "trade", "trust", "concentration", "disputes",
            "wars", "battle_deaths", "war")  # fmt: skip
    options = {"members": 30, "years": 20, "keep": keep, "chunk": 7}
    if request.param == "memory":
        return toy(**options)
    place = tmp_path_factory.mktemp("runs") / "run.zarr"
    toy(**options, output=place)
    return open_run(place, model=TOY)


def test_it_says_what_it_is(ensemble):
    text = repr(ensemble)
    assert "30 futures of 6 states, 2000–2020, seed 5" in text
    assert ensemble.states[:6] == STATES
    assert set(ensemble.states[6:]) == {f"NEW{k}" for k in range(1, 17)}
    assert ensemble.years == list(range(2000, 2021))
    assert ensemble.members == list(range(30))


def test_arrays_are_labelled(ensemble):
    share = ensemble["capability"]
    assert isinstance(share, xr.DataArray)
    assert share.dims == ("member", "year", "state")
    one = share.sel(member=3, year=2010, state="RUS")
    assert float(one) == ensemble.run.take("capability")[3, 10, 2]
    assert ensemble["trust"].dims == ("member", "year")
    assert ensemble["trade_ij"].dims == ("member", "year", "pair")
    assert "capability" in ensemble
    assert "population" not in ensemble
    np.testing.assert_allclose(share.sum("state"), 1, rtol=1e-6)


def test_what_was_not_kept_is_named(ensemble):
    with pytest.raises(UnknownName, match=r"'capabilty' was not kept; did you mean 'capability'"):
        ensemble["capabilty"]
    with pytest.raises(UnknownName, match="trade has two directions; ask for trade_ij"):
        ensemble["trade"]
    with pytest.raises(UnknownName, match=r"'population' was not kept.*replay\(member\) has all"):
        ensemble.quantiles("population")


def test_quantiles_are_those_of_the_futures_in_which_the_state_is_there(ensemble):
    levels = (0.05, 0.5, 0.95)
    found = ensemble.quantiles("gdp_ppp", levels, states=["RUS", "China"])
    assert found.dims == ("quantile", "year", "state")
    assert found["state"].values.tolist() == ["RUS", "CHN"]
    raw = ensemble["gdp_ppp"].sel(state=["RUS", "CHN"]).values.astype(float)
    np.testing.assert_allclose(found, np.nanquantile(raw, levels, axis=0), rtol=1e-6)
    assert np.isnan(raw).any()
    median = ensemble.quantiles("concentration", 0.5)
    expected = np.median(ensemble["concentration"].values, axis=0)
    np.testing.assert_array_equal(median.sel(quantile=0.5), expected)


def test_quantiles_of_all_states_do_not_depend_on_how_many_are_held_at_a_time(
    ensemble, monkeypatch
):
    at_once = ensemble.quantiles("gdp_ppp")
    monkeypatch.setattr("multipolar.ensemble.SLAB", 1)
    xr.testing.assert_identical(at_once, ensemble.quantiles("gdp_ppp"))
    ever = (ensemble.run.take("present") > 0).any(axis=(0, 1))
    assert at_once["state"].values.tolist() == list(np.array(ensemble.states)[ever])


def test_quantiles_that_make_no_sense_are_refused(ensemble):
    with pytest.raises(RunError, match="needed quantiles from 0 to 1"):
        ensemble.quantiles("gdp_ppp", [0.5, 1.5])
    with pytest.raises(RunError, match="needed quantiles from 0 to 1"):
        ensemble.quantiles("gdp_ppp", [np.nan])
    with pytest.raises(RunError, match="no field of states"):
        ensemble.quantiles("alignment")
    with pytest.raises(UnknownState, match="no state 'Atlantis' in the run"):
        ensemble.quantiles("gdp_ppp", states=["Atlantis"])


def test_parameters_are_a_table(ensemble):
    table = ensemble.parameters
    assert table.columns == ["member", *TOY.params]
    assert table.height == 30
    assert table["growth.speed"].n_unique() == 30
    assert table["quarrels.chance"].unique().to_list() == [0.2]


def test_events_are_a_table_that_is_read_when_it_is_used(ensemble):
    assert isinstance(ensemble.events, pl.LazyFrame)
    events = ensemble.events.collect()
    assert events.columns == ["member", "year", "event", "a", "b", "value"]
    assert set(events["event"]) == {"dispute", "secession"}
    counts = events.filter(pl.col("event") == "dispute").group_by("member", "year").len()
    disputes = ensemble.run.take("disputes")
    for member, year, n in counts.rows():
        assert disputes[member, year - 2000] == n
    assert counts["len"].sum() == disputes.sum()


def test_events_that_were_not_kept_are_asked_for_in_vain(toy):
    run = toy(events=False)
    with pytest.raises(RunError, match="events were not kept"):
        run.events  # noqa: B018
    assert run.chronicle(1, full=True) == toy().chronicle(1, full=True)


def test_a_pair_is_read_as_a_matrix(ensemble):
    a = ensemble.matrix("alignment", 4, 2010)
    np.testing.assert_array_equal(a, a.T)
    assert (np.diag(a) == 0).all()
    packed = ensemble["alignment"].sel(member=4, year=2010)
    for p in (0, 1, 5, 30):
        i, j = str(packed["pair_i"].values[p]), str(packed["pair_j"].values[p])
        np.testing.assert_equal(float(a.sel(state=i, partner=j)), float(packed[p]))
    with pytest.raises(RunError, match="no year 2021; needed 2000 to 2020"):
        ensemble.matrix("alignment", 4, 2021)
    with pytest.raises(RunError, match="no field of pairs"):
        ensemble.matrix("gdp_ppp", 4, 2010)


def test_a_simulated_year_is_a_world_that_measures_can_be_taken_of(ensemble):
    world = ensemble.world(5, 2013)
    assert world.year == 2013
    assert world.states == ensemble.states
    here = ensemble.run.take("present")[5, 13] > 0
    np.testing.assert_array_equal(world.mask, here)
    np.testing.assert_array_equal(world["gdp_ppp"][here], ensemble.run.take("gdp_ppp")[5, 13][here])
    members = world.members()
    share = members["gdp_ppp"] / members["gdp_ppp"].sum()
    np.testing.assert_allclose(
        (share**2).sum(), ensemble.run.take("concentration")[5, 13], rtol=1e-5
    )
    assert take("gini", world, index="gdp_ppp", among="all") > 0


def test_the_first_year_is_the_world_that_the_run_started_from(ensemble):
    start, world = toy_world(), ensemble.world(0, 2000)
    assert world.members().states == start.states
    for name in ("population", "gdp_ppp", "regime", "military_spending", "energy"):
        np.testing.assert_allclose(world.members()[name], start[name], rtol=1e-6)
    off = ~np.eye(6, dtype=bool)
    np.testing.assert_allclose(world.members()["distance"][off], start["distance"][off], rtol=1e-5)


def test_treaties_of_today_are_commitments_of_the_first_simulated_world(toy):
    today = multipolar.today()
    run = toy(today, members=1, years=1, keep=())
    world = run.world(0, 2025)
    for name in ("defence", "consultation", "sanction", "rivalry"):
        np.testing.assert_array_equal(world.members()[name], today[name], err_msg=name)
    found = {c.id: c for c in world.commitments}
    assert set(run.run.opening.treaties) <= set(found)
    assert len(found) == len(world.commitments)
    assert all(c.alive(world.date) and c.name for c in world.commitments)
    for c in today.commitments:
        if c.id in found and c.kind == "alliance":
            assert found[c.id].kind == "alliance"
            assert set(c.members(today.date)) <= set(found[c.id].members(world.date))
            assert set(found[c.id].obligations) == set(c.obligations)


def test_a_chronicle_tells_events_by_year(ensemble):
    told = ensemble.chronicle(3, full=True)
    events = ensemble.events.filter(pl.col("member") == 3).collect()
    assert list(told) == sorted(set(events["year"]))
    assert sum(map(len, told.values())) == events.height
    text = str(told)
    assert "United States enter a militarized dispute" in text
    assert "NEW" in text
    assert "secedes from United States" in text
    few = ensemble.chronicle(3, states=["China"], years=(2005, 2010))
    assert set(few) <= set(range(2005, 2011))
    assert all("China" in s for sentences in few.values() for s in sentences)
    assert len(ensemble.chronicle(3)) <= len(told)


def test_a_state_that_enters_is_named_after_the_one_it_left():
    events = pl.DataFrame({
        "year": [2001, 2002, 2003, 2004, 2005], "event": ["secession", "dispute", "regime_change",
            "peace", "event_99"],
        "a": ["ESP", "NEW1", "FRA", "ESP", None], "b": ["NEW1", "FRA", None, "NEW1", None],
        "value": [0.2, 0.0, -0.25, 123456.0, 1.0],
    })  # fmt: skip
    names = state_names(events, ("ESP", "FRA", "NEW1", "NEW2"), 2000)
    assert names["NEW1"] == "NEW1 (once part of Spain)"
    assert names["NEW2"] == "NEW2"
    told = tell(events, names)
    assert told == {
        2001: ["NEW1 secedes from Spain"],
        2002: ["NEW1 (once part of Spain) and France enter a militarized dispute"],
        2003: ["The regime of France changes to -0.25"],
        2004: ["The war between Spain and NEW1 (once part of Spain) ends after "
               "123,456 battle deaths"],
        2005: ["Event 99: –, –, 1"],
    }  # fmt: skip
    assert str(told).startswith("2001  NEW1 secedes from Spain\n2002  NEW1 (once")


def test_small_events_are_told_of_leading_states_only():
    events = pl.DataFrame({
        "year": [2001] * 4, "event": ["dispute", "dispute", "war", "renewal"],
        "a": ["ESP", "FRA", "ESP", "FRA"], "b": ["FRA", "USA", "PRT", "USA"], "value": [0.0] * 4,
    })  # fmt: skip
    names = state_names(events, ("ESP", "FRA", "PRT", "USA"), 2000)
    told = tell(events, names, leading={"FRA", "USA"})
    assert told[2001] == [
        "France and United States enter a militarized dispute",
        "War breaks out between Spain and Portugal",
    ]


def test_every_event_has_a_sentence_that_can_be_told():
    from multipolar.events import NAMES, SENTENCES

    assert set(NAMES) == set(SENTENCES)
    for kind, name in NAMES.items():
        events = pl.DataFrame({"year": [2001], "event": [name], "a": ["FRA"], "b": ["USA"],
                               "value": [0.5]})  # fmt: skip
        (sentence,) = tell(events, {"FRA": "France", "USA": "America"})[2001]
        for part, name_ in (("{a}", "France"), ("{b}", "America")):
            assert (name_ in sentence) == (part in SENTENCES[kind]) or name == "secession"


def test_the_outlook_sums_up_what_the_arrays_hold(ensemble):
    found = outlook(ensemble, count=5)
    assert (found.first, found.last, found.members, found.seed) == (2000, 2020, 30, 5)
    share = np.nan_to_num(ensemble.run.take("capability")[:, -1])
    for c in found.contenders:
        s = ensemble.states.index(c.code)
        assert c.share.median == pytest.approx(np.median(share[:, s]))
        assert c.share.low == pytest.approx(np.quantile(share[:, s], 0.05))
        assert c.leads == pytest.approx((share.argmax(axis=1) == s).mean())
        gone = ensemble.run.take("present")[:, -1, s] == 0
        assert c.gone == pytest.approx(gone.mean())
    assert [c.share.median for c in found.contenders] == sorted(
        (c.share.median for c in found.contenders), reverse=True
    )
    rows = {s.what: s for s in found.system}
    disputes = ensemble.run.take("disputes")[:, 1:].mean(axis=1)
    assert rows["Disputes that begin, a year"].median == pytest.approx(np.median(disputes))
    states = ensemble.run.take("present").sum(axis=2)
    assert rows["States"].now == 6
    assert rows["States"].median == np.median(states[:, -1])
    assert found.events["dispute"] == pytest.approx(ensemble.run.take("disputes").sum() / 30)


def test_the_names_of_the_package_work(tmp_path):
    run = multipolar.simulate(toy_world(), TOY, years=3, members=2, output=tmp_path / "a.zarr")
    assert multipolar.open_run(tmp_path / "a.zarr").members == run.members == [0, 1]
