"""The state of the system at the end of one year."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import cast

import numpy as np
import numpy.typing as npt

from multipolar.codes import resolve
from multipolar.commitments import Commitment
from multipolar.errors import UnknownName, UnknownState, WorldError, suggest
from multipolar.merging import merge_arrays, merge_commitments, merge_provenance
from multipolar.notebook import shown
from multipolar.provenance import IMPUTED, STATUS, Origin, Provenance, pick
from multipolar.variables import VARIABLES, Variable

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class World:
    """States, and arrays over states and pairs of states, at the end of one year.

    Parameters
    ----------
    year
        Calendar year.
    states
        Codes of the states, in axis order, each once.
    arrays
        ``name → array`` of variables of the vocabulary. A state variable has
        shape ``(state,)``, a dyad variable ``(state, state)``: row sends,
        column receives. NaN means unknown; it never means zero.
    present
        Which states are members of the system, shape ``(state,)``; all by
        default. Measures leave the others out.
    provenance
        ``name → Provenance``; a variable without one was given by the user.
    commitments
        Treaties, bodies and sanctions, with everyone who was ever in them.
    merged
        ``actor → members`` for the actors that stand for several states.

    Raises
    ------
    WorldError
        A state stands twice, or an array has the wrong shape, leaves its
        range, is infinite, or is asymmetric where the vocabulary says
        undirected.
    UnknownName
        A variable is not in the vocabulary.

    Examples
    --------
    >>> world = World(1985, ("USA", "SUN"), {"population": [238e6, 277e6]})
    >>> float(world["population"].sum())
    515000000.0
    >>> World(1985, ("USA", "USA"))
    Traceback (most recent call last):
    ...
    multipolar.errors.WorldError: states: 'USA' stands twice; each state may stand once
    """

    year: int
    states: tuple[str, ...]
    arrays: Mapping[str, Array] = field(default_factory=dict)
    present: Mask | None = None
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    commitments: tuple[Commitment, ...] = ()
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        states = _checked_states(self.states)
        if twice := [s for s in dict.fromkeys(states) if states.count(s) > 1]:
            msg = f"states: {twice[0]!r} stands twice; each state may stand once"
            raise WorldError(msg)
        n = len(states)
        present = _checked_mask(self.present, n)
        if present.shape != (n,):
            msg = f"present: shape {present.shape}, but {n} states need {(n,)}"
            raise WorldError(msg)
        present.flags.writeable = False
        arrays = {name: _checked(name, a, states) for name, a in self.arrays.items()}
        for name, p in self.provenance.items():
            _check_provenance(name, p, arrays)
        for attribute, value in (
            ("year", _checked_year(self.year)),
            ("states", states),
            ("present", present),
            ("arrays", MappingProxyType(arrays)),
            ("provenance", MappingProxyType(dict(self.provenance))),
            ("merged", MappingProxyType(dict(self.merged))),
        ):
            object.__setattr__(self, attribute, value)

    def __getitem__(self, name: str) -> Array:
        if name in self.arrays:
            return self.arrays[name]
        if name in VARIABLES:
            msg = f"this world ({self.year}) has no {name!r}; it has: {', '.join(self.arrays)}"
        else:
            msg = f"no variable is called {name!r}{suggest(name, VARIABLES)}"
        raise UnknownName(msg)

    def __contains__(self, name: object) -> bool:
        return name in self.arrays

    def __repr__(self) -> str:
        n, known = int(self.mask.sum()), len(self.arrays)
        held = len(self.commitments)
        return f"<World {self.year}: {n} states, {known} variables, {held} commitments>"

    def _repr_html_(self) -> str:
        rows = []
        for name in self.arrays:
            known = np.isfinite(self.arrays[name])
            status = self.provenance[name].status[known] if name in self.provenance else None
            imputed = "" if status is None else f"{int((status == 1).sum()):,}"
            rows.append([name, VARIABLES[name].dims, VARIABLES[name].unit,
                         f"{int(known.sum()):,} of {known.size:,}", imputed])  # fmt: skip
        return shown(f"World of {self.year}: {int(self.mask.sum())} states",
                     ("variable", "of", "unit", "known", "imputed"), rows)  # fmt: skip

    @property
    def mask(self) -> Mask:
        """Which states are present, shape ``(state,)``."""
        assert self.present is not None
        return self.present

    @property
    def date(self) -> str:
        """The day the World stands at: the last of its year."""
        return f"{self.year:04d}-12-31"

    def index(self, state: object) -> int:
        """Return the place of a state on the axis; codes and names resolve by date."""
        if isinstance(state, str) and state in self.states:
            return self.states.index(state)
        try:
            code = resolve(state, self.year)
        except UnknownState as error:
            hint = suggest(state, self.states)
            here = f" In this world{hint[1:]}" if "did you mean" in hint else ""
            msg = f"{error}{here}"
            raise UnknownState(msg) from None
        if code not in self.states:
            inside = [actor for actor, members in self.merged.items() if code in members]
            where = f"; it is part of {inside[0]!r}" if inside else ""
            msg = f"{code} is not in this world ({self.year}){where}"
            raise UnknownState(msg)
        return self.states.index(code)

    def origin(self, name: str, state: object, partner: object | None = None) -> Origin:
        """Return a value with its unit, year, source and status.

        Raises
        ------
        UnknownName
            The world has no such variable or state.
        WorldError
            A partner is given for a state variable, or missing for a dyad's.
        """
        array, variable = self[name], VARIABLES[name]
        if (partner is None) != (variable.dims == "state"):
            need = "one state" if variable.dims == "state" else "a state and a partner"
            msg = f"{name} is a {variable.dims} variable; give {need}"
            raise WorldError(msg)
        at = tuple(self.index(s) for s in (state, partner) if s is not None)
        value = float(array[at])
        if name not in self.provenance:
            return Origin(name, value, variable.unit, None, "given by the user", "observed")
        p = self.provenance[name]
        source, year, status = p.keys[p.source[at]], int(p.year[at]), STATUS[p.status[at]]
        return Origin(name, value, variable.unit, year or None, source, status)

    def with_(self, **arrays: npt.ArrayLike) -> "World":
        """Return a World with some arrays replaced or added."""
        kept = {k: p for k, p in self.provenance.items() if k not in arrays}
        merged: dict[str, npt.ArrayLike] = {**self.arrays, **arrays}
        return replace(self, arrays=merged, provenance=kept)  # type: ignore[arg-type]

    def only(self, states: Iterable[object]) -> "World":
        """Return a World of some of the states, in the order given."""
        return self._take(np.array([self.index(s) for s in states], np.intp))

    def members(self) -> "World":
        """Return a World of the states that are present."""
        return self if self.mask.all() else self._take(np.flatnonzero(self.mask))

    def permuted(self, order: Sequence[int]) -> "World":
        """Return the same World with its states listed in another order.

        Raises
        ------
        WorldError
            The order is not each place from 0 once.
        """
        if sorted(order) != list(range(len(self.states))):
            msg = f"order: needed each place from 0 to {len(self.states) - 1} once"
            raise WorldError(msg)
        return self._take(np.array(order, np.intp))

    def _take(self, order: npt.NDArray[np.intp]) -> "World":
        return replace(
            self,
            states=tuple(self.states[i] for i in order),
            arrays={name: pick(a, order) for name, a in self.arrays.items()},
            present=self.mask[order],
            provenance={name: p.take(order) for name, p in self.provenance.items()},
        )

    def observed(self) -> "World":
        """Return a World in which every imputed value is unknown (NaN)."""
        arrays = dict(self.arrays)
        for name, p in self.provenance.items():
            if name in arrays and (p.status == IMPUTED).any():
                arrays[name] = np.where(p.status == IMPUTED, np.nan, arrays[name])
        return replace(self, arrays=arrays)

    def merge(self, actors: Mapping[str, Iterable[object]]) -> "World":
        """Return a World in which several states act as one.

        Sums, means and ties follow the ``merge`` column of the vocabulary; an
        unknown member makes a sum unknown. Ties inside the actor vanish, and
        so do commitments among its members alone.

        Parameters
        ----------
        actors
            ``name → members``, for example ``{"EU": ["DEU", "FRA", ...]}``.

        Raises
        ------
        WorldError
            An actor has no member, a state is in two, or the name is that of
            a state outside it.
        """
        members = {name: [self.index(s) for s in codes] for name, codes in actors.items()}
        _check_actors(members, self.states)
        actor_at = {i: name for name, places in members.items() for i in places}
        names = list(dict.fromkeys(actor_at.get(i, s) for i, s in enumerate(self.states)))
        place = {s: [i] for i, s in enumerate(self.states)} | members
        groups = [np.array(sorted(place[name]), np.intp) for name in names]
        codes = {name: tuple(self.states[i] for i in sorted(at)) for name, at in members.items()}
        actor_of = {code: name for name, inside in codes.items() for code in inside}
        return replace(
            self,
            states=tuple(names),
            arrays=merge_arrays(self.arrays, groups),
            present=np.array([self.mask[g].any() for g in groups]),
            provenance={k: merge_provenance(p, groups) for k, p in self.provenance.items()},
            commitments=merge_commitments(self.commitments, actor_of),
            merged={**self.merged, **codes},
        )


def _checked_year(year: object) -> int:
    try:
        number = operator.index(year)  # type: ignore[arg-type]
    except TypeError:
        number = 0
    if not 1 <= number <= 9999:
        msg = f"year: {year!r}; needed a calendar year such as 1985"
        raise WorldError(msg)
    return number


def _checked_states(states: Iterable[object]) -> tuple[str, ...]:
    if isinstance(states, str) or not isinstance(states, Iterable):
        msg = f"states: {states!r}; needed a sequence of codes such as ('USA', 'CHN')"
        raise WorldError(msg)
    codes = tuple(str(s) if isinstance(s, str) else s for s in states)
    if wrong := [s for s in codes if not isinstance(s, str) or not s.strip()]:
        msg = f"states: {wrong[0]!r}; needed codes such as 'USA'; multipolar.resolve finds them"
        raise WorldError(msg)
    return cast("tuple[str, ...]", codes)


def _checked_mask(present: npt.ArrayLike | None, n: int) -> Mask:
    if present is None:
        return np.ones(n, bool)
    try:
        mask = np.array(present)
    except ValueError:
        mask = np.array(None)
    if mask.dtype != bool and mask.size:
        msg = f"present: {present!r:.60}; needed True or False for each of {n} states"
        raise WorldError(msg)
    return mask.astype(bool)


def _check_provenance(name: str, p: Provenance, arrays: Mapping[str, Array]) -> None:
    if name not in arrays:
        msg = f"provenance: there is no array {name!r} it could be of"
        raise WorldError(msg)
    shapes = {part.shape for part in (p.source, p.year, p.status)}
    if shapes != {arrays[name].shape}:
        msg = f"provenance of {name}: shape {shapes}, but the array has {arrays[name].shape}"
        raise WorldError(msg)
    for what, part, known in (("source", p.source, p.keys), ("status", p.status, STATUS)):
        if part.size and not 0 <= part.min() <= part.max() < len(known):
            msg = f"provenance of {name}: a {what} points beyond the {len(known)} there are"
            raise WorldError(msg)


def _check_actors(members: Mapping[str, Sequence[int]], states: tuple[str, ...]) -> None:
    seen: dict[int, str] = {}
    for name, places in members.items():
        if not places:
            msg = f"merge: {name!r} has no members; name at least one state"
            raise WorldError(msg)
        if name in states and states.index(name) not in places:
            msg = f"merge: {name!r} is already a state outside the group; choose another name"
            raise WorldError(msg)
        for i in places:
            if i in seen:
                msg = f"merge: {states[i]} stands in {seen[i]!r} and again in {name!r}"
                raise WorldError(msg)
            seen[i] = name


def _checked(name: str, value: npt.ArrayLike, states: tuple[str, ...]) -> Array:
    if name not in VARIABLES:
        msg = f"no variable is called {name!r}{suggest(name, VARIABLES)}"
        raise UnknownName(msg)
    variable, n = VARIABLES[name], len(states)
    try:
        array = _numbers(value)
    except (TypeError, ValueError, OverflowError):
        msg = f"{name}: {value!r:.60} is not an array of numbers; unknown is NaN"
        raise WorldError(msg) from None
    shape = (n,) if variable.dims == "state" else (n, n)
    if array.shape != shape:
        msg = f"{name}: shape {array.shape}, but {n} states need {shape}"
        raise WorldError(msg)
    with np.errstate(invalid="ignore"):
        wrong = np.isinf(array) | (array < variable.low) | (array > variable.high)
    if wrong.any():
        bounds = f"from {variable.low:g} to {variable.high:g} {variable.unit}"
        _complain(name, array, wrong, states, bounds)
    if variable.dims == "dyad":
        _check_dyads(variable, array, states)
    array.flags.writeable = False
    return array


def _numbers(value: npt.ArrayLike) -> Array:
    """Return a copy as floats: masked values and None are NaN, anything but numbers raises."""
    if isinstance(value, np.ma.MaskedArray):
        value = np.ma.filled(value.astype(np.float64), np.nan)
    raw = np.asarray(value)
    if raw.dtype.kind not in "biufO":
        raise TypeError
    return np.array(raw, dtype=np.float64)


def _check_dyads(variable: Variable, array: Array, states: tuple[str, ...]) -> None:
    own = np.diag(np.diag(np.nan_to_num(array)) != 0)
    if own.any():
        _complain(variable.name, array, own, states, "0 or unknown: no state is its own partner")
    if not variable.directed:
        same = (array == array.T) | (np.isnan(array) & np.isnan(array.T))
        if not same.all():
            _complain(variable.name, array, ~same, states, "the same in both directions")


def _complain(name: str, array: Array, wrong: Mask, states: tuple[str, ...], needed: str) -> None:
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = " with ".join(states[i] for i in at)
    more = f" (and {int(wrong.sum()) - 1} more)" if wrong.sum() > 1 else ""
    msg = f"{name} of {where} is {array[at]:g}{more}; needed {needed}"
    raise WorldError(msg)
