"""Scenario files: read whole, or refused with the line, the wrong word and the word meant."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import mutations

from multipolar.act import Argument
from multipolar.acts import catalogue
from multipolar.errors import DataError, UnknownName
from multipolar.model import default_model
from multipolar.scenario import shipped_file, shipped_names
from multipolar.scenario_effects import changes
from multipolar.scenario_reading import read_scenario, scenario_text
from multipolar.scenario_schema import scenario_schema
from multipolar.scenario_template import template
from multipolar.tomlfile import parse_toml, read_toml

GOOD = """title = "A test"
start = 2025
until = 2040
members = 20

[assumptions]
growth.trend = {value = 1.5, unit = "%/year"}
summits.peace = 0.5

[bloc.west]
members = ["USA", "Germany", "JPN"]
[bloc.union]
body = "eu"
one_actor = true

[condition.ahead]
field = "capability"
states = "CHN"
above = "west"
[condition.late]
all = ["ahead", "lapsed"]
[condition.lapsed]
after = "lapse"

[[event]]
name = "lapse"
act = "treaty_lapses"
treaty = "russia-china-2001"
year = 2027

[[event]]
act = "sanctions_imposed"
by = ["USA", "union"]
on = ["CHN", "RUS"]
if = "late"
by_year = 2035
until = 2038
"""


def refused(text: str) -> str:
    with pytest.raises(DataError) as found:
        scenario_text(text, "a.toml")
    return str(found.value)


def test_a_file_says_all():
    found = scenario_text(GOOD.replace('"USA", "Germany", "JPN"', '"USA", "JPN"'))
    assert found.values == {"growth.trend": 0.015, "summits.peace": 0.5}
    assert found.orders[0].year == 2027
    assert found.orders[1].arguments == {"by": ["USA", "UNION"], "on": ["CHN", "RUS"]}
    assert found.blocs["union"].one_actor
    assert "UNION" in found.world().states
    assert "DEU" not in found.world().states


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('"Germany"', '"Germny"', 11, "no state 'Germny'; did you mean 'Germany'"),
        ('"Germany"', '"DEU"', 11, "DEU acts as part of 'union'"),
        ("%/year", "%/yr", 7, "did you mean '%/year'"),
        ("%/year", "kg", 7, "unit 'kg'"),
        ("growth.trend", "growth.tend", 7, "did you mean 'trend'"),
        ("summits.peace", "sumits.peace", 8, "no mechanism 'sumits'; did you mean 'summits'"),
        ("summits.peace = 0.5", "summits.peace = 50", 8, "50; needed -5 to 5"),
        ('{value = 1.5, unit = "%/year"}', "0.015", 7, "has no unit; type {value = 0.015"),
        ("2027", "2027-01-01", 29, "the model runs in years, type 2027"),
        ("2027", "2024", 29, "2024; needed 2026 to 2040"),
        ("2027", '"soon"', 29, "'soon'; needed a whole number"),
        ("year = 2027", "yaer = 2027", 29, "no such key; did you mean 'year'"),
        ("treaty_lapses", "treaty_laps", 27, "did you mean 'treaty_lapses'"),
        ("russia-china-2001", "russia-chine-2001", 28, "did you mean 'russia-china-2001'"),
        ("russia-china-2001", "warsaw-pact", 28, "not in force at the end of 2025"),
        ("russia-china-2001", "eu", 28, "'eu' is a body"),
        ('if = "late"', 'if = "lat"', 35, "no condition 'lat'; did you mean 'late'"),
        ('if = "late"', 'if = "late"\nyear = 2030', 31, "needed either year, or if"),
        ("by_year = 2035", "by_year = 2099", 36, "2099; needed 2025 to 2040"),
        ('above = "west"', 'above = "wst"', 19, "did you mean 'west'"),
        ('above = "west"', "", 16, "needed either above or below"),
        ('"capability"', '"capabilty"', 17, "no field 'capabilty'; did you mean 'capability'"),
        ('"capability"', '"trust"', 18, "trust is a field of system; needed no states"),
        ('after = "lapse"', 'after = "laps"', 23, "no event 'laps'; did you mean 'lapse'"),
        ('after = "lapse"', 'any = ["late"]', 20, "hangs on itself: late → lapsed → late"),
        ("until = 2040", "until = 2025", 3, "2025; needed 2026 to 2225"),
        ("start = 2025", "start = 1700", 2, "1700; needed 1816 to 2025"),
        ("members = 20", "members = 1e400", 4, "inf; needed"),
        ('body = "eu"', 'body = "european-onion"', 13, "no body or alliance"),
        ("[bloc.west]", "[bloc.usa]", 10, "'usa' means a state"),
        ('name = "lapse"', "name = lapse", 26, 'words stand in quotes, such as name = "lapse"'),
        ('title = "A test"', "", 1, "'title' is missing"),
    ],
)
def test_a_wrong_word_is_told_with_its_line(old, new, line, told):
    text = GOOD.replace('"USA", "Germany", "JPN"', '"USA", "JPN"') if "Germ" not in old else GOOD
    assert old in text
    said = refused(text.replace(old, new, 1))
    assert told in said
    assert f"a.toml, line {line}" in said


def test_a_circle_through_events_is_found():
    text = """title = "x"
[condition.a]
after = "two"
[condition.b]
after = "one"
[[event]]
name = "one"
act = "alliances_left"
by = "USA"
if = "a"
[[event]]
name = "two"
act = "alliances_left"
by = "USA"
if = "b"
"""
    assert "hangs on itself: a → b → a" in refused(text)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b'title = "caf\xe9"', b"\x00", b""])
def test_what_is_no_text_is_refused(tmp_path, raw):
    file = tmp_path / "a.toml"
    file.write_bytes(raw)
    with pytest.raises(DataError, match="line 1"):
        read_scenario(file)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_scenario(tmp_path / "none.toml")
    with pytest.raises(UnknownName, match="did you mean 'treaty-lapses'"):
        read_scenario("treaty-lapse")


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_is_valid_and_says_what_it_changes(name):
    found = read_scenario(name)
    assert found.title
    assert found.about
    told = {c.name for c in changes(read_scenario("baseline"), found)}
    assert {o.name for o in found.orders} <= told
    assert set(found.values) <= told
    assert set(found.conditions) <= told


def test_a_condition_and_an_assumption_are_told_whole():
    text = GOOD.replace('above = "west"', "above = 0").replace('"DEU", ', "")
    text = text.replace('"USA", "Germany", "JPN"', '"USA", "JPN"')
    told = {c.name: c for c in changes(read_scenario("baseline"), scenario_text(text))}
    assert told["ahead"].after == "field capability; states CHN; above 0"
    assert (told["summits.peace"].before, told["summits.peace"].after) == ("0", "0.5")


def test_the_template_is_valid_and_names_every_act():
    text = template()
    assert scenario_text(text).orders[0].act == "treaty_lapses"
    assert all(f"# {name}: " in text for name in catalogue.names())


def test_the_template_s_comments_are_valid_once_they_are_used():
    lines = []
    for line in template().split("# Every act")[0].splitlines():
        bare = line.removeprefix("# ")
        key = bare.split(" ")[0]
        use = line.startswith("# ") and ("=" in bare or bare.startswith("["))
        skip = key in (
            "members",
            "off",
            "if",
            "from_year",
            "by_year",
            "delay",
            "treaty",
            "after",
            "FILE",
        )
        lines.append(bare if use and not skip else "")
        if not use and not line.startswith("#"):
            lines[-1] = line
    found = scenario_text("\n".join(lines))
    assert set(found.conditions) == {"ahead", "not-ahead"}
    assert found.blocs["seven"].members
    assert set(found.values) == {"growth.trend", "summits.peace"}


def test_the_published_schema_is_the_one_that_is_used():
    from jsonschema import Draft202012Validator

    schema = scenario_schema()
    Draft202012Validator.check_schema(schema)
    file = Path(__file__).parents[2] / "docs" / "scenario.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(json.dumps(schema))


def test_arguments_of_acts_do_not_clash_with_the_keys_of_every_event():
    common = {"act", "name", "note", "year", "if", "from_year", "by_year", "delay", "until"}
    for name in catalogue.names():
        assert not common & set(catalogue[name].spec.arguments), name
        for a in catalogue[name].spec.arguments.values():
            assert isinstance(a, Argument)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cs"]))
KEYS = st.text(st.sampled_from('abz_-19.é "'), min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers(-99, 99) | st.booleans() | TEXT | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_the_scan_finds_the_line_of_everything_that_tomllib_reads(value):
    text = _written(value)
    assert tomllib.loads(text) == value
    document = parse_toml(text)
    places = set(_places(value, ()))
    assert places <= set(document.lines)
    order = [document.lines[p] for p in _places(value, ())]
    assert order == sorted(order)


def _written(value: dict, *, top: bool = True) -> str:
    """Write TOML, each pair on a line of its own, arrays over several lines."""
    pairs = [f"{json.dumps(k)} = {_one(v)}" for k, v in value.items()]
    return "\n# a [comment] = {\n".join(pairs) if top else "{" + ", ".join(pairs) + "}"


def _one(value: object) -> str:
    if isinstance(value, dict):
        return _written(value, top=False)
    if isinstance(value, list):
        return "[\n" + "".join(f"{_one(v)},  # ] \n" for v in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float):
        return repr(value) if abs(value) != float("inf") else ("inf" if value > 0 else "-inf")
    return str(value).lower()


def _places(value: object, place: tuple):
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(
        value, list) else ()  # fmt: skip
    for key, one in inner:
        yield (*place, key)
        yield from _places(one, (*place, key))


def test_a_thousand_mutated_files_are_valid_or_refused_with_a_line():
    """Typos, units, dates, states, circles, sizes, types, letters of all scripts, nothing."""
    texts = [shipped_file(n).read_text(encoding="utf-8") for n in shipped_names()] + [
        GOOD,
        template(),
    ]
    valid = 0
    for text in mutations(texts, 1000, seed=7):
        try:
            found = scenario_text(text, "a.toml")
        except DataError as error:
            for line in str(error).split("\n"):
                assert line.startswith(("a.toml, line ", "... and ")), line
                assert len(line) < 1200, line
        else:
            valid += 1
            found.model.draw([0], 1)
            assert found.start < found.until
    assert 50 < valid < 900, valid


def test_files_of_scenarios_are_read_from_a_path(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace('"USA", "Germany", "JPN"', '"USA", "JPN"'), encoding="utf-8")
    assert read_scenario(str(file)).name == "mine"
    assert read_toml(file).value["title"] == "A test"
    assert default_model().param("growth.trend").unit == "1/year"
