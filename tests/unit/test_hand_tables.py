"""The hand-compiled tables are well formed and hold a few facts that were read in a source."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INPUTS = ROOT / "scripts" / "world"
DATA = ROOT / "src" / "multipolar" / "data"
VALUE = ["state", "value", "year", "source", "status", "note"]
COLUMNS = {
    INPUTS / "steel.csv": VALUE,
    INPUTS / "nuclear.csv": VALUE,
    INPUTS / "regime.csv": VALUE,
    INPUTS / "military_overrides.csv": ["state", "variable", *VALUE[1:]],
    INPUTS / "sources_hand.csv": ["key", "title", "publisher", "year", "licence", "url", "note"],
    DATA / "sanctions.csv": [
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
    ],
    DATA / "sanctions_parties.csv": [
        "id",
        "state",
        "since",
        "until",
        "role",
        "source",
        "status",
        "note",
    ],
    DATA / "rivalries.csv": ["a", "b", "since", "kind", "source", "status", "note"],
    DATA / "wars.csv": ["a", "b", "since", "source", "status", "note"],
    DATA / "great_powers.csv": ["list", "state", "since", "until", "source", "status"],
}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
COALITIONS = {"UN", "EU"}


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes() -> set[str]:
    """Return the 197 states and the codes of states that are gone."""
    states = {row["state"] for row in rows(DATA / "states.csv")}
    return states | {row["code"] for row in rows(DATA / "registry.csv")}


def values(name: str) -> dict[str, float]:
    """Read a table of one value per state."""
    return {row["state"]: float(row["value"]) for row in rows(INPUTS / name)}


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.name)
def test_every_row_has_the_columns_of_its_table(path: Path) -> None:
    raw = path.read_bytes()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw
    lines = list(csv.reader(raw.decode("utf-8").splitlines()))
    assert lines[0] == COLUMNS[path]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize(
    "path", [p for p in COLUMNS if p.parent == DATA or p.name != "sources_hand.csv"]
)
def test_every_row_names_a_known_source_and_status(path: Path) -> None:
    keys = {row["key"] for file in INPUTS.glob("sources_*.csv") for row in rows(file)}
    for row in rows(path):
        if "source" in row:
            assert set(row["source"].split(";")) <= keys, row
            assert row["status"] in {"observed", "imputed", "unverified"}, row
        if row.get("status") == "imputed":
            assert row["note"], row


@pytest.mark.parametrize("path", [p for p in COLUMNS if p.parent == DATA], ids=lambda p: p.name)
def test_dates_are_iso_and_in_order(path: Path) -> None:
    for row in rows(path):
        for first, last in (("signed", "in_force"), ("in_force", "ended"), ("since", "until")):
            a, b = row.get(first) or "", row.get(last) or ""
            assert all(DATE.fullmatch(date) for date in (a, b) if date), row
            shared = min(len(a), len(b))
            assert a[:shared] <= b[:shared], row


def test_steel_adds_up_to_the_world_total_of_worldsteel() -> None:
    steel = values("steel.csv")
    assert sum(steel.values()) == pytest.approx(1_883_887_100, rel=0.002)
    assert sorted(steel, key=steel.__getitem__)[-3:] == ["JPN", "IND", "CHN"]
    assert steel["CHN"] == 1_005_090_000


def test_nuclear_inventories_are_those_of_january_2025() -> None:
    nuclear = values("nuclear.csv")
    assert set(nuclear) == {"USA", "RUS", "CHN", "FRA", "GBR", "IND", "PAK", "ISR", "PRK"}
    assert sum(nuclear.values()) == 12_241


def test_regime_codes_every_state_of_today_once() -> None:
    listed = [row["state"] for row in rows(INPUTS / "regime.csv")]
    assert len(listed) == 197
    assert set(listed) == {row["state"] for row in rows(DATA / "states.csv")}
    assert set(values("regime.csv").values()) == {-1.0, 0.0, 1.0}


def test_military_overrides_are_positive_and_unique() -> None:
    table = rows(INPUTS / "military_overrides.csv")
    keys = [(row["state"], row["variable"]) for row in table]
    assert len(set(keys)) == len(keys)
    assert {row["variable"] for row in table} == {"military_spending", "military_personnel"}
    assert all(float(row["value"]) > 0 for row in table)


def test_every_sanction_has_a_sender_a_target_and_a_measure() -> None:
    table = rows(DATA / "sanctions.csv")
    assert len({row["id"] for row in table}) == len(table)
    roles: dict[str, set[str]] = {row["id"]: set() for row in table}
    for row in rows(DATA / "sanctions_parties.csv"):
        roles[row["id"]].add(row["role"])
        assert row["state"] in codes() | (COALITIONS if row["role"] == "sender" else set()), row
    assert all(found == {"sender", "target"} for found in roles.values()), roles
    for row in table:
        assert row["kind"] == "sanction"
        assert row["obligations"]
        assert set(row["obligations"].split(";")) <= {"trade", "financial", "arms", "travel"}
        assert bool(row["ended"]) == bool(row["end_kind"]), row


def test_verified_dates_of_sanctions() -> None:
    found = {row["id"]: (row["in_force"], row["ended"]) for row in rows(DATA / "sanctions.csv")}
    assert found["un-iran-2025"] == ("2025-09-28", "")
    assert found["eu-iran-2025"] == ("2025-09-29", "")
    assert found["un-car"] == ("2013-12-05", "2024-07-30")
    assert found["us-zimbabwe"][1] == "2024-03-04"
    assert found["eu-syria"][1] == "2025-05-28"
    assert found["us-cambodia-arms"][1] == "2025-11-07"
    assert found["un-iraq-1990"] == ("1990-08-06", "2003-05-22")


def test_rivals_stand_once_in_alphabetical_order() -> None:
    table = rows(DATA / "rivalries.csv")
    pairs = [(row["a"], row["b"]) for row in table]
    assert len(set(pairs)) == len(pairs)
    assert pairs == sorted(pairs)
    assert all(a < b for a, b in pairs)
    assert {row["kind"] for row in table} == {"strategic", "territorial", "war"}
    assert {code for pair in pairs for code in pair} <= codes()
    kinds = {(row["a"], row["b"]): row["kind"] for row in table}
    assert {kinds["RUS", "UKR"], kinds["KHM", "THA"], kinds["AFG", "PAK"]} == {"war"}


def test_lists_of_great_powers() -> None:
    table = rows(DATA / "great_powers.csv")
    assert {row["state"] for row in table} <= codes()
    now: dict[str, set[str]] = {}
    for row in table:
        now.setdefault(row["list"], set())
        if not row["until"]:
            now[row["list"]].add(row["state"])
    assert now["p5"] == {"USA", "RUS", "CHN", "GBR", "FRA"}
    assert now["cow_majors"] == {"USA", "RUS", "CHN", "GBR", "FRA", "DEU", "JPN"}
    assert now["nuclear"] == set(values("nuclear.csv"))
    assert now["g7"] == {"USA", "CAN", "GBR", "FRA", "DEU", "ITA", "JPN"}
    assert now["levy"] == set()
