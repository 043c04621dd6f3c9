"""Panels: the rows are who was there; unknown is null, zero only where a source says so."""

import pickle
from collections import Counter

import polars as pl
import pytest

from multipolar.errors import MeasureError, MissingData, UnknownName
from multipolar.grains import variables as on_offer
from multipolar.panels import panel
from multipolar.skeleton import dyad_years, state_years
from multipolar.sources import load

pytestmark = pytest.mark.usefixtures("published")

KEYS = {
    "state-year": ["state", "year"],
    "dyad-year": ["state1", "state2", "year"],
    "directed-dyad-year": ["state1", "state2", "year"],
}
USA, GBR, FRA, FRG, DEU, RUS, JPN, CHN = 2, 200, 220, 260, 255, 365, 740, 710


def at(frame, **keys):
    """Return the one row with these keys."""
    (row,) = frame.filter(**keys).to_dicts()
    return row


def by_source(kind):
    """Return the variables that may stand in a panel, by their source."""
    grains = ("state-year", "state-spell") if kind == "state-year" else ("year", "spell")
    found = {}
    for name, v in on_offer().items():
        if v.spec.grain.endswith(grains):
            found.setdefault(v.source, []).append(name)
    return found


# --- rows


def test_state_years_are_the_list_whatever_is_joined():
    frame = panel("state-year", variables=["cinc", "polity_polity2", "ucdp_internal", "wb_gdp"])
    assert frame.select("state", "year").equals(state_years(1816, 2016))
    assert frame.columns == ["state", "year", "cinc", "polity_polity2", "ucdp_internal", "wb_gdp"]


def test_dyad_years_are_the_list_whatever_is_joined():
    frame = panel("dyad-year", variables=["cinc", "mid5_onset", "contiguity_type"])
    assert frame.height == 956_145
    assert frame.select(KEYS["dyad-year"]).equals(dyad_years(1816, 2016))


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("system", ["cow", "gw"])
@pytest.mark.slow
def test_no_variable_on_offer_adds_or_repeats_a_row(kind, system):
    """Every source that has state-years or pairs, all its variables, three years with breaks."""
    years = (1990, 1992)
    rows = panel(kind, years=years, system=system)
    known = Counter()
    for source, names in by_source(kind).items():
        try:
            frame = panel(kind, years=years, variables=names, system=system)
        except MissingData:
            known["missing"] += 1
            continue
        assert frame.select(rows.columns).equals(rows), source
        values = frame.drop(rows.columns)
        known[source] = sum(values.height - n for n in values.null_count().row(0))
    assert known.pop("missing", 0) <= 1  # GDELT's events are not among the copies
    ended = {"arms_races"}  # the last race on record ended in 1984
    assert {source for source, n in known.items() if not n} == (
        ended if kind != "state-year" else set()
    )


@pytest.mark.parametrize("years", [(1815, 1900), (1900, 1816), (2000, 2030)])
def test_years_out_of_range(years):
    with pytest.raises(MeasureError, match="needed 1816 to 2024"):
        panel("state-year", years=years, variables=["cinc"])


# --- unknown and zero


def test_zero_inside_the_coverage_and_unknown_after_it():
    frame = panel("dyad-year", years=(2013, 2018), variables=["mid5_ongoing", "contiguity_type"])
    names = ["mid5_ongoing", "contiguity_type_12"]
    known = frame.group_by("year").agg(pl.col(names).null_count(), pl.len())
    for year, disputes, contiguous, rows in known.iter_rows():
        assert disputes == (0 if year <= 2014 else rows)
        assert contiguous == (0 if year <= 2016 else rows)


def test_edges_of_two_sources_in_one_pair():
    names = ["mid5_ongoing", "contiguity_type", "atopdd_defense"]
    frame = panel("dyad-year", years=(2014, 2019), variables=names)
    pair = {"state1": USA, "state2": GBR}
    seen = [tuple(at(frame, **pair, year=y).values())[3:] for y in (2014, 2016, 2017, 2018, 2019)]
    # mid5_ongoing, contiguity_type_12 and _21, atopdd_defense_12 and _21
    assert seen == [
        (0, 0, 0, 1, 1),
        (None, 0, 0, 1, 1),
        (None, None, None, 1, 1),
        (None, None, None, 1, 1),
        (None, None, None, None, None),
    ]


def test_unknown_in_a_row_that_is_there_stays_unknown():
    """Deaths in a dispute that the source does not know are not none."""
    seen = load("gml_dyads")
    unknown = seen.filter(pl.col("gml_fatality").is_null())
    frame = panel("dyad-year", variables=["gml_fatality"], years=(1816, 2010))
    there = frame.join(unknown.select(KEYS["dyad-year"]), on=KEYS["dyad-year"])
    assert unknown.height == there.height > 100
    assert there["gml_fatality"].null_count() == there.height
    assert frame["gml_fatality"].null_count() == there.height


def test_a_source_that_does_not_say_so_has_no_zeros():
    """Shared memberships, trade and votes: a missing row is unknown."""
    frame = panel("dyad-year", years=(1965, 1965), variables=["un_agree3", "igo_shared"])
    assert frame["un_agree3"].null_count() > 0
    source = load("cow_igo_dyad").filter(year=1965)
    missing = frame.join(source, on=KEYS["dyad-year"], how="anti")
    assert missing["igo_shared"].null_count() == missing.height


def test_unknown_is_never_the_publishers_code():
    """No -9, -99, -66 or -999 survives anywhere (a Polity score of -9 is one)."""
    codes = [-9.0, -99.0, -66.0, -77.0, -88.0, -999.0]
    for kind in ("state-year", "dyad-year"):
        for source, names in by_source(kind).items():
            try:
                frame = panel(kind, years=(1962, 1962), variables=names)
            except MissingData:
                continue
            for column in frame.drop(KEYS[kind]).iter_columns():
                if column.dtype.is_numeric() and not column.name.startswith("polity_"):
                    bad = column.cast(pl.Float64).is_in(codes).sum()
                    assert not bad, (source, column.name)


# --- state variables, direction


def test_a_state_variable_stands_once_for_each_of_a_pair():
    states = panel("state-year", years=(1914, 1914), variables=["cinc"])
    cinc = dict(zip(states["state"], states["cinc"], strict=True))
    for kind in ("dyad-year", "directed-dyad-year"):
        frame = panel(kind, years=(1914, 1914), variables=["cinc"])
        assert frame.columns == ["state1", "state2", "year", "cinc_1", "cinc_2"]
        assert frame["cinc_1"].to_list() == [cinc[s] for s in frame["state1"]]
        assert frame["cinc_2"].to_list() == [cinc[s] for s in frame["state2"]]


def test_a_directed_source_in_undirected_pairs():
    """Belgium 1914: Britain owed it defence by the treaty of 1839; it owed none."""
    name = "atopdd_defense"
    frame = panel("dyad-year", years=(1914, 1914), variables=[name])
    directed = panel("directed-dyad-year", years=(1914, 1914), variables=[name])
    assert directed.columns[-1] == name
    assert frame.columns[-2:] == [f"{name}_12", f"{name}_21"]
    there = directed.filter(pl.col("state1") < pl.col("state2"))
    back = directed.filter(pl.col("state1") > pl.col("state2")).sort("state2", "state1")
    assert frame[f"{name}_12"].to_list() == there[name].to_list()
    assert frame[f"{name}_21"].to_list() == back[name].to_list()
    seen = load("atop_dyads").filter(year=1914).filter(pl.col(name) == 1)
    one_way = {tuple(r) for r in seen.select("state1", "state2").iter_rows()}
    a, b = next((a, b) for a, b in sorted(one_way) if (b, a) not in one_way and a < b)
    assert (at(frame, state1=a, state2=b)[f"{name}_12"], at(frame, state1=a, state2=b)[
        f"{name}_21"]) == (1, 0)  # fmt: skip


def test_an_undirected_source_in_directed_pairs_is_mirrored():
    frame = panel("directed-dyad-year", years=(1969, 1969), variables=["mid5_hostlev"])
    assert at(frame, state1=RUS, state2=CHN)["mid5_hostlev"] == 4
    assert at(frame, state1=CHN, state2=RUS)["mid5_hostlev"] == 4
    turned = frame.select(state1="state2", state2="state1", other="mid5_hostlev")
    both = frame.join(turned, on=["state1", "state2"])
    assert both["mid5_hostlev"].equals(both["other"])


def test_what_is_of_the_first_state_is_of_the_first_state_in_the_mirror_too():
    """Deaths of either side in the Russo-Japanese War: Russia 71,453, Japan 80,378 (COW 4.0)."""
    for names in (["war_deaths1"], ["war_deaths2"], ["war_deaths1", "war_deaths2"]):
        frame = panel("directed-dyad-year", years=(1904, 1905), variables=names)
        there = at(frame, state1=RUS, state2=JPN, year=1904)
        back = at(frame, state1=JPN, state2=RUS, year=1904)
        dead = {"war_deaths1": (71_453, 80_378), "war_deaths2": (80_378, 71_453)}
        assert frame.columns[3:] == names
        for name in names:
            assert (there[name], back[name]) == dead[name]


# --- code systems


def test_a_source_in_gleditsch_and_ward_codes_in_a_cow_panel():
    """Germany is 260 there in 2000, Yemen 678 throughout, Kiribati 970."""
    gw = {n for n, v in on_offer().items() if v.source == "gdp_fariss_gw"}
    name = next(n for n in sorted(gw) if n.endswith("gdp"))
    frame = panel("state-year", years=(1960, 2010), variables=[name])
    own = load("gdp_fariss_gw")
    for cow, code, year in ((260, 260, 1960), (255, 260, 2000), (679, 678, 2000), (678, 678, 1970),
                            (946, 970, 2000), (345, 345, 1960), (345, 340, 2008)):  # fmt: skip
        theirs = own.filter(state=code, year=year)[name]
        ours = frame.filter(state=cow, year=year)[name]
        assert len(theirs) <= 1
        assert ours.to_list() == (theirs.to_list() or [None]), (cow, year)


def test_conflict_in_yemen_and_germany_by_cow_numbers():
    frame = panel("state-year", years=(1962, 2024), variables=["ucdp_internal"])
    assert at(frame, state=678, year=1962)["ucdp_internal"] == 2
    assert at(frame, state=679, year=2015)["ucdp_internal"] == 2
    assert at(frame, state=DEU, year=2000)["ucdp_internal"] == 0
    assert at(frame, state=FRG, year=1989)["ucdp_internal"] == 0


def test_the_year_in_which_a_number_changes_hands():
    """Gleditsch and Ward's 260 and 678 of 1990 are united Germany and Yemen, as on 31 December.

    So nothing is known of COW's West Germany and North Yemen in that year: not zero.
    """
    frame = panel("state-year", years=(1990, 1990), variables=["ucdp_internal"])
    seen = {s: at(frame, state=s)["ucdp_internal"] for s in (255, 260, 678, 679)}
    assert seen == {255: 0, 260: None, 678: None, 679: 0}


def test_a_source_in_cow_codes_in_a_gleditsch_and_ward_panel():
    frame = panel("state-year", years=(1960, 2000), variables=["cinc"], system="gw")
    own = load("cow_nmc")
    for code, cow, year in ((260, 260, 1960), (260, 255, 2000), (678, 678, 1970), (678, 679, 2000),
                            (970, 946, 2000), (971, 970, 2000)):  # fmt: skip
        theirs = own.filter(state=cow, year=year)["cinc"].item()
        assert at(frame, state=code, year=year)["cinc"] == theirs, code


def test_pairs_of_states_that_cow_does_not_list_are_unknown_to_cow():
    """Monaco is a state of Gleditsch and Ward in 1980, but no member of COW's system."""
    names = ["mid5_ongoing", "contiguity_type"]
    frame = panel("dyad-year", years=(1980, 1980), variables=names, system="gw")
    listed = set(state_years(1980, 1980)["state"]) - {970}
    monaco = frame.filter((pl.col("state1") == 221) | (pl.col("state2") == 221))
    assert 221 not in listed
    assert monaco.height > 100
    assert monaco["mid5_ongoing"].null_count() == monaco.height
    assert at(frame, state1=USA, state2=CHN)["mid5_ongoing"] == 0


def test_dyads_of_serbia_and_germany_in_gleditsch_and_ward_codes():
    names = ["mid5_ongoing", "war_ongoing"]
    frame = panel("directed-dyad-year", years=(1914, 1914), variables=names, system="gw")
    assert at(frame, state1=340, state2=300)["war_ongoing"] == 1
    assert at(frame, state1=300, state2=340)["mid5_ongoing"] == 1


def test_public_codes():
    frame = panel("state-year", years=(1962, 1992), codes=True)
    assert at(frame, state=RUS, year=1962)["code"] == "SUN"
    assert at(frame, state=RUS, year=1992)["code"] == "RUS"
    assert frame["code"].null_count() == 0
    pairs = panel("dyad-year", years=(2000, 2000), codes=True, system="gw")
    assert at(pairs, state1=FRA, state2=260)["code2"] == "DEU"
    assert pairs.select(pl.col("code1", "code2").null_count()).row(0) == (0, 0)


# --- sources side by side, versions


def test_rival_sources_stand_side_by_side():
    names = ["mid_onset", "mid5_onset", "gml_onset"]
    frame = panel("dyad-year", years=(1990, 2014), variables=names)
    sums = frame.filter(pl.col("year") <= 2010).select(pl.col(names).sum()).row(0)
    assert len(set(sums)) == 3
    later = frame.filter(pl.col("year") > 2010)
    assert later["gml_onset"].null_count() == later.height
    assert later["mid5_onset"].null_count() == 0


def test_versions():
    new, old = (
        panel("state-year", variables=["cinc"], years=(1990, 2012), versions=v)
        for v in ({}, {"cow_nmc": "4.0"})
    )
    seen = old.join(new, on=["state", "year"], suffix="_7")
    inside, after = seen.filter(pl.col("year") <= 2007), seen.filter(pl.col("year") > 2007)
    assert after["cinc"].null_count() == after.height
    assert after["cinc_7"].null_count() == 0
    assert ((inside["cinc"] - inside["cinc_7"]).abs() > 1e-4).any()
    assert (
        load("cow_nmc", "4.0").filter(state=USA, year=2000)["cinc"].item()
        == at(old, state=USA, year=2000)["cinc"]
    )


def test_the_order_asked_for_is_kept_and_a_name_twice_counts_once():
    frame = panel("state-year", years=(2000, 2000), variables=["tpop", "cinc", "tpop", "milex"])
    assert set(frame.columns) == {"state", "year", "tpop", "cinc", "milex"}
    assert panel("state-year", years=(2000, 2000)).columns == ["state", "year"]


# --- commitments and k-ads


def test_k_ad_of_the_north_atlantic_treaty():
    """Twelve founders, of whom none twice."""
    frame = panel("k-ad", years=(1949, 1949), variables=["atopm_defense", "cinc"])
    nato = at(frame, commitment=3180)
    founders = [2, 20, 200, 210, 211, 212, 220, 235, 325, 385, 390, 395]
    assert (nato["members"], nato["k"], nato["atopm_defense"]) == (founders, 12, 1)
    cinc = load("cow_nmc").filter(pl.col("state").is_in(founders), year=1949)["cinc"]
    assert nato["cinc_sum"] == pytest.approx(cinc.sum())
    assert (nato["cinc_min"], nato["cinc_max"]) == (cinc.min(), cinc.max())


def test_k_ads_are_all_alliances_and_a_member_counts_once():
    """A treaty of two phases in its first year has its members twice in the file."""
    frame = panel("k-ad", years=(1815, 2016), variables=["atopm_defense", "cinc"])
    assert frame.height == load("atop").height == 745
    assert (frame["members"].list.len() == frame["k"]).all()
    assert (frame["members"].list.n_unique() == frame["k"]).all()
    assert frame["k"].min() >= 2
    assert at(frame, commitment=1100)["members"] == [200, 220, 230, 235]
    assert frame.filter(pl.col("cinc_sum") > 1.08).is_empty()


def test_k_ad_sum_is_unknown_where_a_member_is():
    """Bavaria and its like were no members of COW's system on every date."""
    frame = panel("k-ad", years=(1815, 1870), variables=["atopm_defense", "milex"])
    unknown = frame.filter(pl.col("milex_sum").is_null())
    assert unknown.height > 0
    assert (unknown["k"] >= 2).all()


def test_k_ad_of_a_source_that_dates_by_year(published):
    frame = panel("k-ad", years=(1945, 1950), variables=["igo_since", "cinc"])
    assert frame["year"].is_between(1945, 1950).all()
    table = pl.read_csv(published / "igo/state_year_format3.csv.gz", columns=["year", "un"])
    assert at(frame, commitment="un")["k"] == table.filter(year=1945, un=1).height == 44


def test_commitment_panel():
    frame = panel("commitment", variables=["atop_since", "atop_defense"])
    assert frame.columns == ["commitment", "atop_since", "atop_defense"]
    assert frame.height == 745
    assert str(at(frame, commitment=3180)["atop_since"]) == "1949-04-04"
    assert panel("commitment", variables=["mid_hostlev"]).height == 2_436


@pytest.mark.parametrize(
    ("kind", "names", "message"),
    [
        ("commitment", [], "takes the variables of one source; these are of none"),
        ("commitment", ["atop_defense", "mid_hostlev"], "these are of atop, mid_disputes"),
        ("commitment", ["cinc"], "cow_nmc is of state-year grain; needed"),
        ("k-ad", ["cinc"], "takes variables of one source of participants"),
        ("k-ad", ["atopm_defense", "mid5_onset"], "takes variables of one source of partic"),
        ("k-ad", ["un_vote"], "un_votes has no dates of entry"),
        ("k-ad", ["huggo_since"], "manytreaties has the codes 'own'; needed 'cow'"),
        ("state-year", ["mid5_onset"], "mid5_onset is of dyad-year grain"),
        ("state-year", ["atop_defense"], "atop_defense is of commitment grain"),
        ("dyad-year", ["atop_defense"], "atop_defense is of commitment grain"),
        ("directed-dyad-year", ["mid_hostlev"], "mid_hostlev is of event grain"),
        ("state-year", ["gdelt_goldstein"], "is of event grain"),
    ],
)
def test_what_cannot_stand_there(kind, names, message):
    with pytest.raises(MeasureError, match=message):
        panel(kind, variables=names)


# --- names that are not


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"kind": "dyad-yaer"}, "no panel is called 'dyad-yaer'; did you mean .*dyad-year"),
        ({"kind": "state-year", "variables": ["cincc"]}, "'cincc'; did you mean 'cinc'"),
        ({"kind": "state-year", "variables": ["CINC"]}, "did you mean 'cinc'"),
        (
            {"kind": "state-year", "variables": ["cinc"], "versions": {"cow_nmc": "9"}},
            "cow_nmc has no version '9'. It has: 7.0, 6.0, 5.0, 4.0",
        ),
        (
            {"kind": "state-year", "variables": ["cinc"], "versions": {"cow_ncm": "4.0"}},
            "no 'cow_ncm' among the sources; did you mean 'cow_nmc'",
        ),
    ],
)
def test_names_that_are_not_on_offer(call, message):
    with pytest.raises(UnknownName, match=message):
        panel(**call)


def test_the_file_that_is_missing_is_named(nowhere):
    with pytest.raises(MissingData, match=r"^cow_nmc needs NMC-70-abridged.csv"):
        panel("state-year", variables=["cinc"])
    assert panel("state-year", years=(1816, 1816)).height == 23  # no file is needed for the rows


# --- out of Polars


def test_pandas():
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    names = ["cinc", "polity_polity2"]
    ours = panel("state-year", years=(1914, 1920), variables=names)
    theirs = panel("state-year", years=(1914, 1920), variables=names, frame="pandas")
    assert isinstance(theirs, pandas.DataFrame)
    assert list(theirs.columns) == ours.columns
    assert theirs["cinc"].tolist() == ours["cinc"].to_list()
    assert theirs["polity_polity2"].isna().sum() == ours["polity_polity2"].null_count() > 0


@pytest.fixture
def pairs():
    names = ["cinc", "mid5_onset", "contiguity_type", "mid5_hostlev"]
    return panel("dyad-year", years=(2012, 2016), variables=names, codes=True)


def test_parquet_read_by_duckdb(pairs, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "pairs.parquet"
    pairs.write_parquet(path)
    rows, known, onsets = duckdb.sql(
        f"SELECT count(*), count(mid5_onset), sum(mid5_onset) FROM '{path}'"
    ).fetchall()[0]
    assert rows == pairs.height
    assert known == pairs.height - pairs["mid5_onset"].null_count()
    assert onsets == pairs["mid5_onset"].sum()


def test_a_frame_read_by_duckdb(pairs):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    found = duckdb.sql("SELECT sum(cinc_1) FROM pairs WHERE year = 2016").fetchall()
    assert found[0][0] == pytest.approx(pairs.filter(year=2016)["cinc_1"].sum())


def test_arrow_round_trip(pairs, tmp_path):
    pairs.write_ipc(tmp_path / "pairs.arrow")
    assert pl.read_ipc(tmp_path / "pairs.arrow").equals(pairs)
    pytest.importorskip("pyarrow")
    assert pl.from_arrow(pairs.to_arrow()).equals(pairs)


def test_k_ads_through_parquet_and_pickle(tmp_path):
    frame = panel("k-ad", years=(1945, 1950), variables=["atopm_defense", "cinc"])
    frame.write_parquet(tmp_path / "k.parquet")
    assert pl.read_parquet(tmp_path / "k.parquet").equals(frame)
    assert pickle.loads(pickle.dumps(frame)).equals(frame)


def test_the_panel_is_not_the_sources_own_frame():
    """What a user does to a panel leaves later panels as they are."""
    first = panel("state-year", years=(2000, 2000), variables=["cinc"])
    first[0, "cinc"] = 99.0
    again = panel("state-year", years=(2000, 2000), variables=["cinc"])
    assert again["cinc"].max() < 1
