"""Who held each shape of the map: without gap, by states that were there, as drawn today."""

from collections import Counter
from itertools import pairwise

import pytest

from multipolar import holdings
from multipolar.embedded import sources
from multipolar.errors import DataError, UnknownName
from multipolar.holdings import CAPTION, FIRST, LAST, holders, members, shapes, spells, unseen
from multipolar.registry import states
from multipolar.tables import packaged, read_table

ROWS = list(read_table(packaged("holdings.csv"), holdings.COLUMNS))

NEVER = {  # states of the registry that lie within the outline of another all their years
    "ABK", "BAD", "BAV", "DDR", "HAN", "HSE", "HSG", "MEC", "MOD", "OFS", "PMA", "SAX", "SIC",
    "SOT", "TBT", "TUS", "WRT", "ZAN",
}  # fmt: skip
AT_TIMES = {  # ground that another state held or fills while the registry has them
    "ALB": range(1939, 1943),
    "AUT": range(1938, 1945),
    "CSK": range(1939, 1945),
    "DOM": range(1861, 1865),
    "ETH": range(1936, 1941),
    "SYR": range(1958, 1961),
    "TRA": [*range(1852, 1894), *range(1902, 1910)],
    "VDR": range(1954, 1975),
    "YAR": range(1937, 1990),
}


def test_every_shape_has_spells_without_gap_or_overlap():
    assert set(spells()) == set(shapes())
    for shape, held in spells().items():
        assert held[0][0] == FIRST, shape
        assert held[-1][1] is None, shape
        for (_, last, code), (first, _, other) in pairwise(held):
            assert first == (last or 0) + 1, shape
            assert code != other, shape


def test_every_holder_is_in_the_registry_at_the_end_of_each_of_its_years():
    for year in range(FIRST, LAST + 1):
        assert set(holders(year).values()) - {None} <= members(year), year


def test_a_state_has_its_own_shape_unless_a_line_says_otherwise():
    given = {(r["shape"], y) for r in ROWS for y in range(*holdings._years(r))}
    for year in range(FIRST, LAST + 1):
        for shape, holder in holders(year).items():
            if shape in members(year) and (shape, year) not in given:
                assert holder == shape


def test_states_without_ground_are_those_that_the_document_names():
    gone = unseen()
    assert set(gone) == NEVER | set(AT_TIMES)
    for code in NEVER:
        assert gone[code] == [y for y in range(FIRST, LAST + 1) if code in members(y)], code
    for code, years in AT_TIMES.items():
        assert gone[code] == list(years), code


def test_today_is_the_map_of_today():
    assert holders(LAST) == {shape: fill or None for shape, fill in shapes().items()}
    assert holders(LAST + 25) == holders(LAST)


def test_the_holders_are_those_of_the_spells():
    for year in (FIRST, 1878, 1914, 1945, LAST):
        for shape, held in spells().items():
            (code,) = [c for first, last, c in held if first <= year <= (last or LAST)]
            assert holders(year)[shape] == code


@pytest.mark.parametrize(
    ("year", "shape", "holder"),
    [
        (1816, "MEX", "ESP"),
        (1825, "VEN", "GCL"),
        (1850, "BGR", "TUR"),
        (1900, "FIN", "RUS"),
        (1913, "BIH", "AUH"),
        (1914, "PRK", "JPN"),
        (1930, "SVK", "CSK"),
        (1930, "NAM", "ZAF"),
        (1943, "EST", "SUN"),
        (1943, "FRA", "FRA"),  # occupied in a war: not drawn
        (1946, "DEU", None),
        (1959, "SYR", "EGY"),
        (1964, "SGP", "MYS"),
        (1970, "BGD", "PAK"),
        (1985, "HRV", "YUG"),
        (1990, "UKR", "SUN"),
        (1991, "UKR", "UKR"),
        (2000, "TLS", None),
        (2010, "SSD", "SDN"),
        (2025, "ESH", None),
    ],
)
def test_known_years(year, shape, holder):
    assert holders(year)[shape] == holder


def test_lines_are_sorted_and_name_their_source():
    keys = [(row["shape"], int(row["first_year"])) for row in ROWS]
    assert keys == sorted(set(keys))
    for row in ROWS:
        named = row["source"].split(";")
        assert named[0] == "hand_holdings"
        assert set(named) <= set(sources())
        assert row["status"] == "unverified" or len(named) > 1, row  # observed: in some record
    assert set(Counter(row["status"] for row in ROWS)) == {"observed", "unverified"}


def test_lines_differ_from_what_the_registry_says_already():
    for row in ROWS:
        years = range(*holdings._years(row))
        assert row["holder"] != row["shape"], row
        if not row["holder"] and row["shape"] in {s.code for s in states()}:
            assert not any(row["shape"] in members(y) for y in years), row


def test_before_the_table_is_an_error():
    with pytest.raises(UnknownName, match="begins in 1816; there is no map of 1815"):
        holders(1815)


def test_the_caption_says_where_the_map_is_wrong():
    for word in ("Outlines of today", "frontier", "Dependencies", "Grey"):
        assert word in CAPTION


HEAD = "shape,holder,first_year,last_year,source,status,note\n"


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("CYP,TUR,1816,1900,h,unverified,\nCYP,GBR,1900,1959,h,unverified,\n", "1900 is taken"),
        ("CYP,TUR,1816,1877,h,unverified,\n", "nobody holds CYP in 1878"),
        ("CYP,SUN,1816,1959,h,unverified,\n", "'SUN'; needed a state that registry.csv has"),
        ("XYZ,TUR,1816,1959,h,unverified,\n", "'XYZ'; needed the id of a shape"),
        ("CYP,TUR,1815,1959,h,unverified,\n", "'1815'; needed a number from 1816"),
        ("CYP,TUR,1900,1899,h,unverified,\n", "'1899'; needed a number from 1900"),
        ("CYP,TUR,1816,1959,h,sure,\n", "'sure'; needed one of observed, unverified"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, monkeypatch, lines, complaint):
    path = tmp_path / "holdings.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    monkeypatch.setattr(
        holdings, "packaged", lambda name: path if name == "holdings.csv" else packaged(name)
    )
    holdings._rows.cache_clear()
    try:
        with pytest.raises(DataError, match=complaint):
            list(holdings._spells("CYP", holdings._rows().get("CYP", ())))
    finally:
        holdings._rows.cache_clear()
