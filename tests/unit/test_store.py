"""A World in a file: bit for bit, whole or not at all."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from worlds import worlds

from multipolar import today
from multipolar.errors import DataError
from multipolar.store import load, save
from multipolar.world import World

few = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def identical(one, other):
    """Tell whether two Worlds are the same to the bit."""
    head = ("year", "states", "commitments", "merged")
    return (
        all(getattr(one, name) == getattr(other, name) for name in head)
        and one.mask.tobytes() == other.mask.tobytes()
        and one.arrays.keys() == other.arrays.keys()
        and all(one[name].tobytes() == other[name].tobytes() for name in one.arrays)
        and one.provenance.keys() == other.provenance.keys()
        and all(
            one.provenance[k].keys == other.provenance[k].keys
            and all(
                np.array_equal(getattr(one.provenance[k], part), getattr(other.provenance[k], part))
                for part in ("source", "year", "status")
            )
            for k in one.provenance
        )
    )


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return save(today(), tmp_path_factory.mktemp("store") / "today.world")


def test_today_comes_back_bit_for_bit(stored):
    assert identical(load(stored), today())


def test_a_merged_world_comes_back(tmp_path):
    world = today().merge({"E3": ["DEU", "FRA", "GBR"]}).observed()
    assert identical(load(save(world, tmp_path / "e3.world")), world)


@few
@given(world=worlds(unknown=True, absent=True))
def test_any_world_comes_back(tmp_path, world):
    assert identical(load(save(world, tmp_path / "any.world")), world)


def test_odd_text_and_odd_numbers_come_back(tmp_path):
    values = {"gdp": [5e-324, 1.7976931348623157e308, np.nan], "regime": [-0.0, 0.0, 1.0]}
    world = World(np.int64(1), ("Côte d'Ivoire", "中国", "\ud800"), values)
    assert identical(load(save(world, tmp_path / "odd.world")), world)


@pytest.mark.parametrize("tenth", range(10))
def test_a_truncated_file_is_refused(stored, tmp_path, tenth):
    raw = stored.read_bytes()
    cut = tmp_path / "cut.world"
    cut.write_bytes(raw[: len(raw) * tenth // 10])
    with pytest.raises(DataError, match=r"cut\.world: not a World"):
        load(cut)


def test_what_is_missing_is_said(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        load(tmp_path / "nowhere.world")
    with pytest.raises(DataError, match=r"type today\.world"):
        save(today(), tmp_path / "today.npz")
    with pytest.raises(DataError, match="cannot be written"):
        save(today(), save(World(1900, ()), tmp_path / "file.world") / "x.world")
    with pytest.raises(DataError, match=r"type name\.world"):
        save(today(), "")


def test_a_failed_save_leaves_the_old_file_and_no_draft(stored, tmp_path, monkeypatch):
    old = save(World(1900, ("USA",)), tmp_path / "x.world").read_bytes()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DataError, match="No space left"):
        save(today(), tmp_path / "x.world")
    assert [p.name for p in tmp_path.iterdir()] == ["x.world"]
    assert (tmp_path / "x.world").read_bytes() == old


def rewritten(stored, tmp_path, **changes):
    """Write the file again with some of the header changed."""
    with np.load(stored) as file:
        arrays = dict(file)
    head = json.loads(arrays["head"].tobytes())
    head.update(changes)
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    path = tmp_path / "changed.world"
    with path.open("wb") as file:
        np.savez(file, **arrays)
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "multipolar world 9"},
        {"year": "2025"},
        {"year": None},
        {"states": ["USA"]},
        {"states": 5},
        {"states": None},
        {"arrays": ["gdp", "nope"]},
        {"arrays": []},
        {"keys": {"gdp": []}},
        {"keys": {"nope": ["x"]}},
        {"commitments": [{}]},
        {"commitments": 3},
        {"merged": [1]},
    ],
)
def test_a_wrong_header_is_refused(stored, tmp_path, changes):
    with pytest.raises(DataError, match=r"changed\.world: not a World"):
        load(rewritten(stored, tmp_path, **changes))


def test_an_array_that_claims_to_be_enormous_is_refused(stored, tmp_path):
    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        member, {"descr": "<f8", "fortran_order": False, "shape": (10**15,)}
    )
    path = tmp_path / "bomb.world"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("head.npy", member.getvalue())
    with pytest.raises(DataError, match=r"bomb\.world"):
        load(path)


def test_pickles_are_not_opened(tmp_path):
    path = tmp_path / "evil.world"
    with path.open("wb") as file:
        np.savez(file, head=np.array([{"a": 1}], object))
    with pytest.raises(DataError, match="not a World"):
        load(path)
