"""Score defence pacts that come and go a year ahead, refitted every five years.

Run ``python scripts/score_alliances.py 1980`` for the years to 1980, on which
the form of the hazard was chosen, or 2018 for all; ``--output docs/pacts.json``
keeps the scores for the scoreboard. Needs publishers' files and
``multipolar[calibrate]``. Parameters come from the years up to an origin, each
five years; skill is of the log score against the base rate of the 20 years
before the origin.

Ties are those of ATOP's dyads, which count a pact in the year it ends: what is
gone in a year ended in the year before, so no tie that a treaty in force on the
last day of a year explains is gone in the next. Ends are therefore scored from
the book of treaties as it stood two years before a tie is gone, before it could
be known. From the last day of the year before they are known: the second line
says what that would give, with the odds of a term that ran out for ties that no
treaty explains, and is no forecast of anything.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from multipolar.calibration import calibrate
from multipolar.files import write_whole
from multipolar.fits.alliances import alliances
from multipolar.fits.treaty_exit import COLDNESS, treaty_exit
from multipolar.fits.treaty_terms import treaty_terms
from multipolar.model import default_model
from multipolar.samples.pairs import pair_years
from multipolar.samples.treaties import treaty_years

ERAS = ((1948, 1980), (1948, 1989), (1990, 2017), (1990, 2018), (1948, 2017), (1948, 2018))


def area(p, y):
    """Return the area under the curve of true against false alarms."""
    n = y.sum()
    return (rankdata(p)[y > 0].sum() - n * (n + 1) / 2) / (n * (len(y) - n))


def log_loss(p, y):
    """Return the sum of the negative log score."""
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return -np.where(y > 0, np.log(p), np.log1p(-p)).sum()


def tell(name, year, p, base, came, last):
    """Print the scores of an era a line, and return them."""
    out = []
    for a, b in ERAS:
        q = (year >= a) & (year <= b)
        if b <= last and came[q].any() and (year == b).any():
            row = {
                "what": name, "first": a, "last": b, "rows": int(q.sum()),
                "events": int(came[q].sum()), "auc_roc": float(area(p[q], came[q])),
                "log_skill": float(1 - log_loss(p[q], came[q]) / log_loss(base[q], came[q])),
                "expected": float(p[q].sum() / came[q].sum()),
            }  # fmt: skip
            out.append(row)
            print(
                f"{name} {a}-{b}: {row['rows']} rows, {row['events']} events, "
                f"AUC {row['auc_roc']:.3f}, LSS {row['log_skill']:.3f}, "
                f"expected/observed {row['expected']:.2f}"
            )
    return out


def formed(last):
    """Score pacts that come."""
    model = default_model()
    rows, asked, parts, start = alliances.sample(last), alliances.chances(model), [], None
    for origin in range(1945, last, 5):
        found = calibrate(alliances, origin, model=model, sample=rows, draws=2, start=start)
        start = found.values
        test = rows.where((rows.year > max(origin, 1947)) & (rows.year <= origin + 5))
        rate = rows.where((rows.year > origin - 20) & (rows.year <= origin)).outcome.mean()
        if len(test):
            p = np.asarray(asked(test.rows, found.values))
            parts.append((test.year, p, np.full(len(p), rate), test.outcome))
    out = tell("formed", *(np.concatenate(x) for x in zip(*parts, strict=True)), last)
    print("  at the last origin:", {k: round(v, 2) for k, v in start.items()})
    return out


def chance_of_end(treaty, values):
    """Return the chance that a pair of parties is bound no more by a treaty, (party, party)."""
    if treaty.expires == treaty.year:
        clause = values["treaty_terms.tacit" if treaty.automatic else "treaty_terms.agreed"]
        odds = clause + values["treaty_terms.warmth"] * treaty.alignment.mean()
        return np.full((len(treaty.parties),) * 2, 1 / (1 + np.exp(odds)))
    risk = values["treaty_exit.exit_rate"] * np.exp(-COLDNESS * treaty.alignment)
    stays = 1 - np.minimum(risk, 0.3)
    return 1 - np.outer(stays, stays)


def ends_in(year, values):
    """Return ``pair → chance`` that no defence pact in force before a year outlives it."""
    out = {}
    for treaty in treaty_years(year):
        each = chance_of_end(treaty, values) if treaty.terms & 1 else None
        for a, one in enumerate(treaty.parties if each is not None else ()):
            for b, two in enumerate(treaty.parties):
                out[one, two] = out.get((one, two), 1.0) * each[a, b]
    return out


def ended(last, lag):
    """Score pacts that go, from the book of treaties ``lag`` years before they are gone."""
    whole = pair_years(last)
    bound = whole["defence"] > 0
    rows = {k: v[bound] for k, v in whole.items()}
    gone, year = rows["defence_then"] == 0, rows["year"].astype(int)
    samples = {f: f.sample(last) for f in (treaty_exit, treaty_terms)}
    p, base, explained = np.full(len(year), np.nan), np.zeros(len(year)), np.zeros(len(year), bool)
    for origin in range(1945, last, 5):
        values = {}
        for fit, sample in samples.items():
            values |= calibrate(fit, origin, sample=sample, draws=2).values
        before = (year > origin - 20) & (year <= origin)
        rest = 1 / (1 + np.exp(values["treaty_terms.agreed"]))
        if lag == 2:
            rest = 1 - (1 - values["treaty_exit.exit_rate"]) ** 2
        for y in range(max(origin + 1, 1948), min(origin + 5, last) + 1):
            ends = ends_in(y + 1 - lag, values)
            for k in np.flatnonzero(year == y):
                key = rows["one"][k], rows["two"][k]
                p[k], explained[k], base[k] = ends.get(key, rest), key in ends, gone[before].mean()
    scored = ~np.isnan(p)
    name = f"ended, book of {lag} years before"
    out = tell(name, year[scored], p[scored], base[scored], gone[scored], last)
    for q, word in ((scored & explained, "a treaty"), (scored & ~explained, "no treaty")):
        print(
            f"  explained by {word}: {q.sum()} rows, {gone[q].sum()} ended, {p[q].sum():.0f} told"
        )
    return out


def main():
    """Score both, print the scores and keep them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("until", type=int, nargs="?", default=1980)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    found = formed(chosen.until)
    for lag in (2, 1):
        found += ended(min(chosen.until, 2017), lag)
    if chosen.output:
        write_whole(chosen.output, json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
