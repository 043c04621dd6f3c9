"""Tables of text: what is read, and what a wrong one says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.errors import DataError
from multipolar.tables import Row, is_date, packaged, read_table, whole_date


def table(tmp_path, raw):
    path = tmp_path / "t.csv"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return list(read_table(path, ("a", "b")))


def row(**fields):
    return Row("t.csv", 7, fields)


def test_reads_rows_with_their_lines(tmp_path):
    found = table(tmp_path, '﻿a,b,c\r\n1,"x, y",\r\n\r\n3,4,5\r\n')
    assert [r.fields for r in found] == [
        {"a": "1", "b": "x, y", "c": ""}, {"a": "3", "b": "4", "c": "5"}
    ]  # fmt: skip
    assert [r.line for r in found] == [2, 4]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "the file is empty"),
        ("  \n \n", "the file is empty"),
        ("a,c\n1,2\n", "line 1: no column 'b'"),
        ("a,bb\n1,2\n", "did you mean 'bb'"),
        ("a,b\n1\n", "line 2: 1 fields, but the header has 2"),
        ("a,b\n1,2,3\n", "line 2: 3 fields"),
        ('a,b\n1,"2\n', "not a CSV line"),
        ('a,b\n1,"2"x\n', "not a CSV line"),
        (b"a,b\n1,\xff\n", "line 2: byte 0xff is not UTF-8"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, raw, message):
    with pytest.raises(DataError, match=rf"t\.csv.*{message}"):
        table(tmp_path, raw)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        list(read_table(tmp_path / "no.csv", ("a",)))
    with pytest.raises(DataError, match="cannot be read"):
        list(read_table(tmp_path, ("a",)))


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "-inf", "1e999", "1,5", "--1"])
def test_a_number_is_finite(text):
    with pytest.raises(DataError, match=r"t\.csv, line 7, v: "):
        row(v=text).number("v")


def test_a_number_within_bounds():
    assert row(v="1.5").number("v", 0, 2) == 1.5
    with pytest.raises(DataError, match="needed a number from 0 to 1"):
        row(v="1.5").number("v", 0, 1)


@pytest.mark.parametrize("text", ["2001", "2001-07", "2001-07-16", "2000-02-29", ""])
def test_dates(text):
    assert row(v=text).date("v") == text


@pytest.mark.parametrize(
    "text",
    ["2001-7", "01", "2001-13", "2001-02-30", "1900-02-29", "2001-00-01", "٢٠٠١", "2001-07-16 "],
)
def test_wrong_dates(text):
    with pytest.raises(DataError, match="needed a date such as"):
        row(v=text).date("v")
    assert not is_date(text)


def test_years_choices_and_required():
    assert row(v="2001").year("v") == 2001
    for wrong in ("", "20010", "201", "٢٠٠١"):
        with pytest.raises(DataError, match="a year such as"):
            row(v=wrong).year("v")
    assert row(v="x").choice("v", ("x", "y")) == "x"
    with pytest.raises(DataError, match="one of party, observer; did you mean 'party'"):
        row(v="parti").choice("v", ("party", "observer"))
    with pytest.raises(DataError, match="a value here"):
        row(v="").required("v")


@settings(max_examples=50, derandomize=True)
@given(st.dates(), st.sampled_from((4, 7, 10)))
def test_a_whole_date_is_between_its_first_and_last(day, length):
    text = day.isoformat()
    assert whole_date(text[:length]) <= text <= whole_date(text[:length], late=True)
    assert is_date(text[:length])


def test_a_packaged_file_is_there():
    assert packaged("states.csv").read_bytes().startswith(b"state,name")
