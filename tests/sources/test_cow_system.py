"""The source cow_system, against what its makers published and the traps of its files."""

import pytest

from multipolar.errors import DataError
from multipolar.sources import load


@pytest.mark.parametrize(
    ("year", "members"), [(1816, 23), (1914, 45), (1945, 64), (1991, 177), (2016, 195)]
)
def test_published_size_of_the_system(data_folder, year, members):
    assert load("cow_system", folder=data_folder).filter(year=year).height == members


def test_every_member_once_a_year(data_folder):
    system = load("cow_system", folder=data_folder)
    assert system.height == 15_951
    assert system.select("state", "year").is_unique().all()


def test_both_germanies_and_both_yemens_stand_beside_their_union_in_1990(data_folder):
    states = load("cow_system", folder=data_folder).filter(year=1990)["state"]
    assert {255, 260, 265, 678, 679, 680} <= set(states)


def test_a_cut_last_line_is_refused(data_folder, tmp_path):
    text = (data_folder / "states/cow_official/system2016.csv").read_text().rstrip()
    (tmp_path / "system2016.csv").write_text(text[:-1])
    with pytest.raises(DataError, match=r"line 15952, version: 201"):
        load("cow_system", folder=tmp_path)
