"""What statistical baselines know of states and pairs at the end of a year.

Every value is of that year or before. Unknown ones are 0 after centring, which
is what most of them are on average.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.baseline import Case
from multipolar.course import World0
from multipolar.errors import RunError
from multipolar.record import COMPONENTS, FIRST, Record
from multipolar.ties import great_circle

Array = npt.NDArray[np.float64]
MEMORY = 60
"""Years of disputes that are remembered, discounted by a tenth a year."""
SIZES = (10, 30)
"""Ranks that divide states into three classes of size."""


def of_states(record: Record, world: World0) -> Array:
    """Return what is known of states at the origin of a world, shape ``(state, predictor)``.

    Logarithm of the share of capability; how far each of its six components
    runs ahead of it; growth of the share over twenty years and over one.
    """
    year, at = world.origin, world.places
    level = np.log(world.share)
    columns = [level]
    for name in COMPONENTS:
        share = record.at(name, year)[at].astype(np.float64)
        gap = np.log(share + 1e-5) - level
        columns.append(np.nan_to_num(gap))
    for back in (20, 1):
        before = record.at("share", max(year - back, FIRST))[at].astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            grown = level - np.log(before)
        columns.append(np.where(np.isfinite(grown), grown, 0.0))
    return np.stack(columns, axis=1)


def of_pairs(record: Record, world: World0) -> Array:
    """Return what is known of pairs at the origin of a world, shape ``(pair, predictor)``.

    Contiguity, distance, sizes, great powers, pacts and common allies, regimes,
    and disputes of the past: of the pair, and of either state.
    """
    year, n = world.origin, len(world.states)
    i, j = world.first, world.second
    known = min(year, record.known["onset"])
    past = record.arrays["onset"][: known - FIRST + 1, world.pairs] > 0
    recent = past[-MEMORY:][::-1]
    history = 0.9 ** np.arange(len(recent)) @ recent
    peace = np.where(recent.any(axis=0), recent.argmax(axis=0), MEMORY)
    fights = np.bincount(i, history, n) + np.bincount(j, history, n)
    tied = record.at("defence", min(year, record.known["defence"]))[world.pairs] > 0
    dense = np.zeros((n, n))
    dense[i, j] = dense[j, i] = tied
    regime = record.at("regime", min(year, record.known["regime"]))[world.places]
    regime = np.nan_to_num(regime.astype(np.float64))
    lat, lon = (record.at(k, year)[world.places].astype(np.float64) for k in ("lat", "lon"))
    km = np.nan_to_num(great_circle(lat, lon), nan=5000.0)[i, j]
    size = np.log(world.share)
    more, less = np.maximum(size[i], size[j]), np.minimum(size[i], size[j])
    great = world.major[i].astype(int) + world.major[j]
    return np.stack(
        [
            world.near, np.log(np.maximum(km, 100.0)), less, more - less, great == 1, great == 2,
            tied, np.log1p((dense @ dense)[i, j]), np.minimum(regime[i], regime[j]),
            np.maximum(regime[i], regime[j]), (regime[i] > 0.5) & (regime[j] > 0.5),
            np.log(history + 0.05), np.log1p(past.sum(axis=0)), peace / 10.0, ~world.quiet,
            np.log(np.minimum(fights[i], fights[j]) + 0.03),
            np.log(np.maximum(fights[i], fights[j]) + 0.03), np.full(len(i), np.log(n)),
        ],
        axis=1, dtype=np.float64,
    )  # fmt: skip


def scikit() -> Any:
    """Return scikit-learn.

    Raises
    ------
    RunError
        It is not installed.
    """
    try:
        import sklearn
    except ModuleNotFoundError:
        msg = (
            "statistical baselines need scikit-learn, which is not installed; type: "
            "pip install 'multipolar[backtest]'"
        )
        raise RunError(msg) from None
    return sklearn


def size_class(world: World0) -> npt.NDArray[np.intp]:
    """Return 0 for the ten strongest, 1 for the next twenty, 2 for the others."""
    return np.digitize(world.rank, SIZES)


def share_forecast(case: Case, new: Callable[[], Any], levels: Array) -> Array | None:
    """Forecast shares of capability by a regression, with the spread of its past errors.

    Parameters
    ----------
    case
        Of shares.
    new
        Makes a regression with ``fit(X, y)`` and ``predict(X)``.
    levels
        Quantiles of errors that make the distribution, within a class of size.

    Returns
    -------
    Array or None
        ``(state, level)``; None where fewer than 500 changes are known.
    """
    known, moved, sizes = [], [], []
    for s in case.origins(80):
        world = case.past.world(s)
        change = case.end(s) - case.start(s)
        fine = np.isfinite(change)
        known.append(of_states(case.past.record, world)[fine])
        moved.append(change[fine])
        sizes.append(size_class(world)[fine])
    if sum(map(len, moved)) < ENOUGH:
        return None
    x, y, size = np.concatenate(known), np.concatenate(moved), np.concatenate(sizes)
    lead = size < len(SIZES)
    model = new().fit(x[lead], y[lead])
    error = y - model.predict(x)
    mean = model.predict(of_states(case.past.record, case.world))
    out = np.zeros((len(mean), len(levels)))
    for k in range(len(SIZES) + 1):
        at = size_class(case.world) == k
        alike = error[size == k] if (size == k).any() else error
        out[at] = case.now[at, None] + mean[at, None] + np.quantile(alike, levels)
    return out


ENOUGH = 500
MOST = 10_000
"""Pairs without the event that a fit takes, drawn at random and weighted up."""


def pair_forecast(case: Case, new: Callable[[], Any]) -> Array | None:
    """Forecast an event of pairs by a classifier, from origins of the last 60 years, each fifth.

    Parameters
    ----------
    case
        Of an event of pairs.
    new
        Makes a classifier with ``fit(X, y, sample_weight)`` and ``predict_proba(X)``.

    Returns
    -------
    Array or None
        ``(pair,)``; None where fewer than 30 events are known.
    """
    record = case.past.record
    parts = [
        (of_pairs(record, case.past.world(s)), case.end(s)) for s in case.origins(60)[::-1][::5]
    ]
    if not parts:
        return None
    x, y = (np.concatenate(p) for p in zip(*parts, strict=True))
    x, y = x[np.isfinite(y)], y[np.isfinite(y)] > 0
    if not FEWEST <= y.sum() < len(y):
        return None
    quiet = np.flatnonzero(~y)
    rng = np.random.default_rng(case.origin * 100 + case.horizon)
    kept = rng.choice(quiet, min(MOST, len(quiet)), replace=False)
    rows = np.concatenate([np.flatnonzero(y), kept])
    weight = np.where(y[rows], 1.0, len(quiet) / len(kept))
    centre, scale = x[rows].mean(axis=0), np.maximum(x[rows].std(axis=0), 1e-6)
    model = new().fit((x[rows] - centre) / scale, y[rows], sample_weight=weight)
    found = model.predict_proba((of_pairs(record, case.world) - centre) / scale)[:, 1]
    return np.asarray(np.clip(found, 1e-6, 1 - 1e-6), np.float64)


FEWEST = 30
