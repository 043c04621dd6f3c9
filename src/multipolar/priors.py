"""What is believed of a parameter before the data: distributions with two numbers."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

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
        law = self._law()
        start, end = law.cdf(low), law.cdf(high)
        return np.clip(law.ppf(start + u * (end - start)), low, high)

    def _law(self) -> "stats.rv_frozen":
        match self.kind:
            case "normal":
                return stats.norm(self.a, self.b)
            case "lognormal":
                return stats.lognorm(self.b, scale=self.a)
            case "beta":
                return stats.beta(self.a, self.b)
            case _:
                return stats.uniform(self.a, self.b - self.a)

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
