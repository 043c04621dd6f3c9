"""Score kept forecasts against what came: one row an origin, target, horizon, group and method."""

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.backtest import MODEL, Forecast
from multipolar.baseline import Archive
from multipolar.errors import ScoreError
from multipolar.score import quantiles
from multipolar.scores import catalogue as scores
from multipolar.target import Mask, Target, TargetSpec, groups
from multipolar.targets import catalogue as targets

Array = npt.NDArray[np.float64]
FOUR = ("historical_100", "historical_100_even", "historical_40", "historical_40_even")
JOINT = ("hhi", "con", "dispute_count", "alliance_density", "transitivity")
"""Components of the joint target."""
SCHEMA = {
    "origin": pl.Int32, "target": pl.String, "group": pl.String, "horizon": pl.Int32,
    "method": pl.String, "n": pl.Int64, "events": pl.Float64, "said": pl.Float64,
    "score": pl.Float64, "ours": pl.Float64, "brier": pl.Float64, "ours_brier": pl.Float64,
    "inside50": pl.Float64, "inside90": pl.Float64, "below90": pl.Float64, "above90": pl.Float64,
    "auc_roc": pl.Float64, "auc_pr": pl.Float64, "slope": pl.Float64,
}  # fmt: skip
"""``score`` and ``brier`` are sums over cases, ``ours`` those of the model in the same cases:
CRPS of amounts, logarithmic score of events, energy score of the joint target."""


def verify(forecasts: Iterable[Forecast], archive: Archive) -> pl.DataFrame:
    """Score forecasts.

    Parameters
    ----------
    forecasts
        As kept.
    archive
        What came.

    Returns
    -------
    polars.DataFrame
        With the columns of ``SCHEMA``; what had not come is left out.
    """
    rows: list[dict[str, Any]] = []
    for one in forecasts:
        for _, name, horizon in [k for k in one.said if k[0] == MODEL]:
            rows += _rows(one, targets[name], horizon, archive)
        rows += _joint(one, archive)
    return pl.DataFrame(rows, SCHEMA)


def _rows(one: Forecast, asked: Target, horizon: int, archive: Archive) -> Iterable[dict[str, Any]]:
    name, spec = asked.__name__, asked.spec
    if one.origin + horizon > archive.record.last:
        return
    came = archive.values(asked, one.origin, horizon)
    world = archive.world(one.origin)
    ours = one.said[MODEL, name, horizon].astype(np.float64)
    methods = [m for m, t, h in one.said if (t, h) == (name, horizon)]
    for method in methods:
        theirs = one.said[method, name, horizon].astype(np.float64)
        known = np.isfinite(came) & _known(ours) & _known(theirs)
        lost, brier = _losses(spec, theirs, came, known, fair=method == MODEL)
        mine, my_brier = _losses(spec, ours, came, known, fair=True)
        for group, inside in groups(spec, world).items():
            at = known & inside
            if not at.any():
                continue
            row = {
                "origin": one.origin, "target": name, "group": group, "horizon": horizon,
                "method": method, "n": int(at.sum()), "score": float(lost[at].sum()),
                "ours": float(mine[at].sum()), "brier": float(brier[at].sum()),
                "ours_brier": float(my_brier[at].sum()),
            }  # fmt: skip
            yield (
                row
                | (_events(theirs[at], came[at]) if spec.kind == "event" else {})
                | (_bands(theirs[at], came[at]) if spec.kind == "amount" else {})
            )


def _known(said: Array) -> Mask:
    return np.asarray(np.isfinite(said.reshape(len(said), -1)).all(axis=1))


def _losses(
    spec: TargetSpec, said: Array, came: Array, known: Mask, *, fair: bool
) -> tuple[Array, Array]:
    """Return the score of each unit and, of events, its Brier score; NaN where unknown."""
    out, brier = np.full(len(came), np.nan), np.full(len(came), np.nan)
    if not known.any():
        return out, brier
    if spec.kind == "amount":
        out[known] = scores["crps"](said[known], came[known], fair=fair)
    else:
        out[known] = scores["log_score"](said[known], came[known])
        brier[known] = scores["brier"](said[known], came[known])
    return out, brier


def _events(said: Array, came: Array) -> dict[str, float]:
    found = {"events": float(came.sum()), "said": float(said.sum())}
    if 0 < came.sum() < len(came):
        found["auc_roc"] = float(scores["auc_roc"](said, came))
        found["auc_pr"] = float(scores["auc_pr"](said, came))
        with contextlib.suppress(ScoreError):  # where no slope is finite there is none to tell
            found["slope"] = float(scores["calibration_slope"](said, came).value)
    return found


def _bands(said: Array, came: Array) -> dict[str, float]:
    """Return the shares of outcomes in the bands; none of fewer than 19 members."""
    if said.shape[1] < 19:
        return {}
    found = scores["coverage"](quantiles(said, (0.05, 0.25, 0.75, 0.95)), came)
    return {
        "inside90": float(found.inside[0]), "inside50": float(found.inside[1]),
        "below90": float(found.below[0]), "above90": float(found.above[0]),
    }  # fmt: skip


def _joint(one: Forecast, archive: Archive) -> Iterable[dict[str, Any]]:
    """Score the joint target: its components over the spread of their changes in a century."""
    horizons = sorted({h for m, t, h in one.said if m == MODEL and t == JOINT[0]})
    for horizon in horizons:
        if one.origin + horizon > archive.record.last:
            continue
        came = np.array([archive.values(targets[t], one.origin, horizon)[0] for t in JOINT])
        keys = [(m, t, horizon) for m in (MODEL, *FOUR, "persistence") for t in JOINT]
        if not np.isfinite(came).all() or not all(k in one.said for k in keys):
            continue
        spread = np.array([one.said[FOUR[0], t, horizon][0].std() for t in JOINT])
        scale = np.maximum(spread.astype(np.float64), 1e-9)
        lost = {
            m: _energy([one.said[m, t, horizon][0] for t in JOINT], came, scale, fair=m == MODEL)
            for m in (MODEL, *FOUR, "persistence")
        }
        if any(np.isnan(v) for v in lost.values()):
            continue
        for method, value in lost.items():
            yield {
                "origin": one.origin, "target": "joint", "group": "all", "horizon": horizon,
                "method": method, "n": 1, "score": value, "ours": lost[MODEL],
            }  # fmt: skip


def _energy(
    parts: Sequence[npt.NDArray[np.float32]], came: Array, scale: Array, *, fair: bool
) -> float:
    if len({len(p) for p in parts}) > 1:
        return float("nan")
    drawn = np.stack(parts, axis=1).astype(np.float64) / scale
    return float(scores["energy_score"](drawn[None], (came / scale)[None], fair=fair)[0])
