"""Two centuries in results: system measures of every year, carried by the package."""

from functools import cache
from importlib import resources

import polars as pl


@cache
def results() -> pl.DataFrame:
    """Return the embedded table of results, one row a year from 1816.

    Our own computation from National Material Capabilities 7.0, ATOP 5.1,
    MID 5.0 and Fariss et al. (2022); ``scripts/build_history.py`` remakes it.
    What each column is: ``docs/history.md``.

    Returns
    -------
    polars.DataFrame
        ``year`` and measures; null where data end or the measure is undefined.
    """
    path = resources.files("multipolar").joinpath("data", "history.csv")
    return pl.read_csv(path.read_bytes(), infer_schema_length=None)
