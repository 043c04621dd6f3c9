"""What the explorer tells of years, states, pairs, commitments, polarity and scenarios."""

import json
import math

import pytest
from app.conftest import sent
from starlette.datastructures import QueryParams

from multipolar import app_data, app_worlds
from multipolar.app_cache import Kept
from multipolar.app_http import Asked, finite
from multipolar.app_scenarios import Scenarios, checked, written
from multipolar.app_shapes import path, project, shapes
from multipolar.app_years import span, years
from multipolar.embedded import YEAR, great_power_list, today
from multipolar.figures.world_map import HEIGHT, WIDTH
from multipolar.power import power
from multipolar.registry import states
from multipolar.scenario import shipped_names
from multipolar.summary import summarise


@pytest.fixture
def without(monkeypatch):
    """Let no publisher's file be at hand."""
    monkeypatch.setattr(app_worlds, "missing", lambda: "cow_nmc needs a file. Type: multipolar")
    app_worlds._worlds = Kept(app_worlds._world, 8)
    app_worlds._stories = Kept(app_worlds._story, 64)
    app_worlds._shares.cache_clear()
    yield
    app_worlds._worlds = Kept(app_worlds._world, 8)
    app_worlds._stories = Kept(app_worlds._story, 64)
    app_worlds._shares.cache_clear()


def test_the_map_has_every_state_of_today_within_its_frame():
    drawn = shapes()
    fills = {s["fill"] for s in drawn["shapes"]}
    assert set(today().states) <= fills
    assert all(s["d"].startswith("M") for s in drawn["shapes"] if not _tiny(s, drawn))
    for dot in drawn["dots"]:
        assert 0 <= dot["x"] <= WIDTH
        assert 0 <= dot["y"] <= HEIGHT


def _tiny(shape, drawn):
    return shape["id"] in {d["id"] for d in drawn["dots"]}


def test_equal_earth_is_that_of_its_paper():
    """Equal areas: a cap of the globe has its share of the area between the lines of the map."""
    lines = [project(-180, lat)[0] for lat in range(-90, 91)]
    heights = [project(0, lat)[1] for lat in range(-90, 91)]
    strips = [
        (heights[k] - heights[k + 1]) * (2 * WIDTH - 2 * (lines[k] + lines[k + 1])) / 2
        for k in range(180)
    ]
    total = sum(strips)
    for k in (30, 60, 90, 120):
        part = sum(strips[:k]) / total
        assert part == pytest.approx((1 + math.sin(math.radians(k - 90))) / 2, abs=2e-4)


def test_paths_do_not_drift():
    """Steps are rounded from where the pen is, so that a thousand of them add up."""
    ring = [(0.04 * k, k % 2 / 3) for k in range(1000)]
    start, steps = path([ring])[1:-1].split("l")
    words = [float(x) for x in steps.split()]
    x, y = (sum(words[k::2]) + float(start.split()[k]) for k in (0, 1))
    assert (x, y) == pytest.approx(ring[-1], abs=0.051)


def test_years_of_states_count_on_their_last_day():
    found = {s["code"]: s["spells"] for s in years()["states"]}
    assert found["SUN"] == [[1922, 1990]]  # gone before the end of 1991
    assert found["DDR"][-1][1] == 1989
    assert found["USA"] == [[1816, YEAR]]
    lines = [s for s in states() if s.code == "DEU"]
    assert found["DEU"][0][0] == span(lines[0])[0]


def test_great_powers_are_those_of_the_lists():
    lists = years()["great_powers"]
    for year in (1816, 1913, 1919, 1945, 1990, YEAR):
        on = {c for c, spells in lists["cow_majors"].items()
              if any(a <= year <= b for a, b in spells)}  # fmt: skip
        assert on == set(great_power_list("cow_majors", year))


def test_holders_are_states_of_their_years():
    known = {s["code"]: s["spells"] for s in years()["states"]}
    for spells in years()["holders"].values():
        for a, b, code in spells:
            assert any(x <= a and b <= y for x, y in known[code])


def test_a_year_is_what_the_package_measures(client):
    told = client.get(f"/api/year/{YEAR}").json()
    found = summarise(today())
    assert told["headline"] == found.headline
    assert told["polarity"]["verdicts"] == pytest.approx(found.polarity.verdicts)
    assert told["shares"]["cinc"] == pytest.approx(dict(power(today(), "cinc").ranked()))
    assert told["missing"] is None
    assert [b["members"] for b in told["blocs"]] == [list(b.members) for b in found.blocs]


@pytest.mark.parametrize("year", ["1815", "2026", "abc", "1e3", "-1", "9" * 40, "1914.5", "٢٠٢٥"])
def test_a_year_out_of_range_is_refused(client, year):
    status, told = sent(client, "GET", f"/api/year/{year}")
    assert status == 422
    assert (told["field"], told["low"], told["high"]) == ("year", 1816, YEAR)


@pytest.mark.parametrize("year", [1816, 1914, 1962, 2022, 2023, 2024])
def test_without_data_a_year_tells_what_is_missing(client, without, year):
    told = client.get(f"/api/year/{year}").json()
    assert told["data"] is False
    assert "Type: multipolar" in told["missing"]
    if year <= 2022:
        assert told["leaders"][0]["shares"]["cinc"] > 0
        assert sum(told["polarity"]["verdicts"].values()) == pytest.approx(1.0, abs=1e-4)
    assert client.get(f"/api/blocs?year={year}").status_code == 409
    state = client.get(f"/api/state/RUS?year={year}").json()
    assert "Type: multipolar" in state["missing"]
    assert state["events"]


def test_without_data_shares_of_the_leading_three_are_told(client, without):
    told = client.get("/api/shares").json()
    assert told["missing"]
    at = told["years"].index(1914)
    assert sum(v[at] is not None for v in told["shares"].values()) == 3


def test_help_names_a_command(nowhere):
    app_data.missing.cache_clear()
    try:
        assert "multipolar data fetch" in app_data.missing()
    finally:
        app_data.missing.cache_clear()


def test_a_state_is_told_with_sources(client):
    told = client.get("/api/state/China").json()
    assert told["code"] == "CHN"
    assert told["power"]["cinc"]["rank"] == 1
    figure = next(f for f in told["figures"] if f["variable"] == "population")
    assert figure["source"] in told["sources"]
    assert {"code": "PRK", "name": "North Korea"} in told["allies"]


def test_a_state_that_is_gone_is_told(client):
    told = client.get("/api/state/SUN").json()
    assert not told["present"]
    assert told["spells"] == [[1922, 1990]]
    assert told["events"] == sorted(told["events"], key=lambda e: e["date"])


@pytest.mark.parametrize("code", ["XXX", "%00", "<script>", "a" * 500])
def test_no_state_of_that_name(client, code):
    assert sent(client, "GET", f"/api/state/{code}")[0] == 404
    assert sent(client, "GET", f"/api/pair/USA/{code}")[0] == 404


def test_a_pair_is_told(client, without):
    told = client.get("/api/pair/RUS/CHN").json()
    assert any("Good-Neighbourliness" in h["what"] for h in told["story"])
    assert told["ties"]["defence"]["there"] == 0
    assert client.get("/api/pair/RUS/RUS").status_code == 404


def test_commitments_are_chosen_by_kind_and_state(client):
    every = client.get("/api/commitments").json()
    some = client.get("/api/commitments?kind=alliance&state=USA").json()
    assert every["total"] > some["total"] > 0
    for c in some["commitments"]:
        assert "USA" in c["members"]["party"]
    wrong = client.get("/api/commitments?kind=alliances")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "kind")


def test_polarity_by_weights_and_thresholds_is_that_of_the_package(client):
    asked = {"weights": {"gdp": 0.5, "cinc": 0.5}, "sets": ["all"], "union": ["members"],
             "rules": {"share_of_leader": {"cut": 0.5}}, "definitions": True}  # fmt: skip
    told = client.post("/api/polarity", json=asked).json()
    ranked = power(today(), "gdp=0.5,cinc=0.5").ranked()
    poles = [s for s, share in ranked if share >= 0.5 * ranked[0][1]]
    assert told["list"][0]["poles"] == poles
    assert told["definitions"] == 1
    low = client.post("/api/polarity", json=asked | {"rules": {"share_of_leader": {"cut": 0.05}}})
    assert len(low.json()["list"][0]["poles"]) > len(poles)


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"rules": {"share_of_leader": {"cut": 1.5}}}, "cut"),
     ({"rules": {"share_of_leader": {"cat": 0.5}}}, "no such threshold"),
     ({"rules": {"share_of_leader": {"cut": "half"}}}, "needed a number"),
     ({"rules": {"nothing": None}}, "nothing"), ({"rules": [1]}, "rules"),
     ({"weights": {"gdp": -1}}, "from 0"), ({"weights": {"nothing": 1}}, "nothing"),
     ({"weights": {"gdp": 0}}, "weights"), ({"weights": 3}, "weights"),
     ({"indices": ["nothing"]}, "nothing"), ({"indices": "gdp"}, "a list"),
     ({"sets": ["nobody"]}, "nobody"), ({"union": ["half"]}, "half"), ({"year": 1700}, "1816"),
     ({"weights": {"gdp": 1e400}}, "needed a number")],
)  # fmt: skip
def test_polarity_that_makes_no_sense_is_refused(client, asked, told):
    body = json.dumps(asked).replace("Infinity", "1e400").encode()
    status, found = sent(client, "POST", "/api/polarity", body)
    assert status == 422
    assert told in found["error"]


@pytest.mark.parametrize("name", shipped_names())
def test_forms_write_what_files_say(name, tmp_path):
    one = Scenarios(tmp_path).one(Asked({"name": name}, QueryParams("")))
    assert one["ok"]
    again = checked(written(one["raw"]), name)
    assert (again["raw"], again["parsed"]) == (one["raw"], one["parsed"])


@pytest.mark.parametrize(
    "text", ['"', "\\", "\n", "\x7f", "\t\x00\x1f", "é 中", "'''", '"""', "]]"]
)
def test_forms_write_any_text(text):
    assert checked(written({"title": "a", "about": text}), "a")["raw"] == {
        "title": "a",
        "about": text,
    }


@pytest.mark.parametrize(
    "value", [{"event": 3}, {"event": [3]}, {"assumptions": []} | {"bloc": [1]}, {"condition": "a"}]
)
def test_forms_refuse_what_is_no_table(client, value):
    assert client.post("/api/scenarios/write", json={"title": "a"} | value).status_code == 422


def test_a_scenario_of_the_user_is_kept_checked_and_deleted(client):
    text = 'title = "Mine"\nuntil = 1900\n'
    made = client.put("/api/scenarios/mine", json={"text": text}).json()
    assert (made["ok"], made["problems"][0]["line"]) == (False, 2)
    listed = client.get("/api/scenarios").json()
    assert listed[-1]["name"] == "mine"
    assert not listed[-1]["ok"]
    client.put("/api/scenarios/mine", json={"text": text.replace("1900", "2040")})
    assert client.get("/api/scenarios/mine").json()["parsed"]["until"] == 2040
    file = client.get("/api/scenarios/mine/file")
    assert file.headers["content-disposition"] == 'attachment; filename="mine.toml"'
    assert client.delete("/api/scenarios/mine").status_code == 204
    assert client.get("/api/scenarios/mine").status_code == 404
    assert client.put("/api/scenarios/baseline", json={"text": text}).status_code == 409
    assert client.delete("/api/scenarios/baseline").status_code == 409


def test_problems_are_told_where_they_stand(client):
    told = client.post("/api/scenarios/check", json={"text": "title = oops"}).json()
    assert (told["ok"], told["problems"][0]["line"], told["problems"][0]["column"]) == (False, 1, 9)


@pytest.mark.parametrize(
    "place", ["scenarios/forms", "polarity/forms", "claims", "scoreboard", "figures", "scenarios"]
)
def test_the_rest_is_there(client, place):
    found = client.get(f"/api/{place}")
    assert found.status_code == 200
    assert found.json()


def test_unknown_is_null():
    assert finite({"a": [math.nan, math.inf, 1.0, (2, "x")]}) == {"a": [None, None, 1.0, [2, "x"]]}


def test_few_worlds_are_kept_however_many_are_asked_for(monkeypatch):
    """The memory of the explorer does not grow with what has been looked at."""
    made = []
    monkeypatch.setattr(app_worlds, "_worlds", Kept(lambda y: made.append(y) or today(), 8))
    monkeypatch.setattr(app_worlds, "_summaries", Kept(lambda y: made.append(y) or y, 32))
    for year in (*range(1816, 2026), *range(1816, 2026)):
        app_worlds.world_at(year)
        app_worlds.summary_at(year)
    assert len(app_worlds._worlds) == 8
    assert len(app_worlds._summaries) == 32
    assert len(made) == 4 * 210
    sizes = {name: kept.most for name, kept in vars(app_worlds).items() if isinstance(kept, Kept)}
    assert set(sizes) == {"_worlds", "_summaries", "_verdicts_of", "_stories"}
    assert max(sizes.values()) <= 64


def test_what_many_ask_for_at_once_is_worked_out_once():
    from concurrent.futures import ThreadPoolExecutor
    from time import sleep

    made = []
    kept = Kept(lambda k: (made.append(k), sleep(0.05), k * k)[2], 2)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(kept, [3] * 8)) == [9] * 8
    assert made == [3]


def test_what_went_wrong_is_not_kept():
    answers = iter([ZeroDivisionError(), 1])

    def make(_):
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    kept = Kept(make, 2)
    with pytest.raises(ZeroDivisionError):
        kept(0)
    assert kept(0) == 1


def test_ground_is_held_by_who_held_it():
    """Of 1913, 1962 and today, against what everybody knows."""
    holders = years()["holders"]

    def held(shape, year):
        return next((c for a, b, c in holders[shape] if a <= year <= b), None)

    assert (held("IND", 1913), held("IND", 1962)) == ("GBR", "IND")
    assert (held("UKR", 1962), held("UKR", YEAR)) == ("SUN", "UKR")
    assert (held("CZE", 1913), held("FIN", 1900)) == ("AUH", "RUS")
    assert years()["borders_caption"].startswith("Outlines of today")


def test_a_commitment_is_told_with_every_spell(client):
    found = client.get("/api/commitment/nato").json()
    assert found["name"] == "North Atlantic Treaty"
    joined = {p["state"]: p["since"] for p in found["spells"]}
    assert joined["FIN"] == "2023-04-04"
    missing = client.get("/api/commitment/nothing")
    assert missing.status_code == 404
    assert "nothing" in missing.json()["error"]


def test_no_outline_crosses_the_whole_map(client):
    for shape in client.get("/api/shapes").json()["shapes"]:
        for ring in shape["d"].split("M")[1:]:
            moves = ring.partition("l")[2].strip("z").split()
            assert all(abs(float(x)) < 300 for x in moves[::2]), shape["id"]
