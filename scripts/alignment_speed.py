"""How fast alignment fades, by the United Nations: agreement of pairs, years apart.

Run ``python scripts/alignment_speed.py``. Agreement in roll calls, less its mean
in the year, of pairs with more than ten in common, to 1980. Noise of a year's
votes lowers every slope alike; how the slope falls with the years between does
not hang on it.
"""

import numpy as np
import polars as pl

from multipolar.panels import panel

LAST = 1980

rows = panel("dyad-year", years=(1946, LAST), variables=("un_agree3", "un_common"))
rows = rows.filter(pl.col("un_common") > 10).drop_nulls("un_agree3")
rows = rows.with_columns(x=pl.col("un_agree3") - pl.col("un_agree3").mean().over("year"))
slopes = {}
for years in (1, 5, 10, 20):
    later = rows.select("state1", "state2", pl.col("year") - years, y="x")
    both = rows.join(later, on=["state1", "state2", "year"])
    x, y = both["x"].to_numpy().astype(float), both["y"].to_numpy().astype(float)
    slopes[years] = float((x * y).sum() / (x * x).sum())
    print(f"{years} years apart: {len(x)} rows, slope {slopes[years]:.3f}")
for a, b in ((1, 5), (5, 10), (10, 20), (1, 20)):
    rate = np.log(slopes[a] / slopes[b]) / (b - a)
    print(f"from {a} to {b} years it fades by {rate:.3f} a year")
