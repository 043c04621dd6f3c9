"""One state in the system: its figures with their origin, its ties, its commitments."""

from dataclasses import dataclass

import numpy as np

from multipolar.commitments import Commitment, in_force
from multipolar.indices import catalogue as indices
from multipolar.power import power
from multipolar.provenance import Origin
from multipolar.summary import name_of
from multipolar.variables import VARIABLES
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a state: its origin, and its rank among the known (1 is the largest)."""

    origin: Origin
    rank: int | None
    known: int


@dataclass(frozen=True, slots=True)
class Partner:
    """A trade partner: exports to it and imports from it, USD, and whether both are observed."""

    code: str
    exports: float
    imports: float
    observed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What the World knows of one state."""

    code: str
    name: str
    year: int
    power: dict[str, tuple[float, int]]
    figures: tuple[Figure, ...]
    neighbours: dict[str, float]
    partners: tuple[Partner, ...]
    allies: tuple[str, ...]
    rivals: tuple[str, ...]
    sanctions_sent: tuple[str, ...]
    sanctions_received: tuple[str, ...]
    commitments: tuple[Commitment, ...]


def state_profile(world: World, state: object) -> Profile:
    """Gather what a World knows of one state.

    Parameters
    ----------
    world
        Any World.
    state
        Code or name; resolved at the World's date.

    Raises
    ------
    UnknownState
        The World has no such state; the message names the nearest.
    """
    at = world.index(state)
    code = world.states[at]
    return Profile(
        code=code,
        name=name_of(code, world.year),
        year=world.year,
        power=_power(world, code),
        figures=tuple(_figures(world, at)),
        neighbours={s: km for s, km in _row(world, "border", at).items() if km > 0},
        partners=_partners(world, at),
        allies=_tied(world, "defence", at),
        rivals=_tied(world, "rivalry", at),
        sanctions_sent=_tied(world, "sanction", at),
        sanctions_received=_tied(world, "sanction", at, into=True),
        commitments=tuple(
            c
            for c in in_force(world.commitments, world.date)
            if any(code in c.members(world.date, role) for role in ("party", "suspended", "target"))
        ),
    )


def _power(world: World, code: str) -> dict[str, tuple[float, int]]:
    out = {}
    for name in indices.names():
        if all(v in world for v in indices[name].spec.reads):
            ranked = power(world, name).ranked()
            found = [(share, i + 1) for i, (s, share) in enumerate(ranked) if s == code]
            out[name] = found[0] if found else (float("nan"), 0)
    return out


def _figures(world: World, at: int) -> list[Figure]:
    out = []
    for name, array in world.arrays.items():
        if VARIABLES[name].dims != "state" or name in ("lat", "lon"):
            continue
        known = array[np.isfinite(array)]
        rank = int((known > array[at]).sum()) + 1 if np.isfinite(array[at]) else None
        out.append(Figure(world.origin(name, world.states[at]), rank, len(known)))
    return out


def _row(world: World, name: str, at: int) -> dict[str, float]:
    if name not in world:
        return {}
    row = world[name][at]
    order = np.argsort(-np.nan_to_num(row), kind="stable")
    return {world.states[j]: float(row[j]) for j in order}


def _tied(world: World, name: str, at: int, *, into: bool = False) -> tuple[str, ...]:
    if name not in world:
        return ()
    row = world[name][:, at] if into else world[name][at]
    return tuple(world.states[j] for j in np.flatnonzero(np.nan_to_num(row) > 0))


def _partners(world: World, at: int, count: int = 10) -> tuple[Partner, ...]:
    if "trade" not in world:
        return ()
    sold, bought = np.nan_to_num(world["trade"][at]), np.nan_to_num(world["trade"][:, at])
    sure = np.ones(len(world.states), bool)
    if "trade" in world.provenance:
        status = world.provenance["trade"].status
        sure = (status[at] == 0) & (status[:, at] == 0)
    order = np.argsort(-(sold + bought), kind="stable")[:count]
    return tuple(
        Partner(world.states[j], float(sold[j]), float(bought[j]), bool(sure[j]))
        for j in order
        if sold[j] + bought[j] > 0
    )
