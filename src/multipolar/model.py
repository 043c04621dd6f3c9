"""A model: mechanisms in the order in which a year runs, and their parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar import luck
from multipolar.catalogue import Catalogue
from multipolar.errors import ModelError, UnknownName, suggest
from multipolar.fields import FIELDS, Field
from multipolar.mechanism import PHASES, Mechanism, Param
from multipolar.posterior import Posterior, shipped

catalogue: Catalogue[Mechanism] = Catalogue("multipolar.mechanisms")

Draws = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """Mechanisms in order, and which of them are off.

    Parameters
    ----------
    mechanisms
        In any order of phases: a year runs through the phases, and within one
        through the mechanisms as listed.
    off
        Names of those whose steps do not run. Their fields stay as they start.
    values
        ``"mechanism.parameter" → value`` for those held at another value.
    posterior
        What is believed of fitted parameters; the others are as their priors say.
    """

    mechanisms: tuple[Mechanism, ...]
    off: frozenset[str] = frozenset()
    values: Mapping[str, float] | None = None
    posterior: Posterior | None = None

    def __post_init__(self) -> None:
        names = [m.name for m in self.mechanisms]
        if twice := sorted({n for n in names if names.count(n) > 1}):
            msg = f"mechanism {twice[0]!r} stands twice; rename one, or take it out with without()"
            raise ModelError(msg)
        ordered = sorted(self.mechanisms, key=_when)
        object.__setattr__(self, "mechanisms", tuple(ordered))
        for name in self.off:
            self[name]
            if self[name].bookkeeping:
                msg = f"{name} keeps the accounts and causes nothing; it cannot be switched off"
                raise ModelError(msg)
        for name, value in (self.values or {}).items():
            check_value(name, value, self.param(name))

    def __getitem__(self, name: str) -> Mechanism:
        for m in self.mechanisms:
            if m.name == name:
                return m
        names = [m.name for m in self.mechanisms]
        msg = f"no mechanism {name!r}{suggest(name, names)} The model has: {', '.join(names)}"
        raise UnknownName(msg)

    def __repr__(self) -> str:
        return f"<Model: {len(self.running)} mechanisms, {len(self.params)} parameters>"

    def __str__(self) -> str:
        lines = []
        for phase in PHASES:
            for m in self.mechanisms:
                if m.phase == phase:
                    steps = ", ".join(f"{s.name} ({s.over})" for s in m.marked)
                    state = "off" if m.name in self.off else "on"
                    lines.append(f"{phase:<12} {m.name:<20} {state:<4} {steps}")
        return "\n".join(lines)

    @property
    def running(self) -> tuple[Mechanism, ...]:
        """The mechanisms that are on, in order."""
        return tuple(m for m in self.mechanisms if m.name not in self.off)

    @property
    def fields(self) -> dict[str, Field]:
        """Every field: those of ``fields.csv`` and the mechanisms' own."""
        out = dict(FIELDS)
        for m in self.mechanisms:
            for f in m.fields:
                if f.name in out and out[f.name] != f:
                    msg = f"{m.name}: field {f.name!r} exists already and is another; rename it"
                    raise ModelError(msg)
                out[f.name] = f
        return out

    @property
    def params(self) -> dict[str, Param]:
        """Every parameter as ``mechanism.parameter``, in order; fitted and held values in place."""
        out = {f"{m.name}.{name}": p for m in self.mechanisms for name, p in m.params.items()}
        for name, value in self.fitted.items():
            out[name] = replace(out[name], value=value)
        for name, value in (self.values or {}).items():
            out[name] = replace(out[name], value=value, prior=None)
        return out

    @property
    def fitted(self) -> dict[str, float]:
        """The most probable values of the parameters that are fitted and not held."""
        if self.posterior is None:
            return {}
        known = {f"{m.name}.{name}" for m in self.mechanisms for name in m.params}
        out = {k: v for k, v in self.posterior.values.items() if k in known}
        return {k: v for k, v in out.items() if k not in (self.values or {})}

    def param(self, name: str) -> Param:
        """Return one parameter as its mechanism has it, by ``mechanism.parameter``."""
        known = {f"{m.name}.{n}": p for m in self.mechanisms for n, p in m.params.items()}
        if name not in known:
            msg = f"no parameter {name!r}{suggest(name, known)} multipolar model lists them."
            raise UnknownName(msg)
        return known[name]

    def without(self, *names: str) -> "Model":
        """Return a model in which some mechanisms are off: their steps vanish exactly."""
        return replace(self, off=self.off | set(names))

    def only(self, *names: str) -> "Model":
        """Return a model in which all but some mechanisms, and the accounts, are off."""
        for name in names:
            self[name]
        rest = {m.name for m in self.mechanisms if m.name not in names and not m.bookkeeping}
        return replace(self, off=frozenset(rest))

    def with_(self, *mechanisms: Mechanism, before: str = "") -> "Model":
        """Return a model with mechanisms added, at the end of their phase or before another."""
        at = self.mechanisms.index(self[before]) if before else len(self.mechanisms)
        return replace(self, mechanisms=(*self.mechanisms[:at], *mechanisms, *self.mechanisms[at:]))

    def holding(self, **values: float) -> "Model":
        """Return a model with parameters held at values: ``growth__catch_up=0.02``."""
        named = {name.replace("__", "."): value for name, value in values.items()}
        return self.set(named)

    def set(self, values: Mapping[str, float]) -> "Model":
        """Return a model with parameters held at values, by ``mechanism.parameter``."""
        return replace(self, values={**(self.values or {}), **values})

    def believing(self, posterior: Posterior | None) -> "Model":
        """Return a model with another posterior, or none: all as the priors say."""
        return replace(self, posterior=posterior)

    def draw(self, members: Iterable[int], seed: int, *, certain: bool = False) -> Draws:
        """Return parameters drawn from the posterior and priors, shape ``(member, parameter)``.

        A member's draw depends on the seed and the member alone: fitted
        parameters are one joint draw, and each of the others hangs on its name
        too. ``certain`` takes the defaults instead.
        """
        which = np.array(list(members), np.uint64)
        params, fitted = self.params, self.fitted
        joint = self.posterior.of(which.tolist(), seed) if self.posterior is not None else {}
        out = np.empty((len(which), len(params)))
        for k, (name, p) in enumerate(params.items()):
            if certain:
                out[:, k] = p.value
                continue
            if name in fitted:
                out[:, k] = np.clip(joint[name], p.low, p.high)
                continue
            u = luck.member_uniform(seed, which, luck.identity(f"parameter {name}"))
            out[:, k] = p.belief.quantiles(u, p.low, p.high)
        return out


def _when(m: Mechanism) -> tuple[int, bool, bool]:
    return PHASES.index(m.phase), m.closes, m.bookkeeping


def check_value(name: str, value: float, p: Param) -> None:
    """Raise if a value is no number, or outside the range of its parameter."""
    if not np.isfinite(value) or not p.low <= value <= p.high:
        msg = f"{name}={value!r}: needed {p.low:g} to {p.high:g} {p.unit}; default {p.value:g}"
        raise ModelError(msg)


@cache
def default_model() -> Model:
    """Return the model with every mechanism of the package, and the posterior shipped with it.

    Examples
    --------
    >>> print(str(default_model().only("growth")).split()[0])
    growth
    """
    return Model(tuple(catalogue), posterior=shipped())
