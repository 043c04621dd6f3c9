"""What a mechanism is: one cause, made of steps. The mechanisms are in ``mechanisms/``."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from multipolar.errors import ModelError, suggest
from multipolar.fields import Field
from multipolar.priors import Prior
from multipolar.steps import Step

PHASES = (
    "growth", "armament", "regime", "alignment", "commitments", "conflict", "system",
)  # fmt: skip
"""The order of a year."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its default, unit, range, prior and meaning.

    Parameters
    ----------
    value
        The default: the centre of what is believed.
    unit
        Its unit; ``"1"`` if it has none.
    low, high
        The values that make sense; others are refused.
    prior
        What is believed before the data; fixed at ``value`` by default.
    meaning
        What it is, in one line, with where the value comes from.
    """

    value: float
    unit: str = "1"
    low: float = float("-inf")
    high: float = float("inf")
    prior: Prior | None = None
    meaning: str = ""

    @property
    def belief(self) -> Prior:
        """Its prior, whatever was given."""
        return self.prior or Prior("fixed", self.value)


@dataclass(frozen=True)
class Mechanism:
    """One cause: when in the year it acts, its parameters and its steps.

    Parameters
    ----------
    name
        Its name, and the name of its file and variable if it is a leaf.
    phase
        One of ``PHASES``.
    steps
        Functions marked with ``each_state``, ``each_pair`` or ``whole``.
    params
        ``name → Param``; steps read them by name.
    fields
        Fields of its own, beside those of ``fields.csv``.
    label, source, omits
        For people: what it is called, the papers, what it leaves out.
    closes
        Acts after the others of its phase, on what they added up.
    bookkeeping
        Keeps accounts and causes nothing: it acts last in its phase and cannot be switched off.

    Raises
    ------
    ModelError
        The phase is none, a step is not marked, or a parameter leaves its range.
    """

    name: str
    phase: str
    steps: tuple[Callable[..., Any], ...]
    params: Mapping[str, Param] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    label: str = ""
    source: str = ""
    omits: str = ""
    closes: bool = False
    bookkeeping: bool = False

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            msg = f"mechanism {self.name!r}: a name has letters, digits and _ only"
            raise ModelError(msg)
        if self.phase not in PHASES:
            hint = suggest(self.phase, PHASES)
            msg = f"{self.name}: no phase {self.phase!r}{hint} The phases: {', '.join(PHASES)}"
            raise ModelError(msg)
        if not self.steps:
            msg = f"{self.name}: a mechanism needs at least one step"
            raise ModelError(msg)
        for function in self.steps:
            if not isinstance(getattr(function, "step", None), Step):
                called = getattr(function, "__name__", function)
                msg = f"{self.name}: {called} is not marked; put @each_state(...) above it"
                raise ModelError(msg)
        for name, p in self.params.items():
            if not p.low <= p.value <= p.high:
                msg = f"{self.name}.{name}={p.value:g}: needed {p.low:g} to {p.high:g} {p.unit}"
                raise ModelError(msg)

    @property
    def marked(self) -> tuple[Step, ...]:
        """Its steps with their facts."""
        return tuple(f.step for f in self.steps)  # type: ignore[attr-defined]

    @property
    def doc(self) -> str:
        """What its steps say about themselves, one line each."""
        lines = [inspect.getdoc(f) or "" for f in self.steps]
        return "\n".join(line.split("\n")[0] for line in lines)


def mechanism(*, phase: str, **params: Param) -> Callable[[Callable[..., Any]], Mechanism]:
    """Make a mechanism of one step, named after its function.

    Examples
    --------
    >>> from multipolar.steps import each_pair
    >>> @mechanism(phase="alignment", strength=Param(0.1, "1/year", 0, 1))
    ... @each_pair(adds="alignment_pull")
    ... def kinship(regime_i, regime_j, strength):
    ...     return strength * regime_i * regime_j
    >>> kinship.name, kinship.phase
    ('kinship', 'alignment')
    """

    def make(function: Callable[..., Any]) -> Mechanism:
        return Mechanism(function.__name__, phase, (function,), params, label=function.__name__)

    return make
