"""What is believed of a parameter before the data: distributions with two numbers."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import special

Kind = Literal["normal", "lognormal", "uniform", "beta", "fixed"]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """A distribution, cut to the range of its parameter.

    ``normal`` has mean and standard deviation, ``lognormal`` median and
    standard deviation of the logarithm, ``uniform`` its ends, ``beta`` its two
    shapes; ``fixed`` is the one value.
    """

    kind: Kind
    a: float
    b: float = 0.0

    def quantiles(self, u: Array, low: float, high: float) -> Array:
        """Return the quantiles of the distribution cut to ``[low, high]``."""
        if self.kind == "fixed":
            return np.full(u.shape, self.a)
        start, end = (self._probability(np.float64(x)) for x in (low, high))
        found = self._quantile(start + u * (end - start))
        return np.asarray(np.clip(found, low, high), np.float64)

    def _probability(self, x: np.float64) -> Any:
        """Return the probability of a value up to x."""
        match self.kind:
            case "normal":
                return special.ndtr((x - self.a) / self.b)
            case "lognormal":
                return special.ndtr(np.log(x / self.a) / self.b) if x > 0 else np.float64(0.0)
            case "beta":
                return special.betainc(self.a, self.b, np.clip(x, 0.0, 1.0))
            case _:
                return np.clip((x - self.a) / (self.b - self.a), 0.0, 1.0)

    def _quantile(self, p: Array) -> Any:
        """Return the value that stands at a probability."""
        match self.kind:
            case "normal":
                return self.a + self.b * special.ndtri(p)
            case "lognormal":
                return self.a * np.exp(self.b * special.ndtri(p))
            case "beta":
                return special.betaincinv(self.a, self.b, p)
            case _:
                return self.a + p * (self.b - self.a)

    def __str__(self) -> str:
        if self.kind == "fixed":
            return f"fixed at {self.a:g}"
        return f"{self.kind}({self.a:g}, {self.b:g})"


def normal(mean: float, sd: float) -> Prior:
    """Return a normal distribution."""
    return Prior("normal", mean, sd)


def lognormal(median: float, sigma: float) -> Prior:
    """Return a log-normal distribution by its median and the sd of the logarithm."""
    return Prior("lognormal", median, sigma)


def uniform(low: float, high: float) -> Prior:
    """Return a uniform distribution."""
    return Prior("uniform", low, high)


def beta(a: float, b: float) -> Prior:
    """Return a beta distribution."""
    return Prior("beta", a, b)
