"""Forecasts as one table, for others to score: a row a quantile or a probability."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from multipolar.backtest import Forecast
from multipolar.files import write_stream

LEVELS = (0.01, 0.025, *np.arange(0.05, 0.951, 0.05).round(2).tolist(), 0.975, 0.99)
"""The 23 levels that forecast hubs ask for."""
SCHEMA = {
    "origin": pl.Int32, "target": pl.String, "horizon": pl.Int32, "unit": pl.String,
    "method": pl.String, "kind": pl.String, "level": pl.Float64, "value": pl.Float64,
}  # fmt: skip


def table(forecasts: Sequence[Forecast], *, methods: Sequence[str] = ("model",)) -> pl.DataFrame:
    """Return forecasts as rows.

    Parameters
    ----------
    forecasts
        As kept.
    methods
        The model, baselines.

    Returns
    -------
    polars.DataFrame
        Origin, target, horizon, unit, method; ``kind`` ``quantile`` with its
        ``level``, or ``probability``; ``value``. Units are numbers of the
        Correlates of War, lineages joined, pairs as ``2-200``.
    """
    parts = [part for one in forecasts for part in _parts(one, methods)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def _parts(one: Forecast, methods: Sequence[str]) -> Iterator[pl.DataFrame]:
    for (method, target, horizon), said in one.said.items():
        if method not in methods:
            continue
        units = np.array(one.units[target])
        amount = said.ndim == 2
        levels: tuple[float | None, ...] = LEVELS if amount else (None,)
        known = np.isfinite(said).all(axis=1) if amount else np.isfinite(said)
        if not known.any():
            continue
        values = np.quantile(said[known], LEVELS, axis=1).T if amount else said[known][:, None]
        n = len(levels)
        yield pl.DataFrame(
            {
                "origin": one.origin, "target": target, "horizon": horizon,
                "unit": np.repeat(units[known], n).tolist(), "method": method,
                "kind": "quantile" if amount else "probability",
                "level": list(levels) * int(known.sum()),
                "value": values.ravel().astype(np.float64),
            },
            SCHEMA,
        )  # fmt: skip


def write(forecasts: Sequence[Forecast], path: Path) -> Path:
    """Write forecasts of the model and of every baseline as CSV, whole or not at all."""
    methods = sorted({m for one in forecasts for m, _, _ in one.said})
    return write_stream(path, lambda part: table(forecasts, methods=methods).write_csv(part))
