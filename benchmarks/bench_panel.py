"""The dyad-year panel of two centuries: multipolar.panels against the same pipe in plain pandas.

Run: MULTIPOLAR_DATA=../shared/data python benchmarks/bench_panel.py (pandas must be installed)

Twelve variables of ten sources on every pair of members of the Correlates of War system,
1816-2016, each pair once and in both directions, from files on disk to one frame in memory. Each
builder runs alone in a fresh process, three times in turn with the other: the least wall time
without imports, and the most memory it held. The script ends with an error unless every cell is
equal. multipolar also checks every file (lines, codes, ranges, keys), which the pandas pipe does
not.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

FIRST, LAST = 1816, 2016
RUNS = 3
VARIABLES = ("cinc", "milper", "fariss_gdp", "cow_imports", "idealpoint_fp", "cow_major",
             "contiguity_type", "atopdd_defense", "atopdd_nonagg", "igo_shared", "gml_onset",
             "mindist")  # fmt: skip
SOURCES = ("cow_states", "cow_nmc", "gdp_fariss", "cow_trade_national", "un_ideal_points",
           "cow_majors", "cow_contiguity", "atop_dyads", "cow_igo_dyad", "gml_dyads",
           "minimum_distance")  # fmt: skip
KEYS = ["state1", "state2", "year"]


def with_multipolar(paths: dict[str, str], *, directed: bool) -> Any:
    kind = "directed-dyad-year" if directed else "dyad-year"
    return panel(kind, years=(FIRST, LAST), variables=VARIABLES)


def with_pandas(paths: dict[str, str], *, directed: bool) -> Any:
    frame = pairs_of(paths["cow_states"])
    if not directed:
        frame = frame[frame.state1 < frame.state2]
    for table, zero in state_tables(paths):
        for i in (1, 2):
            part = table.rename(columns={"state": f"state{i}"} | suffixed(table, f"_{i}"))
            frame = frame.merge(part, how="left", on=[f"state{i}", "year"])
            frame = zeros(frame, [c for c in part if c not in KEYS], zero)
    for table, zero in directed_tables(paths):
        for suffix, (a, b) in {"_12": ("state1", "state2"), "_21": ("state2", "state1")}.items():
            if directed and suffix == "_21":
                continue
            part = table.rename(columns={"state1": a, "state2": b}
                                | suffixed(table, "" if directed else suffix))  # fmt: skip
            frame = frame.merge(part, how="left", on=KEYS)
            frame = zeros(frame, [c for c in part if c not in KEYS], zero)
    for table, zero in dyad_tables(paths):
        if directed:
            table = pd.concat([table, table.rename(columns={"state1": "state2",
                                                            "state2": "state1"})])  # fmt: skip
        frame = frame.merge(table, how="left", on=KEYS)
        frame = zeros(frame, [c for c in table if c not in KEYS], zero)
    return frame.sort_values(["year", "state1", "state2"])


def suffixed(table: Any, suffix: str) -> dict[str, str]:
    return {c: c + suffix for c in table if c not in ("state", *KEYS)}


def zeros(frame: Any, columns: list[str], span: tuple[int, int] | None) -> Any:
    """Fill 0 inside the years in which the source says that a missing row means none."""
    if span:
        inside = frame["year"].between(*span)
        for column in columns:
            frame.loc[inside & frame[column].isna(), column] = 0
    return frame


def pairs_of(path: str) -> Any:
    """Return ordered pairs of states that were members on a same day of the year."""
    spells = pd.read_csv(path)
    spells["start"] = spells.styear * 10000 + spells.stmonth * 100 + spells.stday
    spells["end"] = spells.endyear * 10000 + spells.endmonth * 100 + spells.endday
    spells["year"] = [list(range(a, b + 1)) for a, b in
                      zip(spells.styear, spells.endyear, strict=True)]  # fmt: skip
    years = spells[["ccode", "year", "start", "end"]].explode("year").astype("int64")
    years["first"] = years.start.clip(lower=years.year * 10000 + 101)
    years["last"] = years.end.clip(upper=years.year * 10000 + 1231)
    years = years[["ccode", "year", "first", "last"]]
    both = years.merge(years, on="year", suffixes=("1", "2"))
    both = both[both.ccode1 != both.ccode2]
    both = both[both[["first1", "first2"]].max(axis=1) <= both[["last1", "last2"]].min(axis=1)]
    both = both.rename(columns={"ccode1": "state1", "ccode2": "state2"})
    return both[KEYS].drop_duplicates()


def read(path: str, columns: dict[str, str], missing: tuple[str, ...] = ()) -> Any:
    """Read columns under new names. Only the file's own code is missing, besides empty."""
    frame = pd.read_csv(path, usecols=list(columns), na_values=list(missing))
    return frame.rename(columns=columns)[list(columns.values())]


def state_tables(paths: dict[str, str]) -> list[tuple[Any, tuple[int, int] | None]]:
    own = {"ccode": "state", "year": "year"}
    majors = pd.read_csv(paths["cow_majors"])
    year_end = (majors.endmonth == 12) & (majors.endday == 31)
    majors["year"] = [list(range(a, b + 1)) for a, b in
                      zip(majors.styear, majors.endyear - ~year_end, strict=True)]  # fmt: skip
    majors = majors[["ccode", "year"]].explode("year").rename(columns={"ccode": "state"})
    majors = majors.astype("int64").assign(cow_major=1)
    return [
        (read(paths["cow_nmc"], own | {"cinc": "cinc", "milper": "milper"}, ("-9",)), None),
        (read(paths["gdp_fariss"], own | {"pwtrgdp": "fariss_gdp"}), None),
        (read(paths["cow_trade_national"], own | {"imports": "cow_imports"}, ("-9",)), None),
        (read(paths["un_ideal_points"], own | {"idealpointfp": "idealpoint_fp"}), None),
        (majors, (1816, 2024)),
    ]


def directed_tables(paths: dict[str, str]) -> list[tuple[Any, tuple[int, int] | None]]:
    numbers = {"state1no": "state1", "state2no": "state2", "year": "year"}
    near = read(paths["cow_contiguity"], numbers | {"conttype": "contiguity_type"})
    own = {"ccode1": "state1", "ccode2": "state2", "year": "year"}
    flags = {"atop_defense": "atopdd_defense", "atop_nonagg": "atopdd_nonagg"}
    atop = read(paths["atop_dyads"], own | flags)
    return [(near.groupby(KEYS, as_index=False).min(), (1816, 2016)), (atop, (1815, 2018))]


def dyad_tables(paths: dict[str, str]) -> list[tuple[Any, tuple[int, int] | None]]:
    own = {"ccode1": "state1", "ccode2": "state2"}
    igo = read(paths["cow_igo_dyad"], own | {"year": "year", "dyadigos": "igo_shared"})
    gml = read(paths["gml_dyads"], own | {"year": "year", "midonset": "gml_onset"})
    low, high = gml[["state1", "state2"]].min(axis=1), gml[["state1", "state2"]].max(axis=1)
    gml = gml.assign(state1=low, state2=high).groupby(KEYS, as_index=False).max()
    far = read(paths["minimum_distance"], own | {"styear": "a", "endyear": "b",
                                                 "mindist": "mindist"})  # fmt: skip
    far["year"] = [list(range(a, b + 1)) for a, b in zip(far.a, far.b, strict=True)]
    far = far.explode("year").drop(columns=["a", "b"]).astype({"year": "int64"})
    return [(igo, None), (gml, (1816, 2010)), (far, None)]


def child(builder: Callable[..., Any], folder: Path, *, directed: bool) -> None:
    """Build, say how long and how much memory it took, then save the columns."""
    paths = json.loads((folder / "paths.json").read_text())
    start = time.perf_counter()
    frame = builder(paths, directed=directed)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for column in frame.columns:
        values = np.asarray(frame[column].to_numpy(), dtype=np.float64)
        np.save(folder / f"{builder.__name__}-{column}.npy", values)
    print(json.dumps({"seconds": seconds, "peak": peak, "rows": len(frame),
                      "columns": sorted(frame.columns)}))  # fmt: skip


def run(name: str, folder: Path, *, directed: bool) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", name, "--folder", str(folder)]
    command += ["--directed"] if directed else []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def compare(folder: Path, columns: list[str]) -> int:
    """Return how many cells there are; stop if one differs (9 digits; unknown equals unknown)."""
    cells = 0
    for column in columns:
        ours, theirs = (np.load(folder / f"{name}-{column}.npy")
                        for name in ("with_multipolar", "with_pandas"))  # fmt: skip
        same = np.isclose(ours, theirs, rtol=1e-9, atol=0, equal_nan=True)
        assert same.all(), f"{column}: {(~same).sum()} of {len(same)} cells differ"
        cells += len(same)
    return cells


def main() -> None:
    from multipolar.download import locate
    from multipolar.sources import catalogue

    files = {s: str(locate(s, catalogue[s].spec.versions[catalogue[s].spec.version][0]))
             for s in SOURCES}  # fmt: skip
    print(f"{FIRST}-{LAST}, {len(VARIABLES)} variables of {len(SOURCES) - 1} sources")
    for directed in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "paths.json").write_text(json.dumps(files))
            runs = [[run(b, folder, directed=directed) for b in ("multipolar", "pandas")]
                    for _ in range(RUNS)]  # fmt: skip
            ours, theirs = (
                min(side, key=lambda r: r["seconds"]) for side in zip(*runs, strict=True)
            )
            assert ours["rows"] == theirs["rows"]
            assert ours["columns"] == theirs["columns"]
            cells = compare(folder, ours["columns"])
        print(f"\n{'directed dyad-years' if directed else 'dyad-years'}: {ours['rows']:,} rows, "
              f"{len(ours['columns'])} columns, {cells:,} cells equal")  # fmt: skip
        for label, unit in (("seconds", "s"), ("peak", "MiB")):
            print(f"  {label:8} multipolar {ours[label]:8.1f} {unit}  pandas {theirs[label]:8.1f} "
                  f"{unit}  ratio {theirs[label] / ours[label]:5.1f}")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", choices=("multipolar", "pandas"))
    parser.add_argument("--directed", action="store_true")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.child == "multipolar":
        from multipolar.panels import panel

        child(with_multipolar, options.folder, directed=options.directed)
    elif options.child == "pandas":
        import pandas as pd

        child(with_pandas, options.folder, directed=options.directed)
    else:
        main()
