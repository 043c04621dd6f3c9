"""The layout of the Global Sanctions Data Base."""

import pytest

from multipolar.errors import DataError
from multipolar.sources import catalogue, load


def test_the_layout_is_read(data_folder):
    frame = load("gsdb", folder=data_folder)
    assert frame.height == 25
    first = frame.row(0, named=True)
    assert (first["gsdb_sanctioned_state"], first["gsdb_sanctioning_state"]) == (
        "German Democratic Republic",
        "Germany",
    )
    assert (first["gsdb_begin"], first["gsdb_end"], first["gsdb_other"]) == (1949, 1973, 1)


def test_another_number_of_cases_is_refused(data_folder, tmp_path):
    lines = next(data_folder.rglob("GSDB_V4*")).read_text(encoding="utf-8").splitlines()
    short = tmp_path / "GSDB_V4.csv"
    short.write_text("\n".join(lines[:20]), encoding="utf-8")
    with pytest.raises(DataError, match="19 lines of data"):
        catalogue["gsdb"]({"GSDB_V4.csv": short}, "4")
