"""The source cow_igo_dyad, against what its makers published and the traps of its files."""

import polars as pl
import pytest

from multipolar.sources import load


def test_published_counts(data_folder):
    pairs = load("cow_igo_dyad", folder=data_folder)
    assert pairs.height == 917_695
    assert (pairs["state1"] < pairs["state2"]).all()
    assert pairs["igo_shared"].max() == 106


@pytest.mark.parametrize(("year", "members"), [(1914, 45), (1950, 75), (2014, 195)])
def test_every_pair_of_members_is_there(data_folder, year, members):
    pairs = load("cow_igo_dyad", folder=data_folder).filter(year=year)
    assert pairs.height == members * (members - 1) // 2


@pytest.mark.parametrize("year", [1914, 1990, 2014])
def test_full_and_associate_members_are_counted_alike(data_folder, year):
    """The documentation of the table says full members only; the numbers say otherwise."""
    table = pl.read_csv(data_folder / "igo/state_year_format3.csv.gz").filter(year=year)
    pairs = load("cow_igo_dyad", folder=data_folder).filter(year=year)
    status = table.drop("ccode", "year", "state").to_numpy()
    at = {state: n for n, state in enumerate(table["ccode"])}
    first, second = (pairs[s].replace_strict(at).to_numpy() for s in ("state1", "state2"))
    member = ((status == 1) | (status == 2)).astype(int)
    shared = (member @ member.T)[first, second]
    assert (shared == pairs["igo_shared"].to_numpy()).all()
