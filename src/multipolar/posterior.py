"""What is believed of parameters after the data: joint draws, and what they were fitted to.

The package ships one in ``data/``: ``posterior.parquet`` holds a draw in each
row, ``posterior.json`` what each fit found and what it was given.
``multipolar calibrate --output FOLDER`` makes such a pair again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar import luck
from multipolar.errors import DataError
from multipolar.files import write_stream, write_whole

Array = npt.NDArray[np.float64]
NAME = "posterior"


@dataclass(frozen=True, eq=False)
class Posterior:
    """Joint draws of fitted parameters.

    Parameters
    ----------
    names
        ``mechanism.parameter``, in the order of the columns.
    peaks
        The most probable values, shape ``(parameter,)``.
    draws
        Shape ``(draw, parameter)``. Parameters of one fit are drawn together,
        those of different fits independently of one another.
    facts
        The last year of the record, the command, and for each fit what it
        found: see ``calibration.posterior``.
    """

    names: tuple[str, ...]
    peaks: Array
    draws: Array
    facts: Mapping[str, Any]

    def __post_init__(self) -> None:
        if self.draws.shape[1:] != (len(self.names),) or not len(self.draws):
            msg = f"posterior: draws of shape {self.draws.shape} for {len(self.names)} parameters"
            raise DataError(msg)
        for name, column in zip(self.names, self.draws.T, strict=True):
            if not np.isfinite(column).all():
                msg = f"posterior: a draw of {name} is not finite; calibrate again"
                raise DataError(msg)

    def __repr__(self) -> str:
        until = self.facts.get("until", "?")
        return f"<Posterior: {len(self.names)} parameters, {len(self.draws)} draws, to {until}>"

    @property
    def values(self) -> dict[str, float]:
        """The most probable value of each parameter."""
        return dict(zip(self.names, self.peaks.tolist(), strict=True))

    def of(self, members: Iterable[int], seed: int) -> dict[str, Array]:
        """Return ``name → values`` of some members, shape ``(member,)``: a joint draw for each."""
        which = np.array(list(members), np.uint64)
        u = luck.member_uniform(seed, which, luck.identity("posterior"))
        rows = np.minimum((u * len(self.draws)).astype(int), len(self.draws) - 1)
        return dict(zip(self.names, self.draws[rows].T, strict=True))

    def write(self, folder: Path) -> None:
        """Write the two files into a folder."""
        frame = pl.DataFrame(self.draws, schema=list(self.names)).cast(pl.Float32)
        write_stream(folder / f"{NAME}.parquet", lambda part: frame.write_parquet(part))
        text = json.dumps({**self.facts, "peaks": self.values}, indent=1, ensure_ascii=False)
        write_whole(folder / f"{NAME}.json", text + "\n")


def read(folder: Path) -> Posterior:
    """Read the two files of a folder.

    Raises
    ------
    DataError
        One is missing, or not as it was written.
    """
    table, notes = folder / f"{NAME}.parquet", folder / f"{NAME}.json"
    try:
        facts = json.loads(notes.read_text(encoding="utf-8"))
        frame = pl.read_parquet(table)
        peaks = facts.pop("peaks")
        columns = np.array([peaks[name] for name in frame.columns], np.float64)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        msg = f"{folder}: no posterior can be read there ({error}); needed {table.name} and "
        msg += f"{notes.name}, as written by multipolar calibrate --output {folder}"
        raise DataError(msg) from None
    draws = frame.to_numpy().astype(np.float64)
    return Posterior(tuple(frame.columns), columns, draws, facts)


@cache
def shipped() -> Posterior | None:
    """Return the posterior that comes with the package; None before there is one."""
    folder = resources.files("multipolar") / "data"
    if not (folder / f"{NAME}.json").is_file():
        return None
    with resources.as_file(folder) as place:
        return read(place)
