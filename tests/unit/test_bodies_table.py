"""The hand-compiled table of international bodies and its dated memberships."""

import csv
import itertools
import re
from pathlib import Path

import pytest
from world import check

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "multipolar" / "data"
SOURCES = ROOT / "scripts" / "world" / "sources_bodies.csv"
END_OF_2025 = "2025-12-31"
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
STATUSES = {"observed", "imputed", "unverified"}
ROLES = {"party", "observer", "suspended"}
GONE = {"SUN", "YUG", "CSK", "DDR", "VDR", "YMD"}
NOT_UN_MEMBERS = {"TWN", "XKX", "VAT", "PSE"}
BODY_COLUMNS = [
    "id",
    "name",
    "kind",
    "obligations",
    "signed",
    "in_force",
    "term_years",
    "renewal",
    "renewal_years",
    "expires",
    "ended",
    "end_kind",
    "source",
    "status",
    "note",
]
PARTY_COLUMNS = ["id", "state", "since", "until", "role", "source", "status", "note"]


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BODIES = read(DATA / "bodies.csv")
PARTIES = read(DATA / "bodies_parties.csv")


def members(body: str, day: str = END_OF_2025) -> set[str]:
    """Members of a body on a day: suspended members are still members.

    A spell runs from its first day to the day before `until`.
    """
    return {
        row["state"]
        for row in PARTIES
        if row["id"] == body
        and row["role"] in {"party", "suspended"}
        and row["since"] <= day
        and (not row["until"] or row["until"] > day)
    }


def suspended(body: str, day: str = END_OF_2025) -> set[str]:
    """Members of a body that are suspended on a day."""
    return {
        row["state"]
        for row in PARTIES
        if row["id"] == body
        and row["role"] == "suspended"
        and row["since"] <= day
        and (not row["until"] or row["until"] > day)
    }


def common(first: str, second: str) -> tuple[str, str]:
    """Two dates cut to the precision they share."""
    size = min(len(first), len(second))
    return first[:size], second[:size]


def test_columns() -> None:
    assert list(BODIES[0]) == BODY_COLUMNS
    assert list(PARTIES[0]) == PARTY_COLUMNS


def test_ids_are_unique_and_sorted_and_used() -> None:
    ids = [row["id"] for row in BODIES]
    assert ids == sorted(set(ids))
    assert {row["id"] for row in PARTIES} == set(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)


def test_no_id_stands_in_another_theme_table() -> None:
    assert not [finding for finding in check.tables(DATA) if "stands in" in finding]


def test_an_id_in_two_theme_tables_is_found(tmp_path: Path) -> None:
    for name in ("alliances.csv", "bodies.csv"):
        (tmp_path / name).write_text("id\nsame\n", encoding="utf-8")
    assert "bodies.csv:2: id 'same' stands in alliances.csv too" in check.tables(tmp_path)


def test_rows_are_sorted_and_distinct() -> None:
    keys = [(row["id"], row["state"], row["since"]) for row in PARTIES]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("row", BODIES, ids=lambda row: row["id"])
def test_body_is_well_formed(row: dict[str, str]) -> None:
    assert row["kind"] == "body"
    assert row["name"]
    assert row["status"] in STATUSES
    assert row["in_force"], "a body without a start is never in force"
    for name in ("signed", "in_force", "expires", "ended"):
        assert not row[name] or DATE.fullmatch(row[name])
    if row["signed"]:
        first, second = common(row["signed"], row["in_force"])
        assert first <= second
    assert bool(row["term_years"]) == bool(row["expires"])
    assert bool(row["ended"]) == bool(row["end_kind"])


def test_party_rows_are_well_formed() -> None:
    for row in PARTIES:
        assert row["role"] in ROLES, row
        assert row["status"] in STATUSES, row
        assert DATE.fullmatch(row["since"]), row
        assert not row["until"] or DATE.fullmatch(row["until"]), row
        assert (row["source"] == "hand_bodies") <= (row["status"] == "unverified"), row
        assert (row["status"] == "observed") or row["note"] or row["source"] == "hand_bodies", row
        assert all(value == value.strip() for value in row.values()), row


def test_spells_are_ordered_and_do_not_overlap() -> None:
    spells: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in PARTIES:
        spells.setdefault((row["id"], row["state"]), []).append((row["since"], row["until"]))
    for key, rows in spells.items():
        rows.sort()
        for since, until in rows:
            if until:
                first, second = common(since, until)
                assert first <= second, (key, since, until)
        for (_, until), (since, _) in itertools.pairwise(rows):
            assert until, (key, "an open spell is followed by another")
            first, second = common(until, since)
            assert first <= second, (key, until, since)


def test_states_are_known() -> None:
    used = {row["state"] for row in PARTIES}
    known = members("un") | NOT_UN_MEMBERS | GONE
    assert len(known) == 197 + len(GONE)
    assert used <= known


def test_states_are_those_of_the_package() -> None:
    path = DATA / "states.csv"
    if not path.exists():
        pytest.skip("states.csv has not been generated")
    states = {row["state"] for row in read(path)}
    assert {row["state"] for row in PARTIES} <= states | GONE
    assert members("un") == states - NOT_UN_MEMBERS


def test_gone_states_have_left() -> None:
    assert all(row["until"] for row in PARTIES if row["state"] in GONE)


def test_sources_are_listed() -> None:
    path = SOURCES if SOURCES.exists() else DATA / "sources.csv"
    keys = [row["key"] for row in read(path)]
    assert len(keys) == len(set(keys))
    used = {key for row in (*BODIES, *PARTIES) for key in row["source"].split(";")}
    assert used <= set(keys)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("un", 193),  # repository list of 193 members; last admission South Sudan 2011-07-14
        ("unsc-permanent", 5),  # APA 2025-06: Russia, United Kingdom, China, United States, France
        ("unsc-elected", 10),  # APA 2025-06: the ten elected members of 2025
        ("eu", 27),  # europa.eu: 27 countries after the exit of the United Kingdom
        ("council-of-europe", 46),  # Wikipedia 2022: 46 member states after the exit of Russia
        ("osce", 57),  # osce.org list 2025; includes the Holy See, which is not a UN member
        ("cis", 9),  # World Factbook: 9 members, Turkmenistan associate, Ukraine out in 2018
        ("eaeu", 5),  # Russian foreign ministry: five members since Kyrgyzstan in August 2015
        ("sco", 10),  # News.az 2024-07-04: Belarus is the tenth member
        ("brics", 10),  # Shafaq 2025-07-06 counts ten; Saudi Arabia is coded as observer (note)
        ("g7", 7),  # Government of Japan 2023; Russia out in March 2014
        ("g20", 19),  # Mint 2023: 19 states; the two unions are not states
        ("quad", 4),  # Wikipedia: Australia, India, Japan, United States
        ("aukus-grouping", 3),  # The Japan Times 2021-11
        ("five-eyes", 5),  # copy of Wikipedia: Australia, Canada, New Zealand, UK, US
        ("opec", 12),  # Economy Middle East 2025-02: 12 OPEC members
        ("opec-plus", 22),  # Economy Middle East 2025-02: 12 OPEC members and ten others
        ("oecd", 38),  # Small Cap News 2021: Costa Rica is the 38th member, list given
        ("asean", 11),  # Viet Nam News 2025-10-26: Timor-Leste is the 11th member
        ("rcep", 15),  # VietnamPlus 2023-06: in effect in all 15
        ("cptpp", 12),  # copy of Wikipedia 2025: twelve members
        ("african-union", 54),  # African Union: 55 with the Sahrawi Republic, no state here
        ("ecowas", 12),  # 15 members (ReliefWeb) less Burkina Faso, Mali, Niger on 2025-01-29
        ("aes-confederation", 3),  # Liptako-Gourma Charter 2023-09-16
        ("eccas", 10),  # 11 members less Rwanda (New Times 2025-06-08)
        ("sadc", 16),  # 15 members and the Comoros (2017-08)
        ("eac", 8),  # KBC 2024-03-04: Somalia is the eighth partner state
        ("arab-league", 22),  # Wikipedia: 22 member states
        ("gcc", 6),  # gcc-sg.org
        ("oic", 57),  # State Information Service of Egypt 2023: 57 member states
        ("oas", 34),  # World Factbook: 35 members, less Nicaragua (2023-11-19)
        ("mercosur", 6),  # So Noticias 2024-07-05: five full members, Venezuela suspended
        ("celac", 33),  # teleSUR 2023-01-12: 33 members again with Brazil
        ("usmca", 3),  # Wikipedia 2020
        ("ots", 5),  # turkicstates.org: four founders and Uzbekistan
        ("visegrad", 4),  # veefor.com
        ("commonwealth", 56),  # KFM 2022-06-27: 55th and 56th members
    ],
)
def test_members_at_the_end_of_2025(body: str, count: int) -> None:
    assert len(members(body)) == count


def test_every_body_is_counted() -> None:
    marks = test_members_at_the_end_of_2025.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == {row["id"] for row in BODIES}


def test_states_outside_the_united_nations() -> None:
    assert members("osce") - members("un") == {"VAT"}
    assert members("arab-league") - members("un") == {"PSE"}
    assert members("oic") - members("un") == {"PSE"}


def test_suspended_members() -> None:
    # African Union: reports of 2023, 2025-10-15 (Madagascar), 2025-11-28 (Guinea-Bissau);
    # Guinea was reinstated on 2026-01-22 and Gabon on 2025-04-30.
    assert suspended("african-union") == {"BFA", "GIN", "GNB", "MDG", "MLI", "NER", "SDN"}
    # ECOWAS: Guinea reinstated on 2026-01-28, Guinea-Bissau suspended on 2025-11-27.
    assert suspended("ecowas") == {"GIN", "GNB"}
    assert suspended("mercosur") == {"VEN"}  # since 2016-12-01
    assert suspended("oas") == {"CUB"}  # excluded in 1962, does not take part since
    assert suspended("arab-league") == set()  # Syria readmitted on 2023-05-07
    assert suspended("oic") == set()  # Syria readmitted on 2025-03-07


@pytest.mark.parametrize(
    ("body", "state", "inside", "outside"),
    [
        ("eu", "GBR", "2020-01-30", "2020-02-01"),
        ("council-of-europe", "RUS", "2022-03-15", "2022-03-16"),
        ("opec", "AGO", "2023-12-31", "2024-01-01"),
        ("ecowas", "MLI", "2025-01-28", "2025-01-29"),
        ("oas", "NIC", "2023-11-18", "2023-11-19"),
        ("g7", "RUS", "2013-12-31", "2014-04-01"),
        ("un", "SUN", "1991-12-23", "1991-12-24"),
    ],
)
def test_exits(body: str, state: str, inside: str, outside: str) -> None:
    assert state in members(body, inside)
    assert state not in members(body, outside)


def test_growth_of_the_united_nations() -> None:
    # Enlargement of the United Nations: 51 founders in 1945; filaw.com: 60 in 1950, 191 in 2002.
    assert len(members("un", "1945-12-31")) == 51
    assert len(members("un", "1950-12-31")) == 60
    assert len(members("un", "2002-12-31")) == 191
