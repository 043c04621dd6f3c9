"""The hand-compiled tables of alliances and arms control: form and checked facts."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "multipolar" / "data"
STEMS = ("alliances", "arms_control")
END_OF_2025 = "2025-12-31"
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ACTIVE = {"defence", "offence"}
PACT = ACTIVE | {"neutrality", "nonaggression", "consultation"}
ARMS = {"limit", "ban", "transparency", "nonproliferation"}
OBLIGATIONS = {"alliance": PACT, "partnership": PACT, "arms_control": ARMS}
END_KINDS = {"expired", "terminated", "withdrawal", "superseded", "dissolved", "never in force"}
RENEWALS = {"", "automatic", "tacit", "by agreement", "none"}
ROLES = {"party", "observer", "guarantor", "suspended"}
STATUSES = {"observed", "imputed", "unverified"}


def read(name):
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


TREATIES = {row["id"]: row for stem in STEMS for row in read(f"{stem}.csv")}
PARTIES = [row for stem in STEMS for row in read(f"{stem}_parties.csv")]


def sources():
    for path in (DATA / "sources.csv", ROOT / "scripts" / "world" / "sources_alliances.csv"):
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                yield from (row["key"] for row in csv.DictReader(file))


def in_order(*dates):
    given = [d for d in dates if d]
    return all(a[: len(b)] <= b[: len(a)] for a, b in pairwise(given))


def begun(date, day):
    return not date or date <= day


def members(key, day=END_OF_2025, role="party"):
    spells = [row for row in PARTIES if row["id"] == key and row["role"] == role]
    return {
        row["state"]
        for row in spells
        if begun(row["since"], day) and (not row["until"] or row["until"] > day)
    }


def dates(key):
    row = TREATIES[key]
    return row["signed"], row["in_force"], row["expires"], row["ended"]


@pytest.mark.parametrize("stem", STEMS)
def test_ids_are_unique_and_rows_are_sorted(stem):
    ids = [row["id"] for row in read(f"{stem}.csv")]
    spells = [tuple(r[c] for c in ("id", "state", "since", "role")) for r in PARTIES]
    assert ids == sorted(set(ids))
    assert len(spells) == len(set(spells))


@pytest.mark.parametrize("row", TREATIES.values(), ids=TREATIES)
def test_a_commitment_is_well_formed(row):
    kind, words = row["kind"], [w for w in row["obligations"].split(";") if w]
    assert set(words) <= OBLIGATIONS[kind]
    assert row["renewal"] in RENEWALS
    assert row["status"] in STATUSES
    assert row["end_kind"] in END_KINDS | {""}
    assert not row["ended"] or row["end_kind"]
    assert in_order(row["signed"], row["in_force"], row["ended"])
    assert in_order(row["in_force"], row["expires"])
    assert row["in_force"] or row["end_kind"] in {"", "never in force"}
    assert not row["renewal_years"] or row["renewal"]
    if ACTIVE & set(words):
        assert kind == "alliance"


@pytest.mark.parametrize("row", TREATIES.values(), ids=TREATIES)
def test_a_note_is_neutral_prose_without_loose_ends(row):
    assert row["note"] == row["note"].strip()
    assert not row["note"] or row["note"].endswith(".")


@pytest.mark.parametrize("key", TREATIES)
def test_a_commitment_has_two_parties_within_its_life(key):
    spells = [row for row in PARTIES if row["id"] == key]
    assert len({row["state"] for row in spells}) >= 2
    _, in_force, _, ended = dates(key)
    start = in_force or TREATIES[key]["signed"]
    for row in spells:
        assert row["role"] in ROLES
        assert row["status"] in STATUSES
        assert in_order(row["since"], row["until"])
        assert in_order(TREATIES[key]["signed"], row["since"])
        assert in_order(start, row["until"])
        assert in_order(row["since"] or start, ended)
        assert in_order(row["until"], ended)


@pytest.mark.parametrize("key", TREATIES)
def test_the_spells_of_one_state_do_not_overlap(key):
    spells = sorted(
        (row["state"], row["since"], row["until"])
        for row in PARTIES
        if row["id"] == key and row["role"] == "party"
    )
    for (state, _, until), (other, since, _) in pairwise(spells):
        if state == other:
            assert until
            assert in_order(until, since)


def test_every_party_belongs_to_a_commitment():
    assert {row["id"] for row in PARTIES} == set(TREATIES)


def test_dates_are_iso():
    for row in [*TREATIES.values(), *PARTIES]:
        for column in ("signed", "in_force", "expires", "ended", "since", "until"):
            assert not row.get(column) or DATE.fullmatch(row[column])


def test_every_source_has_a_row():
    known = set(sources())
    used = {k for row in [*TREATIES.values(), *PARTIES] for k in row["source"].split(";")}
    assert used <= known


def test_sino_soviet_treaty_of_1950():
    row = TREATIES["ussr-china-1950"]
    expected = ("1950-02-14", "1950-04-11", "1980-04-11", "1980-04-11")
    assert dates("ussr-china-1950") == expected
    assert (row["term_years"], row["renewal"], row["renewal_years"]) == ("30", "automatic", "5")
    assert row["end_kind"] == "expired"
    assert "defence" in row["obligations"]


def test_russia_china_treaty_of_2001_was_extended_in_2021():
    row = TREATIES["russia-china-2001"]
    assert dates("russia-china-2001") == ("2001-07-16", "2002-02-28", "2027-02-28", "")
    assert (row["term_years"], row["renewal"], row["renewal_years"]) == ("20", "automatic", "5")
    assert row["obligations"] == "nonaggression;consultation"
    assert row["kind"] == "partnership"
    assert "28 June 2021" in row["note"]
    assert "not directed against third countries" in row["note"]


def test_the_statement_without_limits_obliges_to_nothing():
    assert TREATIES["russia-china-2022"]["obligations"] == ""


def test_nato_has_32_parties_at_the_end_of_2025():
    assert len(members("nato")) == 32
    assert len(members("nato", "1949-12-31")) == 12
    assert len(members("nato", "1991-12-31")) == 16
    assert "FIN" in members("nato", "2023-04-04")
    assert "SWE" not in members("nato", "2024-01-01")


def test_eu_assistance_clause_has_27_parties_after_2020():
    assert len(members("eu-42-7")) == 27
    assert len(members("eu-42-7", "2015-01-01")) == 28


def test_collective_security_treaty_spells():
    assert members("csto") - members("csto", role="suspended") == {
        "BLR", "KAZ", "KGZ", "RUS", "TJK",
    }  # fmt: skip
    assert "UZB" in members("csto", "2010-01-01")
    assert not {"UZB", "AZE", "GEO"} & members("csto", "2000-01-01")


def test_dprk_treaties():
    assert dates("russia-dprk-2024")[:2] == ("2024-06-19", "2024-12-04")
    assert TREATIES["russia-dprk-2000"]["ended"] == "2024-12-04"
    assert "defence" not in TREATIES["russia-dprk-2000"]["obligations"]
    assert TREATIES["ussr-dprk-1961"]["ended"] == "1996-09-10"
    assert TREATIES["china-dprk-1961"]["renewal_years"] == "20"
    assert not TREATIES["china-dprk-1961"]["ended"]


def test_recent_treaties_of_russia():
    assert dates("russia-belarus-2024")[:2] == ("2024-12-06", "2025-03-13")
    assert dates("russia-iran-2025")[:2] == ("2025-01-17", "2025-10-02")
    assert "defence" not in TREATIES["russia-iran-2025"]["obligations"]
    assert TREATIES["russia-ukraine-1997"]["ended"] == "2019-04-01"


def test_united_states_treaties():
    assert dates("us-philippines-1951")[:2] == ("1951-08-30", "1952-08-27")
    assert dates("us-korea-1953")[:2] == ("1953-10-01", "1954-11-17")
    assert dates("us-japan-1960")[:2] == ("1960-01-19", "1960-06-23")
    assert TREATIES["us-roc-1954"]["ended"] == "1980-01-01"
    assert members("manila-pact") == {"THA", "USA"}
    assert members("anzus", role="suspended") == {"NZL"}


def test_pacts_signed_in_2025_but_not_known_to_be_in_force():
    for key in ("australia-png-2025", "france-poland-2025", "germany-uk-2025"):
        assert not TREATIES[key]["in_force"]


def test_sahel_states_left_ecowas_protocols():
    assert {"BFA", "MLI", "NER"} == members("aes")
    assert not members("aes") & members("ecowas-nonaggression")


def test_new_start_is_in_force_with_russia_suspended():
    expected = ("2010-04-08", "2011-02-05", "2026-02-05", "2026-02-05")
    assert dates("new-start") == expected
    assert members("new-start", role="suspended") == {"RUS"}


def test_ended_arms_control():
    assert dates("inf") == ("1987-12-08", "1988-06-01", "", "2019-08-02")
    assert TREATIES["abm"]["ended"] == "2002-06-13"
    assert TREATIES["start-1"]["ended"] == "2009-12-05"
    assert TREATIES["jcpoa"]["ended"] == "2025-10-18"
    assert not {"RUS", "USA"} & members("open-skies")
    assert len(members("open-skies")) == 32


def test_treaties_never_in_force():
    for key in ("salt-2", "start-2"):
        assert not TREATIES[key]["in_force"]
        assert TREATIES[key]["end_kind"] == "never in force"
    assert not TREATIES["ctbt"]["in_force"]


def test_npt_parties():
    now = members("npt")
    assert len(now) == 190
    assert not {"IND", "PAK", "ISR", "SSD", "PRK"} & now
    assert "PRK" in members("npt", "2000-01-01")
    assert not {"CHN", "FRA"} & members("npt", "1990-01-01")


def test_exits_from_mine_and_cluster_conventions():
    assert not {"EST", "LVA", "LTU"} & members("mine-ban")
    assert {"FIN", "POL"} <= members("mine-ban")
    assert "LTU" not in members("cluster-munitions")


def test_ban_treaty_has_72_of_the_197_states():
    assert len(members("tpnw")) == 72
