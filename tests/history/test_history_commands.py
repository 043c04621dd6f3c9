"""The commands about two centuries, as a user types them."""

import csv
import io
import json

import polars as pl
import pytest

from multipolar.cli import main
from multipolar.grains import variables as on_offer
from multipolar.history import at
from multipolar.measures import take
from multipolar.panels import panel
from multipolar.results import results

files = pytest.mark.usefixtures("published")


@pytest.fixture
def run(capsys):
    """Run a command line and return what it printed; a failure exits."""

    def call(words):
        main(words.split() if isinstance(words, str) else list(words))
        return capsys.readouterr().out

    return call


@pytest.fixture
def refuse(capsys):
    """Run a command line that must fail; return its status and what it said."""

    def call(words):
        with pytest.raises(SystemExit) as stop:
            main(words.split() if isinstance(words, str) else list(words))
        said = capsys.readouterr()
        assert not said.out
        return stop.value.code, said.err

    return call


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


# --- history


def test_the_embedded_results_need_no_files(run, nowhere):
    out = run("history --years 1914:1916")
    assert [line.split()[0] for line in out.splitlines() if line[:2] == "19"] == [
        "1914", "1915", "1916",
    ]  # fmt: skip
    table = rows(run("history --csv"))
    assert len(table) == 207
    assert list(table[0]) == results().columns
    assert table[98]["year"] == "1914"
    assert float(table[98]["con"]) == pytest.approx(0.2202, abs=1e-4)
    assert table[-1]["line_index"] == ""
    found = json.loads(run("history --years 2022 --json"))
    assert found[0]["line_index"] is None


@files
def test_a_measure_of_every_year(run):
    found = rows(run("history --measure con --among cow_majors --years 1912:1914 --csv"))
    assert [r["year"] for r in found] == ["1912", "1913", "1914"]
    assert float(found[-1]["value"]) == take("con", at(1914), among="cow_majors")
    other = rows(run("history --measure con --index gdp_ppp --years 1912 --csv"))
    assert other[0]["value"] != found[0]["value"]


@files
def test_a_year_that_is_unknown_is_a_dash(run):
    out = run("history --measure line_index --years 2018:2019")
    assert out.splitlines()[-2].split() == ["2019", "–"] or "–" in out
    assert rows(run("history --measure line_index --years 2019 --csv")) == [
        {"year": "2019", "value": ""}
    ]


@files
def test_polarity_and_turning_points(run):
    out = run("history --polarity --years 1900:1901")
    assert "Polarity over definitions" in out
    assert "Turning points" in out
    found = json.loads(run("history --polarity --years 1914 --json"))
    assert found[0]["definitions"] > 100
    assert found[0]["shift"] is None


@files
def test_turbulence(run):
    found = rows(run("history --turbulence --years 1816:1822 --csv"))
    assert [r["year"] for r in found] == ["1821", "1822"]
    assert 0 < float(found[0]["share_turnover"]) < 0.2


@files
def test_a_file_of_results(run, tmp_path):
    run(["history", "--measure", "hhi", "--years", "1900:1902", "-o", str(tmp_path / "h.csv")])
    assert len(rows((tmp_path / "h.csv").read_text())) == 3
    run(["history", "-o", str(tmp_path / "all.json")])
    assert len(json.loads((tmp_path / "all.json").read_text())) == 207


# --- any year in the commands that measure


@files
@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("measure con --year 1914", "1914  0.220208"),
        ("world --year 1914", "DEU"),
        ("state SUN --year 1962", "Soviet Union"),
        ("polarity --year 1962 --index cinc", "unipolar"),
    ],
)
def test_any_year(run, words, part):
    assert part in run(words)


@files
def test_the_map_has_no_borders_of_1914(refuse, tmp_path):
    """It draws the states of today, and says so rather than draw them for others."""
    words = ["map", "--year", "1914", "--index", "cinc", "-o", str(tmp_path / "map.svg")]
    assert refuse(words)[1].startswith("error: the map draws today's states; the world of 1914 has")
    assert not list(tmp_path.iterdir())


@files
def test_options_of_a_measure(run):
    words = "history --measure esteban_ray --years 1914 --csv --option alpha={}"
    one, other = (run(words.format(alpha)) for alpha in (1.0, 1.6))
    value = float(rows(one)[0]["value"])
    assert value == pytest.approx(take("esteban_ray", at(1914), alpha=1.0))
    assert value != float(rows(other)[0]["value"])
    assert "1.6" in run("history --measure esteban_ray --years 1914 --option alpha=1.6")


# --- pair


@files
def test_the_story_of_a_pair(run):
    found = rows(run("pair RUS CHN --csv"))
    assert list(found[0]) == ["date", "kind", "what", "source"]
    assert ("1969-03-02", "dispute") in {(r["date"], r["kind"]) for r in found}
    assert "1950-02-14" in run("pair Russia China")
    by_year = rows(run("pair RUS CHN --series --csv"))
    assert {r["year"]: r["dispute"] for r in by_year}["1969"] == "1"


def test_the_story_of_a_pair_without_files(run, nowhere):
    out = run("pair RUS CHN --csv")
    assert "1950-02-14" in out
    assert "MULTIPOLAR_DATA" in out


# --- panel


@files
@pytest.mark.parametrize(
    ("suffix", "read"), [("parquet", pl.read_parquet), ("csv", None), ("arrow", pl.read_ipc)]
)
def test_a_panel_to_a_file(run, tmp_path, suffix, read):
    path = tmp_path / "new" / f"panel.{suffix}"
    words = "panel dyad-year cinc mid5_onset contiguity_type --years 2013:2015 --codes -o"
    out = run([*words.split(), str(path)])
    names = ["cinc", "mid5_onset", "contiguity_type"]
    wanted = panel("dyad-year", years=(2013, 2015), variables=names, codes=True)
    assert f"{wanted.height:,} rows, {wanted.width} columns" in out
    assert "Singer" in out
    assert "Palmer" in out
    if read:
        assert read(path).equals(wanted)
    else:
        back = pl.read_csv(path, schema=wanted.schema)
        assert back.drop("cinc_1", "cinc_2").equals(wanted.drop("cinc_1", "cinc_2"))
        assert back["cinc_1"].to_list() == pytest.approx(wanted["cinc_1"].to_list())
    assert list(path.parent.iterdir()) == [path]


@files
def test_a_panel_of_another_system(run, tmp_path):
    path = tmp_path / "p.parquet"
    run(["panel", "state-year", "cinc", "--years", "2000", "--system", "gw", "-o", str(path)])
    frame = pl.read_parquet(path)
    assert frame.equals(panel("state-year", years=(2000, 2000), variables=["cinc"], system="gw"))


@files
def test_k_ads_to_csv_name_their_members(run, tmp_path):
    """A CSV file has no lists: members stand with blanks between them."""
    path = tmp_path / "k.csv"
    run(["panel", "k-ad", "atopm_defense", "cinc", "--years", "1949", "-o", str(path)])
    (nato,) = [r for r in rows(path.read_text()) if r["commitment"] == "3180"]
    assert nato["members"] == "2 20 200 210 211 212 220 235 325 385 390 395"
    assert nato["k"] == "12"


@files
def test_commitments_to_parquet(run, tmp_path):
    path = tmp_path / "c.parquet"
    run(["panel", "commitment", "atop_since", "atop_defense", "-o", str(path)])
    assert pl.read_parquet(path).height == 745


# --- coverage


def test_coverage(run, nowhere):
    found = rows(run("coverage cinc mid5_onset --csv"))
    assert [r["variable"] for r in found] == ["cinc", "mid5_onset"]
    assert [r["years"] for r in found] == ["1816–2022", "1816–2014"]
    assert [r["absent is"] for r in found] == ["unknown", "zero"]
    assert found[0]["source"] == "cow_nmc 7.0"
    assert len(rows(run("coverage --csv"))) == len(on_offer())


@files
def test_map_of_coverage(run):
    (found,) = rows(run("coverage cinc --map --csv"))
    assert float(found["2000s"]) == 1
    assert 0 < float(found["2020s"]) < 1


# --- what is refused, in one line


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("history --years abc", "--years 'abc': needed a first and last year"),
        ("history --years 1950:1940", "the first not after the last"),
        ("history --years 1800:1810", "needed 1816 to 2025"),
        ("history --measure con --years 2030", "needed 1816 to 2025"),
        ("measure con --year 1815", "year 1815: needed 1816 to 2025"),
        ("pair RUS SUN", "are the same state"),
        ("pair RUS Xyzzy", "no state 'Xyzzy'"),
        ("panel state-year cinc -o x.xlsx", "needed a name that ends in .parquet, .csv, .arrow"),
        ("panel state-year cincc -o x.csv", "did you mean 'cinc'"),
        ("panel state-year cinc --years 1500:1600 -o x.csv", "needed 1816 to"),
        ("panel commitment -o x.csv", "takes the variables of one source"),
        ("coverage cincc", "did you mean 'cinc'"),
        ("coverage --map", "needs the names of variables"),
    ],
)
def test_bad_input_is_one_line_and_status_2(refuse, words, part):
    status, said = refuse(words)
    assert status == 2
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    assert part in said


@files
@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("history --measure conn --years 1900", "did you mean 'con'"),
        ("history --measure line_index --index cinc --years 1900", "no option 'index'"),
        ("history --measure con --index gpd --years 1900", "did you mean 'gdp'"),
        ("history --measure con --among cow_major --years 1900", "did you mean 'cow_majors'"),
        ("measure line_index --year 2020", "unknown for every pair of states in 2020"),
        ("measure tau_b --year 2020", "unknown for every pair of states in 2020"),
        ("panel state-year mid5_onset -o x.csv", "mid5_onset is of dyad-year grain"),
        ("history --measure con --option index --years 1900", "needed name=value"),
        ("history --measure con --option indx=cinc --years 1900", "did you mean 'index'"),
    ],
)
def test_bad_input_with_files(refuse, words, part):
    status, said = refuse(words)
    assert status == 2
    assert said.count("\n") == 1
    assert part in said


@pytest.mark.parametrize(
    "words",
    [
        "history --measure con --years 1914",
        "history --polarity --years 1914",
        "history --turbulence --years 1914",
        "measure con --year 1914",
        "panel state-year cinc --years 1914 -o x.csv",
    ],
)
def test_missing_files_are_one_line_that_says_what_to_do(refuse, nowhere, monkeypatch, words):
    monkeypatch.chdir(nowhere)
    status, said = refuse(words)
    assert status == 2
    assert said.count("\n") == 1
    assert "cow_nmc needs NMC-70-abridged.csv" in said
    assert "MULTIPOLAR_DATA" in said
    assert not (nowhere / "x.csv").exists()


@files
def test_a_place_that_cannot_be_written(refuse, tmp_path):
    (tmp_path / "file").write_text("")
    status, said = refuse(["panel", "state-year", "-o", str(tmp_path / "file" / "p.csv")])
    assert status == 2
    assert "cannot be written" in said
