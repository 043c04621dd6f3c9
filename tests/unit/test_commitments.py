"""Commitments: who is in, when, and what a wrong table says."""

import pytest

from multipolar.commitments import Commitment, Party, in_force, read_commitments
from multipolar.errors import DataError

TABLE = (
    "id,name,kind,obligations,signed,in_force,term_years,renewal,renewal_years,expires,ended,"
    "end_kind,source,status,note\n"
)
PARTIES = "id,state,since,until,role,source,status,note\n"
LINE = (
    "nato,North Atlantic Treaty,alliance,defence;consultation,1949-04-04,1949-08-24,,,,,,,x,"
    "observed,\n"
)
PARTY = "nato,USA,,,party,x,observed,\n"


def read(tmp_path, table, parties):
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    (tmp_path / "t_parties.csv").write_text(parties, encoding="utf-8")
    return read_commitments(tmp_path / "t.csv", tmp_path / "t_parties.csv")


def spell(state, since="", until="", role="party"):
    return Party(state, since, until, role, "x", "observed")


def made(*parties, **facts):
    return Commitment("x", "X", "alliance", ("defence",), parties, **facts)


def test_reads_a_table(tmp_path):
    (found,) = read(tmp_path, TABLE + LINE, PARTIES + PARTY)
    assert found.obligations == ("defence", "consultation")
    assert found.parties == (spell("USA"),)
    assert found.term_years is None
    assert found.alive("1949-08-24")


@pytest.mark.parametrize(
    ("day", "alive"),
    [
        ("1949-12-31", False),
        ("1950-01-01", True),
        ("1950", True),
        ("1980-04-10", True),
        ("1980-04-11", False),
        ("1980", True),
        ("1981", False),
    ],
)
def test_in_force_from_the_first_day_to_the_eve_of_the_last(day, alive):
    assert made(in_force="1950-01-01", ended="1980-04-11").alive(day) is alive


def test_a_shortened_end_runs_to_its_last_day():
    assert made(in_force="1950", ended="1980").alive("1980-12-30")
    assert not made(in_force="1950", ended="1980").alive("1981-01-01")


def test_never_in_force_is_never_alive():
    assert not made(spell("USA"), signed="1950").alive("1960-01-01")
    assert made(spell("USA"), signed="1950").members("1960-01-01") == ()


def test_members_by_spell_and_role():
    pact = made(
        spell("USA"),
        spell("FRA", until="1966-07-01"),
        spell("FRA", since="2009-04-03"),
        spell("ESP", since="1982-05-30"),
        spell("CHE", role="observer"),
        in_force="1949-08-24",
    )
    assert pact.members("1950-01-01") == ("FRA", "USA")
    assert pact.members("1970-01-01") == ("USA",)
    assert pact.members("2010-01-01") == ("ESP", "FRA", "USA")
    assert pact.members("1950-01-01", "observer") == ("CHE",)


def test_a_suspended_party_does_not_count_while_it_is():
    pact = made(
        spell("HND"), spell("HND", "2009-07-04", "2011-06-01", "suspended"), in_force="1951"
    )
    assert pact.members("2009-01-01") == ("HND",)
    assert pact.members("2010-01-01") == ()
    assert pact.members("2010-01-01", "suspended") == ("HND",)
    assert pact.members("2012-01-01") == ("HND",)


def test_in_force_picks_by_kind_and_obligation():
    both = [made(in_force="1950"), made(in_force="1950", ended="1960")]
    assert len(list(in_force(both, "1955"))) == 2
    assert len(list(in_force(both, "1970", kind="alliance"))) == 1
    assert not list(in_force(both, "1955", kind="body"))
    assert not list(in_force(both, "1955", obligation="offence"))
    assert len(list(in_force(both, "1955", obligation="defence"))) == 2


@pytest.mark.parametrize("day", ["", "31/12/2025", "2025-13-01", "2025-02-30", "soon", None, 2025])
def test_a_day_that_is_no_date_is_refused(day):
    with pytest.raises(DataError, match="is no date"):
        made(in_force="1950").alive(day)


@pytest.mark.parametrize(
    ("table", "parties", "message"),
    [
        (LINE + LINE, PARTY, r"t\.csv, line 3, id: 'nato'; needed an id that is not used yet"),
        (LINE, "", "needed at least one party"),
        (LINE, PARTY + "otan,USA,,,party,x,observed,\n", r"t_parties\.csv, line 3, id"),
        (LINE.replace("alliance", "aliance"), PARTY, "did you mean 'alliance'"),
        (LINE.replace("defence;", "defense;"), PARTY, "obligations: .*not defense"),
        (LINE.replace("1949-04-04", "04.04.1949"), PARTY, "signed: '04.04.1949'; needed a date"),
        (LINE.replace("1949-08-24", "1949-02-30"), PARTY, "in_force: '1949-02-30'"),
        (LINE.replace(",,,,,,,x", ",-1,,,,,,x"), PARTY, "term_years: '-1'"),
        (LINE.replace(",,,,,,,x", ",,often,,,,,x"), PARTY, "renewal: 'often'"),
        (LINE.replace(",,,,,,,x", ",,,,,,over,x"), PARTY, "end_kind: 'over'"),
        (LINE.replace("observed", "sure"), PARTY, "status: 'sure'"),
        (LINE.replace(",x,", ",,"), PARTY, "source: ''"),
        (LINE, PARTY.replace("party", "friend"), "role: 'friend'"),
        (LINE, PARTY.replace("USA", ""), "state: ''; needed a value here"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, table, parties, message):
    with pytest.raises(DataError, match=message):
        read(tmp_path, TABLE + table, PARTIES + parties)
