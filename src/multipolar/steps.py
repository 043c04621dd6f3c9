"""What a mechanism is made of: steps, written once for every evaluator.

A step is a plain function. Its arguments are named after what it reads, and it
returns what it writes. There are three kinds:

``each_state``
    Of one state: state fields by name, system fields, parameters, ``year``,
    draws.
``each_pair``
    Of one pair of states i and j, each pair once: dyad fields by name
    (``trade_ij`` and ``trade_ji`` if directed), state fields as ``name_i`` and
    ``name_j``, system fields, parameters, ``year``, draws. What it adds to
    ``name_i`` and ``name_j`` is summed over the partners.
``whole``
    Of the whole system, as arrays that it changes in place; for what has no
    form of a single state or pair, such as a cascade of joiners.

The first two are evaluated on numbers in the compiled kernel and on arrays in
NumPy, so they have no ``if``, ``and`` or loop: they use ``where``, ``&``,
``|`` and the functions of ``multipolar.maths``, and do not mix truth values
into sums.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np

from multipolar.errors import ModelError
from multipolar.maths import marked, sqrt

Over = Literal["state", "pair", "whole"]
F = TypeVar("F", bound=Callable[..., Any])
Names = tuple[str, ...] | str


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its facts; made by the decorators below."""

    function: Callable[..., Any]
    over: Over
    sets: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    draws: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its function."""
        return self.function.__name__

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of its arguments."""
        code = self.function.__code__
        return code.co_varnames[: code.co_argcount]

    @property
    def writes(self) -> tuple[str, ...]:
        """What it returns, in order."""
        return self.sets + self.adds


def _attach(over: Over, sets: Names, adds: Names, draws: Mapping[str, str]) -> Callable[[F], F]:
    sets, adds = ((names,) if isinstance(names, str) else tuple(names) for names in (sets, adds))
    allowed = {"state": ("uniform", "normal"), "pair": ("uniform",), "whole": ()}[over]
    for name, kind in draws.items():
        if kind not in allowed:
            msg = f"draw {name!r}: {kind!r}; needed {' or '.join(allowed) or 'none: use luck'}"
            raise ModelError(msg)
    if over != "whole" and not sets + adds:
        msg = "a step must write something; say what it sets or adds to"
        raise ModelError(msg)

    def attach(function: F) -> F:
        function.step = Step(function, over, sets, adds, dict(draws))  # type: ignore[attr-defined]
        return function

    return attach


def each_state(
    *, sets: Names = (), adds: Names = (), draws: Mapping[str, str] | None = None
) -> Callable[[F], F]:
    """Mark a function as a step of each state.

    Parameters
    ----------
    sets
        State fields whose new values it returns, first.
    adds
        State fields that what it returns next is added to.
    draws
        ``argument → distribution``: ``uniform`` on (0, 1) or ``normal``.
    """
    return _attach("state", sets, adds, draws or {})


def each_pair(
    *, sets: Names = (), adds: Names = (), draws: Mapping[str, str] | None = None
) -> Callable[[F], F]:
    """Mark a function as a step of each pair of states.

    Parameters
    ----------
    sets
        Dyad fields whose new values it returns, first.
    adds
        Dyad fields, or state fields as ``name_i`` and ``name_j``, that what
        it returns next is added to.
    draws
        ``argument → "uniform"``, on [0, 1).
    """
    return _attach("pair", sets, adds, draws or {})


def whole(*, sets: Names = ()) -> Callable[[F], F]:
    """Mark a function as a step of the whole system.

    It gets arrays: state fields of shape ``(state,)``; dyad fields packed,
    shape ``(pair,)``, the pair of i > j at ``i * (i - 1) // 2 + j``; system
    fields of shape ``(1,)``; treaty and war fields by slot; and, if it asks
    for them, ``year``, ``ids`` (a number that names each state), ``luck`` (for
    ``uniform(luck, a, b)``) and ``events`` (for ``record``).

    Parameters
    ----------
    sets
        Fields that it changes in place.
    """
    return _attach("whole", sets, (), {})


def pair(i: int, j: int) -> int:
    """Return where a pair of states stands in a packed dyad field; for whole steps.

    >>> pair(2, 0), pair(0, 2), pair(2, 1)
    (1, 1, 2)
    """
    return i * (i - 1) // 2 + j if i > j else j * (j - 1) // 2 + i


def record(events: Any, kind: int, year: int, a: int, b: int, value: float) -> None:
    """Write an event down; for whole steps.

    Parameters
    ----------
    events
        As the step got it.
    kind
        One of ``events``; see that module.
    a, b
        The states it concerns, or -1.
    value
        What goes with it: deaths, a slot, a term.
    """
    events[0, 0] += 1.0
    at = int(events[0, 0])
    if at < len(events):
        events[at, 0] = kind
        events[at, 1] = year
        events[at, 2] = a
        events[at, 3] = b
        events[at, 4] = value


def ends(p: Any) -> tuple[int, int]:
    """Return the two states of a pair in a packed dyad field, the later first; for whole steps.

    >>> ends(1), ends(2), ends(pair(202, 7))
    ((2, 0), (2, 1), (202, 7))
    """
    i = int((1.0 + sqrt(1.0 + 8.0 * p)) / 2.0)
    return i, p - i * (i - 1) // 2


def key(a: Any, use: Any) -> Any:
    """Return a number that names ``a`` in another use of one stream; for whole steps."""
    return (np.int64(a) + np.int64(use) * np.int64(2654435761)) & np.int64(0xFFFFFFFF)


def first_two(members: Any, ids: Any) -> tuple[int, int]:
    """Return the two members with the lowest names, -1 where there are fewer; for whole steps."""
    return lowest_two(marked(members), ids)


def lowest_two(places: Any, ids: Any) -> tuple[int, int]:
    """Return the two of some places with the lowest names, as ``first_two`` does."""
    a, b = -1, -1
    for s in places:
        if a < 0 or ids[s] < ids[a]:
            a, b = s, a
        elif b < 0 or ids[s] < ids[b]:
            b = s
    return a, b
