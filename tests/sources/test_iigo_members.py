"""The source iigo_members, against what its makers published and the traps of its files."""

from multipolar.sources import load


def test_published_counts(data_folder):
    members = load("iigo_members", folder=data_folder)
    assert members.height == 3_502
    assert members["commitment"].n_unique() == 148
    assert members.filter(commitment="BRICS")["iigo_since"].to_list() == [2009] * 5


def test_short_names_are_no_keys(data_folder):
    members = load("iigo_members", folder=data_folder)
    assert members.filter(iigo_short="CG")["commitment"].n_unique() == 2
    assert members["iigo_short"].null_count() == 9
    assert members.select("commitment", "state").is_unique().all()


def test_codes_of_states_of_a_like_name_are_set_right(data_folder):
    members = load("iigo_members", folder=data_folder)
    quad = members.filter(commitment="Quadrilateral Security Dialogue")
    assert sorted(quad["state"]) == ["AUS", "IND", "JPN", "USA"]
    quint = members.filter(commitment="Quint")
    assert sorted(quint["state"]) == ["DEU", "FRA", "GBR", "ITA", "USA"]
    assert "DDR" not in set(members["state"])
    assert members.filter(state="AUH")["commitment"].to_list() == ["Concert Of Europe"]
    assert members.filter(commitment="Salzburg Forum", state="AUT").height == 1


def test_odd_codes_are_translated(data_folder):
    codes = load("iigo_members", folder=data_folder)["state"]
    assert codes.null_count() == 0
    assert codes.str.contains("^[A-Z]{3}$").all()
    assert {"DZA", "GNQ", "XKX", "COD", "NAM"} <= set(codes)


def test_unknown_years_stay_unknown(data_folder):
    assert load("iigo_members", folder=data_folder)["iigo_since"].null_count() == 233
