"""Compare ``holdings.csv`` with the publishers' records of who held what.

Usage: ``MULTIPOLAR_DATA=<folder of publishers' files> python scripts/check_holdings.py [--mark]``

Prints the share of shape-years on which the table and each record agree, and lists where they do
not. ``--mark`` writes what was found into the columns ``source`` and ``status`` of the table: a
line is ``observed`` if a record has the same holder, and a record that says otherwise does so in
less than a tenth of the years of the line that it covers.
"""

import argparse
import csv
import gzip
import json
import lzma
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from shape_samples import areas, inside, rings, samples

from multipolar.codes import resolve
from multipolar.errors import UnknownState
from multipolar.holdings import FIRST, LAST, holders, members, shapes, spells, unseen
from multipolar.registry import states

TABLE = Path(__file__).resolve().parents[1] / "src" / "multipolar" / "data" / "holdings.csv"
CSHAPES = range(1886, 2020)
SHOWN = (1886, 1900, 1914, 1925, 1938, 1950, 1960, 1975, 1990, 2000, 2019)
NOBODY = 0
NEAR = 1  # years by which a change may be dated otherwise
TOLERATED = 0.1  # share of the years of a line in which a record may name another holder
DEPENDENCIES = {  # shapes by COW's number of a dependency; a state's own number needs no line
    5: "VIR", 6: "PRI", 10: "GRL", 11: "FRO", 59: "MSR", 68: "CUW SXM ABW", 145: "BOL",
    412: "GNQ", 460: "TGO", 470: "CMR", 515: "RWA BDI", 521: "SOL", 550: "ZMB ZWE MWI",
    609: "ESH", 665: "ISR PSE", 720: "HKG", 721: "MAC", 730: "KOR PRK", 750: "IND BGD",
    810: "VNM KHM LAO", 815: "VNM", 827: "SGP", 902: "AUS", 925: "COK", 930: "NCL",
    945: "KIR TUV", 960: "PYF", 980: "FSM MHL PLW MNP", 984: "MNP", 985: "GUM", 991: "ASM",
    1029: "SPM", 1032: "TCA", 1033: "CYM", 1061: "VGB", 1062: "AIA", 1064: "BLM", 1163: "FLK",
    5811: "COM", 5920: "IOT", 9001: "IOA", 9005: "HMD", 9253: "NIU", 9321: "WLF", 9620: "PCN",
    9810: "FSM PLW", 9820: "MNP", 9970: "ATF",
}  # fmt: skip
GRAN_COLOMBIA = 100  # COW gives it the number of Colombia; the registry has it by GW's
PLACES = {  # names of states on the maps of 1815 and 1880 that `resolve` does not know
    "United Kingdom of Great Britain and Ireland": "GBR",
    "Great Britain": "GBR",
    "British East India Company": "GBR",
    "British Raj": "GBR",
    "Austria Hungary": "AUH",
    "Austrian Empire": "AUH",
    "Manchu Empire": "CHN",
    "Rattanakosin Kingdom": "THA",
    "Sweden–Norway": "SWE",
    "Expansionist Kingdom of Merina": "MDG",
    "Tunis": "TUN",
    "Algiers": "DZA",
    "Imperial Japan": "JPN",
    "Kingdom of Brazil": "BRA",
    "United Kingdom of Netherlands": "NLD",
}


AGREES, OTHER, SILENT = "agrees", "another holder", "no holder named"


class Found(NamedTuple):
    """What one record says about a shape at the end of a year."""

    source: str
    shape: str
    year: int
    said: str  # a public code, "" for nobody, or a name or number that is no state of the registry
    verdict: str  # of AGREES, OTHER and SILENT


def path(name: str) -> Path:
    """Return a file of the data folder, however deep it lies."""
    found = sorted(Path(os.environ["MULTIPOLAR_DATA"]).rglob(name))
    if not found:
        sys.exit(f"{name} is not in {os.environ['MULTIPOLAR_DATA']}")
    return found[0]


def lines(name: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file of the data folder."""
    with path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def numbers(system: str, year: int) -> dict[int, str]:
    """Return public codes by number in a year's end, of one list or else of the other."""
    found = {}
    for word in ("cow", "gw") if system == "gw" else ("gw", "cow"):  # the latter overwrites
        for s in states():
            number = getattr(s, word)
            if number and s.code in members(year):
                found[number] = s.code
    return found


def named(system: str, number: int, year: int) -> str:
    """Return the public code of a number, or the number itself."""
    if number == GRAN_COLOMBIA and "GCL" in members(year):
        return "GCL"
    return "" if number == NOBODY else numbers(system, year).get(number, str(number))


def cshapes(system: str, ground: dict[int, float]) -> Iterator[Found]:
    """Yield who held most of each shape by CShapes 2.0, and put into ``ground`` how much is right.

    That is the share of the land of all its shapes, by area, on which table and CShapes name the
    same holder, or both none.
    """
    name = f"cshapes_2_{system}"
    topology = json.loads(lzma.decompress(path(f"{name}.topojson.xz").read_bytes()))
    all_points = samples()
    ids = list(all_points)
    points = np.concatenate([all_points[i] for i in ids])
    of = np.repeat(np.arange(len(ids)), [len(all_points[i]) for i in ids])
    weight = np.cos(np.radians(points[:, 1]))
    size, polygons = areas(), []
    for geometry in topology["objects"][name]["geometries"]:
        within = np.zeros(len(points), dtype=bool)
        for polygon in rings(topology, geometry):
            within |= inside(points, polygon)
        facts = geometry["properties"]
        polygons.append((facts["start"], facts["end"], owner(facts), np.nonzero(within)[0]))
    total = np.bincount(of, weight, len(ids))
    held: dict[int, dict[int, np.ndarray]] = {}
    for year in CSHAPES:
        at, day = np.full(len(points), NOBODY), f"{year}-12-31"
        for start, end, who, where in polygons:
            if start <= day <= end:
                at[where] = who
        held[year] = {
            int(who): np.bincount(of[at == who], weight[at == who], len(ids))
            for who in np.unique(at)
        }
    covered = np.max([total - held[y].get(NOBODY, 0 * total) for y in CSHAPES], axis=0)
    for year in CSHAPES:
        table, right, land = holders(year), 0.0, 0.0
        for i, shape in enumerate(ids):
            if not covered[i]:
                continue  # not a place of CShapes in any year
            free = held[year].get(NOBODY, 0 * total)[i] - (total[i] - covered[i])
            shares = {w: s[i] for w, s in held[year].items() if w != NOBODY} | {NOBODY: free}
            same = [w for w in shares if verdict(table[shape], named(system, w, year)) == AGREES]
            right += size[shape] * sum(shares[w] for w in same) / covered[i]
            land += size[shape]
            said = named(system, max(shares, key=lambda w: shares[w]), year)
            yield Found(f"cshapes_{system}", shape, year, said, verdict(table[shape], said))
        ground[year] = right / land


def owner(facts: dict) -> int:
    """Return the number of the state that a polygon belonged to."""
    try:
        return int(facts["owner"])
    except (TypeError, ValueError):
        return int(facts.get("cowcode") or facts["gwcode"])


@cache
def codes() -> frozenset[str]:
    """Return every public code."""
    return frozenset(s.code for s in states())


def verdict(holder: str | None, said: str) -> str:
    """Compare; a name that is no state's agrees with grey and says nothing of a holder."""
    if holder == said or (holder is None and said not in codes()):
        return AGREES
    return OTHER if said in codes() else SILENT


def maps() -> Iterator[Found]:
    """Yield the name that fills most of each shape on the maps of 1815 and 1880."""
    for drawn, year in ((1815, 1816), (1880, 1880)):
        file = path(f"historical_basemaps_world_{drawn}.geojson.gz")
        areas = []
        for feature in json.loads(gzip.decompress(file.read_bytes()))["features"]:
            facts, geometry = feature["properties"], feature["geometry"]
            name = facts.get("SUBJECTO") or facts.get("NAME") or ""
            nested = geometry["coordinates"]
            nested = nested if geometry["type"] == "MultiPolygon" else [nested]
            areas.append((place(name, year), [[np.asarray(r)[:, :2] for r in p] for p in nested]))
        table = holders(year)
        for shape, points in samples().items():
            shares: Counter[str] = Counter()
            for name, polygons in areas:
                shares[name] += sum(int(inside(points, p).sum()) for p in polygons)
            said, most = shares.most_common(1)[0]
            if most:
                found = verdict(table[shape], said)
                yield Found("historical_basemaps", shape, year, said, found)


def place(name: str, year: int) -> str:
    """Return the public code of a name on an old map, or the name."""
    try:
        return PLACES.get(name) or resolve(name, year)
    except UnknownState:
        return name


def changes() -> Iterator[Found]:
    """Yield who gained a whole territory, from COW Territorial Change."""
    for row in lines("tc2018.csv"):
        year, gainer = int(row["year"]), int(row["gainer"])
        if row["portion"] != "1" or not row["entity"].isdigit():
            continue
        for shape in ground(int(row["entity"])):
            yield nearest("cow_territory", shape, year, dict.fromkeys(around(year), gainer))


def dependencies() -> Iterator[Found]:
    """Yield whose dependency a place was, from COW Colonial/Dependency Contiguity."""
    owners: dict[tuple[str, int], set[int]] = {}
    for row in lines("contcol.csv"):
        for end in ("l", "h"):
            last = int(row["end"]) + (row["end"] == "2016")  # who held it in the last year is open
            for shape in ground(int(row[f"depend{end}"])):
                for year in range(int(row["begin"]), last):
                    owners.setdefault((shape, year), set()).add(int(row[f"state{end}no"]))
    for (shape, year), numbers in sorted(owners.items()):
        found = [
            Found("cow_colonial", shape, year, said, verdict(holders(year)[shape], said))
            for said in sorted(named("cow", n, year) for n in numbers)
        ]
        yield next((f for f in found if f.verdict == AGREES), found[0])


def ground(number: int) -> list[str]:
    """Return the shapes of a COW number of a dependency or of a state of today."""
    if number in DEPENDENCIES:
        return DEPENDENCIES[number].split()
    return [modern()[number]] if number in modern() else []


def around(year: int) -> range:
    """Return a year and those near it, as far as the table goes."""
    return range(max(FIRST, year - NEAR), min(LAST, year + NEAR) + 1)


def nearest(source: str, shape: str, year: int, says: dict[int, int]) -> Found:
    """Return the best verdict of the years around one, given the COW number of the holder."""
    found = []
    for at in sorted(says, key=lambda y: abs(y - year)):
        said = named("cow", says[at], at)
        found.append(Found(source, shape, at, said, verdict(holders(at)[shape], said)))
    return next((f for f in found if f.verdict == AGREES), found[0])


def colonies() -> Iterator[Found]:
    """Yield from whom and when states became independent, from ICOW Colonial History."""
    for row in lines("icow_coldata110.csv"):
        shape, since = modern().get(int(row["State"])), int(row["IndDate"]) // 100
        if shape and since > FIRST:
            ruler, own = int(row["IndFrom"]), int(row["State"])
            yield nearest("icow_colonial", shape, since - 1, {since - 1: ruler})
            yield nearest("icow_colonial", shape, since, dict.fromkeys(around(since), own))


@cache
def modern() -> dict[int, str]:
    """Return the shapes of today by the COW number of their state."""
    today = [s for s in states() if s.code in members(LAST) and not s.until]
    return {s.cow: s.code for s in today if s.cow and s.code in shapes()}


def runs(years: Iterable[int]) -> str:
    """Return years as spans: 1886-1898, 1914."""
    spans = []
    for _, group in groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0]):
        span = [year for _, year in group]
        spans.append(f"{span[0]}-{span[-1]}" if len(span) > 1 else f"{span[0]}")
    return ", ".join(spans)


def either(found: list[Found]) -> list[Found]:
    """Return the better verdict of the two lists of CShapes on each shape and year."""
    rank = (AGREES, SILENT, OTHER)
    best: dict[tuple[str, int], Found] = {}
    for f in found:
        if f.source.startswith("cshapes"):
            old = best.get((f.shape, f.year), f)
            best[f.shape, f.year] = min(old, f, key=lambda x: rank.index(x.verdict))
    return [f._replace(source="cshapes_2") for f in best.values()]


def agreement(found: Iterable[Found]) -> None:
    """Print how often each record agrees."""
    counts: dict[str, Counter[str]] = {}
    for f in found:
        counts.setdefault(f.source, Counter())[f.verdict] += 1
    for source, count in counts.items():
        judged = count[AGREES] + count[OTHER]
        print(f"{source}: {count[AGREES]} of {judged} agree, {count[AGREES] / judged:.2%}")
        print(f"    ({count[OTHER]} another holder; {count[SILENT]} more: it names no holder)")


def report(found: list[Found]) -> None:
    """Print shares of agreement, and every disagreement."""
    abroad = [f for f in found if holders(f.year)[f.shape] != f.shape]
    print("Where the table names another holder than the state of the shape, or grey:")
    agreement(f for f in abroad if f.source == "cshapes_2")
    print("Everywhere:")
    agreement(found)
    print("\nAnother holder: record, shape, table, record says, years")
    wrong = [
        f for f in found if f.verdict == OTHER and f.source not in ("cshapes_cow", "cshapes_gw")
    ]
    for key, group in groupby(sorted(wrong, key=case), key=case):
        print(",".join((*key, runs(f.year for f in group))))


def case(found: Found) -> tuple[str, str, str, str]:
    """Return what disagreements of several years have in common."""
    ours = holders(found.year)[found.shape] or "grey"
    return found.source, found.shape, ours, found.said


def mark(found: list[Found]) -> None:
    """Write into the table which records confirm each line, and whether it is checked."""
    by_shape: dict[str, list[Found]] = {}
    for f in found:
        by_shape.setdefault(f.shape, []).append(f)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        years = range(int(row["first_year"]), int(row["last_year"] or LAST) + 1)
        count: dict[str, Counter[str]] = {}
        for f in by_shape.get(row["shape"], []):
            if f.year in years:
                count.setdefault(f.source, Counter())[f.verdict] += 1
        good = {s for s, c in count.items() if c[AGREES] and c[OTHER] <= TOLERATED * c.total()}
        bad = {s for s, c in count.items() if c[OTHER] > TOLERATED * c.total()}
        row["source"] = ";".join(["hand_holdings", *sorted(good)])
        row["status"] = "observed" if good and not bad else "unverified"
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print("\n" + str(dict(Counter(row["status"] for row in rows))), "of the lines")


def totals() -> None:
    """Print how much of the table is grey, and which states have no ground on the map."""
    years = [(s, y, c) for y in range(FIRST, LAST + 1) for s, c in holders(y).items()]
    grey = sum(code is None for *_, code in years)
    own = sum(code == shape for shape, _, code in years)
    print(f"{len(shapes())} shapes, {len(years)} shape-years {FIRST}-{LAST}: {own} held by the")
    print(f"state of the shape, {len(years) - own - grey} by another, {grey} grey")
    print(f"{sum(len(s) for s in spells().values())} spells")
    gone, present = unseen(), sum(len(members(y)) for y in range(FIRST, LAST + 1))
    print(f"{sum(map(len, gone.values()))} of {present} state-years have no ground:")
    print("; ".join(f"{code} {runs(found)}" for code, found in gone.items()), "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mark", action="store_true", help="write source and status")
    options = parser.parse_args()
    totals()
    ground: dict[str, dict[int, float]] = {"cow": {}, "gw": {}}
    polygons = [found for system in ground for found in cshapes(system, ground[system])]
    found = [*either(polygons), *maps(), *changes(), *dependencies(), *colonies()]
    report([*polygons, *found])
    for system, right in ground.items():
        print(f"\nShare of the land with the right fill by cshapes_{system}:")
        print(", ".join(f"{year} {right[year]:.1%}" for year in SHOWN))
    if options.mark:
        mark(found)


if __name__ == "__main__":
    main()
