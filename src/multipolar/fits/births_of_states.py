"""How many states come into being, and how the tide of them rises and ebbs: from 1817."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.births import births
from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy

FIRST, LAST = 1817, 2022
NODES = np.linspace(-3.5, 3.5, 29)
"""Levels of the tide, in its standard deviations from its mean, that are told apart."""


def sample(until: int) -> Sample:
    """Return years in order, and how many states came."""
    years = np.arange(FIRST, min(until, LAST) + 1)
    return Sample({}, np.array([births(int(y)) for y in years], float), years.astype(np.int64))


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log probability of each year's number, given those of the years before.

    The tide is not observed: it is followed forward as a probability over
    levels (a hidden Markov model on a grid).
    """
    del rows
    jnp = jax_numpy()
    from jax import lax
    from jax.nn import logsumexp
    from jax.scipy.special import gammaln

    wave, kept = params["statehood.wave"], 1.0 - params["statehood.ebb"]
    nodes = jnp.asarray(NODES)
    moves = -0.5 * (nodes[None] - kept * nodes[:, None]) ** 2 / (1.0 - kept**2)
    moves = moves - logsumexp(moves, axis=1, keepdims=True)
    rate = jnp.log(params["statehood.emancipation_rate"]) + wave * nodes - 0.5 * wave**2
    usual = -0.5 * nodes**2
    usual = usual - logsumexp(usual)

    def year(believed: Any, count: Any) -> Any:
        likely = believed + count * rate - jnp.exp(rate) - gammaln(count + 1.0)
        total = logsumexp(likely)
        return logsumexp((likely - total)[:, None] + moves, axis=0), total

    return lax.scan(year, usual, came)[1]


births_of_states = Fit(
    "births_of_states",
    ("statehood.emancipation_rate", "statehood.wave", "statehood.ebb"),
    sample,
    density=density,
    label="New states",
    notes="All entries into the list of the Correlates of War but returns after an occupation: "
    "those won in war are counted too, so that the rate of peaceful ones is a little too high.",
)
