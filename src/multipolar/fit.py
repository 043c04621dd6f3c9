"""What a fit is: parameters, the rows of the record they are held to, and how likely those are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.errors import ModelError
from multipolar.hazards import Rows, chance, jax_numpy
from multipolar.model import Model

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Rows of the record.

    Parameters
    ----------
    rows
        Argument of the step → values, shape ``(row,)``, or one number for all.
    outcome
        What came: 1 or 0, or a number, shape ``(row,)``.
    year
        The year it came in, shape ``(row,)``; nothing in a row is known later.
    weight
        How much a row counts, shape ``(row,)``; 1 by default.
    dropped
        ``reason → how many rows were left out``, to be told and not hidden.
    """

    rows: Rows
    outcome: Array
    year: npt.NDArray[np.int64]
    weight: Array | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.outcome)
        for name, values in {**self.rows, "year": self.year}.items():
            shape = np.shape(values)
            if shape not in ((), (size,)):
                msg = f"sample: {name} has shape {shape}; needed ({size},) or one number"
                raise ModelError(msg)
            if not np.isfinite(np.asarray(values, float)).all():
                msg = f"sample: {name} has values that are not finite; leave such rows out"
                raise ModelError(msg)

    def __len__(self) -> int:
        return len(self.outcome)

    def until(self, year: int) -> "Sample":
        """Return the rows up to a year."""
        return self.where(self.year <= year)

    def where(self, keep: npt.NDArray[np.bool_]) -> "Sample":
        """Return the rows that are kept."""
        rows = {k: v[keep] if np.ndim(v) else v for k, v in self.rows.items()}
        weight = None if self.weight is None else self.weight[keep]
        return Sample(rows, self.outcome[keep], self.year[keep], weight, self.dropped)


@dataclass(frozen=True)
class Fit:
    """Parameters and what they are fitted to.

    Parameters
    ----------
    name
        Its name, and the name of its file and variable if it is a leaf.
    params
        ``mechanism.parameter`` of each parameter that is fitted.
    sample
        ``until → Sample``: the record up to the end of a year, and nothing later.
    ask
        ``mechanism.step.draw``: the step that is asked for the probability of
        an outcome of 1. See ``hazards.chance``.
    density
        In place of ``ask``: ``(rows, params, outcome) → log density``, shape
        ``(row,)``, in ``jax.numpy``.
    place
        Which comparison of the draw is meant.
    half_life
        Years after which a row counts half; the past counts in full by default.
    data
        The sources that the sample reads; see ``multipolar data``.
    label, notes
        For people: what is fitted, and what the sample leaves out or takes for granted.
    """

    name: str
    params: tuple[str, ...]
    sample: Callable[[int], Sample]
    ask: str = ""
    density: Callable[[Rows, Mapping[str, Any], Any], Any] | None = None
    place: int = 0
    half_life: float | None = None
    data: tuple[str, ...] = ()
    label: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        if bool(self.ask) == (self.density is not None):
            msg = f"fit {self.name}: needed one of ask and density"
            raise ModelError(msg)

    def chances(self, model: Model) -> Callable[[Rows, Mapping[str, Any]], Any]:
        """Return ``(rows, params) → probability`` of an outcome of 1."""
        return chance(model, self.ask, place=self.place)

    def log_likelihood(self, model: Model) -> Callable[[Rows, Mapping[str, Any], Any], Any]:
        """Return ``(rows, params, outcome) → log likelihood``, shape ``(row,)``."""
        if self.density is not None:
            return self.density
        asked, jnp = self.chances(model), jax_numpy()

        def of(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
            p = jnp.clip(asked(rows, params), 1e-12, 1.0 - 1e-12)
            return came * jnp.log(p) + (1.0 - came) * jnp.log1p(-p)

        return of

    def weights(self, sample: Sample, until: int) -> Array:
        """Return how much each row counts at the end of a year, shape ``(row,)``."""
        weight = np.ones(len(sample)) if sample.weight is None else sample.weight
        if self.half_life is None:
            return weight
        return np.asarray(weight * 0.5 ** ((until - sample.year) / self.half_life), np.float64)
