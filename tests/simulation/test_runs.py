"""The folder of a run: written as it runs, resumed, read by others, damaged, refused."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr
import zarr
from toymodel import TOY, growth, toy_world

from multipolar.changes import Change
from multipolar.ensemble import open_run
from multipolar.errors import RunError, UnknownName
from multipolar.mechanism import Mechanism
from multipolar.model import Model
from multipolar.runfolder import StoredRun
from multipolar.simulation import simulate
from multipolar.steps import each_state


@pytest.fixture
def kept(toy, tmp_path):
    """Return a run kept in a folder."""
    return toy(members=10, chunk=3, output=tmp_path / "run.zarr")


def forbid(monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr("multipolar.cluster.run_members", never)


def test_a_run_on_disk_is_the_run_in_memory(toy, same, kept):
    same(toy(members=10), kept)
    same(kept, open_run(kept.place))


def test_xarray_and_polars_read_it_without_this_package(toy, kept):
    data = xr.open_zarr(kept.place)
    assert data["gdp_ppp"].dims == ("member", "year", "state")
    assert data["trust"].dims == ("member", "year")
    assert data["state"].values.tolist() == list(kept.states)
    assert data["year"].values.tolist() == list(range(2000, 2013))
    np.testing.assert_array_equal(data["gdp_ppp"].values, toy(members=10).run.take("gdp_ppp"))
    china = data["capability"].sel(state="CHN", year=2012).values
    np.testing.assert_array_equal(china, kept.run.take("capability")[:, -1, 1])
    events = pl.read_parquet(kept.place / "events" / "*.parquet")
    assert events.equals(kept.events.collect())
    assert data["gdp_ppp"].chunks is None or data["gdp_ppp"].chunks[0] == (3, 3, 3, 1)


def test_values_are_kept_with_checksums_and_in_chunks_of_members(kept):
    group = zarr.open_group(kept.place, mode="r")
    array = group["capability"]
    assert array.chunks == (3, 13, 22)
    assert "crc32c" in [codec.to_dict()["name"] for codec in array.metadata.codecs]
    assert sorted(p.name for p in (kept.place / "capability").glob("c.*")) == [
        f"c.{k}.0.0" for k in range(4)
    ]


def test_the_folder_says_what_it_was_made_from(kept):
    attrs = json.loads((kept.place / "zarr.json").read_text())["attributes"]
    assert attrs == open_run(kept.place).attrs
    assert attrs["seed"] == 5
    assert attrs["members"] == 10
    assert attrs["mechanisms"] == ["growth", "arms", "nearness", "quarrels", "accounts"]
    assert attrs["numpy"] == np.__version__
    for name in ("created", "command", "multipolar", "numba", "python", "platform", "kernel",
                 "model_hash", "world_hash", "parameters_hash", "imputed", "changes"):  # fmt: skip
        assert name in attrs
    assert "def future" in (kept.place / "model.py").read_text()
    held = open_run(kept.place).parameters
    np.testing.assert_array_equal(held.drop("member").to_numpy(), TOY.draw(range(10), 5))


def test_a_complete_run_is_not_run_again(toy, same, kept, monkeypatch):
    forbid(monkeypatch)
    same(kept, toy(members=10, output=kept.place, resume=True))


def test_resume_starts_a_run_where_there_is_none(toy, same, tmp_path):
    same(toy(), toy(output=tmp_path / "deep" / "new.zarr", resume=True))


HARMS = {
    "a marker is lost": lambda p: (p / "done" / "000001.json").unlink(),
    "a marker is cut": lambda p: (p / "done" / "000001.json").write_text("{"),
    "a marker is a list": lambda p: (p / "done" / "000001.json").write_text("[]"),
    "a marker is empty": lambda p: (p / "done" / "000001.json").write_text(""),
    "values are lost": lambda p: (p / "gdp_ppp" / "c.1.0.0").unlink(),
    "values are empty": lambda p: (p / "gdp_ppp" / "c.1.0.0").write_bytes(b""),
    "values are flipped": lambda p: flip(p / "gdp_ppp" / "c.1.0.0"),
    "a fingerprint is flipped": lambda p: flip(p / "fingerprint" / "c.1"),
    "parameters are flipped": lambda p: flip(p / "parameter" / "c.1.0"),
    "events are flipped": lambda p: flip(p / "events" / "000001.parquet"),
    "events are lost": lambda p: (p / "events" / "000001.parquet").unlink(),
    "a temporary file is left": lambda p: (p / "present" / "c.1.0.0.tmp").write_bytes(b"x"),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_whatever_is_lost_or_damaged_is_made_again_on_resume(toy, same, kept, harm):
    whole = toy(members=10, chunk=3)
    harm(kept.place)
    same(whole, toy(members=10, output=kept.place, resume=True))
    same(whole, open_run(kept.place))


def flip(path: Path) -> None:
    """Turn one bit in the middle of a file."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_chunks_without_a_marker_do_not_count(kept, toy):
    (kept.place / "done" / "000002.json").unlink()
    part = open_run(kept.place)
    assert part.members == [0, 1, 2, 3, 4, 5, 9]
    assert "7 of 10 futures" in repr(part)
    assert part.data.sizes["member"] == 7
    assert part["gdp_ppp"]["member"].values.tolist() == part.members
    whole = toy(members=10).run.take("gdp_ppp")
    np.testing.assert_array_equal(part.run.take("gdp_ppp"), whole[[0, 1, 2, 3, 4, 5, 9]])
    np.testing.assert_array_equal(part["gdp_ppp"].values, whole[[0, 1, 2, 3, 4, 5, 9]])
    assert set(part.events.collect()["member"]) <= set(part.members)
    with pytest.raises(RunError, match=r"no future 7; needed one of 0 to 5, 9"):
        part.chronicle(7)


def test_a_damaged_value_is_reported_and_not_read(kept):
    flip(kept.place / "gdp_ppp" / "c.2.0.0")
    run = open_run(kept.place)
    with pytest.raises(RunError, match=r"gdp_ppp of members 6 to 8 is damaged .*checksum"):
        run.quantiles("gdp_ppp")
    with pytest.raises(ValueError, match="checksum"):
        run["gdp_ppp"].values  # noqa: B018
    assert np.isfinite(run.quantiles("concentration").values).all()


def test_damaged_events_are_reported_and_not_read(kept):
    flip(kept.place / "events" / "000003.parquet")
    with pytest.raises(RunError, match=r"000003.parquet is damaged; resume"):
        open_run(kept.place).events.collect()


@each_state(adds="gdp_ppp", draws={"z": "normal"})
def grow_otherwise(gdp_ppp, speed, z):
    return gdp_ppp * (speed + 0.04 * z)


OTHER = Mechanism("growth", "growth", (grow_otherwise,), growth.params)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"seed": 6}, "seed 5 there, 6 here"),
        ({"members": 11}, "members 10 there, 11 here"),
        ({"years": 13}, "years 12 there, 13 here"),
        ({"every": 2}, "every 1 there, 2 here"),
        ({"keep": ("regime",)}, "keep "),
        ({"events": False}, "events True there, False here"),
        ({"certain": True}, "certain False there, True here"),
        ({"changes": [Change(2003, "trust", plus=0.1)]}, "changes "),
        ({"params": np.tile([0.02, 0.1, 0.2, 0.02], (10, 1))}, "another parameters"),
        ({"world": toy_world(2001)}, "world year 2000 there, 2001 here"),
        ({"world": toy_world().with_(regime=[0, 0, 0, 0, 0, 0.5])}, "another world"),
        ({"model": TOY.without("arms")}, "off  there, arms here"),
        ({"model": TOY.holding(**{"growth.speed": 0.03})}, "held "),
        ({"model": Model((OTHER, *TOY.mechanisms[1:]))}, "another model; another kernel"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_run_of_other_inputs_is_refused_and_the_difference_named(toy, kept, options, said):
    before = (kept.place / "zarr.json").read_bytes()
    with pytest.raises(RunError, match="was made from other inputs") as refusal:
        toy(**{"members": 10} | options, output=kept.place, resume=True)
    assert said in str(refusal.value)
    assert (kept.place / "zarr.json").read_bytes() == before


def test_a_run_of_another_version_is_refused(toy, kept):
    path = kept.place / "zarr.json"
    head = json.loads(path.read_text())
    head["attributes"]["numpy"] = "1.0"
    path.write_text(json.dumps(head))
    with pytest.raises(RunError, match=rf"numpy 1\.0 there, {np.__version__} here"):
        toy(members=10, output=kept.place, resume=True)


def test_nothing_is_written_over(toy, tmp_path, monkeypatch):
    forbid(monkeypatch)
    for name in ("file.zarr", "folder.zarr"):
        place = tmp_path / name
        place.write_text("mine") if name == "file.zarr" else place.mkdir()
        with pytest.raises(RunError, match=r"exists; resume=True"):
            toy(output=place)
        with pytest.raises(RunError, match=r"is no run|cannot be read as a run"):
            toy(output=place, resume=True)
    assert (tmp_path / "file.zarr").read_text() == "mine"
    with pytest.raises(RunError, match=r"type run.zarr"):
        toy(output=tmp_path / "run.nc")
    with pytest.raises(RunError, match="needed output="):
        toy(resume=True)


def test_a_place_that_cannot_be_written_is_refused_before_anything_runs(toy, tmp_path, monkeypatch):
    forbid(monkeypatch)
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"file/run.zarr: cannot be made"):
        toy(output=tmp_path / "file" / "run.zarr")
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1))
    with pytest.raises(RunError, match=r"0\.0 MB are free; keep less"):
        toy(output=tmp_path / "run.zarr")
    monkeypatch.setattr("multipolar.simulation._memory", lambda: 1e4)
    with pytest.raises(RunError, match=r"give output='run.zarr'"):
        toy()
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read as a run"),
        ("{}", "cannot be read as a run"),
        ('{"attributes": {"format": "other"}}', "format 'other'; this version reads"),
        ('{"attributes": {"format": "multipolar run 1"}}', "damaged"),
        ("[1]", "cannot be read as a run"),
    ],
)
def test_a_folder_that_is_no_run_is_refused(tmp_path, text, said):
    (tmp_path / "zarr.json").write_text(text)
    with pytest.raises(RunError, match=said):
        open_run(tmp_path)
    with pytest.raises(RunError, match="there is no such run"):
        open_run(tmp_path / "nowhere.zarr")


def test_parts_of_a_run_that_are_gone_are_reported(kept):
    shutil.rmtree(kept.place / "opening" / "state")
    with pytest.raises(RunError, match="the opening cannot be read"):
        open_run(kept.place)


def test_an_array_that_is_gone_is_reported(kept):
    shutil.rmtree(kept.place / "regime")
    run = open_run(kept.place)
    assert run.members == []
    with pytest.raises(RunError, match="no future is complete yet"):
        run.quantiles("concentration")


@pytest.mark.parametrize("kind", ["array", "events", "marker"])
def test_a_full_disk_is_reported_and_what_was_kept_stays(toy, same, tmp_path, monkeypatch, kind):
    full = OSError(28, "No space left on device")
    real, calls = StoredRun._mark, []

    def fail(*_, **__):
        raise full

    def mark(self, number):
        calls.append(number)
        if len(calls) == 2:  # from then on the disk is full
            target = {
                "array": "zarr.storage._local._put",
                "events": "multipolar.runfolder.write_whole",
                "marker": "multipolar.runfolder.StoredRun._mark",
            }[kind]
            monkeypatch.setattr(target, fail)
        real(self, number)

    monkeypatch.setattr(StoredRun, "_mark", mark)
    place = tmp_path / "run.zarr"
    with pytest.raises(RunError, match=r"No space left on device.*resume the run") as told:
        toy(members=10, chunk=2, output=place, threads=1)
    monkeypatch.undo()
    left = len(open_run(place).members)
    assert left == {"array": 4, "events": 2, "marker": 4}[kind]
    assert f"{left} of 10 futures are kept" in str(told.value)
    same(toy(members=10), toy(members=10, output=place, resume=True))


def test_a_disk_that_is_really_full_is_reported(toy, same, tmp_path):
    mounted = tmp_path / "small"
    mounted.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mounted)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("a small disk cannot be mounted here: needs the right to mount")
    try:
        place = mounted / "run.zarr"
        options = {"members": 300, "chunk": 10, "output": place, "threads": 1, "room": 8}
        with pytest.raises(RunError, match="No space left on device") as told:
            toy(**options)
        part = open_run(place)
        assert 0 < len(part.members) < 300
        assert f"{len(part.members)} of 300 futures are kept" in str(told.value)
        whole = toy(members=300, room=8)
        np.testing.assert_array_equal(
            part.run.take("gdp_ppp"), whole.run.take("gdp_ppp")[part.members]
        )
        with pytest.raises(RunError, match="No space left on device"):
            toy(**options, resume=True)
        subprocess.run(["mount", "-o", "remount,size=100m", str(mounted)], check=True)
        same(whole, toy(**options, resume=True))
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=True)


RUN = """
import sys
sys.path.insert(0, {tests!r})
from toymodel import TOY, toy_world
from multipolar.simulation import simulate
simulate(toy_world(), TOY, years=300, members=120, seed=5, chunk=2, output={place!r}, resume=True,
         threads=2, progress=lambda stage, done, of: print(stage, done, flush=True))
"""


def start(place):
    code = RUN.format(tests=str(Path(__file__).parents[1]), place=str(place))
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def kill_at_random(place, rng):
    """Start or resume a run, kill it in the midst, and say whether it was finished before."""
    with start(place) as process:
        for line in process.stdout:
            if line.startswith("running"):
                break
        time.sleep(rng.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == 0


def test_a_run_that_is_killed_goes_on_to_the_same_bits(toy, same, tmp_path):
    place = tmp_path / "run.zarr"
    kill_at_random(place, random.Random(0))
    assert len(open_run(place).members) <= 120
    options = {"years": 300, "members": 120, "chunk": 2}
    same(toy(**options), toy(**options, output=place, resume=True))


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_goes_on_to_the_same_bits(toy, same, tmp_path):
    place, rng = tmp_path / "run.zarr", random.Random(1)
    counts = []
    for _ in range(12):
        finished = kill_at_random(place, rng)
        counts.append(len(open_run(place).members))
        if finished:
            break
    assert counts == sorted(counts)
    assert len(set(counts)) > 2
    options = {"years": 300, "members": 120}
    same(toy(**options), toy(**options, output=place, resume=True))


@pytest.mark.slow
def test_a_run_that_is_killed_while_its_folder_is_made_can_start_again(toy, same, tmp_path):
    rng = random.Random(2)
    for k in range(6):
        place = tmp_path / f"{k}.zarr"
        with start(place) as process:
            while not list(tmp_path.glob(f"*{k}.zarr*")) and process.poll() is None:
                time.sleep(0.001)
            time.sleep(rng.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        if place.exists():
            open_run(place)
        assert toy(years=3, output=tmp_path / f"new{k}.zarr", resume=True).members == [*range(6)]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_members(tmp_path):
    code = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from toymodel import TOY, toy_world
from multipolar.simulation import simulate
simulate(toy_world(), TOY, years=30, members=int(sys.argv[2]), output=sys.argv[3])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
    peaks = []
    for members in (200, 6000):
        out = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parents[1]), str(members),
             str(tmp_path / f"{members}.zarr")],
            capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        peaks.append(float(out.stdout))
    print(f"peak memory: {peaks[0]:.0f} MB at 200 members, {peaks[1]:.0f} MB at 6,000")
    assert peaks[1] < peaks[0] + 40


@pytest.mark.slow
def test_run_after_run_in_one_process_leaves_nothing_behind(tmp_path):
    code = """
import gc, sys, threading
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from toymodel import TOY, toy_world
from multipolar.ensemble import open_run
from multipolar.simulation import simulate
sizes = []
for k in range(75):
    place = Path(sys.argv[2]) / f"{k}.zarr"
    simulate(toy_world(), TOY, years=60, members=8, seed=k, output=place)
    run = open_run(place, model=TOY)
    run.replay(3), run.quantiles("gdp_ppp"), run.events.collect(), run.data.load()
    gc.collect()
    size = Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]
    sizes.append(int(size) / 1024)
print(sizes[24], sizes[49], sizes[-1], threading.active_count())
"""
    out = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parents[1]), str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    early, middle, late, threads = map(float, out.stdout.split())
    print(f"memory after 25, 50 and 75 runs: {early:.0f}, {middle:.0f}, {late:.0f} MB")
    assert late < early + 15
    assert threads < 20


def test_a_future_is_replayed_alone_and_is_the_same(kept, toy):
    whole = toy(members=10, keep=("gdp_ppp", "alignment"))
    for member in (0, 7):
        alone = open_run(kept.place, model=TOY).replay(member)
        assert alone.members == [member]
        assert alone["gdp_ppp"]["member"].values.tolist() == [member]
        assert "alignment" in alone
        assert "treaty_member" in alone
        for name in ("gdp_ppp", "alignment"):
            np.testing.assert_array_equal(alone.run.take(name)[0], whole.run.take(name)[member])
        events = kept.events.filter(pl.col("member") == member).collect()
        assert alone.events.collect().equals(events)
        short = open_run(kept.place, model=TOY).replay(member, until=2005)
        assert short.years == list(range(2000, 2006))


def test_a_replay_that_differs_is_reported(kept):
    array = zarr.open_group(kept.place, mode="r+")["gdp_ppp"]
    array[7, 5, 0] = 1.0
    run = open_run(kept.place, model=TOY)
    run.run._sound = dict.fromkeys(run.run.chunks, True)
    with pytest.raises(RunError, match="differs from the run in gdp_ppp in 2005"):
        run.replay(7)
    fingerprint = zarr.open_group(kept.place, mode="r+")["fingerprint"]
    fingerprint[0] = 1
    with pytest.raises(RunError, match="a field that was not kept"):
        run.replay(0)


def test_a_replay_needs_the_model_that_made_the_run(kept):
    with pytest.raises(RunError, match=r"mechanisms that are not here: .*nearness.*model=\.\.\."):
        open_run(kept.place).replay(0)
    with pytest.raises(RunError, match="another model made it"):
        open_run(kept.place, model=TOY.without("arms"))
    with pytest.raises(UnknownName, match=r"'gpd_ppp' was not kept; did you mean 'gdp_ppp'"):
        kept["gpd_ppp"]


def test_a_run_can_be_read_while_it_is_written(toy, tmp_path):
    place, seen = tmp_path / "run.zarr", []

    def look(stage, done, total):
        if stage == "running" and 0 < done < total:
            seen.append((done, len(open_run(place).members)))

    simulate(toy_world(), TOY, years=5, members=6, chunk=2, output=place, threads=1, progress=look)
    assert seen == [(2, 2), (4, 4)]
