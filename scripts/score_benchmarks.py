"""Score disputes on the years, pairs and outcomes of published studies: ``docs/benchmarks.json``.

Run ``python scripts/score_benchmarks.py --open "release 1.0" --output docs/benchmarks.json``;
without ``--open`` years after 1985 are left out. Needs publishers' files and
``multipolar[calibrate]``.

Two splits. *One year ahead*: the mechanism's own chance on the fields at the end of the year
before, refitted every five years on what was known: a forecast. *Thirty folds*: pairs in years
dealt at random into thirty parts, each told from a fit to the other 29, which hold later years
too: no forecast, but what network studies print. Outcomes: a dispute begins (Gibler, Miller &
Little; Maoz et al.), or one is on at any time of the year (Maoz et al.), which counts again each
year that a dispute lasts; then the chance that a dispute of the year before goes on comes in.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from multipolar.backtest import LOCKED, fitted
from multipolar.baseline import Archive
from multipolar.calibration import calibrate
from multipolar.files import write_whole
from multipolar.fit import Sample
from multipolar.fits.disputes import ONE_IN, SAME, disputes, year_rows
from multipolar.grains import yearly
from multipolar.model import default_model
from multipolar.onestep import REFIT, one_year
from multipolar.record import LINEAGE, record
from multipolar.scores import catalogue as scores

FIRST = 1946
WINDOWS = ((1946, 1984), (1946, 1995), (1946, 1999), (1946, 2008), (1969, 2008))
FOLDED = (1969, 2008)
FOLDS = 30
FITS = ("disputes", "dispute_length")


def published_pairs():
    """Return ``(year, lesser number, greater number) → (onset, ongoing)`` of Maoz et al."""
    frame = yearly("mid_dyads", ["mid_onset", "mid_ongoing"], "cow")
    out = {}
    for one, two, year, onset, ongoing in frame.select(
        "state1", "state2", "year", "mid_onset", "mid_ongoing"
    ).iter_rows():
        a, b = sorted(LINEAGE.get(s, s) for s in (one, two))
        before = out.get((year, a, b), (0, 0))
        out[year, a, b] = max(before[0], onset or 0), max(before[1], ongoing or 0)
    return out


def ahead(last):
    """Return per year what was said and what came, one year ahead."""
    archive, mid, model = Archive(record()), published_pairs(), default_model()
    out = []
    for k, year in enumerate(range(FIRST, last + 1)):
        if k % REFIT == 0:
            believed = fitted(model, year - 1, only=FITS)
            lasts = believed.posterior.values["disputes.persistence"]
        one, world = one_year(year, believed, archive), archive.world(year - 1)
        begins = one.said["mechanism"]
        on = np.where(world.quiet, begins, lasts + (1 - lasts) * begins)
        names = np.array(world.states)
        pairs = np.sort(np.stack([names[world.first], names[world.second]]), axis=0).T
        known = np.array([mid.get((year, a, b), (0, 0)) for a, b in pairs.tolist()])
        there = record().at("present", year)[world.places] > 0
        both = there[world.first] & there[world.second]
        said = {"onset, GML": begins, "onset, MID": begins, "on, MID": on}
        came = {"onset, GML": one.came, "onset, MID": known[:, 0] > 0, "on, MID": known[:, 1] > 0}
        out.append((year, {k: v[both] for k, v in said.items()},
                    {k: v[both] for k, v in came.items()}, world.relevant[both]))  # fmt: skip
        print(year, end=" ", flush=True)
    print()
    return out


def scored(split, first, last, pairs, outcome, said, came):
    """Return a row of scores."""
    row = {
        "split": split, "first": first, "last": last, "pairs": pairs, "outcome": outcome,
        "rows": len(came), "events": int(came.sum()),
        "auc_roc": float(scores["auc_roc"](said, came)),
        "auc_pr": float(scores["auc_pr"](said, came)),
    }  # fmt: skip
    print(row, flush=True)
    return row


def by_window(years):
    """Score every window, outcome and group of pairs, one year ahead."""
    out = []
    for first, last in WINDOWS:
        inside = [y for y in years if first <= y[0] <= last]
        if not inside or inside[-1][0] < last:
            continue
        near = np.concatenate([y[3] for y in inside])
        for outcome in inside[0][1]:
            said, came = (np.concatenate([y[k][outcome] for y in inside]) for k in (1, 2))
            for pairs, at in (("all", np.ones(len(near), bool)), ("relevant", near)):
                out.append(
                    scored("one year ahead", first, last, pairs, outcome, said[at], came[at])
                )
    return out


def folded(first, last):
    """Tell pairs in years from a fit to the other 29 parts of them."""
    model = default_model().believing(None)
    parts = [(y, *year_rows(y)[:3]) for y in range(first, last + 1)]
    rows = {k: np.concatenate([p[1][k] for p in parts]).astype(np.float64) for k in parts[0][1]}
    came = np.concatenate([p[2] for p in parts])
    year = np.concatenate([np.full(len(p[2]), p[0]) for p in parts]).astype(np.int64)
    rng = np.random.default_rng(1)
    fold = rng.integers(0, FOLDS, len(came))
    near = (rows["contiguous"] > 0) | (rows["major_i"] + rows["major_j"] > 0)
    keep = near | came | (rows["past_onsets"] > 0)
    thin = keep | (rng.integers(0, ONE_IN, len(came)) == 0)
    weight = np.where(keep, 1.0, float(ONE_IN))
    asked, said, start = disputes.chances(model), np.zeros(len(came)), None
    for k in range(FOLDS):
        use = thin & (fold != k)
        kept = {n: v[use] for n, v in rows.items()} | SAME
        sample = Sample(kept, came[use].astype(float), year[use], weight[use])
        found = calibrate(disputes, last, model=model, sample=sample, draws=2, start=start)
        start = start or found.values
        test = {n: v[fold == k] for n, v in rows.items()} | SAME
        said[fold == k] = np.asarray(asked(test, found.values))
        print(k, end=" ", flush=True)
    print()
    return scored("thirty folds", first, last, "all", "onset, GML", said, came)


def main():
    """Score and keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--open", default="", metavar="WHY")
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    found = by_window(ahead(2008 if chosen.open else LOCKED - 1))
    found.append(folded(*(FOLDED if chosen.open else (1946, LOCKED - 1))))
    if chosen.output:
        write_whole(chosen.output, json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
