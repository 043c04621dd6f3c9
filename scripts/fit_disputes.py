"""Fit the onset of disputes to dyad-years, with the covariates that the model uses.

Usage: ``python scripts/fit_disputes.py [FIRST LAST]`` (1946 2010 unless given)

Reads the publishers' files from ``MULTIPOLAR_DATA``. Prints each coefficient with its standard
error, and the area under the ROC curve in the sample. The priors of ``disputes`` and
``democratic_peace`` are centred on what it prints for 1946 to 2010.
"""

import sys

import numpy as np
import polars as pl
from scipy.stats import rankdata

import multipolar as mp

FADE = 0.9
NAMES = (
    "base", "land", "distance", "size", "ratio", "one_major", "two_majors", "rivals", "allies",
    "pact", "history", "never", "calm", "fighters", "going_on", "weakest", "strongest", "joint",
    "bodies",
)  # fmt: skip
COLUMNS = (
    "cinc", "gml_onset", "gml_ongoing", "contiguity_type", "atopdd_defense", "atopdd_nonagg",
    "polity_polity2", "igo_shared", "tss_rivalry", "cow_major", "capital_lat", "capital_lng",
)  # fmt: skip


def covariates() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return year, covariates of the year before, and onset, one row a dyad-year from 1816."""
    frame = mp.panel("dyad-year", years=(1816, 2010), variables=list(COLUMNS))
    frame = frame.with_columns(
        pl.struct("state1", "state2").rank("dense").cast(pl.Int64).alias("dyad") - 1
    )
    size = frame["dyad"].max() + 1
    states = np.unique(np.r_[frame["state1"].to_numpy(), frame["state2"].to_numpy()])
    grudge, calm, going_on = np.zeros(size), np.full(size, 30.0), np.zeros(size)
    fights = np.zeros(len(states))
    before = np.full((size, len(NAMES)), np.nan)
    out = []
    for (year,), now in sorted(frame.partition_by("year", as_dict=True).items()):
        d = now["dyad"].to_numpy()
        a, b = (np.searchsorted(states, now[f"state{k}"].to_numpy()) for k in (1, 2))
        today = _structure(now)
        slow = np.where(np.isnan(before[d]), today, before[d])  # what is known a year late
        onset = now["gml_onset"].fill_null(0).to_numpy().astype(float)
        ongoing = now["gml_ongoing"].fill_null(0).to_numpy().astype(float)
        x = slow.copy()
        x[:, _at("land", "distance")] = today[:, _at("land", "distance")]
        x[:, _at("history")[0]] = np.log(grudge[d] + 0.05)
        x[:, _at("never")[0]] = grudge[d] < 0.002
        x[:, _at("calm")[0]] = -np.minimum(calm[d], 50.0) * 0.1
        x[:, _at("fighters")[0]] = np.log((fights[a] + 0.03) * (fights[b] + 0.03))
        x[:, _at("going_on")[0]] = going_on[d]
        out.append((np.full(len(d), year), x, onset))
        before[d] = today
        grudge *= FADE
        grudge[d] += onset
        fights *= FADE
        np.add.at(fights, a, onset)
        np.add.at(fights, b, onset)
        calm += 1.0
        going_on[:] = 0.0
        going_on[d] = np.maximum(onset, ongoing)
        calm[d[going_on[d] > 0]] = 0.0
    years, x, y = (np.concatenate(parts) for parts in zip(*out, strict=True))
    known = np.isfinite(x).all(axis=1)
    return years[known], x[known], y[known]


def _at(*names: str) -> list[int]:
    return [NAMES.index(name) for name in names]


def _structure(now: pl.DataFrame) -> np.ndarray:
    """Return the covariates that do not hang on the dyad's past."""

    def column(name: str, missing: float = np.nan) -> np.ndarray:
        return now[name].cast(pl.Float64).fill_null(missing).to_numpy()

    share = [column(f"cinc_{k}") + 1e-5 for k in (1, 2)]
    small, large = np.minimum(*share), np.maximum(*share)
    lat, lon = (
        [np.radians(column(f"capital_{axis}_{k}")) for k in (1, 2)] for axis in ("lat", "lng")
    )
    angle = np.sin(lat[0]) * np.sin(lat[1])
    angle += np.cos(lat[0]) * np.cos(lat[1]) * np.cos(lon[0] - lon[1])
    km = 6371.0 * np.arccos(np.clip(angle, -1, 1))
    majors = column("cow_major_1", 0) + column("cow_major_2", 0)
    defence = column("atopdd_defense_12", 0)
    regime = [0.5 + 0.05 * column(f"polity_polity2_{k}", 0) for k in (1, 2)]
    low, high = np.minimum(*regime), np.maximum(*regime)
    values = {
        "base": np.ones(len(small)),
        "land": column("contiguity_type_12", 0) > 0,
        "distance": -np.log(np.maximum(km, 10.0)),
        "size": np.log(small),
        "ratio": np.log(small / large),
        "one_major": majors == 1,
        "two_majors": majors == 2,
        "rivals": column("tss_rivalry", 0) > 0,
        "allies": defence,
        "pact": column("atopdd_nonagg_12", 0) * (1 - defence),
        "weakest": low,
        "strongest": high,
        "joint": low * high,
        "bodies": -np.log1p(column("igo_shared", 0)),
    }
    nothing = np.zeros(len(small))
    return np.column_stack([np.asarray(values.get(n, nothing), float) for n in NAMES])


def fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients of a logistic regression and their standard errors."""
    w = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        information = (x * (p * (1 - p))[:, None]).T @ x
        step = np.linalg.solve(information, x.T @ (y - p))
        w += step
        if np.abs(step).max() < 1e-10:
            return w, np.sqrt(np.diag(np.linalg.inv(information)))
    msg = "the regression did not converge"
    raise SystemExit(msg)


def area(score: np.ndarray, y: np.ndarray) -> float:
    """Return the area under the ROC curve."""
    ones = y.sum()
    return float((rankdata(score)[y > 0].sum() - ones * (ones + 1) / 2) / (ones * (len(y) - ones)))


def main() -> None:
    """Fit and print."""
    first, last = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (1946, 2010)
    years, x, y = covariates()
    rows = (years >= first) & (years <= last)
    w, error = fit(x[rows], y[rows])
    print(f"{first}-{last}: {int(y[rows].sum()):,} onsets in {rows.sum():,} dyad-years")
    for name, value, se in zip(NAMES, w, error, strict=True):
        print(f"{name:<12} {value:7.3f} ({se:.3f})")
    print(f"area under the ROC curve, in the sample: {area(x[rows] @ w, y[rows]):.4f}")


if __name__ == "__main__":
    main()
