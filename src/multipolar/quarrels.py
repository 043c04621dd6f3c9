"""Two centuries of disputes, with what stood before them: by pair of states and by year."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.panels import panel
from multipolar.results import results

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIRST, LAST = 1870, 2010
"""Years of the disputes of pairs."""
FIRST_OF_SYSTEM = 1827
"""First year of the counts."""
AHEAD = 5
"""Years into the future of a lead."""
FADE = 0.9
"""Yearly discount of the memory of disputes."""

PACTS = {
    "consultation": "atopdd_consul",
    "defence": "atopdd_defense",
    "nonaggression": "atopdd_nonagg",
}
"""Pact → obligation in ATOP."""
POWER = ("con", "effective_powers", "majors")


@dataclass(frozen=True)
class Pairs:
    """Pairs of states that could fight (contiguous, or with a great power), by year.

    Parameters
    ----------
    year, dyad
        Of each row, shape ``(row,)``.
    onset
        1 where a dispute began in the year.
    structure, history
        What stood at the end of the year before, shape ``(row, column)``: size,
        distance, regimes, bodies; and the pair's and the states' disputes.
    pact, later
        Pact → 1 where in force at the end of the year before; 1 where not, but
        in force ``AHEAD`` years after that.
    """

    year: Ints
    dyad: Ints
    onset: Array
    structure: Array
    history: Array
    pact: dict[str, Array]
    later: dict[str, Array]

    def where(self, keep: npt.NDArray[np.bool_]) -> "Pairs":
        """Return the rows that are kept."""
        return Pairs(
            self.year[keep],
            self.dyad[keep],
            self.onset[keep],
            self.structure[keep],
            self.history[keep],
            {k: v[keep] for k, v in self.pact.items()},
            {k: v[keep] for k, v in self.later.items()},
        )


@cache
def pairs() -> Pairs:
    """Read the pairs of states that could fight, ``FIRST`` to ``LAST``.

    Disputes from GML 2.1.1, pacts from ATOP 5.1, capabilities from NMC 7.0,
    regimes from Polity5 (0 where unknown), bodies from COW IGO 3.0.

    Raises
    ------
    MissingData
        A publisher's file is not there.
    """
    frame = panel(
        "dyad-year",
        years=(1816, LAST + AHEAD),
        variables=[
            "cinc", "cow_major", "polity_polity2", "capital_lat", "capital_lng", "contiguity_type",
            "gml_onset", "gml_ongoing", "igo_shared", *PACTS.values(),
        ],
    )  # fmt: skip
    key = pl.col("state1").cast(pl.Int64) * 1000 + pl.col("state2")
    frame = frame.with_columns(key.rank("dense").cast(pl.Int64).alias("dyad") - 1)
    later = frame.select(
        "dyad",
        (pl.col("year") - AHEAD).alias("year"),
        *(pl.max_horizontal(f"{c}_12", f"{c}_21").alias(f"later_{k}") for k, c in PACTS.items()),
    )
    frame = frame.join(later, on=["dyad", "year"], how="left", maintain_order="left")
    return _assembled(frame)


def _assembled(frame: pl.DataFrame) -> Pairs:
    """Put last year's covariates beside this year's onsets, year by year."""
    size = int(frame["dyad"].max()) + 1  # type: ignore[arg-type]
    codes = np.unique(np.r_[frame["state1"].to_numpy(), frame["state2"].to_numpy()])
    memory, calm, before = np.zeros(size), np.full(size, 30.0), np.zeros(size)
    fights = np.zeros(len(codes))
    last: dict[str, Array] = {}
    parts: list[dict[str, Array]] = []
    for (when,), now in sorted(frame.partition_by("year", as_dict=True).items()):
        year = int(when)
        d = now["dyad"].to_numpy()
        ends = [np.searchsorted(codes, now[f"state{k}"].to_numpy()) for k in (1, 2)]
        today = _today(now)
        onset, ongoing = today.pop("onset"), today.pop("ongoing")
        if last and FIRST <= year <= LAST:
            a, b = (fights[e] for e in ends)
            history = np.c_[
                np.log(memory[d] + 0.05), memory[d] < 0.002, np.minimum(calm[d], 50.0) / 10.0,
                np.log(np.minimum(a, b) + 0.03), np.log(np.maximum(a, b) + 0.03), before[d],
            ]  # fmt: skip
            row = {name: values[d] for name, values in last.items()}
            keep = row.pop("could_fight") > 0
            row |= {"year": np.full(len(d), year), "dyad": d, "onset": onset, "history": history}
            known = np.isfinite(row["structure"]).all(axis=1) & np.isfinite(onset)
            parts.append({name: values[keep & known] for name, values in row.items()})
        onset, ongoing = np.nan_to_num(onset), np.nan_to_num(ongoing)
        memory *= FADE
        fights *= FADE
        memory[d] += onset
        for e in ends:
            np.add.at(fights, e, onset)
        calm += 1.0
        before[:] = 0.0
        before[d] = np.maximum(onset, ongoing)
        calm[d[before[d] > 0]] = 0.0
        last = {name: _spread(values, d, size) for name, values in today.items()}
    whole = {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
    return Pairs(
        whole["year"].astype(np.int64),
        whole["dyad"].astype(np.int64),
        whole["onset"],
        whole["structure"],
        whole["history"],
        {k: whole[k] for k in PACTS},
        {k: whole[f"later_{k}"] for k in PACTS},
    )


def _spread(values: Array, d: Ints, size: int) -> Array:
    out = np.full((size, *values.shape[1:]), np.nan)
    out[d] = values
    return out


def _today(now: pl.DataFrame) -> dict[str, Array]:
    """Return what a year shows of its pairs."""

    def column(name: str, missing: float = np.nan) -> Array:
        return np.asarray(now[name].cast(pl.Float64).fill_null(missing).to_numpy(), np.float64)

    share = [column(f"cinc_{k}") + 1e-5 for k in (1, 2)]
    small, large = np.minimum(*share), np.maximum(*share)
    lat, lon = (
        [np.radians(column(f"capital_{axis}_{k}")) for k in (1, 2)] for axis in ("lat", "lng")
    )
    cosine = np.sin(lat[0]) * np.sin(lat[1])
    cosine += np.cos(lat[0]) * np.cos(lat[1]) * np.cos(lon[0] - lon[1])
    km = np.maximum(6371.0 * np.arccos(np.clip(cosine, -1, 1)), 10.0)
    kind = column("contiguity_type_12", 0)
    majors = column("cow_major_1", 0) + column("cow_major_2", 0)
    regime = [0.5 + 0.05 * column(f"polity_polity2_{k}", 0) for k in (1, 2)]
    low, high = np.minimum(*regime), np.maximum(*regime)
    structure = np.c_[
        kind == 1, kind > 1, np.log(km), np.log(small), np.log(small / large), majors == 1,
        majors == 2, low, high, low * high, np.log1p(column("igo_shared", 0)),
    ]  # fmt: skip
    out = {
        "onset": column("gml_onset"),
        "ongoing": column("gml_ongoing"),
        "structure": structure.astype(float),
        "could_fight": ((kind > 0) | (majors > 0)).astype(float),
    }
    for name, atop in PACTS.items():
        out[name] = np.maximum(column(f"{atop}_12", 0), column(f"{atop}_21", 0))
        out[f"later_{name}"] = (1 - out[name]) * column(f"later_{name}", 0)
    return out


@dataclass(frozen=True)
class System:
    """Yearly counts of disputes between those who began them, and the distribution of power.

    Parameters
    ----------
    year
        Shape ``(year,)``; one row before ``FIRST_OF_SYSTEM`` for the lag.
    disputes
        Pairs of originators whose dispute began in the year.
    dyads, could_fight
        Pairs of states, and those that are contiguous or have a great power.
    power
        ``con``, ``effective_powers``, ``majors`` at the end of each year.
    """

    year: Ints
    disputes: Array
    dyads: Array
    could_fight: Array
    power: dict[str, Array]


@cache
def system() -> System:
    """Read the yearly series; disputes from GML 2.1.1, power from the embedded results.

    Raises
    ------
    MissingData
        A publisher's file is not there.
    """
    frame = panel(
        "dyad-year",
        years=(FIRST_OF_SYSTEM - AHEAD, LAST),
        variables=["cow_major", "contiguity_type", "gml_onset", "gml_originators"],
    )
    could = (pl.col("contiguity_type_12").fill_null(0) > 0) | (
        pl.col("cow_major_1").fill_null(0) + pl.col("cow_major_2").fill_null(0) > 0
    )
    began = pl.col("gml_onset").fill_null(0) * pl.col("gml_originators").fill_null(0)
    yearly = frame.group_by("year").agg(
        began.sum().alias("disputes"), pl.len().alias("dyads"), could.sum().alias("could_fight")
    )
    majors = panel("state-year", years=(1816, 2016), variables=["cow_major"])
    majors = majors.group_by("year").agg(pl.col("cow_major").sum().alias("majors"))
    whole = results().select("year", "con", "effective_powers")
    for part in (majors, yearly):
        whole = whole.join(part.cast({"year": pl.Int64}), on="year", how="left")
    whole = whole.sort("year")
    columns = {
        name: whole[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("disputes", "dyads", "could_fight", *POWER)
    }
    return System(
        whole["year"].cast(pl.Int64).to_numpy(),
        columns["disputes"],
        columns["dyads"],
        columns["could_fight"],
        {name: columns[name] for name in POWER},
    )
