"""An ensemble: many futures of the system, read back by name, and one of them looked at alone."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from multipolar.chronicle import Chronicle, state_names, tell
from multipolar.codes import resolve_ever
from multipolar.errors import RunError, UnknownName, UnknownState, suggest
from multipolar.kernel import Kernel
from multipolar.model import Model, default_model
from multipolar.notebook import shown, small_fan
from multipolar.plan import make_plan
from multipolar.replay import replay
from multipolar.runfolder import StoredRun
from multipolar.runs import Run
from multipolar.snapshot import full, world_of
from multipolar.world import World

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

Array = npt.NDArray[Any]
SLAB = 1 << 23
"""How many numbers are held at a time when quantiles are taken."""


class Ensemble:
    """Many futures of the system.

    ``ens["capability"]`` is a labelled array (member, year, state) that is read
    from disk when it is used. Values of states that are absent are NaN.

    Parameters
    ----------
    run
        What the members became.
    model
        The model that made it; needed to replay a future.
    """

    def __init__(self, run: Run, model: Model | None = None) -> None:
        self.run = run
        self._model = model
        self._replayed: dict[tuple[int, int], Ensemble] = {}

    def __repr__(self) -> str:
        done, total = len(self.members), self.run.total
        count = f"{done:,}" if done == total else f"{done:,} of {total:,}"
        kept = list(self.run.kept)
        listed = ", ".join(kept[:6]) + (f" and {len(kept) - 6} more" if len(kept) > 6 else "")
        place = f"; {self.run.place}" if self.run.place else ""
        return (
            f"<Ensemble: {count} futures of {self.attrs['states_present']} states, "
            f"{self.years[0]}–{self.years[-1]}, seed {self.attrs['seed']}; {listed}{place}>"
        )

    def _repr_html_(self) -> str:
        title = repr(self)[1:-1]
        if not self.members or "capability" not in self:
            return shown(title, (), [])
        first = np.nan_to_num(self.run.read("capability", 0, 1)[0, 0])
        leading = [self.states[k] for k in np.argsort(-first, kind="stable")[:8] if first[k] > 0]
        q = self.quantiles("capability", (0.05, 0.5, 0.95), states=leading).values
        most = float(np.nanmax(q))
        rows = [
            [code, f"{q[1, 0, k]:.1%}", small_fan(np.nan_to_num(q[:, :, k]).tolist(), most),
             f"{q[1, -1, k]:.1%}", f"{q[0, -1, k]:.1%} to {q[2, -1, k]:.1%}"]
            for k, code in enumerate(leading)
        ]  # fmt: skip
        columns = ("state", str(self.years[0]), "share of capability", str(self.years[-1]), "90 %")
        return shown(title, columns, rows, "Median and nine in ten of the futures.")

    def __getitem__(self, name: str) -> "xr.DataArray":
        self._check(name)
        return self.data[name]

    def __contains__(self, name: object) -> bool:
        return name in self.run.kept

    def _check(self, name: str) -> str:
        kept = self.run.kept
        if name in kept:
            return name
        if f"{name}_ij" in kept:
            msg = f"{name} has two directions; ask for {name}_ij or {name}_ji"
        else:
            where = "; simulate(keep=...) keeps more, replay(member) has all"
            msg = f"{name!r} was not kept{suggest(name, kept)} Kept: {', '.join(kept)}{where}"
        raise UnknownName(msg)

    @property
    def attrs(self) -> dict[str, Any]:
        """Inputs and provenance of the run."""
        return dict(self.run.attrs)

    @property
    def place(self) -> Path | None:
        """The folder it is kept in; none if it is in memory."""
        return self.run.place

    @property
    def states(self) -> tuple[str, ...]:
        """Codes of the states, in axis order; the last are slots for states to come."""
        return self.run.opening.states

    @property
    def years(self) -> list[int]:
        """The years that are kept; the first is that of the opening."""
        return self.run.times

    @property
    def members(self) -> list[int]:
        """The numbers of the futures that are complete."""
        return [int(m) for m in self.run.members]

    @cached_property
    def data(self) -> "xr.Dataset":
        """Everything that is kept, labelled; values are read when they are used."""
        return self.run.dataset()

    @property
    def events(self) -> "pl.LazyFrame":
        """What happened: member, year, event, a, b (codes of states), value; read lazily.

        Raises
        ------
        RunError
            Events were not kept.
        """
        import polars as pl

        if not self.attrs["events"]:
            msg = "events were not kept; simulate(events=True) keeps them"
            raise RunError(msg)
        return pl.concat(list(self.run.parts()) or [self.run.frame(np.zeros((0, 6))).lazy()])

    @property
    def parameters(self) -> "pl.DataFrame":
        """The parameters of each future: member, then one column for each."""
        import polars as pl

        values = self.run.take("parameter")
        columns = {n: values[:, k] for k, n in enumerate(self.attrs["parameters"])}
        return pl.DataFrame({"member": self.members, **columns})

    def quantiles(
        self, name: str, q: Sequence[float] = (0.05, 0.5, 0.95), *,
        states: Iterable[object] | None = None,
    ) -> "xr.DataArray":  # fmt: skip
        """Return quantiles over futures; absent states are left out of them.

        Parameters
        ----------
        name
            A kept field of states or of the system.
        q
            Quantiles, from 0 to 1.
        states
            Codes or names; every state that is ever there by default.

        Returns
        -------
        xarray.DataArray
            Quantile, year and, for a field of states, state.

        Raises
        ------
        UnknownName
            The field was not kept, or a state is not in the run.
        RunError
            A quantile is outside 0 to 1, or the field is one of pairs or slots.
        """
        import xarray as xr

        levels = np.atleast_1d(np.asarray(q, np.float64))
        if not ((levels >= 0) & (levels <= 1)).all():
            msg = f"q={q}: needed quantiles from 0 to 1"
            raise RunError(msg)
        block = self.run.kept[self._check(name)]
        if block == "system":
            values = _quantiles(self.run.take(name), levels)
            return xr.DataArray(values, {"quantile": levels, "year": self.years}, name=name)
        if block != "state":
            msg = f"{name} is no field of states; take its quantiles from ens[{name!r}]"
            raise RunError(msg)
        places = [self.index(s) for s in states] if states is not None else self._ever()
        step = max(SLAB // max(len(self.members) * len(self.years), 1), 1)
        slabs = [
            _quantiles(self.run.take(name, places=places[k : k + step]), levels)
            for k in range(0, len(places), step)
        ]
        empty = np.zeros((len(levels), len(self.years), 0))
        return xr.DataArray(
            np.concatenate([empty, *slabs], axis=2),
            {"quantile": levels, "year": self.years, "state": [self.states[p] for p in places]},
            name=name,
        )

    def index(self, state: object) -> int:
        """Return the place of a state on the axis; codes and names are understood."""
        if state in self.states:
            return self.states.index(str(state))
        try:
            code = resolve_ever(state)
        except UnknownState:
            code = ""
        if code not in self.states:
            msg = f"no state {state!r} in the run{suggest(state, self.states)}"
            raise UnknownState(msg)
        return self.states.index(code)

    def _ever(self) -> list[int]:
        """Return the places of the states that are there in any future."""
        there = np.zeros(len(self.states), bool)
        for k in self.run.done:
            there |= (self.run.read("present", *self.run.span(k)) > 0).any(axis=(0, 1))
        return np.flatnonzero(there).tolist()

    def matrix(self, name: str, member: int, year: int) -> "xr.DataArray":
        """Return a kept field of pairs as a matrix, one future and year; row sends.

        Parameters
        ----------
        name
            A kept dyad field, such as ``alignment``, or a directed one, such as ``trade``.
        member, year
            Which.

        Returns
        -------
        xarray.DataArray
            State by partner.
        """
        import xarray as xr

        both = [f"{name}_ij", f"{name}_ji"] if f"{name}_ij" in self else [self._check(name)] * 2
        if self.run.kept[both[0]] not in ("dyad", "flag"):
            msg = f"{name} is no field of pairs"
            raise RunError(msg)
        at = self._year(year)
        ij, ji = (self.data[part].sel(member=self._member(member))[at].values for part in both)
        labels = {"state": list(self.states), "partner": list(self.states)}
        return xr.DataArray(full(ij, ji), labels, ("state", "partner"), name)

    def _member(self, member: int) -> int:
        if member not in self.members:
            msg = f"no future {member!r}; needed one of {_spans(self.members)}"
            raise RunError(msg)
        return int(member)

    def _year(self, year: int) -> int:
        if year not in self.years:
            every = self.attrs["every"]
            steps = f", every {every} years" if every > 1 else ""
            msg = f"no year {year!r}; needed {self.years[0]} to {self.years[-1]}{steps}"
            raise RunError(msg)
        return self.years.index(year)

    @property
    def model(self) -> Model:
        """The model that made it.

        Raises
        ------
        RunError
            It was made by mechanisms that are not here.
        """
        if self._model is None:
            self._model = self._rebuilt()
        return self._model

    def _rebuilt(self) -> Model:
        """Return the model of this package as it was set for the run, if it is the same one."""
        wanted = [*self.attrs["mechanisms"], *self.attrs["off"]]
        full_model = default_model()
        unknown = [n for n in wanted if n not in {m.name for m in full_model.mechanisms}]
        ready = " Give it: multipolar.open_run(path, model=...)"
        if unknown:
            msg = (
                f"the run was made with mechanisms that are not here: {', '.join(unknown)}.{ready}"
            )
            raise RunError(msg)
        model = Model(tuple(m for m in full_model.mechanisms if m.name in wanted),
                      frozenset(self.attrs["off"]), self.attrs["held"] or None)  # fmt: skip
        if Kernel(make_plan(model)).name != self.attrs["kernel"]:
            made = ", ".join(f"{n} {self.attrs[n]}" for n in ("multipolar", "numba", "numpy"))
            msg = f"the run was made by another model than this version's ({made}).{ready}"
            raise RunError(msg)
        return model

    def replay(self, member: int, *, until: int | None = None) -> "Ensemble":
        """Run one future again, alone, and keep every field in every year.

        Parameters
        ----------
        member
            Which.
        until
            The last year; the last of the run by default.

        Returns
        -------
        Ensemble
            Of one future, in memory. It was compared with what the run holds.

        Raises
        ------
        RunError
            It differs from what the run holds, or the model is not here.
        """
        member = self._member(member)
        last = self.attrs["world_year"] + self.attrs["years"]
        until = last if until is None else until
        if not self.years[0] < until <= last:
            msg = f"until={until!r}: needed {self.years[0] + 1} to {last}"
            raise RunError(msg)
        key = member, until
        if key not in self._replayed:
            run = replay(self.run, self.model, member, until)
            self._replayed = {key: Ensemble(run, self.model)}
        return self._replayed[key]

    def world(self, member: int, year: int) -> World:
        """Return one year of one future as a World, so that measures can be taken of it.

        Parameters
        ----------
        member, year
            Which; any year of the run, kept or not.

        Returns
        -------
        World
            Variables that the simulation knows; states that are not there are not present.
        """
        future = self.replay(member)
        at = future._year(year)
        values = {name: future.run.read(name, 0, 1)[0, at] for name in future.run.kept}
        return world_of(values, self.run.opening, year)

    def chronicle(
        self, member: int, *, states: Iterable[object] = (), years: tuple[int, int] | None = None,
        full: bool = False,
    ) -> Chronicle:  # fmt: skip
        """Tell one future as sentences, by year.

        Parameters
        ----------
        member
            Which.
        states
            Only what concerns these; then everything, however small.
        years
            First and last; all by default.
        full
            Everything, however small and whomever it concerns.

        Returns
        -------
        Chronicle
            ``year → sentences``; prints as text.
        """
        import polars as pl

        member = self._member(member)
        chosen = [self.states[self.index(s)] for s in states]
        first, last = years or (self.years[0], self.attrs["world_year"] + self.attrs["years"])
        events = self._events_of(member).filter(pl.col("year").is_between(first, last))
        names = state_names(self._events_of(member), self.states, self.years[0])
        if chosen:
            events = events.filter(pl.col("a").is_in(chosen) | pl.col("b").is_in(chosen))
        leading = None if full or chosen else self._leading(member)
        program = self.attrs.get("program") or {"orders": ()}
        orders = [str(o["name"]) for o in program["orders"]]
        return tell(events, names, leading=leading, orders=orders)

    def _events_of(self, member: int) -> "pl.DataFrame":
        import polars as pl

        if not self.attrs["events"]:
            return self.replay(member)._events_of(member)
        number = (member - self.run.first_member) // int(self.attrs["chunk"])
        (part,) = self.run.parts([number])
        return part.filter(pl.col("member") == member).collect()

    def _leading(self, member: int, count: int = 12) -> Collection[str]:
        """Return the most capable states of the opening."""
        known = self if "capability" in self else self.replay(member)
        start = member - known.run.first_member
        first = known.run.read("capability", start, start + 1)[0, 0]
        order = np.argsort(-np.nan_to_num(first, nan=-1.0), kind="stable")
        return [self.states[s] for s in order[:count]]


def _quantiles(values: Array, levels: Array) -> Array:
    """Return quantiles over the first axis; NaN are left out."""
    gone = np.isnan(values)
    if not gone.any():
        return np.asarray(np.quantile(values, levels, axis=0))
    out = np.full((len(levels), *values.shape[1:]), np.nan)
    some = ~gone.all(axis=0)
    out[:, some] = np.nanquantile(values[:, some], levels, axis=0)
    return out


def _spans(numbers: Sequence[int]) -> str:
    """Write numbers as spans.

    >>> _spans([0, 1, 2, 5, 6])
    '0 to 2, 5 to 6'
    """
    if not numbers:
        return "none"
    breaks = [k for k in range(1, len(numbers)) if numbers[k] != numbers[k - 1] + 1]
    parts = zip([0, *breaks], [*breaks, len(numbers)], strict=True)
    told = [(numbers[a], numbers[b - 1]) for a, b in parts]
    listed = ", ".join(f"{a} to {b}" if a < b else f"{a}" for a, b in told[:4])
    return listed + (" …" if len(told) > 4 else "")


def open_run(path: str | Path, *, model: Model | None = None) -> Ensemble:
    """Open the folder that a run left, complete or not.

    Parameters
    ----------
    path
        What ``simulate(output=...)`` was given.
    model
        The model that made it, if it has mechanisms beyond those of the package.

    Returns
    -------
    Ensemble
        Of the futures that are complete.

    Raises
    ------
    RunError
        There is no run, it is damaged, or it is of another version.
    """
    run = StoredRun.open(Path(path))
    if model is not None and Kernel(make_plan(model)).name != run.attrs["kernel"]:
        msg = f"{path}: another model made it than the one given; mechanisms: " + ", ".join(
            run.attrs["mechanisms"]
        )
        raise RunError(msg)
    return Ensemble(run, model)
