"""GDELT: files without a header. The events are made up."""

import datetime

import pytest

from multipolar.errors import DataError
from multipolar.sources import catalogue

LABELS = {
    "2.0": "GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv",
    "1.0": "GDELT_1.0_event_Column_Labels_Header_Row_Sep2016.tsv",
}
WIDTH = {"2.0": 61, "1.0": 58}


def line(number, width, **cells):
    row = [""] * width
    head = (number, 20180601, 201806, 2018, 2018.4164, "AAAGOV", 'THE "A"', "AAA")
    for at, cell in enumerate(head):
        row[at] = str(cell)
    row[15], row[17] = "BBB", "BBB"
    row[25:35] = ["1", "010", "010", "01", "1", "0.0", "4", "1", "4", "-2.5"]
    for at, cell in cells.items():
        row[int(at[1:])] = cell
    return "\t".join(row)


@pytest.fixture(params=sorted(LABELS))
def made(request, data_folder, tmp_path):
    version = request.param
    labels = next(data_folder.rglob(LABELS[version]))

    def read(lines):
        path = tmp_path / f"gdelt-{version}-events.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files = {path.name: path, LABELS[version]: labels}
        return catalogue["gdelt"](files, version)

    return read, WIDTH[version]


def test_rows(made):
    read, width = made
    frame = read([line(1, width), line(2, width, c30="-10.0")])
    assert frame["event"].to_list() == [1, 2]
    assert frame["gdelt_date"].to_list() == [datetime.date(2018, 6, 1)] * 2
    assert frame["gdelt_cameo"].to_list() == ["010", "010"]
    assert frame["gdelt_goldstein"].to_list() == [0, -10]
    assert frame["gdelt_country1"][0] == "AAA"
    assert frame["gdelt_tone"][0] == -2.5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"c1": "2018-06-01"}, "line 2, SQLDATE"),
        ({"c30": "-11"}, "line 3, GoldsteinScale|GoldsteinScale"),
        ({"c29": "one"}, "line 2, QuadClass"),
        ({"c0": "1"}, "stands more than once"),
    ],
)
def test_broken_rows(made, wrong, said):
    read, width = made
    with pytest.raises(DataError, match=said):
        read([line(1, width), line(2, width, **wrong)])


def test_another_width(made):
    read, width = made
    with pytest.raises(DataError, match=f"has {width}"):
        read([line(1, width + 1)])
    with pytest.raises(DataError, match="different length"):
        read([line(1, width), line(2, width + 2)])
