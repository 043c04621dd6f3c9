"""History in the model's own fields, so that a fit and a simulation stand on the same values.

``fields(1913)`` holds what :func:`multipolar.opening.open_world` lays out for a
run that starts from 1913, without the places for states to come; and, for each
field, which of its values are known. So a mechanism that is fitted step by
step, from the fields at the end of one year to what happened in the next, is
fitted on what it will find when it is run.

Nothing of a later year is read, which a test makes sure of. But some inputs
were drawn up looking back. An opening reads these:

===================  ==========================================================
rivalry              dated knowing which quarrels went on (Thompson et al.)
major                dated knowing which powers stayed great (Correlates of War)
ideology             ideal points, estimated from the votes of all years at once
regime               Polity fills in a transition from the scores around it
all of these         ``hindsight=False`` leaves them out, or takes what is left
gdp_ppp, growth      estimated from all years at once (Fariss et al.): kept
six components       as revised by their compilers long after: kept
disputes, treaties   coded long after, from documents of the time: kept
===================  ==========================================================

All were published years after the year they are of; a forecaster of the time
had less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.history import CARRY, REMEMBERED, at
from multipolar.model import default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import Plan, make_plan
from multipolar.provenance import IMPUTED
from multipolar.world import World

Values = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

ALSO = ("past_onsets", "dyad_age", "onset", "onset_originators")
"""Dyad variables of a World that are handed on though the model may have no such field."""


@dataclass(frozen=True)
class Past:
    """The fields of the model at the end of a year of history.

    Parameters
    ----------
    year
        The year.
    states
        Codes, in axis order.
    state
        ``field → values``, shape ``(n,)``.
    dyad
        ``array → values``, shape ``(n(n-1)/2,)``: the pair of states i > j at
        ``i * (i - 1) // 2 + j``. Of a directed field ``name_ij`` is from i to
        j and ``name_ji`` from j to i.
    system
        ``field → value`` of the system as a whole.
    known
        ``array → mask`` of the same shape: True where the value was observed
        for that year, or worked out of what was; False where it is carried
        over from an earlier year, filled in by a rule, or the start value of
        the field. A fit should leave out, or treat as missing, what is not
        known; a run has to start from something.
    opening
        The same as arrays of a run, treaties and wars included.
    """

    year: int
    states: tuple[str, ...]
    state: Mapping[str, npt.NDArray[np.float64]]
    dyad: Mapping[str, Values]
    system: Mapping[str, float]
    known: Mapping[str, Mask]
    opening: Opening


@cache
def _plan() -> Plan:
    return make_plan(default_model())


def world(year: int, *, hindsight: bool = True) -> World:
    """Return the World of a year that a run or a fit starts from.

    That of :func:`multipolar.history.at`, with unknown values of states filled
    in by their last ones, of the past only. 2025 is the embedded world.
    """
    return at(year, carry=CARRY, hindsight=hindsight)


@cache
def fields(year: int, *, hindsight: bool = True) -> Past:
    """Return the fields of the model at the end of a year.

    Parameters
    ----------
    year
        From 1816 to 2025; nothing later is read.
    hindsight
        False leaves out what was coded by looking back: rivalries, ideal
        points, the list of great powers, scores of regimes in transition.

    Raises
    ------
    MeasureError
        The year is out of range.
    MissingData
        None of the publishers' files is there.
    """
    return of_world(world(year, hindsight=hindsight), _plan())


def of_world(world: World, plan: Plan) -> Past:
    """Return the fields that a run from a World would start from."""
    world = world.members()
    opening = open_world(plan, world, room=0)
    n = len(world.states)
    state, dyad, system = {}, {}, {}
    for part, (block, row) in plan.parts.items():
        values = opening.blocks[block][row]
        if block == "state":
            state[part] = values
        elif block in ("dyad", "flag"):
            dyad[part] = values
        elif block == "system":
            system[part] = float(values[0])
    low, high = np.tril_indices(n, -1)
    for name in ALSO:
        if name in world:
            dyad[name] = np.nan_to_num(world[name][low, high]).astype(np.float32)
    system["members"] = float(n)
    known = {name: _known(name, world) for name in (*state, *dyad)}
    return Past(opening.year, world.states, state, dyad, system, known, opening)


READ_OFF = {
    "log_distance": "distance",
    "same_region": "distance",
    "contiguous": "contiguity",
    "dispute": "peace_years",
    "common_allies": "defence",
    "ideology": "ideal_point",
    "mobilised": "war",
    "alignment": "defence",
}
"""Array of the model → the variable of a World that it is worked out from."""

ALWAYS = ("present", "vacant", "capability", "leader", "region")
"""Fields that are known of every state."""


def _known(name: str, world: World) -> Mask:
    """Return where a value is known."""
    n = len(world.states)
    root = name[:-3] if name.endswith(("_ij", "_ji")) else name
    source = READ_OFF.get(root, root)
    if source not in world:
        dyads = name not in _plan().rows("state")
        return np.broadcast_to(np.bool_(root in ALWAYS), n * (n - 1) // 2 if dyads else n)
    there = ~np.isnan(world[source])
    if name == "mobilised":
        return np.asarray(there.all(axis=1), np.bool_)
    if source in world.provenance:
        origin = world.provenance[source]
        there &= origin.status != IMPUTED
        if source in REMEMBERED:
            there &= origin.year == world.year
    if there.ndim == 1:
        return there
    low, high = np.tril_indices(n, -1)
    return there[high, low] if name.endswith("_ji") else there[low, high]
