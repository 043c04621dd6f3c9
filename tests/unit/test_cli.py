"""The command line, as a user types it."""

import csv
import io
import json
import math

import pytest

from multipolar.cli import app, main
from multipolar.embedded import states
from multipolar.measures import catalogue


@pytest.fixture
def run(capsys):
    """Run a command line and return what it printed; a failure exits."""

    def call(*words):
        main(list(words))
        return capsys.readouterr().out

    return call


@pytest.fixture
def refuse(capsys):
    """Run a command line that must fail, and return its status and its one line."""

    def call(*words):
        with pytest.raises(SystemExit) as stop:
            main(list(words))
        return stop.value.code, capsys.readouterr().err

    return call


def test_the_main_job_prints_its_finding_and_writes_its_files(run, tmp_path):
    out = run("-o", str(tmp_path / "out"), "--no-simulate")
    for part in ("Leading states", "Concentration", "Polarity 2025", "Blocs", "What is uncertain"):
        assert part in out
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {
        "summary.json", "leading-states.csv", "concentration.csv", "definitions.csv", "blocs.csv",
        "today.world", "world-map.svg", "world-map.png", "world-map.html", "multipolar-report.html",
    }  # fmt: skip
    found = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert sum(found["polarity"]["verdicts"].values()) == pytest.approx(1)
    text = (tmp_path / "out" / "blocs.csv").read_text(encoding="utf-8")
    blocs = list(csv.DictReader(io.StringIO(text)))
    assert {row["state"] for row in blocs} == set(states())


def test_the_main_job_as_json_is_one_document(run):
    found = json.loads(run("--json", "--no-files"))
    assert found["states"] == 197
    assert len(found["polarity"]["definitions"]) > 1000


@pytest.mark.parametrize("name", catalogue.names())
def test_every_measure_is_a_command_with_json_csv_and_help(name, run, capsys):
    found = json.loads(run("measure", name, "--json"))
    assert found["measure"] == name
    assert found["year"] == 2025
    rows = list(csv.reader(io.StringIO(run("measure", name, "--csv"))))
    assert len(rows) > 1
    assert all(len(row) == len(rows[0]) for row in rows)
    main(["measure", name, "--help"])
    text = capsys.readouterr().out
    assert "Usage: multipolar measure" in text
    for option in ("--json", "--csv", "--output", "--year", "--merge"):
        assert option in text


def test_options_of_a_measure_reach_it(run):
    plain = json.loads(run("measure", "con", "--json"))["result"]
    other = json.loads(run("measure", "con", "--index", "gdp", "--among", "p5", "--json"))["result"]
    assert plain != other
    shares = json.loads(run("measure", "power_share", "--among", "cow_majors", "--json"))["result"]
    top = json.loads(run("measure", "top_two_share", "--top", "1", "--json"))["result"]
    assert math.isclose(top, max(s for s in shares if s is not None))


def test_a_body_can_be_merged_and_imputed_values_left_out(run):
    merged = json.loads(run("state", "EU", "--merge", "eu", "--json"))
    assert merged["code"] == "EU"
    assert "MCO" not in json.loads(run("measure", "cinc_components", "--observed", "--json"))
    rows = {r["Code"]: r for r in json.loads(run("world", "steel", "--observed", "--json"))}
    assert rows["MCO"]["steel"] is None


def test_a_world_is_saved_and_measured_again(run, tmp_path):
    file = str(tmp_path / "w.world")
    run("world", "gdp", "--save", file)
    assert run("measure", "con", "--world", file, "--json") == run("measure", "con", "--json")


def test_output_goes_to_a_file_by_its_suffix(run, tmp_path):
    for suffix in ("json", "csv"):
        path = tmp_path / f"con.{suffix}"
        assert str(path) in run("measure", "con", "-o", str(path))
        assert path.stat().st_size > 10


@pytest.mark.parametrize("kind", ["measures", "indices", "rules", "actors", "variables", "states",
                                  "commitments", "sources"])  # fmt: skip
def test_everything_on_offer_is_listed(kind, run):
    assert len(json.loads(run("list", kind, "--json"))) > 5


def test_what_to_cite_is_named(run):
    out = run("cite", "con", "cinc", "share_of_leader", "factbook")
    for author in ("multipolar developers", "Ray, J. L.", "Singer, J. D.", "Schweller", "Factbook"):
        assert author in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["polarty"], "did you mean 'polarity'"),
        (["state", "Chnia"], "did you mean 'China'"),
        (["world", "popluation"], "did you mean 'population'"),
        (["list", "mesures"], "did you mean 'measures'"),
        (["cite", "conn"], "did you mean 'con'"),
        (["polarity", "--index", "gpd"], "did you mean 'gdp'"),
        (["polarity", "--rule", "share_of_leder"], "did you mean 'share_of_leader'"),
        (["measure", "con", "--among", "cow_major"], "did you mean 'cow_majors'"),
        (["measure", "con", "--index", "gdp=-1"], "from 0 up"),
        (["measure", "con", "--merge", "ue"], "no body is called 'ue'"),
        (["measure", "con", "--world", "nowhere.world"], "there is no such file"),
        (["measure", "con", "-o", "con.txt"], ".json or .csv"),
        (["world", "--save", "w.zip"], "w.world"),
        (["map", "-o", "map.bmp"], ".png, .svg"),
    ],
)
def test_a_mistake_is_one_clear_line_and_status_two(words, said, refuse):
    status, line = refuse(*words)
    assert status == 2
    assert line.startswith("error: ")
    assert said in line
    assert line.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["measure", "conn"], ["measure", "con", "--idnex", "gdp"], ["state"]]
)
def test_a_mistake_of_usage_names_what_was_meant(words, refuse):
    status, _ = refuse(*words)
    assert status not in (0, None)


def test_every_command_has_help_with_an_example():
    for name in app:
        if name.startswith("-"):
            continue
        text = app[name].help
        assert "Example: multipolar" in text, name
