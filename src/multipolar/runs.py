"""What a run leaves behind, whether in memory or in a folder: inputs, kept values, events."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from multipolar.errors import RunError
from multipolar.events import NAMES
from multipolar.members import STORED, Chunk
from multipolar.opening import Opening
from multipolar.plan import BLOCKS

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

Array = npt.NDArray[Any]
FORMAT = "multipolar run 1"
DIMS: dict[str, tuple[str, ...]] = {
    "state": ("state",), "dyad": ("pair",), "flag": ("pair",), "system": (),
    "treaty": ("treaty",), "treaty_state": ("treaty", "state"),
    "war": ("war",), "war_state": ("war", "state"),
}  # fmt: skip
"""Block → what its kept arrays are labelled by, beside member and year."""
INPUTS = (
    "multipolar", "numba", "numpy", "world_year", "world_hash", "mechanisms", "off", "model_hash",
    "kernel", "parameters_hash", "held", "certain", "changes", "program", "seed", "members",
    "years", "every", "keep", "events",
)  # fmt: skip
"""Attributes that decide what a run gives; it goes on only where they are the same."""


class Run:
    """What the members of a run became, and what they were made from.

    Parameters
    ----------
    attrs
        Inputs and provenance.
    opening
        Where every member starts.
    """

    def __init__(self, attrs: Mapping[str, Any], opening: Opening) -> None:
        self.attrs = attrs
        self.opening = opening

    place: Path | None = None

    @property
    def times(self) -> list[int]:
        """The years that are kept, the opening's first."""
        first, every = self.attrs["world_year"], self.attrs["every"]
        return list(range(first, first + self.attrs["years"] + 1, every))

    @property
    def total(self) -> int:
        """How many members were asked for."""
        return int(self.attrs["members"])

    @property
    def kept(self) -> dict[str, str]:
        """Return ``array → block`` of what is kept."""
        return dict(self.attrs["keep"])

    @property
    def first_member(self) -> int:
        """The number of the first member: 0, but for a future that was run alone."""
        return int(self.attrs.get("first_member", 0))

    def span(self, number: int) -> tuple[int, int]:
        """Return the first member of a chunk, and the first after it."""
        size = int(self.attrs["chunk"])
        return number * size, min((number + 1) * size, self.total)

    @property
    def chunks(self) -> range:
        """The numbers of all chunks."""
        return range(-(-self.total // int(self.attrs["chunk"])))

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of a kept array at one time of one member."""
        block = self.kept[name]
        return () if block == "system" else self.opening.blocks[block].shape[1:]

    @property
    def done(self) -> list[int]:
        """The numbers of the chunks that are complete."""
        raise NotImplementedError

    @property
    def members(self) -> Array:
        """The numbers of the members that are complete."""
        spans = [np.arange(*self.span(k)) for k in self.done]
        return self.first_member + np.concatenate([np.zeros(0, np.int64), *spans])

    def write(self, number: int, chunk: Chunk, params: Array) -> None:
        """Keep what a chunk of members became."""
        raise NotImplementedError

    def read(self, name: str, start: int, stop: int) -> Array:
        """Return a kept array, ``parameter`` or ``fingerprint`` of some members."""
        raise NotImplementedError

    def parts(self, numbers: Sequence[int] | None = None) -> "Iterator[pl.LazyFrame]":
        """Yield the events of some chunks, or of all that are complete."""
        raise NotImplementedError

    def dataset(self) -> "xr.Dataset":
        """Return everything that is kept, labelled."""
        raise NotImplementedError

    def take(
        self, name: str, times: Sequence[int] | None = None, places: Sequence[int] | None = None
    ) -> Array:
        """Return a kept array of all complete members, without holding more of it than asked.

        Parameters
        ----------
        name
            A kept array, ``parameter`` or ``fingerprint``.
        times, places
            Positions on the second and the last axis; all by default.
        """
        pieces = []
        for k in self.done:
            piece = self.read(name, *self.span(k))
            piece = piece if times is None else piece[:, list(times)]
            pieces.append(piece if places is None else piece[..., list(places)])
        if not pieces:
            msg = f"{self.place or 'the run'}: no future is complete yet; resume the run"
            raise RunError(msg)
        return np.concatenate(pieces)

    def frame(self, events: Array) -> "pl.DataFrame":
        """Return events as a table: member, year, event, a, b, value."""
        import polars as pl

        codes = pl.Series([*self.opening.states, None], dtype=pl.String)
        kinds = events[:, 1].astype(np.int64)
        names = {k: NAMES.get(k, f"event_{k}") for k in np.unique(kinds).tolist()}
        numbers = events.astype(np.int64)
        return pl.DataFrame({
            "member": numbers[:, 0],
            "year": numbers[:, 2].astype(np.int32),
            "event": pl.Series(kinds).replace_strict(names, return_dtype=pl.String),
            "a": codes.gather(numbers[:, 3] % len(codes)),
            "b": codes.gather(numbers[:, 4] % len(codes)),
            "value": np.ascontiguousarray(events[:, 5]),
        })  # fmt: skip

    def coordinates(self) -> dict[str, tuple[tuple[str, ...], Array]]:
        """Return the labels of the axes."""
        states = np.array(self.opening.states)
        out: dict[str, tuple[tuple[str, ...], Array]] = {
            "member": (("member",), self.first_member + np.arange(self.total)),
            "year": (("year",), np.array(self.times)),
            "state": (("state",), states),
        }
        if {"dyad", "flag"} & set(self.kept.values()):
            i, j = np.tril_indices(len(states), -1)
            out |= {"pair_i": (("pair",), states[i]), "pair_j": (("pair",), states[j])}
        return out


def named(chunk: Chunk, kept: Mapping[str, str]) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of a chunk by name."""
    at = dict.fromkeys(chunk.arrays, 0)
    for name, block in kept.items():
        yield name, chunk.arrays[block][:, :, at[block]]
        at[block] += 1


class MemoryRun(Run):
    """A run that is kept in memory."""

    def __init__(self, attrs: Mapping[str, Any], opening: Opening) -> None:
        super().__init__(attrs, opening)
        size = self.total, len(self.times)
        self._arrays: dict[str, Array] = {
            name: np.zeros((*size, *self.shape(name)), STORED.get(block, np.float32))
            for name, block in self.kept.items()
        }
        self._arrays["parameter"] = np.zeros((self.total, len(attrs["parameters"])))
        self._arrays["fingerprint"] = np.zeros(self.total, np.uint32)
        self._events: dict[int, pl.DataFrame] = {}
        self._done: set[int] = set()

    @property
    def done(self) -> list[int]:
        """The numbers of the chunks that are complete."""
        return sorted(self._done)

    def write(self, number: int, chunk: Chunk, params: Array) -> None:
        """Keep what a chunk of members became."""
        at = slice(*self.span(number))
        for name, values in named(chunk, self.kept):
            self._arrays[name][at] = values
        self._arrays["parameter"][at] = params
        self._arrays["fingerprint"][at] = chunk.fingerprints
        if self.attrs["events"]:
            self._events[number] = self.frame(chunk.events)
        self._done.add(number)

    def read(self, name: str, start: int, stop: int) -> Array:
        """Return a kept array, ``parameter`` or ``fingerprint`` of some members."""
        return self._arrays[name][start:stop]

    def parts(self, numbers: Sequence[int] | None = None) -> "Iterator[pl.LazyFrame]":
        """Yield the events of some chunks, or of all that are complete."""
        for k in self.done if numbers is None else numbers:
            yield self._events[k].lazy()

    def dataset(self) -> "xr.Dataset":
        """Return everything that is kept, labelled."""
        import xarray as xr

        arrays = {
            name: (("member", "year", *DIMS[block]), self._arrays[name])
            for name, block in self.kept.items()
        }
        return xr.Dataset(arrays, self.coordinates(), dict(self.attrs))


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """Say in which inputs a run that exists differs from one that is asked for."""
    told = []
    for name in INPUTS:
        a, b = there.get(name), here.get(name)
        if a == b:
            continue
        words = name.replace("_", " ")
        if name.endswith("_hash") or name == "kernel":
            told.append(f"another {words.removesuffix(' hash')}")
        else:
            told.append(f"{words} {_short(a)} there, {_short(b)} here")
    return told


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | dict) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def opening_digest(opening: Opening) -> str:
    """Return a checksum of where a run starts."""
    parts = [repr((opening.year, opening.states)).encode(), opening.ids.tobytes()]
    return digest(*parts, *(np.ascontiguousarray(opening.blocks[b]).tobytes() for b in BLOCKS))


def digest(*parts: bytes) -> str:
    """Return a checksum of bytes: the first half of their SHA-256."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()[:32]
